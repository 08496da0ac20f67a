"""What the scanner finds in a source: regions of mathematics, blocks, scopes, directives, and what does not close."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from typing import Literal

from nablint.base.source import Source
from nablint.base.spans import Span, SpanMap
from nablint.base.values import dataclass

BlockKind = Literal["heading", "paragraph", "item", "table", "quote", "code", "display", "html"]


@dataclass(frozen=True, slots=True)
class Region:
    """One formula. `span` covers it with its delimiters, in the file; `text` is what stands between them, with the
    prefixes of quotes and lists and TeX comments taken out; `map` leads from offsets in `text` to offsets in the file.
    `display`: it stands on lines of its own; `where $$x$$ is small` is a formula of its sentence, whatever its delimiters.
    """

    span: Span
    text: str
    map: SpanMap
    display: bool
    opener: str  # "$", "$$", "\\(", "\\[", "\\\\(", "align*", "```math", "{math}`" …
    environment: str = ""  # the amsmath environment whose body this is, where the delimiters are one ("align*")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the note that reads as one: a paragraph, a list item, a heading, a table, a code block.

    `regions` are indices into `Document.regions`, in order. `text` is the file's text of the block, so that offsets
    in it are `span.start` + k; prose between formulas is read from it.
    """

    kind: BlockKind
    span: Span
    regions: tuple[int, ...]
    scope: int
    level: int = 0  # of a heading: 1 for the outermost; of an item: its nesting
    label: str = ""  # of an item: "1.", "(a)"; of an exercise: "5.8c"


@dataclass(frozen=True, slots=True)
class Scope:
    """A section of the note, from its heading to the next one of its level; or a slide, or a column of one. Scope 0 is the
    document."""

    id: int
    parent: int  # -1 for the document
    span: Span
    title: str = ""
    level: int = 0
    number: str = ""  # "3.4", where the heading carries one
    setup: bool = False  # a preamble, or a section named Notation, Setup, Conventions, Preliminaries
    solutions: bool = False  # a section of solutions or answers
    beside: int = -1  # of a column: which columns it stands among, each of which says nothing of the others


@dataclass(frozen=True, slots=True)
class Directive:
    """`<!-- nablint: BODY -->`, `{/* nablint: BODY */}` or `% nablint: BODY`; `body_span` is where BODY stands. `line` is the
    line that it is on, `alone` whether it has that to itself, `whole` what goes with it where it is taken out."""

    span: Span
    body: str
    body_span: Span
    line: Span = Span(0, 0)
    alone: bool = False
    whole: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A delimiter without its partner."""

    span: Span
    delimiter: str
    expected: str  # what would close it


@dataclass(frozen=True, slots=True)
class Include:
    """A file that the note reads: \\input, \\include, \\subfile, Quarto and MyST includes. `name` as written."""

    span: Span
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class MacroText:
    """Text outside formulas in which macros are defined (a LaTeX preamble, a block of definitions, front matter)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class CodeText:
    """A code block or span's text: comments in it may state shapes; nothing of it is mathematics."""

    span: Span
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A Markdown cell of a notebook: its `number` from 1, where its source stands in the file, what it says after JSON's
    escapes are read, and the way back from offsets in that text to the file."""

    number: int
    span: Span
    text: str
    map: SpanMap


@dataclass(frozen=True, slots=True)
class Document:
    """`seams` are places where headings and other blocks begin around which nothing is open; `problem` says why a file could
    not be read at all (a notebook that is no JSON)."""

    source: Source
    regions: tuple[Region, ...] = ()
    blocks: tuple[Block, ...] = ()
    scopes: tuple[Scope, ...] = ()
    directives: tuple[Directive, ...] = ()
    unclosed: tuple[Unclosed, ...] = ()
    includes: tuple[Include, ...] = ()
    macros: tuple[MacroText, ...] = ()
    code: tuple[CodeText, ...] = field(default=())
    cells: tuple[Cell, ...] = ()
    seams: tuple[int, ...] = ()
    problem: str = ""

    def cell_at(self, offset: int) -> Cell | None:
        """The notebook cell in which a file offset stands."""
        k = bisect_right(self.cells, offset, key=lambda cell: cell.span.start) - 1
        return self.cells[k] if k >= 0 and self.cells[k].span.touches(offset) else None
