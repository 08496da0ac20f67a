"""What holds where two places are equal: Kronecker's δ_{ij}, 1_{i=j}, 1[i = j], and cases by i = j and i ≠ j."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus.build import is_zero
from nablint.calculus.granted import KRONECKER
from nablint.calculus.indexing import letters_in
from nablint.calculus.product import delta, number
from nablint.calculus.scope import Letter, Scope
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value, scalar
from nablint.declarations.facts import SymbolKey
from nablint.parse.conditions import Places, cases_of, places_of
from nablint.parse.nodes import Cases, Group, Node, Number, Sub, Symbol

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_ONES = ("1", "𝟏", "𝟙", "I")


def kronecker(t: Translator, node: Sub, scope: Scope) -> Value | None:
    """δ_{ij} of a δ that nobody declared, and 1_{i=j}; None where the subscript is another one."""
    if is_indicator(node.base) and (places := places_of(node.index)) is not None:
        return _indicator(t, places, scope, node)
    letters = letters_in(node.index)
    if not isinstance(node.base, Symbol) or len(letters) != 2 or _has_meaning(t, SymbolKey(node.base.name)):
        return None
    both = all((letter := t.letter(name, scope)) is not None and letter.index is not None for name in letters)
    if node.base.name.letter == "δ" and not node.base.name.font:
        t.granted = KRONECKER
    elif node.base.name.letter != "I" or not both:
        return None
    return _indicator(t, (letters[0], letters[1], True), scope, node)


def _has_meaning(t: Translator, key: SymbolKey) -> bool:
    stated = t.stated_shape(key) is not None and not t.declared.is_assumed(key)
    return stated or t.declared.definition(key) is not None


def is_indicator(node: Node) -> bool:
    """The 1 of 1[i = j], in whatever font."""
    letter = node.text if isinstance(node, Number) else node.name.letter if isinstance(node, Symbol) else ""
    return letter in _ONES


def bracketed(t: Translator, group: Group, scope: Scope) -> Value | None:
    """The [i = j] after a 1; None where the bracket holds something else."""
    places = places_of(group)
    return None if places is None else _indicator(t, places, scope, group)


def cases(t: Translator, node: Cases, scope: Scope) -> Value:
    rows = cases_of(node)
    if not rows or rows[0][1] is None:
        raise Unclear("cases are not evaluated", node.span)
    values = [t.value(body, scope) for body, _ in rows]  # first: they tell how far the letters run
    one = _indicator(t, rows[0][1], scope, node)
    other = t.algebra.plus(scalar(number(1)), one, -1)
    total: Value | None = None
    for value, where in zip(values, (one, other), strict=True):
        if value.is_scalar and is_zero(value.term):
            continue
        part = t.algebra.times(where, value)
        total = part if total is None else t.algebra.plus(total, part)
    return total if total is not None else scalar(number(0))


def _indicator(t: Translator, places: Places, scope: Scope, node: Node) -> Value:
    assert places is not None
    first, second, equal = places
    one, other = _letter(t, first, scope), _letter(t, second, scope)
    if one is other:
        return scalar(number(1 if equal else 0))
    if one.shift or other.shift:
        raise Unclear("a place that is counted from another number", node.span)
    known = one.index or other.index
    if known is None:
        raise Unclear("an index of unknown size", node.span)
    row, col = one.on(known.dim), other.on(known.dim)
    if not t.algebra.same(row.dim, col.dim):
        raise Unclear("places along different sizes", node.span)
    value = scalar(delta(row, col))
    return value if equal else t.algebra.plus(scalar(number(1)), value, -1)


def _letter(t: Translator, name: str, scope: Scope) -> Letter:
    found = t.letter(name, scope)
    if found is None:
        found = t.free_letters[name] = Letter(name)
    return found
