"""Does a display formula that begins in one line of Markdown go on in the next ones, and where does it end?

Block structure must not be read inside a formula, and a formula that does not close must not swallow the note. Both are
decided here, line by line.
"""

from __future__ import annotations

import re

from nablint.documents.delimiters import CLOSERS, DISPLAY_ENVIRONMENTS, ROW_ENVIRONMENTS
from nablint.documents.judge import is_plain_words, is_prose, reads_as_math
from nablint.documents.lines import Lines

_NAMES = "|".join(sorted((re.escape(n) for n in DISPLAY_ENVIRONMENTS | ROW_ENVIRONMENTS), key=len, reverse=True))
_TOKEN = re.compile(
    r"(?P<tick>`+)|(?P<begin>\\begin\{(?P<env>" + _NAMES + r")\})|(?P<end>\\end\{(?:" + _NAMES + r")\})"
    r"|\\\\[\[\]]|\\[\[\]]|\\.|\$\$|<!--|-->|\{/\*|\*/\}"
)
_OPENERS = frozenset(("$$", "\\[", "\\\\[", "<!--", "{/*"))
_HINTS = ("$$", "\\[", "\\begin{", "<!--", "{/*")
_BOUNDARY = re.compile(r"[ ]{0,3}(?:#{1,6}[ \t]+[^\W\d_]|#{1,6}[ \t]+\d+(?:\.\d+)*[.)]?[ \t]+[^\W\d_]{3}|```|~~~)")
_CODE_SPAN = re.compile(r"`[^`]*`")
_SINGLE_DOLLAR = re.compile(r"(?<![\\$])\$(?!\$)")
_MOST_LINES = 400
_QUOTES = re.compile(r"[ \t]*>[ ]?")


class Displays:
    """Follows displays through the lines of one source."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._failed: dict[str, int] = {}

    def last_line(self, row: int, at: int, quotes: int) -> int:
        """The last line of the displays that begin in line `row` from column `at` on; `row` where none goes on."""
        line = self.lines.texts[row]
        for hint in _HINTS:  # asked of every line
            if hint in line:
                break
        else:
            return row
        while True:
            closer, after = _left_open(self.lines.texts[row], at)
            if not closer:
                return row
            end = self._close(closer, row, quotes)
            if end < 0:
                closer, _ = _left_open(self.lines.texts[row], after)
                end = self._close(closer, row, quotes) if closer else -1
                if end < 0:
                    return row
            row = end
            at = self.lines.texts[row].find(closer) + len(closer)

    def inline_goes_on(self, row: int) -> int:
        """The line in which a `$` formula closes that the line above `row` left open; -1 where it left none open.

        Renderers read `$K` and, on the next line, `- 1$` as one formula although that line looks like an item.
        """
        texts = self.lines.texts
        above = _CODE_SPAN.sub("", texts[row - 1])
        dollars = [found.end() for found in _SINGLE_DOLLAR.finditer(above)]
        if len(dollars) % 2 == 0 or not reads_as_math(above[dollars[-1] :]) or above[dollars[-1]].isspace():
            return -1
        body = above[dollars[-1] :]
        for at in range(row, min(row + 12, len(texts))):
            line = texts[at]
            if not line.strip():
                return -1
            close = _SINGLE_DOLLAR.search(line)
            body += "\n" + (line[: close.start()] if close else line)
            if close:
                tight = not body[-1].isspace() and not line[close.end() : close.end() + 1].isdigit()
                return at if tight and reads_as_math(body) else -1
        return -1

    def _close(self, closer: str, row: int, quotes: int) -> int:
        """The line in which `closer` stands; -1 where a heading, a fence or prose comes before it."""
        failed = self._failed.get(closer, -1)
        if row < failed:
            return -1
        texts = self.lines.texts
        comment = closer in ("-->", "*/}")
        blank = False
        last = min(row + _MOST_LINES, len(texts) - 1) if not comment else len(texts) - 1
        at = row + 1
        while at <= last:
            line = texts[at]
            if quotes:
                line = _without_quotes(line, quotes)
            place = line.find(closer)
            while place > 0 and line[place - 1] == "\\" and closer == "$$" and not line[:place].endswith("\\\\"):
                place = line.find(closer, place + 1)
            if place >= 0 and (comment or not is_prose(line[:place])):
                return at
            if not comment:
                if not line or line.isspace():
                    if quotes and ">" not in texts[at]:
                        break
                    blank = True
                elif _BOUNDARY.match(line) or is_prose(line) or (blank and (_restarts(line, closer) or is_plain_words(line))):
                    break
            if place >= 0:
                break
            at += 1
        self._failed[closer] = at
        return -1


def _restarts(line: str, closer: str) -> bool:
    """After a blank line: whether the line opens a new display of the kind that is open."""
    stripped = line.lstrip()
    return (closer == "\\]" and stripped.startswith("\\[")) or (
        closer.startswith("\\end{") and stripped.startswith("\\begin" + closer[4:])
    )


def _without_quotes(line: str, quotes: int) -> str:
    for _ in range(quotes):
        found = _QUOTES.match(line)
        if not found:
            break
        line = line[found.end() :]
    return line


def _left_open(line: str, at: int) -> tuple[str, int]:
    """The closer of the display that is open at the end of a line ("" where none is), and where its opener ends."""
    closer = ""
    opened = 0
    while True:
        found = _TOKEN.search(line, at)
        if found is None:
            return closer, opened
        token = found.group()
        at = found.end()
        if closer:
            if token == closer:
                closer = ""
        elif found.group("tick"):
            close = line.find(token, at)
            at = close + len(token) if close >= 0 else at
        elif token in _OPENERS:
            closer, opened = CLOSERS[token], at
        elif found.group("begin"):
            closer, opened = "\\end{" + found.group("env") + "}", at
