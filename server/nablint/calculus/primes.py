"""What a prime means on a symbol or on brackets: a derivative, or a transpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus import calls, derivatives, variables
from nablint.calculus.granted import PRIMED
from nablint.calculus.scope import Scope
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import Group, Node, Prime, Symbol, walk
from nablint.sizes.shapes import Matrix

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_ONES = ("1", "𝟏", "𝟙")


def primed(t: Translator, node: Prime, scope: Scope) -> Value:
    """f′ without its argument: at the variable that f is defined with."""
    key, order, _ = calls.head_of(node)
    if isinstance(node.base, Group):
        return _primed_expression(t, node.base, order, scope, node)
    definition = None if key is None else t.declared.definition(key)
    on = None if key is None else t.declared.depends(key)
    if key is not None and order == 1 and on and len(on) == 1 and is_array(t, key) and t.asked.ask("primed") == "derivative":
        return _derived(t, node.base, on[0], scope, node)
    if key is not None and order == 1 and (is_array(t, key) or key.name.letter in _ONES):
        return _transposed(t, node.base, scope)
    if key is None or definition is None or len(definition.parameters) != 1:
        raise Unclear("a derivative of a function that nobody declared", node.span)
    at = t.lookup(definition.parameters[0], scope, node)
    if at is None:
        raise Unclear("a function of a variable that nobody declared", node.span)
    return derivatives.of_definition(t, definition, at, order, scope, node)


def _derived(t: Translator, of: Node, on: SymbolKey, scope: Scope, node: Prime) -> Value:
    """u′ of what depends on one letter: by that letter."""
    t.granted = PRIMED
    by = variables.variable(t, Symbol(node.span, on.name) if not on.sub and not on.sup else of, scope)
    return derivatives.derivative(t, of, [by], scope, node)


def is_array(t: Translator, key: SymbolKey) -> bool:
    stated = t.stated_shape(key)
    return stated is not None and isinstance(stated[1], Matrix) and not stated[1].is_scalar and not t.declared.is_assumed(key)


def _transposed(t: Translator, node: Node, scope: Scope) -> Value:
    """x′ of a vector or a matrix: some write a transpose so."""
    t.granted = PRIMED
    return t.algebra.transposed(t.value(node, scope))


def _primed_expression(t: Translator, of: Group, order: int, scope: Scope, node: Node) -> Value:
    """(x³ + 1)′: by the one letter that is written in it."""
    letters = {part.name: part for part in walk(of) if isinstance(part, Symbol) and part.name.letter not in "eπ"}
    if order == 1 and any(is_array(t, SymbolKey(name)) for name in letters):
        return _transposed(t, of, scope)
    if len(letters) != 1 or order > 3:
        raise Unclear("a derivative by an unknown letter", node.span)
    (letter,) = letters.values()
    by = variables.variable(t, letter, scope)
    if not (isinstance(by.shape, Matrix) and by.shape.is_scalar):
        raise Unclear("a derivative by an unknown letter", node.span)
    return derivatives.derivative(t, of.body, [by] * order, scope, node)
