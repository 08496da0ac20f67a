"""Slides, and what stands side by side on one or on a page: beamer's columns, minipages. Each is a section of its own."""

from __future__ import annotations

import re

from nablint.documents.sections import Heading

FRAME, COLUMN = 8, 9  # levels below those of all headings; columns in a column are deeper
_MOST_NESTED = 20
_TITLE = re.compile(
    r"(?:[ \t]*(?:<[^<>\n]*>|\[[^\[\]\n]*\])){0,3}\s*\{([^{}]{0,300})\}|[^\\]{0,80}\\frametitle[ \t]*\{([^{}]{0,300})\}"
)
# Two minipages stand side by side where nothing but space is between them.
_BESIDE = re.compile(
    r"(?:[ \t~]|\n(?![ \t]*\n)|%[^\n]*|\\(?:hfill|hfil|quad|qquad|enspace|hspace\*?[ \t]*\{[^{}\n]*\}|[,;! ])){0,200}"
)
_MINIPAGE = "\\begin{minipage}"


class Slides:
    """Told of each environment in the order of the file; `marks` are where its sections begin and end."""

    def __init__(self, text: str) -> None:
        self.marks: list[Heading] = []
        self._text = text
        self._columns: list[tuple[int, bool]] = []  # where these columns begin, and whether one of them is open
        self._minipages: list[int] = []
        self._beside: dict[int, int] = {}  # for a minipage that begins beside another: which ones it stands among

    def begin(self, name: str, start: int, end: int) -> None:
        match name:
            case "frame":
                title = _TITLE.match(self._text, end)
                words = " ".join((title.group(1) or title.group(2) or "").split()) if title else ""
                self.marks.append(Heading(start, words, FRAME))
            case "columns" if len(self._columns) < _MOST_NESTED:
                self._columns.append((start, False))
            case "column":
                self.column(start)
            case "minipage" if len(self._minipages) < _MOST_NESTED:
                self._minipages.append(start)

    def end(self, name: str, start: int, end: int) -> None:
        match name:
            case "frame":
                self._columns.clear()
                self._minipages.clear()
                self.marks.append(Heading(start, "", FRAME, closes=True))
            case "column":
                self._close(start)
            case "columns" if self._columns:
                self._close(start)
                self._columns.pop()
            case "minipage" if self._minipages:
                self._minipage(self._minipages.pop(), start, end)

    def column(self, start: int) -> None:
        """A column begins; the one before it ends."""
        self._close(start)
        if self._columns:
            among, _ = self._columns[-1]
            self._columns[-1] = among, True
            self.marks.append(Heading(start, "", self._level(), beside=among))

    def in_order(self) -> list[Heading]:
        """The marks by place: that a minipage has a neighbour is seen at its end."""
        return sorted(self.marks, key=lambda mark: mark.start)

    def _close(self, start: int) -> None:
        if self._columns and self._columns[-1][1]:
            self.marks.append(Heading(start, "", self._level(), closes=True))
            self._columns[-1] = self._columns[-1][0], False

    def _level(self) -> int:
        return COLUMN + len(self._columns) + len(self._minipages)

    def _minipage(self, begin: int, start: int, end: int) -> None:
        gap = _BESIDE.match(self._text, end)
        after = gap.end() if gap else end
        among = self._beside.pop(begin, -1)
        if self._text.startswith(_MINIPAGE, after):
            among = begin if among < 0 else among
            self._beside[after] = among
        if among >= 0:
            level = self._level() + 1
            self.marks += (Heading(begin, "", level, beside=among), Heading(start, "", level, closes=True))
