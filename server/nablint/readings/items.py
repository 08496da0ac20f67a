"""Which numbered item (an exercise, a solution) does a place of the note belong to?"""

from __future__ import annotations

import re
from bisect import bisect_right

from nablint.documents.model import Document

_NUMBERED = re.compile(r"[(\[]?(?:\d+(?:\.\d+)*[a-z]?|[a-z]|[ivx]+)[.)\]]?$")


class Items:
    """The chain of numbered items at each place; what one exercise declares says nothing about the next."""

    def __init__(self, document: Document) -> None:
        self._starts: list[int] = []
        self._chains: list[tuple[int, ...]] = []
        chain: list[tuple[int, int]] = []  # (level, where the item starts)
        for block in document.blocks:
            if block.kind == "heading":
                chain = []
            elif block.kind == "item" and _NUMBERED.match(block.label.strip()):
                while chain and chain[-1][0] >= block.level:
                    chain.pop()
                chain.append((block.level, block.span.start))
            else:
                continue
            self._starts.append(block.span.start)
            self._chains.append(tuple(start for _, start in chain))

    def chain(self, offset: int) -> tuple[int, ...]:
        """The items that the place stands in, the outermost first."""
        at = bisect_right(self._starts, offset) - 1
        return self._chains[at] if at >= 0 else ()

    def foreign(self, fact: int, place: int) -> bool:
        """Whether a fact was stated in a numbered item that the place does not belong to."""
        there = self.chain(fact)
        return bool(there) and self.chain(place)[: len(there)] != there
