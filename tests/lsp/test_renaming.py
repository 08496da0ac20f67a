"""Renaming what other notes read: one name in all of them, or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest

from nablint.lsp.text import Text, Unit
from tests.lsp.clients import EMACS, VSCODE
from tests.lsp.harness import RpcError, Session
from tests.lsp.marks import apply_text_edits

NOTATION = "# Notation\n\nLet $W \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.\n"
READER = "{{< include _n.qmd >}}\n\nThen $W x$ and $x^\\top x$.\n\n# Own\n\nLet $x \\in \\mathbb{R}^5$. So $2 x$.\n"
RENAMED = "{{< include _n.qmd >}}\n\nThen $W u$ and $u^\\top u$.\n\n# Own\n\nLet $x \\in \\mathbb{R}^5$. So $2 x$.\n"


def after(session: Session, edit: dict[str, Any]) -> dict[str, str]:
    """The files that a workspace edit touches, as they are then, by their names."""
    changes = edit.get("changes") or {c["textDocument"]["uri"]: c["edits"] for c in edit["documentChanges"]}
    found = {}
    for uri, edits in changes.items():
        path = Path(unquote(urlparse(uri).path))
        text = Text.of(session.texts[uri] if uri in session.texts else path.read_text())
        unit = Unit(session.unit)
        found[path.name] = apply_text_edits(
            text.text, edits, lambda p, text=text, unit=unit: text.offset(p["line"], p["character"], unit)
        )
    return found


def rename(session: Session, where: Path, word: str, new: str) -> dict[str, str]:
    uri = where.as_uri()
    session.open(uri, where.read_text())
    at = session.at(uri, session.texts[uri].index(word) + len(word) - 1)
    return after(session, session.request("textDocument/rename", {**at, "newName": new}))


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "_n.qmd").write_text(NOTATION)
    for name, text in (("a.qmd", READER), ("b.qmd", READER), ("c.qmd", READER.replace("{{< include _n.qmd >}}", "x"))):
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("client", [VSCODE, EMACS])
def test_notes_that_are_open_and_notes_of_the_workspace_get_the_name_too(client: dict[str, Any], notes: Path) -> None:
    session = Session(client, folders={notes.as_uri(): "notes"})
    session.open((notes / "a.qmd").as_uri(), READER.replace("Then", "🙂 Then"))  # as it is open, and not as it was saved
    found = rename(session, notes / "_n.qmd", "and $x", "u")
    session.close()
    assert found == {"_n.qmd": NOTATION.replace("$x", "$u"), "a.qmd": RENAMED.replace("Then", "🙂 Then"), "b.qmd": RENAMED}


def test_a_size_is_one_in_all_notes(notes: Path) -> None:
    (notes / "a.qmd").write_text("{{< include _n.qmd >}}\n\nLet $v \\in \\mathbb{R}^n$.\n")
    session = Session(VSCODE, folders={notes.as_uri(): "notes"})
    found = rename(session, notes / "_n.qmd", "mathbb{R}^n", "k")
    session.close()
    assert found["a.qmd"] == "{{< include _n.qmd >}}\n\nLet $v \\in \\mathbb{R}^k$.\n"


def test_what_no_other_note_reads_is_renamed_alone(notes: Path) -> None:
    session = Session(VSCODE, folders={notes.as_uri(): "notes"})
    assert list(rename(session, notes / "a.qmd", "Let $x", "u")) == ["a.qmd"]
    session.close()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("Let $u = 3$.\n", "b.qmd, which reads this file: “u” stands for something else in line 3"),
        ("{{< include more.qmd >}}\n", r"b.qmd, which reads this file: x is declared in more.qmd, line 1, too"),
    ],
)
def test_nothing_is_renamed_where_a_note_would_no_longer_say_the_same(notes: Path, more: str, why: str) -> None:
    (notes / "more.qmd").write_text("Here $x \\in \\mathbb{R}^n$ is a column.\n")
    (notes / "b.qmd").write_text(f"{{{{< include _n.qmd >}}}}\n\n{more}\nThen $W x$.\n")
    session = Session(VSCODE, folders={notes.as_uri(): "notes"})
    with pytest.raises(RpcError, match=why):
        rename(session, notes / "_n.qmd", "and $x", "u")
    session.close()
