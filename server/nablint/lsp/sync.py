"""Opening, editing and closing of documents and notebooks, and saving; each change asks for new diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from nablint.lsp.documents import Change
from nablint.lsp.notes import Note

if TYPE_CHECKING:
    from nablint.lsp.server import Server


class Sync:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._documents = server.documents

    def did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        note = self._documents.open(item.uri, item.language_id, item.version, item.text)
        self._changed(note)
        self._server.mistaken.look()
        if note is not None:
            self._server.make_ready(note)

    def did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        self._changed(self._documents.change(document.uri, document.version, [_change(c) for c in params.content_changes]))

    def did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        note = self._documents.note(uri)
        self._documents.close(uri)
        if note is not None:
            self._server.leave(note)
            self._server.diagnostics.closed(note)
            self._changed_for_others(note)

    def did_open_notebook(self, params: types.DidOpenNotebookDocumentParams) -> None:
        for item in params.cell_text_documents:
            self._documents.open(item.uri, item.language_id, item.version, item.text)
        cells = [cell.document for cell in params.notebook_document.cells]
        self._changed(self._documents.open_notebook(params.notebook_document.uri, cells))
        self._server.mistaken.look()

    def did_change_notebook(self, params: types.DidChangeNotebookDocumentParams) -> None:
        uri = params.notebook_document.uri
        cells = self._documents.cells_of(uri)
        change = params.change.cells
        if cells is None or change is None:
            return
        note: Note | None = None
        gone: list[str] = []
        if change.structure is not None:
            for item in change.structure.did_open or ():
                self._documents.open(item.uri, item.language_id, item.version, item.text)
            array = change.structure.array
            new = [cell.document for cell in array.cells or ()]
            gone = [cell for cell in cells[array.start : array.start + array.delete_count] if cell not in new]
            cells[array.start : array.start + array.delete_count] = new
            note = self._documents.set_cells(uri, cells)
            for closed in change.structure.did_close or ():
                self._documents.close(closed.uri)
        for edit in change.text_content or ():
            changed = self._documents.change(edit.document.uri, edit.document.version, [_change(c) for c in edit.changes])
            note = changed or note
        self._server.diagnostics.cells_closed(gone)
        self._changed(note)

    def did_close_notebook(self, params: types.DidCloseNotebookDocumentParams) -> None:
        note = self._documents.note(params.notebook_document.uri)
        self._documents.close_notebook(params.notebook_document.uri)
        if note is not None:
            self._server.diagnostics.closed(note)

    def _changed(self, note: Note | None) -> None:
        if note is not None:
            self._server.leave(note)
            self._server.diagnostics.changed(note)
            self._changed_for_others(note)

    def _changed_for_others(self, note: Note) -> None:
        """Notes that read this one see it as it is open, saved or not."""
        if self._server.files.is_read(note.source.path):
            for other in self._documents.notes():
                if other.uri != note.uri:
                    self._server.diagnostics.changed(other)


def _change(change: types.TextDocumentContentChangeEvent) -> Change:
    if isinstance(change, types.TextDocumentContentChangePartial):
        start, end = change.range.start, change.range.end
        return Change((start.line, start.character), (end.line, end.character), change.text)
    return Change(None, None, change.text)
