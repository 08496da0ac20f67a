"""Norms and bars: ‖x‖, ‖x‖_p, ‖X‖_F, |x|, |A|."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from nablint.calculus.build import mapped, power
from nablint.calculus.product import mul, number
from nablint.calculus.scope import Scope
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value, scalar
from nablint.declarations.keys import canonical
from nablint.parse.nodes import Node, Norm

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator


def norm(t: Translator, node: Norm, scope: Scope) -> Value:
    if node.bars == 2:
        t.refuse_assumed(node.body, "a norm")
    value = t.value(node.body, scope)
    if node.bars == 1:
        if value.is_matrix:
            return t.algebra.det(value)
        if node.index is not None:
            raise Unclear("bars with a subscript", node.span)
        if value.is_vector:
            raise Unclear("the absolute value of a vector", node.span)
        return value.with_term(mapped("abs", value.term))
    return of(t, value, node.index, node, scope)


def of(t: Translator, value: Value, index: Node | None, node: Node, scope: Scope | None = None) -> Value:
    """‖x‖, ‖x‖_p, ‖X‖_F, and ‖x‖_A = √(xᵀAx)."""
    text = _name(index)
    if value.is_scalar:
        return value.with_term(mapped("abs", value.term))
    if (text in ("", "2") and value.is_vector) or text == "F" or (text == "2,2" and value.is_matrix):
        return scalar(power(mul((value.term, value.term), value.indices), number(Fraction(1, 2))))
    if text.isdigit() and value.is_vector:
        order = int(text)
        if order == 1:
            return scalar(mul((mapped("abs", value.term),), value.indices))
        if 1 < order < 20:
            entries = power(mapped("abs", value.term), number(order))
            return scalar(power(mul((entries,), value.indices), number(Fraction(1, order))))
    if index is not None and value.is_vector and scope is not None and not text.isdigit() and text not in ("∞", "*"):
        weight = t.value(index, scope)
        if weight.is_matrix and value.row is not None:
            a = t.algebra
            inside = a.times(a.times(a.transposed(value), weight), value.fresh())
            return scalar(power(inside.term, number(Fraction(1, 2))))
    raise Unclear("a norm that is not evaluated", node.span)


def _name(index: Node | None) -> str:
    return "" if index is None else canonical(index) or "?"
