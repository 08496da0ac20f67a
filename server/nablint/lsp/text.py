"""The text of one open document as an immutable value: LSP line ends, columns in any encoding, edits that make a new value.

Lines end in \\n, \\r\\n or \\r and nowhere else: a form feed, NEL or U+2028 is a character like any other. Offsets are
code points; a lone surrogate is one code point, as wide as a client counts it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum

from nablint.base.values import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")


class Unit(Enum):
    """What a client counts columns in."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


@dataclass(frozen=True, slots=True)
class Text:
    """`starts[k]` is the offset at which row k begins."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Text:
        return cls(text, (0, *(m.end() for m in _LINE_END.finditer(text))))

    def row_of(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def line(self, row: int) -> str:
        """The row without its line end; rows past the last are empty."""
        if not 0 <= row < len(self.starts):
            return ""
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        start = self.starts[row]
        if end > start and self.text[end - 1] == "\n" and row + 1 < len(self.starts):
            end -= 1
            if end > start and self.text[end - 1] == "\r":
                end -= 1
        elif end > start and self.text[end - 1] == "\r" and row + 1 < len(self.starts):
            end -= 1
        return self.text[start:end]

    def offset(self, row: int, column: int, unit: Unit) -> int:
        """The offset of a client's position; past the end of a row it is that row's end, past the last row the text's."""
        if row >= len(self.starts):
            return len(self.text)
        if row < 0:
            return 0
        line = self.line(row)
        return self.starts[row] + code_points(line, max(column, 0), unit)

    def position(self, offset: int, unit: Unit) -> tuple[int, int]:
        """Row and column of an offset, as the client counts them."""
        offset = min(max(offset, 0), len(self.text))
        row = self.row_of(offset)
        start = self.starts[row]
        return row, width(self.text[start:offset], unit)

    def edited(self, start: int, end: int, new: str) -> Text:
        """The text with `new` in place of the characters from `start` to `end`; only the lines it touches are split again."""
        text = self.text[:start] + new + self.text[end:]
        # A \r and a \n that come together or apart change a line end across the seam: split one row more on both sides.
        first = max(self.row_of(start) - 1, 0)
        last = min(self.row_of(end) + 2, len(self.starts))
        shift = len(new) - (end - start)
        from_ = self.starts[first]
        to = self.starts[last] + shift if last < len(self.starts) else len(text)
        middle = [m.end() for m in _LINE_END.finditer(text, from_, to)]
        if last < len(self.starts):
            if middle and middle[-1] == to:
                middle.pop()
            return Text(text, (*self.starts[: first + 1], *middle, *[s + shift for s in self.starts[last:]]))
        return Text(text, (*self.starts[: first + 1], *middle))


def width(piece: str, unit: Unit) -> int:
    """How many units the client counts in `piece`."""
    if unit is Unit.UTF32 or piece.isascii():
        return len(piece)
    if unit is Unit.UTF16:
        return len(piece) + sum(c > "\uffff" for c in piece)
    return sum(_utf8_width(c) for c in piece)


def code_points(line: str, column: int, unit: Unit) -> int:
    """How many characters of `line` stand before `column`; inside a character it is that character's start."""
    if unit is Unit.UTF32 or line.isascii():
        return min(column, len(line))
    at = 0
    for k, c in enumerate(line):
        at += _utf8_width(c) if unit is Unit.UTF8 else 2 if c > "\uffff" else 1
        if at > column:
            return k
    return len(line)


def _utf8_width(c: str) -> int:
    return 1 if c < "\x80" else 2 if c < "\u0800" else 3 if c <= "\uffff" else 4
