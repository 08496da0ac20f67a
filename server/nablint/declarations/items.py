"""Numbered items of a note (exercises, solutions, their parts): which one does a place belong to?"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from nablint.base.sequences import alike_ends, first_from
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.documents.model import Block, Document

_LONGEST_LABEL = 40
_END = 1 << 62
_DELIMITER = 12

# A label set in bold makes no list of it: `**3**. (a) …`.
_BOLD = re.compile(r"\*\*\(?(\d+(?:\.\d+)*|[a-z])\)?\*\*[.)]?\s")
# An exercise's number with its chapter, before a bracket or alone, where a paragraph or a display begins: "5.9)", `S_{1,1})`.
_NUMBERED = re.compile(r"\s*(?:\\begin\{\w+\*?\})?\s*(?:[A-Z]_?\{?)?(\d{1,3}(?:[.,]\d{1,3})+)\}?\s?([a-z]?)(?:\)|\n)")
# A part's letter where a display begins: `b) \quad f(x) = …`.
_LETTERED = re.compile(r"\s*(?:\\text\w*\{)?\(?([a-h])\)\s*\}?\s*(?:\\quad|\\;|\\,|[A-Za-z\\{])")
_DIGITS = re.compile(r"\W*(\d+(?:\.\d+)*[a-z]?)\W*$")
_LETTER = re.compile(r"\W*([a-z])\W*$", re.IGNORECASE)
_ROMAN = re.compile(r"\W*([ivx]{2,})\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """`rank`: 0 for "3.", 1 for its parts "(a)", 2 for theirs "(ii)": what the label says, since indentation is often lost."""

    rank: int
    label: str
    start: int


def _item(label: str, start: int) -> Item | None:
    for rank, pattern in ((0, _DIGITS), (2, _ROMAN), (1, _LETTER)):
        match = pattern.match(label.strip())
        if match:
            return Item(rank, match.group(1).lower(), start)
    return None


def _beginning(document: Document, block: Block) -> str:
    """The first characters of a block: of its formula, where it begins with one."""
    if block.regions and (region := document.regions[block.regions[0]]).span.start <= block.span.start + _DELIMITER:
        return region.text[:_LONGEST_LABEL]
    return document.source.text[block.span.start : block.span.start + _LONGEST_LABEL]


_NONE: list[tuple[Item, ...]] = [()]


class Items:
    """The chain of items at each place. What one exercise declares says nothing about the next."""

    def __init__(self, document: Document, stretch: Span | None = None, former: Items | None = None) -> None:
        """`former` are those of a version of the note of which only a stretch was other."""
        self._starts: list[int] = []
        self._chains: list[tuple[Item, ...]] = []
        if stretch is None or former is None:
            self._read(document, document.blocks, [])
            return
        low, high = (first_from(document.blocks, edge) for edge in (stretch.start, stretch.end))
        first, last = (bisect_left(former._starts, edge) for edge in (stretch.start, stretch.end))
        self._starts, self._chains = former._starts[:first], former._chains[:first]
        self._read(document, document.blocks[low:high], list(self._chains[-1]) if first else [])
        if (self._chains or _NONE)[-1] == (former._chains[:last] or _NONE)[-1]:
            self._starts += former._starts[last:]
            self._chains += former._chains[last:]
        else:
            self._read(document, document.blocks[high:], list((self._chains or _NONE)[-1]))

    def _read(self, document: Document, blocks: Sequence[Block], chain: list[Item]) -> None:
        """The chains that blocks begin, which stand in one."""
        for block in blocks:
            item = _item(block.label, block.span.start) if block.kind == "item" and block.label else None
            if block.kind == "paragraph" and (bold := _BOLD.match(document.source.text, block.span.start)):
                item = _item(bold.group(1), block.span.start)
            elif block.kind in ("paragraph", "display") and (numbered := _NUMBERED.match(_beginning(document, block))):
                item = _item(numbered.group(1).replace(",", ".") + numbered.group(2), block.span.start)
            elif block.kind == "display" and chain and (lettered := _LETTERED.match(_beginning(document, block))):
                item = _item(lettered.group(1), block.span.start)
            if block.kind == "heading":
                chain = []
            elif item is not None:
                while chain and chain[-1].rank >= item.rank:
                    chain.pop()
                chain.append(item)
            else:
                continue
            self._starts.append(block.span.start)
            self._chains.append(tuple(chain))

    def differing(self, other: Items) -> Span:
        """From where to where the chains of two versions of a note may differ; an empty span where they nowhere do."""
        own, others = (list(zip(items._starts, items._chains, strict=True)) for items in (self, other))
        first, last = alike_ends(own, others)
        if first == len(self._starts) == len(other._starts):
            return Span(0, 0)
        starts = [items._starts[first] for items in (self, other) if first < len(items._starts) - last]
        return Span(min(starts), self._starts[-last] if last else _END)

    def chain(self, offset: int) -> tuple[Item, ...]:
        """The items that the place stands in, the outermost first."""
        at = bisect_right(self._starts, offset) - 1
        return self._chains[at] if at >= 0 else ()

    def foreign(self, fact: int, place: int) -> bool:
        """Whether a fact was stated in a numbered item that the place does not belong to."""
        if not self._starts:
            return False
        there = self.chain(fact)
        return bool(there) and self.chain(place)[: len(there)] != there

    def in_one_exercise(self, first: int, second: int) -> bool:
        """Whether two places stand in parts of the same exercise, or in parts where nothing is numbered above them."""
        above = [[item for item in self.chain(place) if item.rank == 0] for place in (first, second)]
        return above[0] == above[1]

    def exercise(self, section: Span, label: str) -> Span | None:
        """Where the exercise with that label stands in a section of exercises."""
        first = bisect_right(self._starts, section.start - 1)
        last = bisect_right(self._starts, section.end - 1)
        found: int | None = None
        for start, chain in zip(self._starts[first:last], self._chains[first:last], strict=True):
            own = bool(chain) and chain[0].rank == 0 and chain[0].label == label
            if own and found is None:
                found = start
            elif not own and found is not None:
                return Span(found, start)
        return Span(found, section.end) if found is not None else None
