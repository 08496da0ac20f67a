"""Formulas of LaTeX files: from an opener to its closer, over comments and nested text, never over a paragraph."""

from __future__ import annotations

import re
import sys

from nablint.base.spans import Span
from nablint.documents.delimiters import DISPLAY_ENVIRONMENTS, ROW_ENVIRONMENTS, body_start
from nablint.documents.finder import Finder
from nablint.documents.gathered import Gathered
from nablint.documents.judge import has_prose
from nablint.documents.model import Region, Unclosed
from nablint.documents.regions import cut

_INLINE = re.compile(r"\\(?P<text>text\w*|mbox|hbox|fbox|intertext)\s*\{|\\[^\n]|%[^\n]*|[{}$]|(?P<blank>\n[ \t]*\n)")
_BREAK = re.compile(r"\n[ \t]*\n|\\(?:section|subsection|chapter|paragraph)\b|\\end\{document\}")
_CLOSER = {"$$": "$$", "\\[": "\\]", "\\(": "\\)", "$": "$"}
_MOST_NESTED = 20
_LONGEST_DISPLAY = 30_000


class LatexFormulas:
    def __init__(self, out: Gathered) -> None:
        self.out = out
        self.text = out.source.text
        self.finder = Finder(self.text, len(self.text))
        self.last_end = 0

    def inline(self, at: int, opener: str, limit: int = sys.maxsize) -> int:
        """Takes `$…$` or `\\(…\\)` that ends before `limit`; where to go on."""
        inner = at + len(opener)
        closer = _CLOSER[opener]
        close = self._inline_close(inner, closer, min(limit, len(self.text)))
        if close < 0:
            self.out.unclosed.append(Unclosed(Span(at, inner), opener, closer))
            return inner
        end = close + len(closer)
        self.last_end = end
        if close > inner and not self.text[inner:close].isspace():
            self.out.regions.append(cut(self.text, Span(at, end), inner, close, False, opener))
        return end

    def _inline_close(self, at: int, closer: str, limit: int) -> int:
        depth = 0
        texts: list[int] = []
        dollars = 0
        for found in _INLINE.finditer(self.text, at, limit):
            token = found.group()
            if found.group("text"):
                depth += 1
                texts.append(depth)
            elif token == closer and not texts:
                return found.start()
            elif token == "{":
                depth += 1
            elif token == "}":
                if texts and texts[-1] == depth:
                    texts.pop()
                depth -= 1
                if depth < 0:
                    return -1
            elif token == "$" or token == "\\(":
                dollars += 1
                if dollars > _MOST_NESTED or not texts:
                    return -1
            elif found.group("blank"):
                return -1
        return -1

    def display(self, at: int, inner: int, opener: str, environment: str, closer: str = "") -> tuple[Region | None, int]:
        """Takes a display formula; None where it is not closed, or empty; and where to go on.

        `closer` is given where it is no usual one, but an author's own command for `\\end{environment}`.
        """
        text = self.text
        if not closer:
            closer = "\\end{" + environment + "}" if environment else _CLOSER[opener]
        close = self._display_close(inner, opener, closer, environment)
        if close < 0:
            self.out.unclosed.append(Unclosed(Span(at, inner), text[at:inner], closer))
            return None, inner
        end = close + len(closer)
        self.last_end = end
        if not text[inner:close].strip():
            return None, end
        span = Span(at, end)
        if environment and environment not in DISPLAY_ENVIRONMENTS and environment not in ROW_ENVIRONMENTS:
            region = cut(text, span, at, end, True, environment)
        elif environment:
            region = cut(text, span, body_start(text, inner, close, environment), close, True, environment, environment)
        else:
            region = cut(text, span, inner, close, True, opener)
        self.out.regions.append(region)
        return region, end

    def _display_close(self, at: int, opener: str, closer: str, environment: str) -> int:
        text = self.text
        place = at
        depth = 0
        while True:
            close = self.finder.find(closer, place) if environment else self.finder.find_unescaped(closer, place)
            if close < 0 or close - at > _LONGEST_DISPLAY:
                return -1
            after = close + len(closer)
            if self._in_comment(close) or (closer[-1].isalpha() and text[after : after + 1].isalpha()):
                place = close + len(closer)
                continue
            nested = text.find(opener, place, close) if opener != "$$" else -1
            while nested >= 0 and (self._in_comment(nested) or (opener == "\\[" and text[nested - 1] == "\\")):
                nested = text.find(opener, nested + 1, close)
            if nested >= 0:
                depth += 1
                if depth > 10 or not environment or environment in DISPLAY_ENVIRONMENTS:
                    return -1
                place = nested + len(opener)
            elif depth:
                depth -= 1
                place = close + len(closer)
            else:
                break
        broken = _BREAK.search(text, at, close)
        if broken and (broken.group().startswith("\\") or has_prose(text[broken.start() : close])):
            return -1
        return close

    def _in_comment(self, at: int) -> bool:
        """Whether a `%` that is not escaped stands before `at` in its line."""
        line_start = self.text.rfind("\n", max(at - 2000, 0), at) + 1 or max(at - 2000, 0)
        sign = self.text.find("%", line_start, at)
        while sign >= 0:
            slashes = 0
            while sign - slashes > line_start and self.text[sign - slashes - 1] == "\\":
                slashes += 1
            if slashes % 2 == 0:
                return True
            sign = self.text.find("%", sign + 1, at)
        return False
