"""reStructuredText: the math role and directive, sections by underlines, literal blocks, comments."""

from __future__ import annotations

import re

from nablint.base.spans import Span
from nablint.documents.gathered import Draft, Gathered
from nablint.documents.judge import closes_tightly, has_tex
from nablint.documents.labels import label_of_formula, label_of_text
from nablint.documents.lines import Lines
from nablint.documents.model import BlockKind, Include
from nablint.documents.regions import Prefix, cut
from nablint.documents.sections import Heading

_INLINE = re.compile(
    r"``(?P<literal>(?:[^`]|`(?!`))+)``|:(?P<role>[\w:.+-]+):`(?P<body>[^`]*)`|`(?P<default>[^`]*)`(?::(?P<suffix>[\w-]+):|__?)?"
    r"|(?<![\\$\w])\$(?P<dollar>[^$\s`](?:[^$`]{0,400}[^$\s`\\])?)\$(?!\$)|\\."
)
_UNDERLINE = re.compile(r"([=\-~^\"'#*+.:`_<>])\1{2,}[ \t]*$")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:.+-]+)::[ \t]*(?P<argument>.*)$")
_COMMENT = re.compile(r"\.\.(?:[ \t]+(?P<body>.*))?$")
_TARGET = re.compile(r"\.\.[ \t]+(?:_[^:\n]*:|\[[^\]\n]*\])")
_ITEM = re.compile(r"(?:[-*+•]|(?:\d{1,4}|#|[a-zA-Z])[.)]|\((?:\d{1,4}|[a-zA-Z])\))[ \t]+")
_OPTION = re.compile(r"[ \t]*:[\w-]+:.*$")
_CODE = frozenset(
    ("code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "ipython", "testcode", "doctest", "plot")
)
_IGNORED = frozenset(
    ("raw", "image", "toctree", "bibliography", "autofunction", "autoclass", "automodule", "highlight", "only")
)


class RstScanner:
    def __init__(self, out: Gathered) -> None:
        self.out = out
        self.text = out.source.text
        self.lines = Lines(self.text)
        self.styles: list[str] = []
        self.default_math = ".. default-role:: math" in self.text

    def scan(self) -> None:
        row = 0
        count = len(self.lines)
        while row < count:
            line = self.lines.texts[row]
            body = line.strip()
            if not body:
                row += 1
            elif body.startswith(".."):
                row = self._explicit(row, line)
            elif body.startswith(">>>"):
                row = self._until_blank(row)
            else:
                row = self._heading(row) or self._paragraph(row)

    def _indent(self, row: int) -> int:
        line = self.lines.texts[row]
        return len(line) - len(line.lstrip(" \t"))

    def _block_end(self, row: int, indent: int) -> int:
        """The line after the last one of the block that is indented deeper than `indent`, from `row` on."""
        last = row
        texts = self.lines.texts
        while row < len(texts):
            if texts[row].strip():
                if self._indent(row) <= indent:
                    break
                last = row + 1
            row += 1
        return last

    def _explicit(self, row: int, line: str) -> int:
        indent = self._indent(row)
        body = line[indent:].rstrip()
        start = self.lines.starts[row] + indent
        found = _DIRECTIVE.match(body)
        if found:
            name = found.group("name")
            if name == "math":
                return self._math(row, start, start + found.start("argument"), found.group("argument"), indent)
            end = self._block_end(row + 1, indent)
            if name == "include":
                span = Span(start, self.lines.end(row))
                self.out.includes.append(Include(span, found.group("argument").strip(), "rst"))
                return end
            if name in _CODE:
                self._code(row, end, found.group("argument").strip() if name != "parsed-literal" else "")
                return end
            return end if name in _IGNORED else row + 1
        if _TARGET.match(body):
            return row + 1
        comment = _COMMENT.match(body)
        if comment:
            end = self._block_end(row + 1, indent)
            stop = self.lines.end(end - 1) if end > row else self.lines.end(row)
            inner = start + (comment.start("body") if comment.group("body") else 2)
            self.out.comment(start, max(stop, self.lines.end(row)), inner, max(stop, self.lines.end(row)))
            return max(end, row + 1)
        return self._paragraph(row)

    def _code(self, row: int, end: int, language: str) -> None:
        start = self.lines.starts[row] + self._indent(row)
        stop = self.lines.end(max(end - 1, row))
        inner = min(self.lines.end(row) + 1, stop)
        self.out.drafts.append(Draft("code", start, stop))
        self.out.code_text(inner, stop, language.lower())

    def _math(self, row: int, start: int, argument_at: int, argument: str, indent: int) -> int:
        end = self._block_end(row + 1, indent)
        first = row + 1
        while first < end and _OPTION.match(self.lines.texts[first]):
            first += 1
        chunks: list[tuple[int, int]] = []
        if argument.strip():
            chunks.append((argument_at, argument_at + len(argument.rstrip())))
        at = first
        while at < end:
            if not self.lines.texts[at].strip():
                at += 1
                continue
            stop = at
            while stop + 1 < end and self.lines.texts[stop + 1].strip():
                stop += 1
            inner = self.lines.starts[at] + self._indent(at)
            if at == row + 1 and chunks:
                chunks[0] = (chunks[0][0], self.lines.end(stop))
            else:
                chunks.append((inner, self.lines.end(stop)))
            at = stop + 1
        for inner, inner_end in chunks:
            begin = start if (inner, inner_end) == chunks[0] else inner
            prefix = Prefix(0, indent + 4)
            region = cut(self.text, Span(begin, inner_end), inner, inner_end, True, ".. math::", "", prefix)
            self.out.regions.append(region)
            self.out.drafts.append(Draft("display", begin, inner_end, 0, label_of_formula(region.text)))
        return max(end, row + 1)

    def _until_blank(self, row: int) -> int:
        first = row
        while row < len(self.lines) and self.lines.texts[row].strip():
            row += 1
        start = self.lines.starts[first]
        self.out.drafts.append(Draft("code", start, self.lines.end(row - 1)))
        self.out.code_text(start, self.lines.end(row - 1), "python")
        return row

    def _heading(self, row: int) -> int:
        """The line after a heading that begins in this line; 0 where none does."""
        texts = self.lines.texts
        over = _UNDERLINE.match(texts[row])
        title_row = row + 1 if over else row
        under = _UNDERLINE.match(texts[title_row + 1]) if title_row + 1 < len(texts) else None
        if under is None or (over and over.group(1) != under.group(1)):
            return title_row if over else 0
        title = texts[title_row].strip()
        if not title or len(under.group().rstrip()) < min(len(title), 4) or (not over and texts[title_row][0].isspace()):
            return 0
        style = ("over" if over else "") + under.group(1)
        if style not in self.styles:
            self.styles.append(style)
        level = self.styles.index(style) + 1
        start = self.lines.starts[title_row] + self._indent(title_row)
        end = start + len(title)
        self.out.headings.append(Heading(start, title, level))
        self.out.drafts.append(Draft("heading", start, end, level))
        self._inline(start, end, 0)
        return title_row + 2

    def _paragraph(self, row: int) -> int:
        texts = self.lines.texts
        indent = self._indent(row)
        start = self.lines.starts[row] + indent
        item = _ITEM.match(texts[row], indent)
        first = row
        row += 1
        while row < len(texts):
            line = texts[row]
            body = line.strip()
            if not body or (_ITEM.match(body) and (item or (self._indent(row) == indent and not texts[row - 1].strip()))):
                break
            if self._indent(row) == 0 and row + 1 < len(texts) and _UNDERLINE.match(texts[row + 1]) and not item:
                break
            row += 1
        end = start + len(self.text[start : self.lines.end(row - 1)].rstrip())
        kind: BlockKind = "item" if item else "quote" if indent and not self._in_list(first) else "paragraph"
        if texts[first].lstrip().startswith(("+--", "| ", "===")):
            kind = "table"
        label = label_of_text(self.text, start + (0 if item is None or item.group()[0] not in "-*+•" else 2), end)
        if end > start:
            self.out.drafts.append(Draft(kind, start, end, 1 if item else 0, label))
            self._inline(start, end, indent + (len(item.group()) if item else 0))
        if self.text.endswith("::", start, end):
            stop = self._block_end(row, indent)
            if stop > row:
                self._code(row, stop, "")
                return stop
        return row

    def _in_list(self, row: int) -> bool:
        """Whether the text above belongs to an item, so that indented text goes on with it."""
        return bool(self.out.drafts) and (self.out.drafts[-1].kind in ("item", "display", "paragraph"))

    def _inline(self, start: int, end: int, indent: int) -> None:
        for found in _INLINE.finditer(self.text, start, end):
            span = Span(found.start(), found.end())
            if found.group("literal"):
                self.out.code_text(found.start("literal"), found.end("literal"))
                continue
            if found.group("role") == "math":
                group, opener = "body", ":math:`"
            elif found.group("default") is not None and (
                found.group("suffix") == "math" or (self.default_math and found.group().endswith("`"))
            ):
                group, opener = "default", "`"
            elif found.group("dollar"):
                body = found.group("dollar")
                if not has_tex(body) or not closes_tightly(body, "", self.text[found.end() : found.end() + 1]):
                    continue
                group, opener = "dollar", "$"
            else:
                continue
            inner, inner_end = found.span(group)
            if inner < inner_end:
                region = cut(self.text, span, inner, inner_end, False, opener, "", Prefix(0, indent))
                self.out.regions.append(region)
