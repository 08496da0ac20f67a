"""From offsets in a note to rows and columns as people count them, and the lines they stand on."""

from __future__ import annotations

from nablint.base.source import Source
from nablint.base.spans import LineIndex, Span
from nablint.cli.report import Place

MAX_LINE = 400  # characters of a line that are kept for showing


class Places:
    """The places of one text."""

    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.index = LineIndex(source.text)

    def place(self, span: Span) -> Place:
        row, column = self.index.position(span.start)
        end_row, end_column = self.index.position(max(span.start, span.end))
        return Place(row + 1, column + 1, end_row + 1, end_column + 1)

    def lines(self, span: Span, most: int = 3) -> tuple[str, ...]:
        """The lines that the span stands on; of a longer span the first `most`."""
        first, _ = self.index.position(span.start)
        last, _ = self.index.position(max(span.start, span.end - 1))
        return tuple(self._line(row) for row in range(first, min(last, first + most - 1) + 1))

    def _line(self, row: int) -> str:
        starts = self.index.starts
        end = starts[row + 1] if row + 1 < len(starts) else len(self.text)
        return self.text[starts[row] : end].rstrip("\r\n")
