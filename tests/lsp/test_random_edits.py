"""After any edits the server has the text that the client has, and finds in it what a fresh check of that text finds."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nablint.analysis.analyse import analyse
from nablint.base.source import Source
from tests.lsp.clients import EMACS, NEOVIM, VSCODE
from tests.lsp.harness import Session

PIECES = [
    "$A x$", "$x A$", "Let $A \\in \\mathbb{R}^{m \\times n}$. ", "Let $x \\in \\mathbb{R}^n$ be. ", "$$\nA x\n$$",
    "$", "$$", "\\(", "\\)", "## H\n\n", "\n\n", "\n", "\r", "\r\n", "\f", "\u2028", "\x85", "😀", "𝐱", "é", "\ud83d",
    "<!-- nablint: let B: n × n -->\n\n", "```\n", "> ", "- ", "a", " ", "^T", "}", "{",
    "\\frac{\\partial y}{\\partial x}",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
EDIT = st.tuples(st.floats(0, 1), st.floats(0, 1), TEXT)
_numbers = count(1)
# In each of three sessions; an example has ten edits, each compared.
EXAMPLES = int(os.environ.get("NABLINT_EXAMPLES", "25"))
EDITS = 10
UNHURRIED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


class Oracle:
    """A client's document, kept as a list of lines and edited by lines and columns, as an editor does it."""

    def __init__(self, text: str, unit: str) -> None:
        self.text = text
        self.unit = unit

    def places(self) -> list[tuple[int, int, int]]:
        """(offset, row, column) of every place where a cursor can stand."""
        codec, size = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[self.unit]
        found = []
        start = row = 0
        for line in re.split(r"(\r\n|\r|\n)", self.text):
            if line in ("\r\n", "\r", "\n"):
                row += 1
            else:
                for k in range(len(line) + 1):
                    column = len(line[:k].encode(codec, "surrogatepass")) // size
                    found.append((start + k, row, column))
            start += len(line)
        return found

    def edit(self, low: float, high: float, new: str) -> dict[str, Any]:
        """Makes an edit at two fractions of the document; as the client sends it."""
        places = self.places()
        first, last = sorted((int(low * (len(places) - 1)), int(high * (len(places) - 1))))
        last = min(last, first + 40)
        (a, row_a, column_a), (b, row_b, column_b) = places[first], places[last]
        self.text = self.text[:a] + new + self.text[b:]
        start, end = {"line": row_a, "character": column_a}, {"line": row_b, "character": column_b}
        return {"range": {"start": start, "end": end}, "text": new}


@pytest.fixture(scope="module", params=[VSCODE, NEOVIM, EMACS], ids=["utf-16", "utf-8", "utf-32"])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    made = Session(request.param)
    yield made
    made.close()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=UNHURRIED)
@given(start=TEXT, edits=st.lists(EDIT, min_size=EDITS, max_size=EDITS))
def test_random_edits(session: Session, start: str, edits: list[tuple[float, float, str]]) -> None:
    type_and_compare(session, start, [[edit] for edit in edits])


@settings(max_examples=max(EXAMPLES // 5, 5), deadline=None, suppress_health_check=UNHURRIED)
@given(start=TEXT, batches=st.lists(st.lists(EDIT, min_size=2, max_size=4), min_size=1, max_size=4))
def test_several_edits_in_one_message(session: Session, start: str, batches: list[list[tuple[float, float, str]]]) -> None:
    type_and_compare(session, start, batches)


def type_and_compare(session: Session, start: str, batches: list[list[tuple[float, float, str]]]) -> None:
    """Each batch is one message of the client, after which the server's text and findings are looked at."""
    uri = f"file:///random/{next(_numbers)}.md"
    oracle = Oracle(start, session.unit)
    session.open(uri, start)
    for version, batch in enumerate(batches, start=2):
        changes = [oracle.edit(*edit) for edit in batch]
        session.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes})
        found = session.diagnostics(uri)
        note = session.server.documents.note(uri)
        assert note is not None and note.source.text == oracle.text
        session.texts[uri] = oracle.text
        fresh = analyse(Source(f"/random/{uri.rsplit('/', 1)[-1]}", oracle.text), fixes=False).findings
        shown = [f for f in fresh if f.code != "NOT004"]
        assert [(d["code"], d["range"]) for d in found] == [
            (f.code, session.range(uri, f.span.start, f.span.end)) for f in shown
        ]
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
