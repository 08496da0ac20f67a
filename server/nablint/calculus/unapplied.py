"""Functions written without their argument: the h of ∂h/∂b is h(b), where h is declared as a function of what b is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus import subscripts
from nablint.calculus.granted import FUNCTIONS
from nablint.calculus.scope import Scope
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Derivative, Group, Label, Node, Product, Sub, Symbol, items_of
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


def with_all_arguments(t: Translator, operand: Node) -> Node:
    """The f of `\\nabla f(x)`, where f is defined of x and more: what is written in short is all that f is of."""
    if not isinstance(operand, Product) or len(operand.factors) != 2 or operand.signs != ("",):
        return operand
    head, group = operand.factors
    key = key_of(head)
    definition = None if key is None else t.declared.definition(key)
    if definition is None or not isinstance(group, Group):
        return operand
    items = items_of(group)
    if len(items) >= len(definition.parameters) or definition.parameters[: len(items)] != tuple(map(key_of, items)):
        return operand
    t.granted = FUNCTIONS
    return head


def is_written_with(t: Translator, head: Node, group: Group, scope: Scope) -> bool:
    """Whether the bracket only says on which letters a symbol depends: the x of `p(x)ᵀ`."""
    key = key_of(head)
    items = items_of(group)
    if key is None or key in scope.bindings or any(key_of(item) is None for item in items):
        return False
    return t.declared.definition(key) is not None or bool(t.declared.depends(key))


def are_values_of(arguments: tuple[Node, ...], on: tuple[SymbolKey, ...]) -> bool:
    """Whether the brackets hold the functions that a symbol depends on, each with its own brackets: `f(g(x), h(x))`."""
    heads = [
        argument.factors[0] if isinstance(argument, Product) and isinstance(argument.factors[-1], Group) else argument
        for argument in arguments
        if not isinstance(argument, Product) or len(argument.factors) == 2
    ]
    return len(arguments) > 1 and len(heads) == len(arguments) and {key_of(head) for head in heads} == set(on)


def _fits(t: Translator, shape: Shape, wanted: Shape) -> bool:
    if not isinstance(shape, Matrix) or not isinstance(wanted, Matrix):
        return False
    return t.algebra.same(shape.rows, wanted.rows) and t.algebra.same(shape.cols, wanted.cols)
