"""What is derived that has no name of its own: `\\log p(y) = …` tells what `\\frac{\\partial \\log p(y)}{\\partial m}` is of.

An equation may also be a condition, so this is asked only of what cannot be understood otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from nablint.declarations.directives import function_head
from nablint.declarations.facts import Statement
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.parse.render import render_unicode
from nablint.readings.note import EQUALITIES, Note

Equated: TypeAlias = Mapping[tuple[int, str], list[tuple[int, n.Node]]]  # by section and text, with the statements' numbers


def expressions_equated(note: Note) -> Equated:
    """What the equations of each section say of expressions that are no names, in their order."""
    found: dict[tuple[int, str], list[tuple[int, n.Node]]] = {}
    for statement in note.said:
        says = statement.sign in EQUALITIES and statement.kind in ("definition", "assumption", "claim")
        if says and isinstance(statement.left, n.Call | n.Norm | n.Product) and _is_nameless(statement.left):
            letters = any(isinstance(part, n.Symbol) for part in n.walk(statement.right))
            if letters and not isinstance(statement.right, n.Derivative | n.Nabla):
                texts = [render_unicode(statement.left)]
                if isinstance(statement.left, n.Call):
                    texts.append(statement.left.function)  # ∂lse/∂t, of lse(t) = …
                for text in texts:
                    found.setdefault((statement.scope, text), []).append((statement.index, statement.right))
    return found


def equated(every: Equated, statement: Statement) -> Statement | None:
    """The statement with what its section last said of the expression that it derives; None where it said nothing."""
    left = statement.left
    of = derived(left)
    word = isinstance(of, n.Symbol) and len(of.name.letter) > 1
    if of is None or not (word or _is_nameless(of)):
        return None
    said = every.get((statement.scope, of.name.letter.lower() if isinstance(of, n.Symbol) else render_unicode(of)), ())
    earlier = [right for index, right in said if index < statement.index]
    if not earlier:
        return None
    value = n.Group(of.span, earlier[-1], "()")
    if isinstance(left, n.Derivative):
        return replace(statement, left=replace(left, of=value))
    if isinstance(left, n.Product):
        operator = left.factors[0]
        if isinstance(operator, n.Nabla) and operator.by is None:
            # ∇ goes by the argument, which is no longer seen.
            if not isinstance(of, n.Call) or len(of.args) != 1:
                return None
            operator = replace(operator, by=of.args[0])
        return replace(statement, left=n.Product(left.span, (operator, value), ("",)))
    return None


def derived(node: n.Node) -> n.Node | None:
    """What is derived by a fraction, or by the operator at the head of a product."""
    match node:
        case n.Derivative(of=of):
            return of
        case n.Product(factors=(n.Derivative(of=None) | n.Nabla(), of), signs=("",)):
            return of
        case n.Product(factors=(n.Derivative(of=None) | n.Nabla(), *rest), signs=("", *signs)):
            return n.Product(node.span, tuple(rest), tuple(signs))
        case _:
            return None


def _is_nameless(node: n.Node) -> bool:
    while isinstance(node, n.Group):
        node = node.body
    operator = isinstance(node, n.Product) and isinstance(node.factors[0], n.Derivative | n.Nabla)
    return key_of(node) is None and function_head(node) is None and not operator
