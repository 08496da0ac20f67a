"""The blocks of a Markdown note, line by line: headings, paragraphs, items, tables, quotes, code, comments."""

from __future__ import annotations

import re
from bisect import bisect_left

from nablint.base.spans import Span
from nablint.documents.displays import Displays
from nablint.documents.fences import ClosingFences, Fence, read_info
from nablint.documents.frontmatter import read_front_matter
from nablint.documents.gathered import Draft, Gathered
from nablint.documents.labels import label_of_formula, label_of_text
from nablint.documents.leaves import Leaf, Leaves
from nablint.documents.lines import Lines
from nablint.documents.model import BlockKind, Include, Unclosed
from nablint.documents.regions import NO_PREFIX, Prefix, cut, strip_prefix
from nablint.documents.sections import Heading

_QUOTE = re.compile(r"(?:[ \t]*>[ ]?)+")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r"(?P<signs>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_COLON_FENCE = re.compile(r":{3,}[ \t]*(?P<info>.*)$")
_ITEM = re.compile(r"(?:[-+*•◦▪‣]|(?P<number>\d{1,9})[.)]|(?P<letter>\([a-zA-Z]\)|\([ivx]{1,4}\)|[a-h]\)))(?:[ \t]+|$)")
_BREAK = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_DELIMITER_ROW = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_RAW = re.compile(r"<(script|style|pre|textarea)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][\w-]*[\s/>]?")
_HIGHLIGHT = re.compile(r"\{%-?\s*(highlight|raw|comment)\b[ \t]*(\w*)[^%\n]*%\}")
_OPTION = re.compile(r"\s*:[\w-]+:.*$")
_SPECIAL = frozenset("#`~>-+*•◦▪‣0123456789(abcdefgh|<:$\\{=%_[")


class MarkdownScanner:
    def __init__(self, out: Gathered) -> None:
        self.out = out
        self.text = out.source.text
        self.lines = Lines(self.text)
        self.leaves = Leaves(out, self.lines)
        self.displays = Displays(self.lines)
        self.leaf: Leaf | None = None
        self.quotes = 0
        self.lists: list[tuple[int, int]] = []  # (indent of the marker, indent of the content)
        self.containers: list[str] = []  # the fences of open directives that hold Markdown
        self._is_clean = True  # nothing is open at the next line
        self._without_end: set[str] = set()  # closers that are known to be missing in the rest of the note
        self.closing_fences = ClosingFences(self.lines)

    def scan(self) -> None:
        self._rows(read_front_matter(self.lines, self.out), len(self.lines))
        self._close_leaf()

    def scan_stretch(self, start: int, end: int) -> bool:
        """Reads only what stands from one seam up to another, or to the end; False where something runs on over that."""
        starts = self.lines.starts
        last = len(self.lines) if end >= len(self.text) else bisect_left(starts, end)
        stopped = self._rows(bisect_left(starts, start), last)
        self._close_leaf()
        heading = last == len(self.lines) or _HEADING.match(self.lines.texts[last]) is not None
        return stopped == last and not self.containers and (heading or self._is_clean)

    def _rows(self, row: int, count: int) -> int:
        """Reads lines up to one, or past it where something runs on; the first line that is not read."""
        texts = self.lines.texts
        while row < count:
            line = texts[row]
            stripped = line.lstrip(" \t")
            if not stripped:
                self._close_leaf()
                self._is_clean = not (self.lists or self.quotes or self.containers)
                row += 1
                continue
            if self._is_clean:
                self.out.seams.append(self.lines.starts[row])
                self._is_clean = False
            leaf = self.leaf
            if stripped[0] not in _SPECIAL and leaf is not None and not self.quotes:
                last = self.displays.last_line(row, 0, 0)
                leaf.end = self.lines.end(last)
                leaf.last_row = last
                row = last + 1
                continue
            row = self._line(row, line, stripped)
        return row

    def _line(self, row: int, line: str, stripped: str) -> int:
        """Reads the block structure of one line, and of those that it draws along; the next line to read."""
        leaf = self.leaf
        if leaf is not None and stripped[0] in "-+*>=|0123456789" and "$" in self.lines.texts[row - 1]:
            last = self.displays.inline_goes_on(row)
            if last >= row:
                leaf.end = self.lines.end(last)
                leaf.last_row = last
                return last + 1
        quotes = 0
        column = len(line) - len(stripped)
        if stripped[0] == ">":
            prefix = _QUOTE.match(line)
            if prefix:
                quotes = prefix.group().count(">")
                column = prefix.end()
        content = line[column:]
        if quotes != self.quotes:
            lazy = quotes < self.quotes and self.leaf is not None and quotes == 0 and not _starts_block(stripped)
            if lazy and self.leaf is not None:
                self.leaf.end = self.lines.end(row)
                self.leaf.last_row = row
                return row + 1
            self._close_leaf()
            self.lists.clear()
            self.quotes = quotes
        if quotes:
            body = content.lstrip(" \t")
            if not body:
                self._close_leaf()
                return row + 1
            indent = _columns(content[: len(content) - len(body)])
            column += len(content) - len(body)
        else:
            body = stripped
            indent = _columns(line[:column])
        return self._content(row, column, indent, body)

    def _content(self, row: int, column: int, indent: int, body: str) -> int:
        lists = self.lists
        if self.leaf is None:
            while lists and indent <= lists[-1][0] and not _ITEM.match(body):
                lists.pop()
            base = lists[-1][1] if lists else 0
            if indent >= base + 4 and not (lists and body[0] in "$\\") and not _ITEM.match(body):
                return self._indented_code(row, base)
        first = body[0]
        if first == "#":
            heading = _HEADING.match(body)
            if heading:
                return self._heading(row, column, heading)
        elif first in "`~":
            fence = _FENCE.match(body)
            if fence:
                return self._fence(row, column, fence)
        elif first == ":":
            fence = _COLON_FENCE.match(body)
            if fence:
                return self._colon_fence(row, column, fence)
        elif first in "=-*_" and self._rule(row, body):
            return row + 1
        elif first == "<":
            after = self._html(row, column, body)
            if after >= 0:
                return after
        elif first == "{":
            after = self._braces(row, column, body)
            if after >= 0:
                return after
        if first in "|:-" and self._table_begins(row, body):
            return row + 1
        item = _ITEM.match(body) if first in "-+*•◦▪‣(0123456789abcdefgh" else None
        if item and self._may_begin_item(item, indent):
            return self._item(row, column, indent, body, item)
        if self.leaf is None:
            kind: BlockKind = "quote" if self.quotes else "paragraph"
            self._open(kind, row, column, self._label(row, column), 0)
        return self._extend(row, column)

    def _label(self, row: int, column: int) -> str:
        return label_of_text(self.text, self.lines.starts[row] + column, self.lines.end(row))

    def _open(self, kind: BlockKind, row: int, column: int, label: str, level: int) -> Leaf:
        self._close_leaf()
        start = self.lines.starts[row] + column
        indent = self.lists[-1][1] if self.lists else 0
        leaf = Leaf(
            kind, start, start, Prefix(self.quotes, indent) if self.quotes or indent else NO_PREFIX, level, label, row, row
        )
        self.leaf = leaf
        return leaf

    def _extend(self, row: int, column: int) -> int:
        leaf = self.leaf
        last = self.displays.last_line(row, column, self.quotes)
        if leaf is not None:
            leaf.end = self.lines.end(last)
            leaf.last_row = last
        return last + 1

    def _may_begin_item(self, item: re.Match[str], indent: int) -> bool:
        """Inside a paragraph only an item with content begins a list, a number only if it is 1 or a list is open."""
        if self.leaf is None:
            return True
        if item.group("letter"):
            return self.leaf.kind == "item" and bool(self.leaf.label)
        number = item.group("number")
        if number is not None and number != "1" and not self.lists:
            return False
        return self.leaf.kind == "item" or bool(self.lists) or item.end() > item.start() + 1

    def _item(self, row: int, column: int, indent: int, body: str, item: re.Match[str]) -> int:
        lists = self.lists
        self._close_leaf()
        while lists and indent < lists[-1][1] and indent <= lists[-1][0] + 1:
            lists.pop()
        lists.append((indent, indent + min(_columns(item.group()), len(item.group().rstrip()) + 4)))
        marker = item.group().rstrip()
        content = column + item.end()
        label = marker if marker[-1] in ".)" else self._label(row, content)
        nested = body[item.end() :]
        if _FENCE.match(nested):
            return self._content(row, content, lists[-1][1], nested)
        self._open("item", row, column, label, len(lists))
        return self._extend(row, content)

    def _heading(self, row: int, column: int, heading: re.Match[str]) -> int:
        self._close_leaf()
        self.lists.clear()
        level = len(heading.group(1))
        title_start = column + heading.end()
        title = self.lines.texts[row][title_start:].rstrip()
        if title.endswith("#"):
            bare = title.rstrip("#")
            title = bare.rstrip() if not bare or bare.endswith((" ", "\t")) else title
        start = self.lines.starts[row] + column
        if not (column or self.quotes or self.containers or (self.out.seams and self.out.seams[-1] == start)):
            self.out.seams.append(start)
        self.out.headings.append(Heading(start, title.strip(), level))
        leaf = self._open("heading", row, column, "", level)
        leaf.end = self.lines.starts[row] + title_start + len(title)
        self._close_leaf()
        return row + 1

    def _rule(self, row: int, body: str) -> bool:
        """Underlines of headings, and rules between sections."""
        signs = body.rstrip()
        leaf = self.leaf
        underline = len(signs) >= 2 and signs.strip(signs[0]) == "" and signs[0] in "=-"
        if underline and leaf is not None and leaf.kind == "paragraph" and not self._has_pipe(row - 1):
            leaf.kind = "heading"
            leaf.level = 1 if signs[0] == "=" else 2
            self.out.headings.append(Heading(leaf.start, self.text[leaf.start : leaf.end].strip(), leaf.level))
            self._close_leaf()
            self.lists.clear()
            return True
        if _BREAK.match(body):
            self._close_leaf()
            return True
        return False

    def _has_pipe(self, row: int) -> bool:
        return row >= 0 and "|" in self.lines.texts[row]

    def _table_begins(self, row: int, body: str) -> bool:
        """A delimiter row makes a table of the line above it."""
        leaf = self.leaf
        if leaf is None or leaf.kind == "table" or not self._has_pipe(row - 1) or not _DELIMITER_ROW.match(body):
            return False
        header = row - 1
        if leaf.first_row < header:
            leaf.end = self.lines.end(header - 1)
            column = len(self.lines.texts[header]) - len(self.lines.texts[header].lstrip(" \t>"))
            leaf = self._open("table", header, column, "", 0)
        leaf.kind = "table"
        leaf.end = self.lines.end(row)
        leaf.last_row = row
        return True

    def _indented_code(self, row: int, base: int) -> int:
        start = row
        last = row
        count = len(self.lines)
        while row < count:
            line = self.lines.texts[row]
            body = line.lstrip(" \t")
            if self.quotes:
                at = strip_prefix(line, 0, len(line), Prefix(self.quotes))
                body = line[at:].lstrip(" \t")
                if body and (at == 0 or _columns(line[at : len(line) - len(body)]) < base + 4):
                    break
            elif body and _columns(line[: len(line) - len(body)]) < base + 4:
                break
            if body:
                last = row
            row += 1
        self._code(self.lines.starts[start], self.lines.end(last), self.lines.starts[start], self.lines.end(last), "")
        return last + 1

    def _code(self, start: int, end: int, inner: int, inner_end: int, language: str) -> None:
        self.out.drafts.append(Draft("code", start, end))
        self.out.code_text(inner, max(inner, inner_end), language)

    def _fence(self, row: int, column: int, found: re.Match[str]) -> int:
        signs = found.group("signs")
        info = found.group("info").strip()
        if self.containers and not info and signs.startswith(self.containers[-1]):
            self._close_leaf()
            self.containers.pop()
            return row + 1
        fence = read_info(info)
        if fence.kind == "markdown":
            self._close_leaf()
            self.containers.append(signs)
            return row + 1
        close = self.closing_fences.find(row + 1, signs, self.quotes)
        return self._fenced(row, column, close, fence, signs)

    def _fenced(self, row: int, column: int, close: int, fence: Fence, signs: str) -> int:
        self._close_leaf()
        start = self.lines.starts[row] + column
        cut_off = close < 0
        last = -close - 2 if cut_off else min(close, len(self.lines) - 1)
        unclosed = cut_off or close >= len(self.lines)
        inner_row = row + 1
        if fence.kind == "math":
            if unclosed:
                self.out.unclosed.append(Unclosed(Span(start, self.lines.end(row)), fence.opener, signs))
                return row + 1
            while inner_row < close and _OPTION.match(self.lines.texts[inner_row]):
                inner_row += 1
            self._math_block(start, self.lines.end(close), inner_row, close, fence.opener)
            return close + 1
        end = self.lines.end(last)
        if fence.kind == "include":
            self.out.includes.append(Include(Span(start, end), fence.argument, "myst"))
            return last + 1
        inner = self.lines.starts[inner_row] if inner_row <= last else end
        inner_end = end if unclosed else max(self.lines.starts[close] - 1, inner)
        self._code(start, end, inner, inner_end, fence.language)
        return last + 1

    def _math_block(self, start: int, end: int, first: int, close: int, opener: str) -> None:
        if first >= close:
            return
        indent = self.lists[-1][1] if self.lists else 0
        prefix = Prefix(self.quotes, indent)
        inner = strip_prefix(self.text, self.lines.starts[first], end, prefix)
        inner_end = max(self.lines.end(close - 1), inner)
        region = cut(self.text, Span(start, end), inner, inner_end, True, opener, prefix=prefix)
        self.out.regions.append(region)
        self.out.drafts.append(Draft("display", start, end, 0, label_of_formula(region.text)))

    def _colon_fence(self, row: int, column: int, found: re.Match[str]) -> int:
        self._close_leaf()
        info = read_info(found.group("info"))
        if info.kind == "math" and info.opener == "```{math}":
            for at in range(row + 1, min(row + 400, len(self.lines))):
                if self.lines.texts[at].strip().startswith(":::"):
                    first = row + 1
                    while first < at and _OPTION.match(self.lines.texts[first]):
                        first += 1
                    self._math_block(self.lines.starts[row] + column, self.lines.end(at), first, at, ":::{math}")
                    return at + 1
        return row + 1

    def _html(self, row: int, column: int, body: str) -> int:
        start = self.lines.starts[row] + column
        if body.startswith("<!--"):
            close = self.text.find("-->", start + 4)
            self._close_leaf()
            end = len(self.text) if close < 0 else close + 3
            # One that is still being written hides what follows, and says no more than its own line.
            line_end = self.lines.end(row)
            self.out.comment(start, line_end if close < 0 else end, start + 4, line_end if close < 0 else close)
            return self._after(row, end)
        raw = _RAW.match(body)
        if raw:
            self._close_leaf()
            name = raw.group(1).lower()
            closing = re.compile("</" + name + r"\s*>", re.IGNORECASE).search(self.text, start)
            end = len(self.text) if closing is None else closing.end()
            if name == "pre":
                self._code(start, end, start, end, "")
            return self._after(row, end)
        if self.leaf is None and _TAG.match(body):
            self._open("html", row, column, "", 0)
            return self._extend(row, column)
        return -1

    def _after(self, row: int, end: int) -> int:
        """Goes on behind `end`: with the rest of its line, where something stands there."""
        starts = self.lines.starts
        while row + 1 < len(starts) and starts[row + 1] <= end:
            row += 1
        if end < starts[row]:
            return row
        rest = self.lines.texts[row][end - starts[row] :]
        body = rest.lstrip(" \t")
        if body:
            column = len(self.lines.texts[row]) - len(body)
            if body.startswith("<!--") or _RAW.match(body):
                return self._html(row, column, body)
            self._open("quote" if self.quotes else "paragraph", row, column, self._label(row, column), 0)
            return self._extend(row, column)
        return row + 1

    def _braces(self, row: int, column: int, body: str) -> int:
        start = self.lines.starts[row] + column
        if body.startswith("{/*"):
            close = self.text.find("*/}", start + 3) if "*/}" not in self._without_end else -1
            if close < 0:
                self._without_end.add("*/}")
                return -1
            self._close_leaf()
            self.out.comment(start, close + 3, start + 3, close)
            return self._after(row, close + 3)
        liquid = _HIGHLIGHT.match(body)
        if liquid:
            name = liquid.group(1)
            if name in self._without_end:
                return -1
            closing = re.compile(r"\{%-?\s*end" + name + r"\b[^%\n]*%\}").search(self.text, start)
            if closing is None:
                self._without_end.add(name)
                return -1
            self._close_leaf()
            inner = start + liquid.end()
            if name == "highlight":
                self._code(start, closing.end(), inner, closing.start(), liquid.group(2))
            return self._after(row, closing.end())
        return -1

    def _close_leaf(self) -> None:
        leaf = self.leaf
        if leaf is not None:
            self.leaf = None
            self.leaves.close(leaf)


def _columns(blank: str) -> int:
    return len(blank) + 3 * blank.count("\t")


def _starts_block(stripped: str) -> bool:
    return stripped[0] in "#`~<>-+*$|=" or stripped.startswith(("\\[", "\\begin"))
