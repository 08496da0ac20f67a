"""What a derivative is taken by: symbols and entries of them, stacked ones too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nablint.base.values import dataclass
from nablint.calculus import subscripts
from nablint.calculus.granted import PRIMED
from nablint.calculus.scope import Scope
from nablint.calculus.unclear import Unclear
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import By, Call, Derivative, Group, Matrix, Node, Prime, Sequence, Sub, Symbol, Transpose
from nablint.sizes.shapes import Function, Shape, Structure

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_HIGHEST = 4


@dataclass(frozen=True, slots=True)
class Variable:
    """What a derivative is taken by: a symbol, or the entry of one (`x_i`), perhaps written with a transpose."""

    key: SymbolKey
    shape: Shape
    structure: Structure
    transposed: bool = False
    entry: Sub | None = None
    flat: bool = False  # written vec(X)


def stacked(node: Derivative) -> tuple[Node, ...]:
    """The x and y of ∂f/∂(x, y)."""
    if len(node.by) == 1 and node.by[0].order == 1:
        match node.by[0].variable:
            case Group(body=Sequence(items=items, separators=separators), brackets="()") if set(separators) == {","}:
                return items
    return ()


def collected(t: Translator, node: Derivative) -> tuple[Node, ...]:
    """The p, q and r of ∂f/∂x with x = (p, q, r)ᵀ: x only collects what f is written in."""
    key = key_of(node.by[0].variable) if len(node.by) == 1 and node.by[0].order == 1 else None
    definition = None if key is None else t.declared.definition(key)
    value = None if definition is None or definition.parameters else definition.value
    if isinstance(value, Transpose):
        value = value.base
    match value:
        case Group(body=Sequence(items=items, separators=separators), brackets="()" | "[]") if set(separators) == {","}:
            pass
        case Matrix(rows=((*items,),)):
            pass
        case Matrix(rows=rows) if all(len(row) == 1 for row in rows):
            items = [row[0] for row in rows]
        case _:
            return ()
    keys = [key_of(item) for item in items]
    return tuple(items) if len(keys) > 1 and None not in keys and len(set(keys)) == len(keys) else ()


def variables_of(t: Translator, by: tuple[By, ...], scope: Scope, node: Node) -> list[Variable]:
    found: list[Variable] = []
    for item in by:
        if item.order is None or item.order > _HIGHEST:
            raise Unclear("a derivative of symbolic order", node.span)
        found.extend([variable(t, item.variable, scope)] * item.order)
    if not 0 < len(found) <= _HIGHEST:
        raise Unclear("a derivative of high order", node.span)
    return found


def variable(t: Translator, node: Node, scope: Scope) -> Variable:
    match node:
        case Transpose(base=base):
            inner = variable(t, base, scope)
            return Variable(inner.key, inner.shape, inner.structure, not inner.transposed, inner.entry, inner.flat)
        case Call(function="vec", args=(only,), power=None, primes=0):
            inner = variable(t, only, scope)
            if inner.entry is not None or inner.transposed or inner.flat:
                raise Unclear("a derivative by an expression", node.span)
            return replace(inner, flat=True)
        case Group(body=body) if not isinstance(body, Sequence):
            return variable(t, body, scope)
        case _:
            pass
    key = key_of(node)
    if key is None:
        raise Unclear("a derivative by an expression", node.span)
    stated = t.variable_shape(key, node)
    if stated is None and isinstance(node, Prime) and node.count == 1 and t.variable_shape(key.with_sup(""), node) is not None:
        t.granted = PRIMED
        return variable(t, Transpose(node.span, node.base), scope)
    if stated is None and key in scope.bindings:
        raise Unclear("a derivative by an argument", node.span)
    if stated is None:
        node = subscripts.inside_out(node) or node
    if stated is None and isinstance(node, Sub):
        base = subscripts.with_entries(t, node.base, scope) if isinstance(node.base, Symbol) else node.base
        if base is node.base and isinstance(base, Symbol):
            base = subscripts.of_capital(t, base, node.index)
        inner = variable(t, base, scope)
        return Variable(inner.key, inner.shape, inner.structure, False, node)
    if stated is None or isinstance(stated[1], Function):
        raise Unclear("a derivative by a symbol of unknown shape", node.span)
    return Variable(stated[0], stated[1], stated[2])
