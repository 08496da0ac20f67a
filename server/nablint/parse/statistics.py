"""How much of a note's mathematics was understood: counts of formulas read wholly, in part and not at all, with the causes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nablint.base.values import dataclass
from nablint.parse.nodes import Node, Opaque, walk


@dataclass(frozen=True, slots=True)
class ParseStatistics:
    """`causes` are the reasons of opaque parts with the number of formulas each occurs in, the most frequent first."""

    formulas: int
    whole: int
    partly: int
    opaque: int
    causes: tuple[tuple[str, int], ...]

    @property
    def share_whole(self) -> float:
        return self.whole / self.formulas if self.formulas else 1.0


def parse_statistics(trees: Iterable[Node]) -> ParseStatistics:
    whole = partly = opaque = 0
    causes: Counter[str] = Counter()
    for tree in trees:
        found = {node.why for node in walk(tree) if isinstance(node, Opaque)}
        causes.update(found)
        if isinstance(tree, Opaque):
            opaque += 1
        elif found:
            partly += 1
        else:
            whole += 1
    ordered = tuple(sorted(causes.items(), key=lambda item: (-item[1], item[0])))
    return ParseStatistics(whole + partly + opaque, whole, partly, opaque, ordered)
