"""Builds every term that is no product; equal terms of a sum are collected, numbers worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from nablint.calculus.canonical import key, product_key
from nablint.calculus.product import delta, mul, number, ones, size
from nablint.calculus.rename import rename
from nablint.calculus.terms import (
    Add,
    Apply,
    Argument,
    Delta,
    Det,
    Expm,
    Index,
    Indices,
    Inverse,
    Literal,
    Map,
    MatrixPower,
    Mul,
    Num,
    Over,
    Power,
    Softmax,
    Term,
    Var,
)
from nablint.declarations.facts import SymbolKey
from nablint.sizes.shapes import Structure

_LARGEST_EXPONENT = 64  # numbers are not raised to higher powers
_LONGEST_NUMBER = 10**40


def var(symbol: SymbolKey, slots: tuple[Index, ...], structure: Structure = Structure.NONE) -> Term:
    """An entry of a symbol; what its structure fixes is worked out."""
    if Structure.IDENTITY in structure and len(slots) == 2:
        return delta(*slots)
    if Structure.ZERO in structure:
        return zero(slots)
    if Structure.ONES in structure:
        return ones(*slots)
    return Var(symbol, slots, structure, frozenset(slots))


def zero(free: Iterable[Index] = ()) -> Num:
    return Num(Fraction(0), frozenset(free))


def is_zero(term: Term) -> bool:
    return isinstance(term, Num) and term.value == 0


def scaled(term: Term, by: Fraction | int) -> Term:
    return mul((term,), (), Fraction(by))


def with_indices(term: Term, free: Indices) -> Term:
    """The term repeated along the indices it lacks."""
    missing = free - term.free
    return mul((term, ones(*missing))) if missing else term


def add(terms: Iterable[Term]) -> Term:
    """The sum; all terms must have the same free indices."""
    given = tuple(terms)
    if len(given) == 1:
        return given[0]
    coefficients: dict[str, Fraction] = {}
    firsts: dict[str, Term] = {}
    free: Indices = frozenset().union(*(t.free for t in given))
    stack = [(t, Fraction(1)) for t in reversed(given)]
    while stack:
        term, by = stack.pop()
        match term:
            case Add(terms=inner):
                stack.extend((t, by) for t in reversed(inner))
                continue
            case Mul(coefficient=coefficient, factors=(Add(terms=inner),), bound=bound) if not bound:
                stack.extend((t, by * coefficient) for t in reversed(inner))
                continue
            case Mul(coefficient=coefficient):
                text = product_key(term, {})
                by *= coefficient
            case Num(value=value):
                text = "number"
                by *= value
            case _:
                text = key(term)
        firsts.setdefault(text, term)
        coefficients[text] = coefficients.get(text, Fraction(0)) + by
    kept = [_with_coefficient(firsts[text], by, free) for text, by in coefficients.items() if by != 0]
    if not kept:
        return zero(free)
    return kept[0] if len(kept) == 1 else Add(tuple(kept), free)


def _with_coefficient(term: Term, coefficient: Fraction, free: Indices) -> Term:
    match term:
        case Num():
            return Num(coefficient, free)
        case Mul(factors=factors, bound=bound, free=own):
            if coefficient == 1 and len(factors) == 1 and not bound:
                return factors[0]
            return Mul(coefficient, factors, bound, own)
        case _:
            return term if coefficient == 1 else Mul(coefficient, (term,), frozenset(), term.free)


def subtract(left: Term, right: Term) -> Term:
    return add((left, scaled(right, -1)))


def power(base: Term, exponent: Term) -> Term:
    if isinstance(exponent, Num) and not exponent.free - base.free:
        return _number_power(base, exponent.value)
    if isinstance(base, Num) and base.value == 1:
        return with_indices(number(1), base.free | exponent.free)
    return Power(base, exponent, base.free | exponent.free)


def _number_power(base: Term, exponent: Fraction) -> Term:
    if exponent == 0:
        return with_indices(number(1), base.free)
    if exponent == 1:
        return base
    whole = exponent.denominator == 1
    if whole and abs(exponent) <= _LARGEST_EXPONENT:
        match base:
            case Num(value=value, free=free) if value != 0 or exponent > 0:
                if max(abs(value.numerator), value.denominator) < _LONGEST_NUMBER:
                    return Num(value ** int(exponent), free)
            case Power(base=inner, exponent=Num(value=old)):
                return _number_power(inner, old * exponent)
            case Mul(coefficient=coefficient, factors=factors, bound=bound) if not bound and abs(exponent) <= 8:
                return mul((_number_power(f, exponent) for f in factors), (), coefficient ** int(exponent))
    return Power(base, Num(exponent), base.free)


def inverse_of(term: Term) -> Term:
    """1/term, entry by entry."""
    return power(term, number(-1))


def mapped(function: str, argument: Term) -> Term:
    if isinstance(argument, Num):
        at_zero = _AT_ZERO.get(function)
        if argument.value == 0 and at_zero is not None:
            return Num(Fraction(at_zero), argument.free)
        if function == "log" and argument.value == 1:
            return Num(Fraction(0), argument.free)
    if function == "log" and isinstance(argument, Map) and argument.function == "exp":
        return argument.argument
    if function == "log" and isinstance(argument, Power) and _is_power_of_det(argument):
        return mul((argument.exponent, mapped("log", argument.base)))
    if function == "sqrt":
        return power(argument, number(Fraction(1, 2)))
    if function == "log" and isinstance(argument, Softmax):
        # The logarithm of a softmax is what it is of, less log Σ exp.
        body, over, at = argument.body, argument.over, argument.at
        whole = mapped("log", mul((mapped("exp", body),), (over,)))
        return subtract(rename(body, {over: at}), with_indices(whole, frozenset((at,))))
    return Map(function, argument, argument.free)


def _is_power_of_det(term: Power) -> bool:
    return isinstance(term.base, Det) and not isinstance(term.exponent, Num)


_AT_ZERO = {"exp": 1, "sin": 0, "cos": 1, "tan": 0, "sinh": 0, "cosh": 1, "tanh": 0, "arctan": 0, "arcsin": 0}


def inverse(body: Term, rows: Index, cols: Index, row: Index, col: Index) -> Term:
    """Entry [row, col] of the inverse of body[rows, cols]."""
    match body:
        case Inverse(body=inner, rows=r, cols=c, row=first, col=second) if {first, second} == {rows, cols}:
            if first is rows:
                return _placed(inner, {r: row, c: col})
            return _placed(inner, {c: row, r: col})
        case Mul(coefficient=coefficient, factors=(only,), bound=bound) if not bound:
            return scaled(inverse(only, rows, cols, row, col), 1 / coefficient)
        case Delta():
            return delta(row, col)
        case Mul() if (diagonal := _diagonal(body, rows, cols)) is not None:
            return mul((inverse_of(_placed(diagonal, {rows: row, cols: row})), delta(row, col)))
        case Mul() if (steps := _powers_of_one_matrix(body, rows, cols)) is not None:
            ends = [row, *(row.like() for _ in steps[1:]), col]
            inverses = [inverse(v, v.slots[0], v.slots[1], a, b) for v, a, b in zip(steps, ends, ends[1:], strict=False)]
            return mul(inverses, ends[1:-1], 1 / body.coefficient)
        case _:
            pass
    symmetric = key(body, {rows: "a", cols: "b"}) == key(body, {rows: "b", cols: "a"})
    free = (body.free - {rows, cols}) | {row, col}
    return Inverse(body, rows, cols, row, col, symmetric, free)


def _diagonal(body: Mul, rows: Index, cols: Index) -> Term | None:
    """What stands on the diagonal of a matrix that has zeros beside it, at the place [rows] or [cols]."""
    for k, factor in enumerate(body.factors):
        if isinstance(factor, Delta) and {factor.left, factor.right} == {rows, cols}:
            return mul((*body.factors[:k], *body.factors[k + 1 :]), body.bound, body.coefficient)
    return None


def _powers_of_one_matrix(body: Mul, rows: Index, cols: Index) -> list[Var] | None:
    """The factors of X², X³ …, whose inverse is a power of X⁻¹."""
    matrices = [f for f in body.factors if isinstance(f, Var) and len(f.slots) == 2]
    if len(matrices) != len(body.factors) or len({m.symbol for m in matrices}) != 1 or len(body.bound) != len(matrices) - 1:
        return None
    step: Index = rows
    found: list[Var] = []
    while len(found) < len(matrices):
        following = next((m for m in matrices if m.slots[0] is step and m not in found), None)
        if following is None:
            return None
        found.append(following)
        step = following.slots[1]
    return found if step is cols else None


def _placed(term: Term, names: Mapping[Index, Index]) -> Term:
    from nablint.calculus.rename import rename

    return rename(term, names)


def det(body: Term, rows: Index, cols: Index) -> Term:
    if isinstance(body, Inverse) and {body.row, body.col} == {rows, cols}:
        return inverse_of(det(body.body, body.rows, body.cols))
    if isinstance(body, MatrixPower) and body.between is None and {body.row, body.col} == {rows, cols}:
        return power(det(body.body, body.rows, body.cols), body.exponent)
    return Det(body, rows, cols, body.free - {rows, cols})


def expm(body: Term, rows: Index, cols: Index, row: Index, col: Index) -> Term:
    if is_zero(body):
        return delta(row, col)
    return Expm(body, rows, cols, row, col, (body.free - {rows, cols}) | {row, col})


def matrix_power(
    body: Term, rows: Index, cols: Index, row: Index, col: Index, exponent: Term, between: tuple[Index, Index] | None = None
) -> Term:
    if between is None and isinstance(exponent, Num) and exponent.value in (0, 1):
        return delta(row, col) if exponent.value == 0 else _placed(body, {rows: row, cols: col})
    free = (body.free - {rows, cols}) | {row, col, *(between or ())} | exponent.free
    return MatrixPower(body, rows, cols, row, col, exponent, between, free)


def softmax(body: Term, over: Index, at: Index) -> Term:
    if over not in body.free or isinstance(body, Num):
        # All entries are equal.
        rest = body.free - {over}
        return with_indices(inverse_of(size(at.dim)), rest | {at})
    return Softmax(body, over, at, (body.free - {over}) | {at})


def over(body: Term, index: Index) -> Term:
    if index not in body.free:
        return power(body, number(index.dim.number)) if index.dim.number is not None else Over(body, index, body.free)
    return Over(body, index, body.free - {index})


def apply(
    function: SymbolKey,
    arguments: tuple[Argument, ...],
    outs: tuple[Index, ...],
    by: tuple[tuple[int, tuple[Index, ...]], ...] = (),
) -> Term:
    free: Indices = frozenset(outs).union(
        *(a.body.free - frozenset(a.slots) for a in arguments), *(frozenset(axes) for _, axes in by)
    )
    return Apply(function, arguments, outs, by, free)


def literal(entries: tuple[Term, ...], slots: tuple[Index, ...]) -> Term:
    free: Indices = frozenset(slots).union(*(e.free for e in entries))
    return Literal(entries, slots, free)


def rebuilt(term: Term, inside: Mapping[int, Term]) -> Term:
    """The term with the parts that `inside` names (by identity) exchanged, simplified anew."""

    def new(part: Term) -> Term:
        return inside.get(id(part), part)

    match term:
        case Add(terms=terms):
            return add(new(t) for t in terms)
        case Mul(coefficient=coefficient, factors=factors, bound=bound):
            return mul((new(f) for f in factors), bound, coefficient)
        case Map(function=function, argument=argument):
            return mapped(function, new(argument))
        case Power(base=base, exponent=exponent):
            return power(new(base), new(exponent))
        case Inverse(body=body, rows=rows, cols=cols, row=row, col=col):
            return inverse(new(body), rows, cols, row, col)
        case Det(body=body, rows=rows, cols=cols):
            return det(new(body), rows, cols)
        case Expm(body=body, rows=rows, cols=cols, row=row, col=col):
            return expm(new(body), rows, cols, row, col)
        case MatrixPower(body=body, rows=rows, cols=cols, row=row, col=col, exponent=exponent, between=between):
            return matrix_power(new(body), rows, cols, row, col, new(exponent), between)
        case Softmax(body=body, over=index, at=at):
            return softmax(new(body), index, at)
        case Over(body=body, over=index):
            return over(new(body), index)
        case Apply(function=function, arguments=arguments, outs=outs, by=by):
            return apply(function, tuple(Argument(new(a.body), a.slots) for a in arguments), outs, by)
        case Literal(entries=entries, slots=slots):
            return literal(tuple(new(e) for e in entries), slots)
        case _:
            return term
