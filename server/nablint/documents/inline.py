"""Mathematics inside one run of Markdown text: a paragraph, an item, a heading, the rows of a table."""

from __future__ import annotations

import re

from nablint.base.room import after, before
from nablint.base.spans import Span
from nablint.documents.definitions import DEFINES, definition_end
from nablint.documents.delimiters import CLOSERS, DISPLAY_ENVIRONMENTS, ENVIRONMENT, ROW_ENVIRONMENTS, body_start
from nablint.documents.finder import Finder
from nablint.documents.gathered import Gathered
from nablint.documents.judge import (
    closes_loosely,
    closes_tightly,
    has_prose,
    has_tex,
    is_number,
    prose_after_blank,
    reads_as_math,
)
from nablint.documents.model import Include, MacroText, Unclosed
from nablint.documents.regions import NO_PREFIX, Prefix, cut, without_markdown_escapes

# Every alternative begins with one certain character: only then the search passes over all others at once.
_TOKEN = re.compile(
    r"``*|\$\$*`?"
    r"|\\begin\{(?P<env>" + ENVIRONMENT + r")\}"
    r"|\\\\?[(\[]|\\(?P<define>" + DEFINES + r")(?![A-Za-z])|\\."
    r"|<(?:!--|/?[A-Za-z])|\]\(|:/(?<=https:/)|:/(?<=http:/)"
    r"|\{(?:/\*|(?P<role>[\w:.-]+)\}`+|\{<)|%%"
)
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w.-]*)(?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|\{[^{}]*\}|[^\s\"'=<>`]+))?)*\s*/?>"
)
_RAW_TAGS = frozenset(("code", "pre", "script", "style", "kbd", "samp", "textarea"))
_TARGET = re.compile(r"\]\((?:<[^<>\n]*>|(?:[^()\s\\]|\\.|\([^()\s]*\))*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
_URL = re.compile(r":/(?:/[\w\-./?%&=+#~:@!,;*'$()]*)?", re.ASCII)
_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*(\$)")
_DISPLAY_CLOSE = re.compile(r"(?<!\\)(?:\\\\)*(\$\$)")
_TEXT_ARGUMENT = re.compile(r"\\(?:text\w*|mbox|hbox|fbox|intertext)\s*\{")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_INCLUDE = re.compile(r"\{\{<\s*include\s+(?P<name>[^\s>]+)\s*>\}\}")
NEAR = 200  # characters before and after a sign that nothing closes
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LENGTH = re.compile(r"\s*-?\d*\.?\d+\s*(?:pt|em|ex|mm|cm|in|mu|sp)\s*\]")
_LONGEST_INLINE = 3000


class InlineScanner:
    """Reads runs of one source into `out`. `scan` may be called for one run after the other."""

    def __init__(self, out: Gathered) -> None:
        self.out = out
        self.text = out.source.text
        self._end = 0
        self._prefix = NO_PREFIX
        self._finder = Finder(self.text, 0)
        self._hopeless: set[str] = set()

    def scan(self, start: int, end: int, prefix: Prefix = NO_PREFIX) -> None:
        text = self.text
        self._end = end
        self._prefix = prefix
        self._finder = Finder(text, end)
        self._hopeless = set()
        at = start
        search = _TOKEN.search
        while True:
            found = search(text, at, end)
            if found is None:
                return
            at = self._token(found)

    def _token(self, found: re.Match[str]) -> int:
        """Takes what begins at the token; the offset to go on from."""
        token = found.group()
        first = token[0]
        if first == "$":
            return self._dollars(found.start(), token)
        if first == "\\":
            return self._backslash(found, token)
        if first == "`":
            return self._code(found.start(), len(token))
        if first == "<":
            return self._angle(found.start(), token)
        if first == "{":
            return self._brace(found, token)
        if first == "]":
            target = _TARGET.match(self.text, found.start(), self._end)
            return target.end() if target else found.end()
        if first == ":":
            url = _URL.match(self.text, found.start(), self._end)
            return url.end() if url else found.end()
        close = self._finder.find("%%", found.end())
        return close + 2 if close >= 0 else found.end()

    def _code(self, at: int, width: int) -> int:
        inner = at + width
        fence = "`" * width
        if fence in self._hopeless:
            return inner
        place = inner
        while True:
            place = self.text.find(fence, place, self._end)
            if place < 0:
                self._hopeless.add(fence)
                return inner
            after = place + width
            while after < self._end and self.text[after] == "`":
                after += 1
            if after == place + width:
                self.out.code_text(inner, place)
                return after
            place = after

    def _angle(self, at: int, token: str) -> int:
        text = self.text
        if token == "<!--":
            close = self._finder.find("-->", at + 4)
            if close < 0:
                return at + 4
            self.out.comment(at, close + 3, at + 4, close)
            return close + 3
        tag = _TAG.match(text, at, self._end)
        if not tag:
            return at + 1
        name = tag.group("name").lower()
        if name in _RAW_TAGS and not tag.group("close") and not tag.group().endswith("/>"):
            close = self._finder.find("</" + name, tag.end())
            if close >= 0:
                self.out.code_text(tag.end(), close)
                return close + 2
        return tag.end()

    def _brace(self, found: re.Match[str], token: str) -> int:
        at = found.start()
        if token == "{/*":
            close = self._finder.find("*/}", at + 3)
            if close < 0:
                return at + 3
            self.out.comment(at, close + 3, at + 3, close)
            return close + 3
        if token == "{{<":
            include = _INCLUDE.match(self.text, at, self._end)
            if include:
                self.out.includes.append(Include(Span(at, include.end()), include.group("name"), "quarto"))
                return include.end()
            return found.end()
        role = found.group("role")
        ticks = "`" * (len(token) - len(role) - 2)
        inner = found.end()
        close = self._finder.find(ticks, inner)
        if close < 0:
            return inner
        if role == "math":
            self._add(at, close + len(ticks), inner, close, False, "{math}`")
        return close + len(ticks)

    def _dollars(self, at: int, token: str) -> int:
        text = self.text
        ticked = token.endswith("`")
        width = len(token) - ticked
        if width == 1:
            if ticked:
                close = self._finder.find("`$", at + 2)
                if close > at + 2 and _BLANK_LINE.search(text, at, close) is None:
                    self._add(at, close + 2, at + 2, close, False, "$`")
                    return close + 2
            return self._inline(at)
        if width == 2:
            return self._display(at)
        if width == 4:
            return at + 4
        return at + width

    def _inline(self, at: int) -> int:
        text = self.text
        inner = at + 1
        close = self._next_dollar(inner)
        if close < 0:
            self._perhaps_unclosed(at, "$", "$")
            return inner
        body = text[inner:close]
        if not body or "`" in body or len(body) > _LONGEST_INLINE:
            return inner
        left = body[0].isspace()
        right = body[-1].isspace()
        if not left and not right:
            accepted = closes_tightly(body, text[at - 1] if at else "", text[close + 1 : close + 2])
        else:
            accepted = closes_loosely(body, left and right)
        if not accepted:
            return inner
        self._add(at, close + 1, inner, close, False, "$")
        return close + 1

    def _next_dollar(self, at: int) -> int:
        """The next unescaped dollar that stands in no text argument."""
        place = self.text.find("$", at, self._end)
        if place > at and self.text[place - 1] == "\\":
            found = _DOLLAR.search(self.text, at, self._end)
            place = found.start(1) if found is not None else -1
        if place < 0:
            return -1
        body = self.text[at:place]
        if "\\" not in body or not _TEXT_ARGUMENT.search(body):
            return place
        for _ in range(10):
            if not self._in_text_argument(at, place):
                return place
            found = _DOLLAR.search(self.text, place + 1, self._end)
            if found is None:
                return -1
            place = found.start(1)
        return -1

    def _in_text_argument(self, start: int, at: int) -> bool:
        openings = [m.end() for m in _TEXT_ARGUMENT.finditer(self.text, start, at)]
        if not openings:
            return False
        depth = 1
        for brace in _BRACE.finditer(self.text, openings[-1], at):
            sign = brace.group()
            if sign == "{":
                depth += 1
            elif sign == "}":
                depth -= 1
                if depth == 0:
                    return False
        return True

    def _display(self, at: int) -> int:
        text = self.text
        inner = at + 2
        found = None if "$$" in self._hopeless else _DISPLAY_CLOSE.search(text, inner, self._end)
        if found is None:
            self._hopeless.add("$$")
            self._unclosed_display(at)
            return inner
        close = found.start(1)
        body = text[inner:close]
        if body.isspace() or not body:
            return close + 2
        if has_prose(body) or prose_after_blank(body):
            self._unclosed_display(at)
            return inner
        self._add(at, close + 2, inner, close, True, "$$")
        return close + 2

    def _backslash(self, found: re.Match[str], token: str) -> int:
        environment = found.group("env")
        if environment:
            return self._environment(found, environment)
        if found.group("define"):
            return self._definition(found.start())
        if token[-1] not in "([":
            return found.end()
        at = found.start()
        inner = found.end()
        closer = CLOSERS[token]
        display = token[-1] == "["
        if display and _LENGTH.match(self.text, inner, min(self._end, inner + 20)):
            return inner
        close = self._finder.find(closer, inner)
        if close < 0:
            self._perhaps_unclosed(at, token, closer)
            return inner
        if self.text.find(token, inner, close) >= 0:
            self._perhaps_unclosed(at, token, closer)
            return inner
        body = self.text[inner:close]
        if has_prose(body) and not _TEXT_ARGUMENT.search(body):
            self._perhaps_unclosed(at, token, closer)
            return inner
        if not reads_as_math(body) or (len(token) == 2 and is_number(body)):
            return inner
        self._add(at, close + len(closer), inner, close, display, token)
        return close + len(closer)

    def _environment(self, found: re.Match[str], environment: str) -> int:
        text = self.text
        at = found.start()
        opening = "\\begin{" + environment + "}"
        closer = "\\end{" + environment + "}"
        close = self._finder.find(closer, found.end())
        depth = 0
        place = found.end()
        while close >= 0:
            nested = text.find(opening, place, close)
            if nested >= 0:
                depth += 1
                place = nested + len(opening)
                if depth > 10 or environment in DISPLAY_ENVIRONMENTS:
                    close = -1
            elif depth == 0:
                break
            else:
                depth -= 1
                place = close + len(closer)
                close = self._finder.find(closer, place)
        if close < 0:
            if environment in DISPLAY_ENVIRONMENTS:
                self.out.unclosed.append(Unclosed(Span(at, found.end()), opening, closer))
            return found.end()
        end = close + len(closer)
        if environment in DISPLAY_ENVIRONMENTS or environment in ROW_ENVIRONMENTS:
            inner = body_start(text, found.end(), close, environment)
            self._add(at, end, inner, close, True, environment, environment)
        else:
            self._add(at, end, at, end, True, environment)
        return end

    def _definition(self, at: int) -> int:
        """A macro defined in the open: text for the macro table."""
        end = definition_end(self.text, at, self._end)
        self.out.macros.append(MacroText(Span(at, end), self.text[at:end]))
        return end

    def _unclosed_display(self, at: int) -> None:
        """`$$` without partner; silent where nothing near it looks like TeX (a price range, a process number)."""
        near = before(self.text, at, NEAR) + after(self.text, at, NEAR)
        if has_tex(near) or "^" in near or "=" in near:
            self.out.unclosed.append(Unclosed(Span(at, at + 2), "$$", "$$"))

    def _perhaps_unclosed(self, at: int, opener: str, closer: str) -> None:
        """A single sign may be money or an escaped bracket: it is reported only before a TeX command."""
        inner = at + len(opener)
        behind = after(self.text, inner, 60, self._end)
        if closer.endswith("]"):
            behind = behind.lstrip()
        if has_tex(behind) and not behind[:1].isspace() and not behind[:1].isdigit() and not has_prose(behind):
            self.out.unclosed.append(Unclosed(Span(at, inner), opener, closer))

    def _add(self, start: int, end: int, inner: int, inner_end: int, display: bool, opener: str, environment: str = "") -> None:
        region = cut(self.text, Span(start, end), inner, inner_end, display, opener, environment, self._prefix)
        if "\\_" in region.text or "\\*" in region.text:
            region = without_markdown_escapes(region)
        self.out.regions.append(region)
