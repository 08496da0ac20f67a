"""Sums: term by term, Σ and Π with their bounds, and those written with dots: `x_1^2 + \\dots + x_n^2`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from nablint.base.values import dataclass
from nablint.calculus.build import over
from nablint.calculus.indexing import dim_of
from nablint.calculus.product import mul, ones
from nablint.calculus.scope import Letter, Scope
from nablint.calculus.terms import Term, Where
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import Big, Group, Name, Node, Number, Relation, Sequence, Sum, Symbol, Text
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import SCALAR, Structure

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The letters of a sum; `conditions` are (letter, sign, node) of further relations (`j ≠ i`, `k < i`)."""

    letters: tuple[Letter, ...]
    conditions: tuple[tuple[Letter, str, Node], ...] = ()


_CONSTANTS = frozenset({"c", "C", "const", "const.", "constant"})
_LETTERS = "ⅳⅴⅵⅶⅷ"  # of terms with dots between them; nobody writes them


def plain(t: Translator, node: Sum, scope: Scope) -> Value:
    """Terms with their signs. A constant that is only called one (`… + c`, `… + \\text{const}`) is a number beside numbers."""
    from nablint.calculus import literals

    constant = _constant(t, node.terms[-1], scope)
    total: Value | None = None
    k = 0
    while k < len(node.terms) - (constant is not None):
        sign, term = node.signs[k], node.terms[k]
        if sign not in ("+", "-"):
            raise Unclear(f"{sign} has two values", node.span)
        if k + 2 < len(node.terms) and literals.is_dots(node.terms[k + 1]):
            value = dotted(t, node, k, scope)
            k += 3
        elif k + 3 < len(node.terms) and literals.is_dots(node.terms[k + 2]):
            value = dotted(t, node, k, scope)
            k += 4
        else:
            value = t.value(term, scope)
            k += 1
        if total is None:
            total = value if sign == "+" else value.with_term(mul((value.term,), (), Fraction(-1)))
        else:
            total = t.algebra.plus(total, value, 1 if sign == "+" else -1)
    if total is None:
        raise Unclear("an empty sum", node.span)
    if constant is None:
        return total
    if not total.is_scalar:
        return t.algebra.plus(total, t.value(node.terms[-1], scope))
    return t.algebra.plus(total, t.variable(constant, SCALAR, Structure.NONE, node), 1 if node.signs[-1] == "+" else -1)


def _constant(t: Translator, node: Node, scope: Scope) -> SymbolKey | None:
    """The key of a last term that is nothing but a constant, and of which the note says no more."""
    match node:
        case Text(text=text, formulas=()) if text.strip() in _CONSTANTS:
            return SymbolKey(Name(text.strip()))
        case Symbol(name=name) if name.letter in _CONSTANTS and not name.accents and t.letter(name.letter, scope) is None:
            key = SymbolKey(name)
            stated = t.stated_shape(key) is not None and not t.declared.is_assumed(key)
            said = stated or t.declared.definition(key) is not None or t.declared.depends(key) is not None
            return None if said or key in scope.bindings or key in scope.kept else key
        case _:
            return None


def big(t: Translator, node: Big, scope: Scope) -> Value:
    if node.body is None or node.operator not in ("sum", "prod") or node.lower is None:
        raise Unclear(f"the operator {node.operator}", node.span)
    bounds = _bounds(node)
    inner = scope.with_letters(*bounds.letters)
    value = t.value(node.body, inner)
    conditions: list[Term] = []
    for letter, sign, other in bounds.conditions:
        conditions.append(_condition(t, letter, sign, other, inner, node))
    for letter in bounds.letters:
        if letter.index is None:
            raise Unclear("an index of unknown size", node.span)
    indices = [letter.index for letter in bounds.letters if letter.index is not None]
    if node.operator == "sum":
        # An index that the body does not have counts how often it is summed.
        missing = [i for i in indices if i not in value.term.free]
        return value.with_term(mul((value.term, *conditions, *(ones(i) for i in missing)), indices))
    if conditions or len(indices) != 1 or not value.is_scalar:
        raise Unclear("a product over a condition", node.span)
    return value.with_term(over(value.term, indices[0]))


def _condition(t: Translator, letter: Letter, sign: str, other: Node, scope: Scope, node: Big) -> Term:
    if letter.index is None:
        raise Unclear("an index of unknown size", node.span)
    if isinstance(other, Symbol):
        found = scope.letters.get(other.name.letter) or t.free_letters.get(other.name.letter)
        if found is not None and found.index is not None:
            free = frozenset((letter.index, found.index))
            return Where(letter.index, sign, found.index, Dim.of(found.shift - letter.shift), free)
    dim = dim_of(other)
    if dim is None:
        raise Unclear("a condition of a sum", node.span)
    return Where(letter.index, sign, None, dim - Dim.of(letter.shift), frozenset((letter.index,)))


def _bounds(node: Big) -> _Bounds:
    lower, upper = node.lower, node.upper
    end = None if upper is None else dim_of(upper)
    if upper is not None and end is None:
        raise Unclear("the upper bound of a sum", node.span)
    match lower:
        case Symbol(name=name):
            return _Bounds((_letter(name.letter, Dim.of(1), end),))
        case Sequence(items=items) if end is None and all(isinstance(i, Symbol) for i in items):
            return _Bounds(tuple(Letter(i.name.letter) for i in items if isinstance(i, Symbol)))
        case Relation(sides=(first, start), signs=("=",)):
            names = _names(first)
            begin = dim_of(start)
            if not names or begin is None:
                raise Unclear("the bounds of a sum", node.span)
            return _Bounds(tuple(_letter(name, begin, end) for name in names))
        case Relation(sides=(Symbol(name=name), other), signs=(sign,)) if sign in "<≤>≥≠":
            letter = _letter(name.letter, Dim.of(1), end)
            return _Bounds((letter,), ((letter, sign, other),))
        case _:
            raise Unclear("the bounds of a sum", node.span)


def _names(node: Node) -> tuple[str, ...]:
    match node:
        case Symbol(name=name):
            return (name.letter,)
        case Sequence(items=items) if all(isinstance(i, Symbol) for i in items):
            return tuple(i.name.letter for i in items if isinstance(i, Symbol))
        case Group(body=body):
            return _names(body)
        case _:
            return ()


def _letter(name: str, begin: Dim, end: Dim | None) -> Letter:
    from nablint.calculus.terms import Index

    start = begin.number
    if end is None:
        return Letter(name) if start == 1 else _unclear()
    if start is None:
        return _unclear()
    return Letter(name, Index(end - Dim.of(start - 1)), start - 1)


def _unclear() -> Letter:
    from nablint.base.spans import Span

    raise Unclear("the bounds of a sum", Span(0, 0))


def dotted(t: Translator, node: Sum, k: int, scope: Scope) -> Value:
    """`a_1 + … + a_n` or `a_1 + a_2 + … + a_n`, from the k-th term on."""
    from nablint.calculus import literals

    two = not literals.is_dots(node.terms[k + 1])
    last = node.terms[k + 3] if two else node.terms[k + 2]
    signs = node.signs[k + 1 : k + (4 if two else 3)]
    if any(sign != "+" for sign in signs):
        raise Unclear("dots between terms of different signs", node.span)
    # The entries of a matrix with dots may be such sums, each with a letter of its own.
    name = next((one for one in _LETTERS if one not in scope.letters), _LETTERS[-1])
    pattern = literals.generalised(node.terms[k], last, name)
    if pattern is None:
        raise Unclear("dots between terms that do not match", node.span)
    if two and not literals.matches(pattern, node.terms[k + 1], Number(node.span, "2")):
        raise Unclear("dots between terms that do not match", node.span)
    end = dim_of(pattern.last)
    if end is None:
        raise Unclear("dots to an unknown end", node.span)
    letter = _letter(name, Dim.of(1), end)
    value = t.value(pattern.node, scope.with_letters(letter))
    if letter.index is None:
        raise Unclear("dots to an unknown end", node.span)
    return value.with_term(mul((value.term,), (letter.index,)))
