"""Notes that read one another, in an editor: what is declared in one file is known, shown and followed from the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lsp.clients import VSCODE
from tests.lsp.harness import RpcError, Session

DECLARED = "# Notation\n\nLet $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.\n"
TURNED = DECLARED.replace("m \\times n", "n \\times m")
WRONG = "# One\n\n{{< include _n.qmd >}}\n\nSo $A^\\top x$.\n"


def change(session: Session, uri: str, version: int, text: str) -> None:
    session.texts[uri] = text
    session.notify(
        "textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
    )


def codes(session: Session, uri: str) -> list[str]:
    return [d["code"] for d in session.diagnostics(uri)]


def test_a_finding_points_into_the_included_file(vscode: Session, tmp_path: Path) -> None:
    (tmp_path / "_n.qmd").write_text("🙂 " + DECLARED.replace("# Notation\n\n", ""))
    where = (tmp_path / "a.qmd").as_uri()
    vscode.open(where, WRONG)
    [found] = vscode.diagnostics(where)
    [first, _] = found["relatedInformation"]
    assert first["location"]["uri"] == (tmp_path / "_n.qmd").as_uri()
    assert first["location"]["range"] == {"start": {"line": 0, "character": 14}, "end": {"line": 0, "character": 37}}
    assert first["message"] == "A is declared in _n.qmd, line 1: m × n"
    at = vscode.at(where, WRONG.index("A^"))
    [target] = vscode.request("textDocument/definition", at)
    assert (target["targetUri"], target["targetRange"]["start"]["line"]) == (first["location"]["uri"], 0)
    hover = vscode.request("textDocument/hover", at)["contents"]["value"]
    assert "m \\times n" in hover and "line 1" in hover


def test_the_included_file_counts_as_it_is_open(editor: Session, tmp_path: Path) -> None:
    """Not as it was saved; and every key press in it reaches the notes that read it."""
    (tmp_path / "_n.qmd").write_text("Nothing yet.\n")
    where, other = (tmp_path / "a.qmd").as_uri(), (tmp_path / "_n.qmd").as_uri()
    editor.open(where, WRONG)
    assert codes(editor, where) == []
    editor.open(other, DECLARED)
    assert codes(editor, where) == ["SHP001"]
    for version in range(2, 6):
        change(editor, other, version, DECLARED if version % 2 else TURNED)
        assert codes(editor, where) == (["SHP001"] if version % 2 else [])
    editor.notify("textDocument/didClose", {"textDocument": {"uri": other}})
    assert codes(editor, where) == []


def test_a_file_that_changes_on_the_disk_is_read_again(editor: Session, tmp_path: Path) -> None:
    where, other = (tmp_path / "a.qmd").as_uri(), tmp_path / "_n.qmd"
    editor.open(where, WRONG)
    assert codes(editor, where) == []
    for text, expected in ((DECLARED, ["SHP001"]), (TURNED + "\n", []), (None, [])):
        if text is None:
            other.unlink()
        else:
            other.write_text(text)
        editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": other.as_uri(), "type": 2}]})
        assert codes(editor, where) == expected


def test_a_main_file_and_a_book_are_found(editor: Session, tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(
        f"\\documentclass{{article}}\n\\begin{{document}}\n{DECLARED[12:]}\\include{{ch/one}}\n\\end{{document}}\n"
    )
    (tmp_path / "ch").mkdir()
    chapter = (tmp_path / "ch" / "one.tex").as_uri()
    editor.open(chapter, "\\section{One}\nSo $A^\\top x$.\n", "latex")
    assert codes(editor, chapter) == ["SHP001"]
    note = (tmp_path / "ch" / "one.md").as_uri()
    editor.open(note, "# One\n\nSo $A^\\top x$.\n")
    assert codes(editor, note) == []
    (tmp_path / "notation.md").write_text(DECLARED)
    (tmp_path / "_quarto.yml").write_text("book:\n  chapters: [notation.md, ch/one.md]\n")
    changed = {"changes": [{"uri": (tmp_path / "_quarto.yml").as_uri(), "type": 1}]}
    editor.notify("workspace/didChangeWatchedFiles", changed)
    assert codes(editor, note) == ["SHP001"]


def test_a_file_that_the_configuration_names_is_read_again(editor: Session, tmp_path: Path) -> None:
    (tmp_path / "nablint.toml").write_text('notation-files = ["shared.md"]\n')
    (tmp_path / "shared.md").write_text(DECLARED)
    where = (tmp_path / "a.md").as_uri()
    editor.open(where, "So $A^\\top x$.\n")
    assert codes(editor, where) == ["SHP001"]
    (tmp_path / "shared.md").write_text(TURNED)
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": (tmp_path / "shared.md").as_uri(), "type": 2}]})
    assert codes(editor, where) == []


@pytest.mark.parametrize("is_open", [False, True])
def test_what_is_said_of_a_closed_note_rests_on_what_it_reads(tmp_path: Path, is_open: bool) -> None:
    (tmp_path / "a.qmd").write_text(WRONG)
    other = tmp_path / "_n.qmd"
    other.write_text(DECLARED)
    session = Session(VSCODE, {"workspaceDiagnostics": True}, {tmp_path.as_uri(): "notes"}, {"workspaceDiagnostics": True})

    def said() -> list[str]:
        items = session.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        return [d["code"] for item in items if item["uri"].endswith("a.qmd") for d in item["items"]]

    if is_open:
        session.open(other.as_uri(), DECLARED)
    assert said() == said() == ["SHP001"]
    if is_open:
        change(session, other.as_uri(), 2, TURNED)
    else:
        other.write_text(TURNED + "\n")
    assert said() == []
    session.close()


def test_a_later_declaration_of_its_own_is_another_symbol_than_the_one_that_was_read(editor: Session, tmp_path: Path) -> None:
    (tmp_path / "_n.qmd").write_text(DECLARED)
    where = (tmp_path / "a.qmd").as_uri()
    editor.open(where, "{{< include _n.qmd >}}\n\nSo $A x$.\n\n# Own\n\nLet $x \\in \\mathbb{R}^5$. So $2 x$.\n")
    at = editor.at(where, editor.texts[where].index("2 x") + 2)
    found = editor.request("textDocument/references", {**at, "context": {"includeDeclaration": True}})
    assert {place["range"]["start"]["line"] for place in found} == {6}


def test_what_another_file_declares_is_not_renamed_here_alone(editor: Session, tmp_path: Path) -> None:
    (tmp_path / "_n.qmd").write_text(DECLARED)
    where = (tmp_path / "a.qmd").as_uri()
    editor.open(where, f"{WRONG}\nLet $y = x$.\n")
    at = editor.at(where, WRONG.index("A^"))
    with pytest.raises(RpcError, match=r"A is declared in _n\.qmd, line 3, which other notes may read; rename it there"):
        editor.request("textDocument/rename", {**at, "newName": "B"})
    own = editor.at(where, editor.texts[where].index("y = x"))
    assert editor.request("textDocument/rename", {**own, "newName": "z"})
