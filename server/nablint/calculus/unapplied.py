"""Functions written without their argument: the h of ∂h/∂b is h(b), where h is declared as a function of what b is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus import subscripts
from nablint.calculus.granted import FUNCTIONS
from nablint.calculus.scope import Scope
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Derivative, Group, Label, Node, Product, Sub, Symbol
from nablint.sizes.shapes import Function, Matrix, Shape

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator


def at_variable(t: Translator, of: Node, node: Node, scope: Scope) -> Node:
    """What is derived; a function that is declared and nowhere defined, with its argument."""
    key = key_of(of)
    if key is None or key in scope.bindings or not isinstance(node, Derivative) or len(node.by) != 1:
        return of
    stated = t.stated_shape(key)
    if stated is None or not isinstance(stated[1], Function) or len(stated[1].domain) != 1:
        return of
    if t.declared.definition(key) is not None or t.declared.depends(key):
        return of
    by = node.by[0].variable
    for argument in (by, by.base) if isinstance(by, Sub) else (by,):
        if not isinstance(argument, Symbol | Sub | Label):
            continue
        if argument is not by and isinstance(argument, Symbol):
            argument = subscripts.with_entries(t, argument)
        own = key_of(argument)
        found = None if own is None else t.variable_shape(own, argument)
        if found is not None and _fits(t, found[1], stated[1].domain[0]):
            if argument is not by:
                t.granted = FUNCTIONS  # the h of ∂h/∂b_1, which may be a part of h as well
            return Product(of.span, (of, Group(argument.span, argument, "()")), ("",))
    return of


def _fits(t: Translator, shape: Shape, wanted: Shape) -> bool:
    if not isinstance(shape, Matrix) or not isinstance(wanted, Matrix):
        return False
    return t.algebra.same(shape.rows, wanted.rows) and t.algebra.same(shape.cols, wanted.cols)
