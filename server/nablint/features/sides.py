"""The chains of equal sides of a formula, through the rows and cells of an alignment: what one rewrite has to treat alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from nablint.base.values import dataclass
from nablint.parse.nodes import Aligned, Blank, Node, Relation, Sequence, Text

# Signs that join statements rather than two sides of one.
_LOGICAL = frozenset({"⇒", "⇐", "⇔", "∴", "∵", "|", ":"})


@dataclass(slots=True)
class Chain:
    """`sides` in order; `sets` are what stands behind ∈. `continues`: its first side stands before this formula."""

    sides: list[Node] = field(default_factory=list)
    sets: list[Node] = field(default_factory=list)
    continues: bool = False

    @property
    def left(self) -> Node | None:
        return None if self.continues or not self.sides else self.sides[0]


def chains(tree: Node) -> list[Chain]:
    """Every expression of the formula in its chain; one that stands alone is a chain of one."""
    found: list[Chain] = []
    for node in _cells(tree):
        if isinstance(node, Relation):
            _join(node, found)
        else:
            found.append(Chain([node]))
    return found


def _cells(node: Node) -> Iterator[Node]:
    match node:
        case Aligned(rows=rows):
            for row in rows:
                for cell in row:
                    yield from _cells(cell)
        case Sequence(items=items):
            for item in items:
                yield from _cells(item)
        case Blank() | Text():
            pass
        case _:
            yield node


def _join(relation: Relation, found: list[Chain]) -> None:
    """A chain that begins with its sign goes on with the one before it."""
    sides, signs = relation.sides, relation.signs
    if not isinstance(sides[0], Blank):
        found.append(Chain([sides[0]]))
    elif not found or signs[0] in _LOGICAL:
        found.append(Chain(continues=True))
    for sign, side in zip(signs, sides[1:], strict=True):
        if sign in _LOGICAL:
            found.append(Chain())
        if isinstance(side, Blank):
            continue
        if sign in ("∈", "∉", "⊂", "⊆"):
            found[-1].sets.append(side)
        else:
            found[-1].sides.append(side)
