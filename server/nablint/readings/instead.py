"""What would not hold of a formula if another one stood in its place, told from that formula alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nablint.inference.combine import Clash, equate
from nablint.inference.infer import Inference
from nablint.inference.remembered import walk
from nablint.parse import nodes as n
from nablint.readings.note import EQUALITIES
from nablint.readings.troubles import ReadNote, expressions, is_constant


def faults(note: ReadNote, region: int, tree: n.Node, as_rows: bool = False) -> Counter[str]:
    """How many problems of each kind `tree` has where formula `region` stands, with what is declared there. Equations whose
    left side stands elsewhere are not among them."""
    inference = walk(note.walk_of(region, as_rows), expressions(tree))
    found = Counter(str(problem.kind) for problem in inference.problems)
    found["equation"] += sum(_unequal(inference, left, right) for left, right in _equated(tree))
    return +found


def _equated(tree: n.Node) -> Iterator[tuple[n.Node, n.Node]]:
    for part in n.walk(tree):
        cells = [cell for row in part.rows for cell in row] if isinstance(part, n.Aligned) else [part]
        last: n.Node | None = None  # what a cell goes on from that begins with its sign
        for cell in cells:
            if isinstance(cell, n.Relation):
                sides = cell.sides if last is None or not isinstance(cell.sides[0], n.Blank) else (last, *cell.sides[1:])
                for left, sign, right in zip(sides, cell.signs, sides[1:], strict=False):
                    if sign in EQUALITIES and not is_constant(left) and not is_constant(right):
                        yield left, right
                last = sides[-1]
            elif not isinstance(cell, n.Blank):
                last = cell


def _unequal(inference: Inference, left: n.Node, right: n.Node) -> bool:
    return isinstance(inference.pairwise(inference.of(left), inference.of(right), equate), Clash)
