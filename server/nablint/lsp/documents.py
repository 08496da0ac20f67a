"""What the editor has open: the newest value of every document and notebook. Edits arrive here and nowhere else."""

from __future__ import annotations

import logging
from dataclasses import field
from itertools import count

from nablint.base.values import dataclass
from nablint.lsp.notes import Note, joined, single
from nablint.lsp.text import Text, Unit
from nablint.lsp.uris import path_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """An edit as the client says it: rows and columns in its own units, or None for the whole text."""

    start: tuple[int, int] | None
    end: tuple[int, int] | None
    text: str


@dataclass(slots=True)
class _Document:
    language: str
    version: int | None
    text: Text


@dataclass(slots=True)
class _Notebook:
    cells: list[str] = field(default_factory=list)


class Documents:
    """Used on the event loop only; what it hands out never changes."""

    def __init__(self) -> None:
        self.unit = Unit.UTF16
        self._documents: dict[str, _Document] = {}
        self._notebooks: dict[str, _Notebook] = {}
        self._notebook_of: dict[str, str] = {}
        self._notes: dict[str, Note] = {}
        self._revisions = count(1)

    def open(self, uri: str, language: str, version: int | None, text: str) -> Note:
        self._documents[uri] = _Document(language, version, Text.of(text))
        return self._renew(uri)

    def change(self, uri: str, version: int | None, changes: list[Change]) -> Note | None:
        """The note after the edits, each over the result of the one before; None for a document that is not open."""
        document = self._documents.get(uri)
        if document is None:
            logger.warning("edit of a document that is not open: %s", uri)
            return None
        if version is not None and document.version is not None and version <= document.version:
            logger.warning("version %s of %s after version %s", version, uri, document.version)
        text = document.text
        for change in changes:
            if change.start is None or change.end is None:
                text = Text.of(change.text)
                continue
            start = text.offset(*change.start, self.unit)
            end = text.offset(*change.end, self.unit)
            text = text.edited(min(start, end), max(start, end), change.text)
        document.text = text
        document.version = version
        return self._renew(uri)

    def close(self, uri: str) -> None:
        self._documents.pop(uri, None)
        self._notes.pop(uri, None)

    def open_notebook(self, uri: str, cells: list[str]) -> Note:
        """The cells that are documents must have been opened before."""
        self._notebooks[uri] = _Notebook()
        return self.set_cells(uri, cells)

    def cells_of(self, uri: str) -> list[str] | None:
        notebook = self._notebooks.get(uri)
        return None if notebook is None else list(notebook.cells)

    def set_cells(self, uri: str, cells: list[str]) -> Note:
        for cell in self._notebooks[uri].cells:
            self._notebook_of.pop(cell, None)
        self._notebooks[uri].cells = cells
        for cell in cells:
            self._notebook_of[cell] = uri
            self._notes.pop(cell, None)
        return self._renew_notebook(uri)

    def close_notebook(self, uri: str) -> None:
        notebook = self._notebooks.pop(uri, None)
        for cell in notebook.cells if notebook else ():
            self._notebook_of.pop(cell, None)
            self._documents.pop(cell, None)
        self._notes.pop(uri, None)

    def note(self, uri: str) -> Note | None:
        """The note that a document belongs to, by the document's own address or the notebook's."""
        return self._notes.get(self._notebook_of.get(uri, uri))

    def notes(self) -> list[Note]:
        return list(self._notes.values())

    def is_current(self, note: Note) -> bool:
        return self._notes.get(note.uri) is note

    def _renew(self, uri: str) -> Note:
        notebook = self._notebook_of.get(uri)
        if notebook is not None:
            return self._renew_notebook(notebook)
        document = self._documents[uri]
        note = single(uri, path_of(uri), document.language, document.text, document.version, next(self._revisions))
        self._notes[uri] = note
        return note

    def _renew_notebook(self, uri: str) -> Note:
        cells = tuple(
            (cell, self._documents[cell].text, self._documents[cell].version)
            for cell in self._notebooks[uri].cells
            if cell in self._documents and self._documents[cell].language.lower() == "markdown"
        )
        note = joined(uri, path_of(uri), cells, next(self._revisions))
        self._notes[uri] = note
        return note
