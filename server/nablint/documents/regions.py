"""Makes regions: cuts the text of a formula out of a file, without the prefixes of its lines and without TeX comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from nablint.base.spans import Span, SpanMap
from nablint.base.values import dataclass
from nablint.documents.model import Region

_COMMENT_TO_NEWLINE = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n")


# The backslash of an escaped sign that is meant as a subscript or a star; `\text{batch\_size}` keeps its own.
_ESCAPED = re.compile(r"(?<![\\])\\(?=_\{|_[A-Za-z0-9](?![A-Za-z0-9_])|\*)")


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before the text of each line but the first: `quotes` signs `>`, then up to `indent` columns."""

    quotes: int = 0
    indent: int = 0


NO_PREFIX = Prefix()


def cut(
    text: str,
    span: Span,
    inner: int,
    inner_end: int,
    display: bool,
    opener: str,
    environment: str = "",
    prefix: Prefix = NO_PREFIX,
) -> Region:
    """The region of the formula that stands in `inner`..`inner_end`."""
    several_lines = text.find("\n", inner, inner_end) >= 0
    has_comment = several_lines and text.find("%", inner, inner_end) >= 0
    if not has_comment and (prefix == NO_PREFIX or not several_lines):
        return Region(span, text[inner:inner_end], SpanMap.straight(inner), display, opener, environment)
    pieces: list[tuple[int, int]] = []
    at = inner
    while at < inner_end:
        newline = text.find("\n", at, inner_end)
        stop = inner_end if newline < 0 else newline + 1
        comment = _COMMENT_TO_NEWLINE.search(text, at, stop) if has_comment and newline >= 0 else None
        pieces.append((at, comment.end(1) if comment else stop))
        at = stop if newline < 0 else strip_prefix(text, stop, inner_end, prefix)
    return _put_together(text, span, pieces, display, opener, environment)


def _put_together(text: str, span: Span, pieces: list[tuple[int, int]], display: bool, opener: str, environment: str) -> Region:
    here: list[int] = []
    there: list[int] = []
    parts: list[str] = []
    at = 0
    for start, end in pieces:
        if end <= start:
            continue
        here.append(at)
        there.append(start)
        parts.append(text[start:end])
        at += end - start
    if not there:
        return Region(span, "", SpanMap.straight(span.start), display, opener, environment)
    return Region(span, "".join(parts), SpanMap(tuple(here), tuple(there)), display, opener, environment)


def without_markdown_escapes(region: Region) -> Region:
    """`d\\_{k}` as `d_{k}`: authors escape signs of formulas where their renderer reads Markdown first."""
    here: list[int] = []
    there: list[int] = []
    parts: list[str] = []
    at = length = 0
    for found in _ESCAPED.finditer(region.text):
        if found.start() > at:
            here.append(length)
            there.append(at)
            parts.append(region.text[at : found.start()])
            length += found.start() - at
        at = found.end()
    if not at:
        return region
    here.append(length)
    there.append(at)
    parts.append(region.text[at:])
    text = "".join(parts)
    return replace(region, text=text, map=compose(SpanMap(tuple(here), tuple(there)), len(text), region.map))


def compose(inner: SpanMap, length: int, outer: SpanMap) -> SpanMap:
    """The map of a text of `length` characters through `inner`, then `outer`."""
    here: list[int] = []
    there: list[int] = []
    for k, start in enumerate(inner.here):
        end = inner.here[k + 1] if k + 1 < len(inner.here) else max(length, start + 1)
        at = inner.there[k]
        here.append(start)
        there.append(outer.offset(at))
        j = bisect_right(outer.here, at)
        while j < len(outer.here) and outer.here[j] < at + end - start:
            here.append(start + outer.here[j] - at)
            there.append(outer.there[j])
            j += 1
    return SpanMap(tuple(here), tuple(there))


def strip_prefix(text: str, at: int, end: int, prefix: Prefix) -> int:
    """Where the text of a line begins after its prefix; the prefix may be shorter than promised (a lazy line)."""
    for _ in range(prefix.quotes):
        sign = at
        while sign < end and text[sign] in " \t":
            sign += 1
        if sign >= end or text[sign] != ">":
            break
        at = sign + 1
        if at < end and text[at] == " ":
            at += 1
    column = 0
    while at < end and column < prefix.indent and text[at] in " \t":
        column += 4 if text[at] == "\t" else 1
        at += 1
    return at
