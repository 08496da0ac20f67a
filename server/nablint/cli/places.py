"""From offsets in a note to rows and columns as people count them, and the lines they stand on."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from nablint.base.spans import LineIndex, Span
from nablint.cli.report import Place

if TYPE_CHECKING:
    from nablint.documents.model import Cell

LONGEST = 2000  # characters of a line that are kept for showing


class Places:
    """The places of one file's text. In a notebook they are rows and columns of a cell, whatever JSON makes of its lines."""

    def __init__(self, text: str, cells: tuple[Cell, ...] = ()) -> None:
        self._whole = _Text(text)
        self._cells = cells
        self._in_cells: dict[int, _Text] = {}

    def place(self, span: Span) -> Place:
        text, inner, number = self._find(span)
        row, column = text.index.position(inner.start)
        end_row, end_column = text.index.position(max(inner.start, inner.end))
        return Place(row + 1, column + 1, end_row + 1, end_column + 1, number)

    def lines(self, span: Span, most: int = 3) -> tuple[str, ...]:
        """The lines that the span stands on; of a longer span the first `most`."""
        text, inner, _ = self._find(span)
        first, _ = text.index.position(inner.start)
        last, _ = text.index.position(max(inner.start, inner.end - 1))
        return tuple(text.line(row)[:LONGEST] for row in range(first, min(last, first + most - 1) + 1))

    def offset(self, row: int, column: int) -> int:
        """The offset of a place in a file that is no notebook."""
        return self._whole.index.offset(row - 1, column - 1)

    def _find(self, span: Span) -> tuple[_Text, Span, int | None]:
        k = bisect_right(self._cells, span.start, key=lambda cell: cell.span.start) - 1
        if k < 0 or not self._cells[k].span.touches(span.start):
            return self._whole, span, None
        cell = self._cells[k]
        text = self._in_cells.setdefault(k, _Text(cell.text))
        start = cell.map.back(span.start)
        end = cell.map.back(span.end - 1) + 1 if span.end > span.start else start
        return text, Span(start, end), cell.number


class _Text:
    """A text with its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.index = LineIndex(text)

    def line(self, row: int) -> str:
        starts = self.index.starts
        end = starts[row + 1] if row + 1 < len(starts) else len(self.text)
        return self.text[starts[row] : end].rstrip("\r\n")
