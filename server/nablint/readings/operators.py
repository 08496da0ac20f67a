"""Derivatives that are written as products of letters: `D f(x)`, `J_f(x)`, `(f \\circ g)'(x)`, `\\mathrm{d}(X Y)`.

A claim with one of them is put into the nodes that the calculus knows: f′(x), and a `Derivative` by nothing for a differential.
"""

from __future__ import annotations

from dataclasses import replace

from nablint.base.memory import Memory, by_identity
from nablint.declarations.facts import DefinitionFact, ShapeFact, Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.parse.rebuilding import rebuilt
from nablint.readings.note import Note
from nablint.readings.troubles import ReadNote
from nablint.sizes.shapes import Function, dims_of

# Equal nodes now, equal nodes later: verdicts are kept by them.
_MADE: Memory[tuple[int, frozenset[SymbolKey]], tuple[n.Node, n.Node]] = Memory(256)
_OPERATORS = ("D", "J")
_FONTS = ("", "rm", "bold", "cal", "bb")
_DIFFERENTIALS = ("", "rm", "sf")
_OF = (n.Symbol, n.Sub, n.Label, n.Group, n.Transpose, n.Power, n.Call, n.Norm)


def plainly(note: ReadNote, statement: Statement) -> Statement:
    """The statement as a claim in plain nodes; the statement itself where nothing of this kind is written in it."""
    left, right = statement.left, statement.right
    if statement.sign not in ("=", "≡") or not isinstance(left, n.Product | n.Prime | n.Derivative):
        return statement
    if _is_differential(left) and any(_is_differential(part) for part in n.walk(right)):
        if _is_taken(note, statement, "d", _DIFFERENTIALS):
            return statement
        return _claimed(statement, _differentials(left), _differentials(right))
    head = left.factors[0] if isinstance(left, n.Product) else left
    if isinstance(head, n.Derivative | n.Nabla):
        # Only its right side may be written so.
        head = next((part for part in n.walk(right) if _is_operator(part)), head)
    if not _is_operator(head) and not _is_composed(head):
        return statement
    if isinstance(head, n.Symbol) and _is_taken(note, statement, head.name.letter, (head.name.font,)):
        return statement
    functions = frozenset(key for key in _keys(left) | _keys(right) if _is_function(note, statement, key))
    plain, other = _jacobians(left, functions), _jacobians(right, functions)
    return statement if plain is left and other is right else _claimed(statement, plain, other)


def _claimed(statement: Statement, left: n.Node, right: n.Node) -> Statement:
    kind = "claim" if statement.kind == "assumption" else statement.kind
    return replace(statement, left=left, right=right, kind=kind)


def _is_differential(node: n.Node) -> bool:
    return isinstance(node, n.Product) and any(_is_d(node, k) for k in range(len(node.factors) - 1))


def _is_d(node: n.Product, k: int) -> bool:
    """Whether factor k is a d that stands right before something it may be the differential of."""
    head, of = node.factors[k], node.factors[k + 1]
    return (
        isinstance(head, n.Symbol)
        and head.name.letter == "d"
        and head.name.font in _DIFFERENTIALS
        and not head.name.accents
        and node.signs[k] == ""
        and isinstance(of, _OF)
    )


def _is_operator(node: n.Node) -> bool:
    match node:
        case n.Symbol(name=name):
            return name.letter == "D" and name.font in _FONTS and not name.accents
        case n.Sub(base=n.Symbol(name=name)):
            return name.letter in _OPERATORS and name.font in _FONTS and not name.accents
        case _:
            return False


def _is_composed(node: n.Node) -> bool:
    return isinstance(node, n.Prime) and node.count == 1 and bool(_composition(node.base))


def _composition(node: n.Node) -> tuple[n.Node, ...]:
    """f and g of `(f \\circ g)`."""
    match node:
        case n.Group(body=n.Product(factors=factors, signs=signs), brackets="()") if set(signs) == {"circ"}:
            return factors
        case _:
            return ()


def _is_taken(note: ReadNote, statement: Statement, letter: str, fonts: tuple[str, ...]) -> bool:
    """Whether the letter stands for something in this note, be it a size."""
    view = note.note.view(statement.region)
    for font in fonts:
        key = SymbolKey(n.Name(letter, font))
        if view.known(key) is not None or view.definition(key) is not None:
            return True
    return note.note.ask(_is_size, letter)


def _is_size(note: Note, letter: str) -> bool:
    values = (fact.value for fact in note.declarations.facts)
    return any(letter in dim.names() for v in values if isinstance(v, ShapeFact) for dim in dims_of(v.shape))


def _is_function(note: ReadNote, statement: Statement, key: SymbolKey) -> bool:
    view = note.note.view(statement.region)
    known, fact = view.known(key), view.definition(key)
    if known is not None and isinstance(known.shape, Function):
        return True
    return fact is not None and isinstance(fact.value, DefinitionFact) and bool(fact.value.parameters)


def _keys(node: n.Node) -> set[SymbolKey]:
    return {key for part in n.walk(node) if isinstance(part, n.Symbol | n.Sub) and (key := key_of(part)) is not None}


@by_identity(256)
def _differentials(node: n.Node) -> n.Node:
    def of(node: n.Node) -> n.Node:
        if not isinstance(node, n.Product) or not _is_differential(node):
            return node
        factors: list[n.Node] = []
        signs: list[n.ProductSign] = []
        k = 0
        while k < len(node.factors):
            factor, width = node.factors[k], 1
            if k + 1 < len(node.factors) and _is_d(node, k):
                operand = node.factors[k + 1]
                body = operand.body if isinstance(operand, n.Group) and operand.brackets == "()" else operand
                factor, width = n.Derivative(operand.span, "d", body, (), 1), 2
            if factors:
                signs.append(node.signs[k - 1])
            factors.append(factor)
            k += width
        return factors[0] if len(factors) == 1 else n.Product(node.span, tuple(factors), tuple(signs))

    return rebuilt(node, of)


def _jacobians(node: n.Node, functions: frozenset[SymbolKey]) -> n.Node:
    known = _MADE.get((id(node), functions))
    if known is not None:
        return known[1]
    return _MADE.put((id(node), functions), (node, rebuilt(node, lambda part: _applied(part, functions))))[1]


def _applied(node: n.Node, functions: frozenset[SymbolKey]) -> n.Node:
    """A product in which D f, J_f and (f ∘ g) are f′, f′ and f(g(…))."""
    if isinstance(node, n.Sub) and _is_operator(node) and key_of(node.index) in functions:
        return n.Prime(node.span, node.index, 1)
    if not isinstance(node, n.Product):
        return node
    factors: list[n.Node] = []
    signs: list[n.ProductSign] = []
    k, changed = 0, False
    while k < len(node.factors):
        factor, width = node.factors[k], 1
        after = node.factors[k + 1] if k + 1 < len(node.factors) and node.signs[k] == "" else None
        if after is not None and isinstance(factor, n.Symbol) and _is_operator(factor):
            inner = after.body if isinstance(after, n.Group) and key_of(after.body) in functions else after
            if key_of(inner) in functions or _composition(inner):
                factor, width = n.Prime(inner.span, inner, 1), 2
        if factors:
            signs.append(node.signs[k - 1])
        factors.append(factor)
        changed = changed or width > 1
        k += width
    found: n.Node = n.Product(node.span, tuple(factors), tuple(signs)) if changed and len(factors) > 1 else node
    return factors[0] if changed and len(factors) == 1 else found
