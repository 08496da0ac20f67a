"""A Markdown note after an edit that moved nothing: only the stretch around it is scanned again, from seam to seam."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from nablint.base.room import difference, distance
from nablint.base.sequences import P, first_from, start_of, within
from nablint.base.source import Source
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.documents.blocks import MarkdownScanner
from nablint.documents.gathered import Gathered
from nablint.documents.inline import NEAR
from nablint.documents.model import Document

# What opens or closes something that may reach over several lines, or over a heading.
_REACHES = re.compile(
    r"\$\$|\\\\?[\[\]]|\\(?:begin|end)\b|`{3,}|~{3,}|:{3,}|<!--|-->|\{/\*|\*/\}|\{%|%\}|</?(?:script|style|pre|textarea)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rescanned:
    """`document` is as `scan` makes it. What stands before `start` or from `end` on is that of the former one, the same values
    at the same places; `shift` is how much the numbers of the later formulas have grown."""

    document: Document
    start: int
    end: int
    regions: range  # the numbers of the formulas in between
    shift: int

    @property
    def stretch(self) -> Span:
        return Span(self.start, self.end)


def rescan(source: Source, former: Document) -> Rescanned | None:
    """None where all of the note has to be scanned."""
    old, text = former.source.text, source.text
    if source.kind != "markdown" or former.source.kind != "markdown" or len(text) != len(old):
        return None
    first, last, _ = difference(old, text)
    seams = former.seams
    at, until = bisect_right(seams, first) - 1, bisect_right(seams, last)
    # A heading needs no empty line before it, as long as it is one.
    while at >= 0 and text.startswith("#", seams[at]) and text.find("\n", seams[at]) >= first:
        at -= 1
    if at < 0 or _reaching(old, first, last) != _reaching(text, first, last):
        return None
    # Whether a sign that nothing closes is one of TeX is told by what stands near it.
    while at > 0 and distance(text, seams[at], first) < NEAR:
        at -= 1
    while until < len(seams) and distance(text, last, seams[until]) < NEAR:
        until += 1
    start, end = seams[at], seams[until] if until < len(seams) else len(text)
    out = Gathered(source)
    if not MarkdownScanner(out).scan_stretch(start, end):
        return None
    return _put_in(former, out, start, end)


def _reaching(text: str, first: int, last: int) -> list[str]:
    """What the lines of an edit hold that may reach over others."""
    line, line_end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
    return _REACHES.findall(text, line, line_end if line_end >= 0 else len(text))


def _put_in(former: Document, out: Gathered, start: int, end: int) -> Rescanned | None:
    """The document with what was gathered in a stretch; None where its headings are others."""
    before = [block for block in within(former.blocks, start, end) if block.kind == "heading"]
    now = [(mark.start, mark.title, mark.level) for mark in out.headings]
    if now != [(block.span.start, former.scopes[block.scope].title, block.level) for block in before]:
        return None
    first, last = (first_from(former.blocks, edge) for edge in (start, end))
    around = former.blocks[first - 1].scope if first else 0

    def scope_of(offset: int) -> int:
        at = bisect_right(before, offset, key=start_of) - 1
        return before[at].scope if at >= 0 else around

    own = out.sorted_regions()
    low, high = (first_from(former.regions, edge) for edge in (start, end))
    blocks = tuple(out.blocks(own, scope_of, low))
    shift = len(own) - (high - low)
    later = former.blocks[last:]
    if shift:
        later = tuple(replace(b, regions=tuple(k + shift for k in b.regions)) if b.regions else b for b in later)
    document = Document(
        out.source,
        (*former.regions[:low], *own, *former.regions[high:]),
        (*former.blocks[:first], *blocks, *later),
        former.scopes,
        _replaced(former.directives, sorted(out.directives, key=start_of), start, end),
        _replaced(former.unclosed, sorted(out.unclosed, key=start_of), start, end),
        _replaced(former.includes, out.includes, start, end),
        _replaced(former.macros, out.macros, start, end),
        _replaced(former.code, sorted(out.code, key=start_of), start, end),
        seams=(*former.seams[: bisect_left(former.seams, start)], *out.seams, *former.seams[bisect_left(former.seams, end) :]),
    )
    return Rescanned(document, start, end, range(low, low + len(own)), shift)


def _replaced(former: tuple[P, ...], now: Sequence[P], start: int, end: int) -> tuple[P, ...]:
    """What stands outside of a stretch, with what now stands in it."""
    before = (thing for thing in former if thing.span.start < start)
    return (*before, *now, *(thing for thing in former if thing.span.start >= end))
