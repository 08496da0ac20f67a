"""Derivatives of a vector by a matrix, written as courses do: d(Xv)/dX = vᵀ, which leaves out all that is zero or repeated.

∂(Xv)_i/∂X_{kj} is v_j where i = k, and zero elsewhere; vᵀ is what all rows of it have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus.build import with_indices
from nablint.calculus.compare import Pair, paired
from nablint.calculus.granted import COLLAPSED
from nablint.calculus.product import delta, mul
from nablint.calculus.rename import rename
from nablint.calculus.values import Value
from nablint.sizes.layouts import VectorByVector

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator


def collapsed_pair(t: Translator, left: Value, right: Value) -> Pair | None:
    """The derivative, and the one that has the vector on its right in each row, or in each column; it makes nothing false."""
    if len(left.axes) != 3 or left.of_axes != 1 or not right.is_vector:
        return None
    rows_x = t.layout.vv is VectorByVector.ROWS_X
    *by, of = left.axes if rows_x else (*left.axes[1:], left.axes[0])
    row, col = by
    along, across = (col, row) if right.row is None else (row, col)
    (entry,) = right.indices
    if of is None or along is None or across is None:
        return None
    if not (t.algebra.same(of.dim, across.dim) and t.algebra.same(entry.dim, along.dim)):
        return None
    t.granted = COLLAPSED
    term = mul((delta(of, across), rename(right.term, {entry: along})))
    return paired(t, left, Value(with_indices(term, frozenset(left.indices)), left.axes, 1))
