"""A derivation step by step: the chain rule through the definitions, each factor with its shape, then the rules inside."""

from __future__ import annotations

from itertools import pairwise

from nablint.base.values import dataclass
from nablint.calculus import derivatives, variables
from nablint.calculus.matrixform import MatrixForm, matrix_form
from nablint.calculus.scope import Scope
from nablint.calculus.symbolnodes import NOWHERE, juxtaposed, symbol_node
from nablint.calculus.terms import symbols
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import By, Derivative, Group, Node, Relation, Sub, Sum, Symbol, walk
from nablint.parse.render import render_latex
from nablint.sizes.layouts import VectorByVector
from nablint.sizes.shapes import Shape

_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation; `rule` names what was used."""

    node: Node
    latex: str
    shape: Shape
    rule: str


def chain_steps(t: Translator, node: Node, variables: list[Node], value: Value, form: MatrixForm) -> tuple[Step, ...]:
    """The links of the chain rule (for a first derivative through definitions), the terms of a sum, and the result."""
    out: list[Step] = []
    if len(variables) == 1:
        out.extend(_links(t, node, variables[0]))
        if not out:
            out.extend(_terms(t, node, variables[0]))
    left = _fraction(node, variables)
    whole = Relation(NOWHERE, (left, form.node), ("=",), (NOWHERE,))
    out.append(Step(whole, render_latex(whole), value.shape, "result" if out else "derivative"))
    return tuple(out)


def _fraction(of: Node, variables: list[Node]) -> Derivative:
    simple = isinstance(of, Symbol | Sub)
    return Derivative(
        NOWHERE, "∂", of if simple else Group(NOWHERE, of, "()"), tuple(By(NOWHERE, v, 1) for v in variables), len(variables)
    )


def _direct(t: Translator, node: Node) -> list[SymbolKey]:
    """The defined symbols that an expression is written with."""
    found: dict[SymbolKey, None] = {}
    for inner in walk(node):
        key = key_of(inner) if isinstance(inner, Symbol | Sub) else None
        if key is not None and t.declared.definition(key) is not None:
            found[key] = None
    return list(found)


def _links(t: Translator, node: Node, variable: Node) -> list[Step]:
    """∂f/∂z, ∂z/∂y, ∂y/∂x along each path through the definitions."""
    target = key_of(variable)
    if target is None:
        return []
    edges: list[tuple[Node, SymbolKey]] = []
    seen: set[SymbolKey] = set()
    frontier: list[Node] = [node]
    while frontier and len(edges) < _LONGEST:
        current = frontier.pop(0)
        key = key_of(current)
        definition = None if key is None else t.declared.definition(key)
        body = current if definition is None else definition.value
        for inner in _direct(t, body):
            if inner == target:
                continue
            if _depends(t, inner, target):
                edges.append((current, inner))
                if inner not in seen:
                    seen.add(inner)
                    frontier.append(symbol_node(inner))
        if any(key_of(n) == target for n in walk(body) if isinstance(n, Symbol | Sub)):
            edges.append((current, target))
    if len(edges) < 2:
        return []
    steps = [s for of, by in edges if (s := _link(t, of, symbol_node(by))) is not None]
    chain = _chain(t, edges, target)
    return ([chain] if chain is not None else []) + steps


def _depends(t: Translator, key: SymbolKey, target: SymbolKey) -> bool:
    try:
        value = t.value(symbol_node(key), Scope(kept=frozenset((target,))))
    except Unclear:
        return False
    return target in symbols(value.term)


def _link(t: Translator, of: Node, by: Node) -> Step | None:
    try:
        variable = variables.variable(t, by, Scope())
        key = key_of(of)
        definition = None if key is None else t.declared.definition(key)
        # One link holds the other definitions as they stand.
        kept = frozenset(k for k in _direct(t, of if definition is None else definition.value))
        value = derivatives.derivative(t, of if definition is None else definition.value, [variable], Scope(kept=kept), of)
    except Unclear:
        return None
    form = matrix_form(value, t.shapes, t.layout.whole, value.of_axes)
    left = _fraction(of, [by])
    node = Relation(NOWHERE, (left, form.node), ("=",), (NOWHERE,))
    return Step(node, render_latex(node), value.shape, "link of the chain rule")


def _chain(t: Translator, edges: list[tuple[Node, SymbolKey]], target: SymbolKey) -> Step | None:
    """The product of the links, where there is one path: in the order of the layout."""
    if len({key for _, key in edges}) != len(edges):
        return None
    factors: list[Node] = [_fraction(of, [symbol_node(by)]) for of, by in edges]
    for (_, middle), (following, _) in pairwise(edges):
        if key_of(following) != middle:
            return None
    if t.layout.vv is VectorByVector.ROWS_X:
        factors.reverse()
    product = juxtaposed(factors)
    left = _fraction(edges[0][0], [symbol_node(target)])
    try:
        value = t.value(product)
        expected = t.value(left)
    except Unclear:
        return None
    if len(value.indices) != len(expected.indices):
        return None
    node = Relation(NOWHERE, (left, product), ("=",), (NOWHERE,))
    return Step(node, render_latex(node), expected.shape, "chain rule")


def _terms(t: Translator, node: Node, variable: Node) -> list[Step]:
    """Each term of a sum by itself."""
    body = node.body if isinstance(node, Group) else node
    if not isinstance(body, Sum) or len(body.terms) > _LONGEST:
        return []
    steps = []
    for term in body.terms:
        step = _link(t, term, variable)
        if step is None:
            return []
        steps.append(Step(step.node, step.latex, step.shape, "sum rule"))
    return steps
