"""Notebooks: the Markdown cells of one notebook share their scope; findings go to the cell they stand in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.lsp.harness import Session

Uri = Callable[..., str]


def cell(uri: str, text: str, language: str = "markdown") -> dict[str, Any]:
    return {"uri": uri, "languageId": language, "version": 1, "text": text}


def open_notebook(session: Session, uri: str, texts: list[str]) -> list[str]:
    cells = [f"{uri}#c{k}" for k in range(len(texts))]
    for where, text in zip(cells, texts, strict=True):
        session.texts[where] = text
    session.notify(
        "notebookDocument/didOpen",
        {
            "notebookDocument": {
                "uri": uri,
                "notebookType": "jupyter-notebook",
                "version": 1,
                "cells": [{"kind": 1, "document": where} for where in cells],
            },
            "cellTextDocuments": [cell(where, text) for where, text in zip(cells, texts, strict=True)],
        },
    )
    return cells


DECLARES = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$.\n"


def change(session: Session, uri: str, version: int, cells: dict[str, Any]) -> None:
    params = {"notebookDocument": {"uri": uri, "version": version}, "change": {"cells": cells}}
    session.notify("notebookDocument/didChange", params)


def test_a_cell_sees_what_an_earlier_one_declares(editor: Session, uri: Uri) -> None:
    first, second = open_notebook(editor, uri(".ipynb"), [DECLARES, "Then $A x$.\n"])
    assert editor.diagnostics(first) == []
    [found] = editor.diagnostics(second)
    assert found["range"] == editor.range(second, 6, 9)
    hover = editor.request("textDocument/hover", editor.at(second, 6))
    said = hover["contents"]["value"]
    assert "m × n matrix" in said or "$m \\times n$ matrix" in said


def test_definition_and_rename_reach_across_cells(editor: Session, uri: Uri) -> None:
    first, second = open_notebook(editor, uri(".ipynb"), [DECLARES, "Then $A x$.\n"])
    [place] = editor.request("textDocument/definition", editor.at(second, 8))
    assert place.get("targetUri", place.get("uri")) == first
    edit = editor.request("textDocument/rename", {**editor.at(second, 8), "newName": "u"})
    touched = {c["textDocument"]["uri"] for c in edit["documentChanges"]} if "documentChanges" in edit else set(edit["changes"])
    assert touched == {first, second}


def test_highlights_and_the_outline_stay_in_the_cell(editor: Session, uri: Uri) -> None:
    _, second = open_notebook(editor, uri(".ipynb"), [DECLARES, "Then $A x$ and $x$.\n"])
    assert len(editor.request("textDocument/documentHighlight", editor.at(second, 8))) == 2
    assert editor.request("textDocument/documentSymbol", {"textDocument": {"uri": second}}) == []


def test_editing_a_cell(editor: Session, uri: Uri) -> None:
    where = uri(".ipynb")
    _, second = open_notebook(editor, where, [DECLARES, "Then $A x$.\n"])
    at = editor.range(second, 6, 9)
    edit = {"document": {"uri": second, "version": 2}, "changes": [{"range": at, "text": "A^\\top x"}]}
    change(editor, where, 2, {"textContent": [edit]})
    assert editor.diagnostics(second) == []


def test_cells_are_moved_added_and_deleted(editor: Session, uri: Uri) -> None:
    where = uri(".ipynb")
    first, second = open_notebook(editor, where, [DECLARES, "Then $A x$.\n"])
    new = f"{where}#new"
    structure = {
        "array": {"start": 1, "deleteCount": 0, "cells": [{"kind": 1, "document": new}]},
        "didOpen": [cell(new, "# Other\n\nLet $x \\in \\mathbb{R}^n$.\n")],
    }
    change(editor, where, 2, {"structure": structure})
    assert editor.diagnostics(second) == []
    change(editor, where, 3, {"structure": {"array": {"start": 1, "deleteCount": 1}, "didClose": [{"uri": new}]}})
    assert len(editor.diagnostics(second)) == 1
    change(editor, where, 4, {"structure": {"array": {"start": 0, "deleteCount": 1}, "didClose": [{"uri": first}]}})
    assert editor.diagnostics(second) == []


def test_code_cells_are_no_text_of_the_note(editor: Session, uri: Uri) -> None:
    where = uri(".ipynb")
    cells = open_notebook(editor, where, [DECLARES])
    code = f"{where}#code"
    structure = {
        "array": {"start": 1, "deleteCount": 0, "cells": [{"kind": 2, "document": code}]},
        "didOpen": [cell(code, "print('$A x$')", "python")],
    }
    change(editor, where, 2, {"structure": structure})
    assert editor.diagnostics(cells[0]) == []
    editor.barrier()
    note = editor.server.documents.note(where)
    assert note is not None and "print" not in note.source.text


def test_closing_a_notebook_closes_its_cells(neovim: Session, uri: Uri) -> None:
    where = uri(".ipynb")
    _, second = open_notebook(neovim, where, [DECLARES, "Then $A x$.\n"])
    assert neovim.diagnostics(second)
    neovim.notify("notebookDocument/didClose", {"notebookDocument": {"uri": where}, "cellTextDocuments": []})
    assert neovim.diagnostics(second) == []
