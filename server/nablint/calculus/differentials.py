"""Differentials: d(X Y) is the change of X Y along dX and dY, which are as large as X and Y."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus.build import add, var, with_indices
from nablint.calculus.differentiate import NotDifferentiable, differentiate
from nablint.calculus.granted import NAMED
from nablint.calculus.product import mul, number
from nablint.calculus.scope import Scope
from nablint.calculus.terms import Index
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Derivative, Name, Node, walk
from nablint.sizes.shapes import Function, Shape, Structure

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_KEPT = Structure.SYMMETRIC | Structure.DIAGONAL | Structure.SKEW | Structure.UPPER | Structure.LOWER | Structure.ELEMENTWISE


def moving(t: Translator, left: Node, right: Node) -> dict[SymbolKey, tuple[SymbolKey, Shape, Structure]]:
    """What changes in a claim about differentials: the symbols with a d before them that stand for nothing else."""
    found = {}
    for side in (left, right):
        for node in walk(side):
            key = key_of(node.of) if isinstance(node, Derivative) and not node.by and node.of is not None else None
            if key is None or t.declared.definition(key) is not None or t.declared.depends(key):
                continue
            stated = t.stated_shape(key)
            if stated is not None and not isinstance(stated[1], Function) and not t.declared.is_assumed(key):
                found[stated[0]] = stated
    return found


def differential(t: Translator, node: Derivative, of: Node, scope: Scope) -> Value:
    """d of an expression: the sum over all that changes."""
    key = key_of(of)
    stated = None if key is None else t.stated_shape(key)
    if stated is not None and stated[0] in t.moving:
        return _change(t, stated, node)[0]
    if key is not None:
        # dZ of what Z is defined as; many notes write dZ for the derivative of a loss by Z.
        t.granted = NAMED
    if not t.moving:
        raise Unclear("a differential of what nobody declared", node.span)
    value = t.value(of, scope.keeping(frozenset(t.moving)))
    total = with_indices(number(0), frozenset(value.indices))
    for one in t.moving.values():
        change, slots = _change(t, one, node)
        try:
            slope = differentiate(value.term, one[0], slots, t.budget)
        except NotDifferentiable as failure:
            raise Unclear(f"no derivative is known of {failure.args[0]}", node.span) from None
        total = add((total, mul((slope, change.term), slots)))
    return value.with_term(with_indices(total, frozenset(value.indices)))


def _change(t: Translator, of: tuple[SymbolKey, Shape, Structure], node: Node) -> tuple[Value, tuple[Index, ...]]:
    """dX, and its axes."""
    own, shape, structure = of
    key = SymbolKey(Name(f"d{own.name.letter}", own.name.font, own.name.accents), own.sub, own.sup)
    axes = t.axes_of(shape, node)
    slots = tuple(a for a in axes if a is not None)
    t.variables[key] = (shape, structure & _KEPT)
    return Value(var(key, slots, structure & _KEPT), axes), slots
