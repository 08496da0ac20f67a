"""Positions in text: half-open spans in code points, the map from a formula's text back to its file, and rows and columns."""

from __future__ import annotations

from bisect import bisect_right

from nablint.base.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters from `start` up to, not including, `end`; counted in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def touches(self, offset: int) -> bool:
        """Whether a cursor at `offset` stands in the span or at one of its ends."""
        return self.start <= offset <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def cover(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SpanMap:
    """Where the characters of a text that was cut out of a file stand in that file.

    `here[k]` is the offset in the cut-out text at which the k-th piece begins, `there[k]` the offset of that piece in
    the file. Within a piece, both run in step. A text without gaps has one piece.
    """

    here: tuple[int, ...]
    there: tuple[int, ...]

    @classmethod
    def straight(cls, start: int) -> SpanMap:
        return cls((0,), (start,))

    def offset(self, at: int) -> int:
        k = max(bisect_right(self.here, at) - 1, 0)
        return self.there[k] + at - self.here[k]

    def span(self, span: Span) -> Span:
        """The span in the file; its end follows the last character, not the next piece."""
        start = self.offset(span.start)
        if span.end <= span.start:
            return Span(start, start)
        return Span(start, self.offset(span.end - 1) + 1)

    def back(self, at: int) -> int:
        """The offset in the cut-out text for a file offset (the nearest one where it lies in a gap)."""
        k = max(bisect_right(self.there, at) - 1, 0)
        here = self.here[k] + max(at - self.there[k], 0)
        return min(here, self.here[k + 1]) if k + 1 < len(self.here) else here


class LineIndex:
    """Rows and columns of a text whose lines end in \\n, \\r\\n or \\r, as in LSP. Rows and columns count from 0."""

    def __init__(self, text: str) -> None:
        starts = [0]
        at = 0
        while True:
            newline = text.find("\n", at)
            carriage = text.find("\r", at, newline if newline >= 0 else len(text))
            if carriage >= 0:
                at = carriage + (2 if text.startswith("\r\n", carriage) else 1)
            elif newline >= 0:
                at = newline + 1
            else:
                break
            starts.append(at)
        self.starts = starts
        self.length = len(text)

    def position(self, offset: int) -> tuple[int, int]:
        row = bisect_right(self.starts, offset) - 1
        return row, offset - self.starts[row]

    def offset(self, row: int, column: int) -> int:
        if row >= len(self.starts):
            return self.length
        end = self.starts[row + 1] if row + 1 < len(self.starts) else self.length
        return min(self.starts[row] + column, end)
