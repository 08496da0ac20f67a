"""Compositions: `(f \\circ g)(x)` is f(g(x)), and `(f \\circ g)'(x)` its derivative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus import calls, derivatives
from nablint.calculus.declared import Definition
from nablint.calculus.scope import Scope
from nablint.calculus.symbolnodes import NOWHERE
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import Group, Name, Node, Prime, Product, Symbol

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_ARGUMENT = Name("∘")


def is_composed(t: Translator, head: Node, scope: Scope) -> bool:
    return bool(_functions(t, head, scope))


def applied(t: Translator, head: Node, argument: Node, scope: Scope) -> Value | None:
    """What `head` is at the argument; None where it is no composition."""
    order, base = (head.count, head.base) if isinstance(head, Prime) else (0, head)
    functions = _functions(t, base, scope)
    if not functions:
        return None
    at = t.value(argument, scope)
    inner = _nested(functions, Symbol(NOWHERE, _ARGUMENT))
    parameter = SymbolKey(_ARGUMENT)
    if not order:
        return t.value(inner, Scope(scope.letters, {**scope.bindings, parameter: at}, scope.kept, scope.depth))
    return derivatives.of_definition(t, Definition(inner, (parameter,)), at, order, scope, head)


def written_out(t: Translator, node: Node, scope: Scope) -> Node:
    """g(h(x)) for (g ∘ h)(x); any other node as it is."""
    match node:
        case Product(factors=(head, Group(body=argument, brackets="()")), signs=("",)):
            functions = _functions(t, head, scope)
            return _nested(functions, argument) if functions else node
        case _:
            return node


def _nested(functions: tuple[Node, ...], argument: Node) -> Node:
    for function in reversed(functions):
        argument = Product(NOWHERE, (function, Group(NOWHERE, argument, "()")), ("",))
    return argument


def _functions(t: Translator, node: Node, scope: Scope) -> tuple[Node, ...]:
    match node:
        case Group(body=Product(factors=factors, signs=signs), brackets="()") if set(signs) == {"circ"}:
            return factors if all(calls.is_function(t, factor, scope) for factor in factors) else ()
        case _:
            return ()
