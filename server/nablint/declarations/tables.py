"""Tables of symbols: a column of names, and one that is headed "shape", "size" or "dimensions"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import SymbolKey
from nablint.declarations.passages import Passages, Sentence
from nablint.declarations.tokens import Token, Tokens, tokens_of
from nablint.declarations.words import WORDS
from nablint.documents.model import Block
from nablint.parse.nodes import Node
from nablint.sizes.shapes import SCALAR, Shape, column


@dataclass(frozen=True, slots=True)
class Row:
    symbol: SymbolKey
    shape: Shape
    span: Span


def rows_of(block: Block, passages: Passages, trees: Sequence[Node]) -> Iterator[Row]:
    """The symbols of a table and their shapes, row by row."""
    lines = list(_lines(passages.text, block.span))
    if len(lines) < 3:
        return
    shapes = [k for k, cell in enumerate(lines[0]) if _is_heading_of_shapes(cell.of(passages.text))]
    if len(shapes) != 1:
        return
    at = shapes[0]
    for cells in lines[1:]:
        if at >= len(cells):
            continue
        tokens = _tokens(cells[at], block, passages, trees)
        shape = _shape(tokens.tokens)
        if shape is None:
            continue
        for k, cell in enumerate(cells):
            if k == at:
                continue
            names = [token for token in _tokens(cell, block, passages, trees).tokens if token.part in "NCE" and token.keys]
            if names:
                for key in names[0].keys:
                    yield Row(key, shape, tokens.span(0, -1))
                break


def _lines(text: str, span: Span) -> Iterator[list[Span]]:
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        end = span.end if end < 0 else end
        cells: list[Span] = []
        begin = start
        for at in range(start, end + 1):
            if at == end or (text[at] == "|" and text[at - 1 : at] != "\\"):
                if text[begin:at].strip():
                    cells.append(Span(begin, at))
                begin = at + 1
        if cells:
            yield cells
        start = end + 1


def _is_heading_of_shapes(cell: str) -> bool:
    words = cell.lower().replace("*", " ").replace("(", " ").split()
    return any((word := WORDS.get(w)) is not None and word.part == "z" and w not in ("length", "order") for w in words)


def _tokens(cell: Span, block: Block, passages: Passages, trees: Sequence[Node]) -> Tokens:
    return tokens_of(Sentence(cell, (), block.scope, 0), passages, trees)


def _shape(tokens: list[Token]) -> Shape | None:
    """A cell that holds one shape and nothing else of the kind."""
    told = [token for token in tokens if token.part in "STPNn"]
    if len(told) != 1:
        return None
    token = told[0]
    if token.part == "n":
        return SCALAR if token.word.noun == "scalar" else None
    if token.part == "N":
        return column(token.dim) if token.dim is not None and len(tokens) == 1 else None
    return token.shape
