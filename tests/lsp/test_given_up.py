"""Work of the server that nobody waits for any more: it ends at the next pause, and what is wanted now begins."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nablint.analysis import reading
from nablint.documents.model import Document
from tests.lsp.clients import NEOVIM
from tests.lsp.harness import RpcError, Session, document

Uri = Callable[..., str]


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(NEOVIM)
    yield made
    made.close()


def test_an_analysis_that_nobody_waits_for_any_more_is_given_up(
    session: Session, uri: Uri, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = uri()
    started, go = threading.Event(), threading.Event()
    whole: list[str] = []
    first, unclosed = "first $x$", "second\n\n$$\nx = 1\n\nmore text\n"
    collect = reading.collected

    def slow(found: Document, *rest: Any) -> Any:
        text = re.sub(" {40,}", "", found.source.text)  # room in empty lines
        if text not in (first, unclosed):  # the server warms up with a note of its own
            return collect(found, *rest)
        started.set()
        assert go.wait(60)
        declarations = collect(found, *rest)
        whole.append(text)
        return declarations

    monkeypatch.setattr(reading, "collected", slow)
    session.notify("textDocument/didOpen", document(where, first))
    assert started.wait(60)
    session.notify(
        "textDocument/didChange", {"textDocument": {"uri": where, "version": 2}, "contentChanges": [{"text": unclosed}]}
    )
    # Answered without the worker: after the first the change has been read, after the second the worker has been told.
    for _ in ("read", "told"):
        with pytest.raises(RpcError):
            session.request("no/such", None)
    go.set()
    session.wait(lambda m: m.get("params", {}).get("uri") == where and m["params"].get("version") == 2)
    assert whole == [unclosed]


def test_a_long_note_that_is_being_looked_at_holds_up_no_other(session: Session, uri: Uri) -> None:
    long, short = uri(), uri()
    session.open(short, "Let $x \\in \\mathbb{R}^n$.\n")
    session.barrier()
    part = "## Part {k}\n\nLet $A_{{{k}}} \\in \\mathbb{{R}}^{{m \\times n}}$ and $y_{{{k}}} = A_{{{k}}} z_{{{k}}} + {k}$.\n\n"
    session.open(long, "".join(part.format(k=k) for k in range(1500)) + "$$\nx = 1\n\nno end here\n")
    assert "n × 1" in session.request("textDocument/hover", session.at(short, 5))["contents"]["value"]
    answered = len(session.sent)
    pushed = [m["params"]["uri"] for m in session.sent[:answered] if m.get("method") == "textDocument/publishDiagnostics"]
    assert long not in pushed
    session.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == long)
