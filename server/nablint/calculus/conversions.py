"""An index expression as a matrix expression, and the other way round: `\\sum_j A_{ij} x_j y_j` is entry i of `A (x ⊙ y)`."""

from __future__ import annotations

from nablint.base.budget import Budget, BudgetExceeded
from nablint.base.values import dataclass
from nablint.calculus.declared import Declared
from nablint.calculus.former import Former, NoForm
from nablint.calculus.indexform import index_node, named_index_node
from nablint.calculus.readings import AS_USUAL, Reading
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Mismatch
from nablint.calculus.writing import write
from nablint.parse.nodes import Node
from nablint.sizes.layouts import MIXED

_STEPS = 3_000


@dataclass(frozen=True, slots=True)
class MatrixReading:
    """`whole` has the expression as its entry at `letters` (rows, then columns); without letters it is equal to it."""

    whole: Node
    letters: tuple[str, ...]


def to_matrix(node: Node, declared: Declared, reading: Reading = AS_USUAL) -> MatrixReading | None:
    """The matrix form of an index expression with at most two free letters, in the order in which they first stand;
    None where there is none, or where the expression has no index."""
    t = Translator(declared, MIXED, reading, Budget(_STEPS))
    try:
        value = t.value(node)
        if value.is_tensor:
            return None
        free = [(n, letter.index) for n, letter in t.free_letters.items() if letter.index in value.term.free]
        if len(free) > 2 or len(value.term.free) != len(free) + len(value.indices) or (free and value.indices):
            return None
        row, col = value.axes
        if free:
            row, col = free[0][1], free[1][1] if len(free) == 2 else None
        form = Former(t.shapes, MIXED).form(value.term, row, col)
        return MatrixReading(write(form), tuple(n for n, _ in free))
    except (Unclear, Mismatch, NoForm, BudgetExceeded, RecursionError):
        return None


def to_index(node: Node, declared: Declared, letters: tuple[str, ...] = ("i", "j")) -> Node | None:
    """The entry of a matrix expression, with sums written out; None where it is not understood."""
    t = Translator(declared, MIXED, AS_USUAL, Budget(_STEPS))
    try:
        value = t.value(node)
        return named_index_node(value, t.shapes, letters)
    except (Unclear, Mismatch, BudgetExceeded, RecursionError):
        return None


__all__ = ["MatrixReading", "index_node", "to_index", "to_matrix"]
