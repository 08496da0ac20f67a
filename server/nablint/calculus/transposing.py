"""A transpose put into an expression as people write it: (V Gᵀ)ᵀ is G Vᵀ, and a number stays in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus.symbolnodes import NOWHERE, juxtaposed
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Mismatch
from nablint.parse import nodes as n

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_MOST = 8  # factors or terms that are turned one by one
_LETTERS = (n.Symbol, n.Sub, n.Label, n.Matrix, n.Norm)


def transpose_of(t: Translator, node: n.Node) -> n.Node:
    """The transpose, in which every part that need not change is the author's own."""
    try:
        return _turned(t, node)
    except (Unclear, Mismatch):
        return n.Transpose(NOWHERE, node if isinstance(node, (*_LETTERS, n.Group)) else n.Group(NOWHERE, node, "()"))


def _turned(t: Translator, node: n.Node) -> n.Node:
    match node:
        case n.Transpose(base=base):
            return base
        case n.Negate(body=body):
            return n.Negate(NOWHERE, _turned(t, body))
        case n.Product(factors=factors, signs=signs) if set(signs) <= {""} and len(factors) <= _MOST:
            scalars = [factor for factor in factors if t.value(factor).is_scalar]
            arrays = [factor for factor in reversed(factors) if not any(factor is one for one in scalars)]
            return juxtaposed((*scalars, *(_turned(t, factor) for factor in arrays)))
        case n.Fraction(numerator=above, denominator=below) if t.value(below).is_scalar and not t.value(above).is_scalar:
            return n.Fraction(NOWHERE, _turned(t, above), below)
        case n.Power(exponent=n.Negate(body=n.Number())) | n.Symbol() | n.Sub() | n.Label() | n.Matrix() | n.Group():
            return node if t.value(node).is_scalar else n.Transpose(NOWHERE, node)
        case _:
            return n.Transpose(NOWHERE, n.Group(NOWHERE, node, "()"))
