"""Chain-rule products with an array of more than two axes, dL/dY · dY/dX: the factors are joined over what links them.

No order of the factors and no layout makes such a product a matrix product; what it means is told by its links alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nablint.calculus import derivatives, variables
from nablint.calculus.derivatives import Axes
from nablint.calculus.product import mul
from nablint.calculus.rename import rename
from nablint.calculus.scope import Scope
from nablint.calculus.terms import Term
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Derivative, Node, Product

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator


def linked(t: Translator, node: Product, scope: Scope) -> Value | None:
    """The value of a product of derivatives that link into one chain, in whatever order; None where they do not."""
    chain = _in_order(node.factors) if set(node.signs) <= {"", "cdot", "star", "times"} else None
    if chain is None:
        return None
    total: Term | None = None
    of_axes: Axes = ()
    middle: Axes = ()
    for factor in chain:
        assert factor.of is not None
        variable = variables.variable(t, factor.by[0].variable, scope)
        value, axes_by, term = derivatives.entries(t, factor.of, [variable], scope, node, factor.sign == "∂")
        term = derivatives.at_their_values(t, Value(term, ()), [variable], scope, node).term
        if total is None:
            total, of_axes, middle = term, value.axes, axes_by[0]
            continue
        if len(middle) != len(value.axes):
            return None
        names = {}
        for a, b in zip(middle, value.axes, strict=True):
            if (a is None) != (b is None):
                return None
            if a is not None and b is not None:
                if not t.algebra.same(a.dim, b.dim):
                    return None
                names[b] = a
        total = mul((total, rename(term, names)), names.values())
        middle = axes_by[0]
    return None if total is None else derivatives.arranged(t, of_axes, middle, total, node)


def _in_order(factors: Sequence[Node]) -> tuple[Derivative, ...] | None:
    """dz/dy before dy/dx, whichever way the author wrote them."""
    by_key: dict[SymbolKey, Derivative] = {}
    wanted: set[SymbolKey] = set()
    for factor in factors:
        if not isinstance(factor, Derivative) or factor.of is None or len(factor.by) != 1 or factor.order != 1:
            return None
        of, by = key_of(factor.of), key_of(factor.by[0].variable)
        if of is None or by is None or of in by_key or by in wanted:
            return None
        by_key[of] = factor
        wanted.add(by)
    starts = [key for key in by_key if key not in wanted]
    if len(starts) != 1:
        return None
    chain = []
    key: SymbolKey | None = starts[0]
    while key in by_key:
        chain.append(by_key[key])
        key = key_of(by_key[key].by[0].variable)
    return tuple(chain) if len(chain) == len(factors) else None
