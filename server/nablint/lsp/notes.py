"""Open documents as the analysis sees them: a note is one document, or the Markdown cells of a notebook laid end to end.

Values only; `documents.py` keeps them up to date. Offsets in a note are offsets in its source's text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from nablint.base.room import Roomy
from nablint.base.source import KIND_OF_SUFFIX, Kind, Source
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.lsp.text import Text

# Between two cells; an empty line, so that no formula or paragraph runs from one cell into the next.
CELL_GAP = "\n\n"

KIND_OF_LANGUAGE: dict[str, Kind] = {
    "markdown": "markdown",
    "mdx": "markdown",
    "quarto": "markdown",
    "rmd": "markdown",
    "myst": "markdown",
    "pandoc": "markdown",
    "latex": "latex",
    "tex": "latex",
    "plaintex": "latex",
    "context": "latex",
    "restructuredtext": "rst",
    "rst": "rst",
    "jupyter": "notebook",
    "notebook": "notebook",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A text document of a note and the offset in the note at which it begins; the note may have room that the document has
    not."""

    uri: str
    start: int
    text: Text
    room: Roomy | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text.text if self.room is None else self.room.text)

    def in_note(self, offset: int) -> int:
        """The offset in the note of one in the document."""
        return self.start + (offset if self.room is None else self.room.inside(offset))

    def in_document(self, offset: int) -> int:
        """The offset in the document of one in the note."""
        return offset - self.start if self.room is None else self.room.outside(offset - self.start)


@dataclass(frozen=True, slots=True)
class Note:
    """`revision` grows with every change and is never taken from the client, whose versions may go backwards."""

    uri: str
    revision: int
    source: Source
    parts: tuple[Part, ...]
    versions: tuple[int | None, ...]  # of the parts, as the client counts them

    def part_at(self, offset: int) -> Part:
        """The part that holds an offset; in a gap between two cells, the one before it."""
        return self.parts[max(bisect_right([p.start for p in self.parts], offset) - 1, 0)]

    def part_of(self, uri: str) -> Part | None:
        return next((p for p in self.parts if p.uri == uri), None)

    def span_of(self, uri: str) -> Span:
        """The part of the source's text that a document makes up."""
        part = self.part_of(uri)
        return Span(0, 0) if part is None else Span(part.start, part.end)

    @property
    def length(self) -> int:
        """The characters of its documents."""
        return sum(len(part.text.text) for part in self.parts)

    def with_room(self, room: Roomy) -> Note:
        """The note of one document, with the room that its text has there."""
        return replace(self, source=replace(self.source, text=room.text), parts=(replace(self.parts[0], room=room),))

    def version_of(self, uri: str) -> int | None:
        return next((v for p, v in zip(self.parts, self.versions, strict=True) if p.uri == uri), None)


def kind_of(path: str, language: str) -> Kind:
    """A known suffix says it; else the editor's language."""
    dot = path.rfind(".")
    by_suffix = KIND_OF_SUFFIX.get(path[dot:].lower()) if dot >= 0 else None
    return by_suffix or KIND_OF_LANGUAGE.get(language.lower(), "markdown")


def single(uri: str, path: str, language: str, text: Text, version: int | None, revision: int) -> Note:
    """The note of one document."""
    return Note(uri, revision, Source(path, text.text, kind_of(path, language)), (Part(uri, 0, text),), (version,))


def joined(uri: str, path: str, cells: tuple[tuple[str, Text, int | None], ...], revision: int) -> Note:
    """The note of a notebook's Markdown cells, in their order."""
    parts: list[Part] = []
    pieces: list[str] = []
    at = 0
    for cell, text, _ in cells:
        parts.append(Part(cell, at, text))
        pieces.append(text.text)
        at += len(text.text) + len(CELL_GAP)
    source = Source(path, CELL_GAP.join(pieces), "markdown")
    return Note(uri, revision, source, tuple(parts), tuple(v for _, _, v in cells))
