"""Where in the formulas does an offset of the file stand? Regions and nodes around it, and spans led back to the file."""

from __future__ import annotations

from bisect import bisect_right

from nablint.analysis.snapshot import Snapshot
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.documents.model import Region
from nablint.parse.nodes import Node, children

DEEPEST = 200  # of a path into a tree; the parser nests less


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a formula. `path` leads from the whole formula (first) to the innermost node (last)."""

    region: int
    offset: int  # in the region's text
    path: tuple[Node, ...]


class Regions:
    """The formulas of one snapshot, found by offset."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.starts = [region.span.start for region in snapshot.document.regions]

    def region_at(self, offset: int) -> int | None:
        """The formula around the offset, its delimiters included; between two that touch, the later one."""
        k = bisect_right(self.starts, offset) - 1
        for index in (k, k - 1):
            if index >= 0 and self.region(index).span.touches(offset):
                return index
        return None

    def regions_in(self, span: Span) -> range:
        """The formulas that overlap a part of the file."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        while first < len(self.starts) and self.region(first).span.end <= span.start:
            first += 1
        last = bisect_right(self.starts, max(span.end - 1, span.start))
        return range(first, max(first, last))

    def region(self, index: int) -> Region:
        return self.snapshot.document.regions[index]

    def tree(self, index: int) -> Node:
        return self.snapshot.trees[index]

    def in_file(self, index: int, span: Span) -> Span:
        return self.region(index).map.span(span)

    def spot(self, offset: int) -> Spot | None:
        """The nodes around an offset; None outside of formulas."""
        index = self.region_at(offset)
        if index is None:
            return None
        region = self.region(index)
        inner = region.map.back(offset)
        return Spot(index, inner, path_to(self.tree(index), inner))


def path_to(root: Node, offset: int) -> tuple[Node, ...]:
    """From the root to the innermost node whose span touches the offset; where two meet, the one that begins there."""
    path = [root]
    while len(path) < DEEPEST:
        touching = [child for child in children(path[-1]) if child.span.touches(offset)]
        if not touching:
            break
        path.append(max(touching, key=lambda child: (child.span.start <= offset < child.span.end, child.span.start)))
    return tuple(path)
