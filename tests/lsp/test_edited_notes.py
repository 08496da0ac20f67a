"""A note that was edited is answered about as one that was opened with the same text: room in its empty lines shows nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.analysis.test_incremental import NOTE
from tests.lsp.clients import EMACS, NEOVIM, VSCODE
from tests.lsp.harness import RpcError, Session, document

TEXT = NOTE + "\n\n$$\nW x\n\n$$\n\nTwo empty lines.\n\n\nAnd $W$ again, with $\\mathbf{h}_t$.\n"
WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 200, "character": 0}}


@pytest.fixture(params=[VSCODE, NEOVIM, EMACS], ids=["vscode", "neovim", "emacs"])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    made = Session(request.param)
    yield made
    made.close()


def answers(session: Session, uri: str) -> dict[str, Any]:
    """All that is asked without a cursor, and at every place of some lines, empty ones among them."""
    note = {"textDocument": {"uri": uri}}
    asked: dict[str, Any] = {}

    def ask(name: str, method: str, params: dict[str, Any]) -> None:
        try:
            asked[name] = session.request(f"textDocument/{method}", {**note, **params})
        except RpcError as refused:
            asked[name] = str(refused)

    for method in ("documentSymbol", "foldingRange", "codeLens", "documentLink"):
        ask(method, method, {})
    ask("inlayHint", "inlayHint", {"range": WHOLE})
    ask("semanticTokens", "semanticTokens/full", {})
    lines = TEXT.split("\n")
    for row in range(4, len(lines), 3):
        for column in sorted({0, len(lines[row]) // 3, len(lines[row])}):
            here = {"line": row, "character": column}
            at = f"{row}:{column} "
            for method in ("hover", "definition", "completion", "documentHighlight"):
                ask(at + method, method, {"position": here})
            ask(at + "rename", "rename", {"position": here, "newName": "\\psi"})
            ask(at + "selection", "selectionRange", {"positions": [here]})
            action = {"range": {"start": here, "end": here}, "context": {"diagnostics": []}}
            ask(at + "codeAction", "codeAction", action)
    asked["diagnostics"] = session.diagnostics(uri)
    return asked


def plainly(found: Any, uri: str) -> Any:
    """What does not hang on which of the two documents it is."""
    if isinstance(found, dict):
        return {k.replace(uri, "the note"): plainly(v, uri) for k, v in found.items() if k not in ("resultId", "version")}
    if isinstance(found, list):
        return [plainly(item, uri) for item in found]
    return found.replace(uri, "the note") if isinstance(found, str) else found


def test_an_edited_note_is_answered_about_as_a_fresh_one(session: Session, uri: Callable[..., str]) -> None:
    edited, fresh = uri(), uri()
    session.open(edited, TEXT.replace("counts entries", "counts"))
    row = next(k for k, line in enumerate(TEXT.split("\n")) if "counts entries" in line)
    column = TEXT.split("\n")[row].index("counts") + len("counts")
    at = {"line": row, "character": column}
    for version, (text, start) in enumerate(((" ent", column), ("ries", column + 4)), start=2):
        at = {"line": row, "character": start}
        change = {"range": {"start": at, "end": at}, "text": text}
        session.notify(
            "textDocument/didChange", {"textDocument": {"uri": edited, "version": version}, "contentChanges": [change]}
        )
        session.diagnostics(edited)
    session.texts[edited] = TEXT
    first = plainly(answers(session, edited), edited)
    session.notify("textDocument/didClose", {"textDocument": {"uri": edited}})
    session.notify("textDocument/didOpen", document(fresh, TEXT))
    session.texts[fresh] = TEXT
    second = plainly(answers(session, fresh), fresh)
    assert first.keys() == second.keys()
    for name, found in first.items():
        assert found == second[name], name
