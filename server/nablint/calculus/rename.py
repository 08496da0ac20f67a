"""Other names for free indices, without touching what a term sums inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nablint.calculus.terms import (
    Add,
    Apply,
    Argument,
    Delta,
    Det,
    Expm,
    Fuse,
    Index,
    Indices,
    Inverse,
    Literal,
    Map,
    MatrixPower,
    Mul,
    Num,
    Over,
    Position,
    Power,
    Softmax,
    Term,
    Unit,
    Var,
    Where,
)

Names = Mapping[Index, Index]


def rename(term: Term, names: Names) -> Term:
    """The term with each free index replaced by the one that `names` gives it."""
    if not any(index in term.free for index in names):
        return term
    match term:
        case Num(value=value, free=free):
            return Num(value, _all(free, names))
        case Var(symbol=symbol, slots=slots, structure=structure, free=free):
            return Var(symbol, _each(slots, names), structure, _all(free, names))
        case Delta(left=left, right=right, free=free):
            return Delta(names.get(left, left), names.get(right, right), _all(free, names))
        case Add(terms=terms, free=free):
            return Add(tuple(rename(t, names) for t in terms), _all(free, names))
        case Mul(coefficient=coefficient, factors=factors, bound=bound, free=free):
            own, inner = _apart(bound, names)
            renamed = tuple(rename(f, inner) for f in factors)
            return Mul(coefficient, renamed, frozenset(own.get(b, b) for b in bound), _all(free, names))
        case Map(function=function, argument=argument, free=free):
            return Map(function, rename(argument, names), _all(free, names))
        case Power(base=base, exponent=exponent, free=free):
            return Power(rename(base, names), rename(exponent, names), _all(free, names))
        case _:
            return _rename_rarer(term, names)


def _rename_rarer(term: Term, names: Names) -> Term:
    match term:
        case Position(index=index, free=free):
            return Position(names[index], _all(free, names))
        case Unit(index=index, position=position, free=free):
            return Unit(names[index], position, _all(free, names))
        case Fuse(whole=whole, parts=parts, free=free):
            return Fuse(names.get(whole, whole), _each(parts, names), _all(free, names))
        case Where(left=left, relation=relation, right=right, offset=offset, free=free):
            other = None if right is None else names.get(right, right)
            return Where(names.get(left, left), relation, other, offset, _all(free, names))
        case Inverse(body=body, rows=rows, cols=cols, row=row, col=col, symmetric=symmetric, free=free):
            own, inner = _apart((rows, cols), names)
            ends = names.get(row, row), names.get(col, col)
            return Inverse(rename(body, inner), own.get(rows, rows), own.get(cols, cols), *ends, symmetric, _all(free, names))
        case Expm(body=body, rows=rows, cols=cols, row=row, col=col, free=free):
            own, inner = _apart((rows, cols), names)
            ends = names.get(row, row), names.get(col, col)
            return Expm(rename(body, inner), own.get(rows, rows), own.get(cols, cols), *ends, _all(free, names))
        case MatrixPower(body=body, rows=rows, cols=cols, row=row, col=col, exponent=exponent, between=between, free=free):
            own, inner = _apart((rows, cols), names)
            own_rows, own_cols = own.get(rows, rows), own.get(cols, cols)
            places = None if between is None else (names.get(between[0], between[0]), names.get(between[1], between[1]))
            row, col = names.get(row, row), names.get(col, col)
            power = rename(exponent, names)
            return MatrixPower(rename(body, inner), own_rows, own_cols, row, col, power, places, _all(free, names))
        case Det(body=body, rows=rows, cols=cols, free=free):
            own, inner = _apart((rows, cols), names)
            return Det(rename(body, inner), own.get(rows, rows), own.get(cols, cols), _all(free, names))
        case Softmax(body=body, over=over, at=at, free=free):
            own, inner = _apart((over,), names)
            return Softmax(rename(body, inner), own.get(over, over), names.get(at, at), _all(free, names))
        case Over(body=body, over=over, free=free):
            own, inner = _apart((over,), names)
            return Over(rename(body, inner), own.get(over, over), _all(free, names))
        case Apply(function=function, arguments=arguments, outs=outs, by=by, free=free):
            derived = tuple((k, _each(axes, names)) for k, axes in by)
            return Apply(
                function, tuple(_argument(a, names) for a in arguments), _each(outs, names), derived, _all(free, names)
            )
        case Literal(entries=entries, slots=slots, free=free):
            return Literal(tuple(rename(e, names) for e in entries), _each(slots, names), _all(free, names))
        case _:
            return term


def _argument(argument: Argument, names: Names) -> Argument:
    own, inner = _apart(argument.slots, names)
    return Argument(rename(argument.body, inner), tuple(own.get(i, i) for i in argument.slots))


def _each(indices: Iterable[Index], names: Names) -> tuple[Index, ...]:
    return tuple(names.get(i, i) for i in indices)


def _all(indices: Indices, names: Names) -> Indices:
    return frozenset(names.get(i, i) for i in indices)


def _apart(own: Iterable[Index], names: Names) -> tuple[Names, Names]:
    """New names for a term's own indices that would be mistaken for a target, and all names for what is inside it."""
    mine = set(own)
    outer = {old: new for old, new in names.items() if old not in mine}
    targets = set(outer.values())
    clashes = {index: index.like() for index in mine if index in targets}
    return clashes, {**outer, **clashes}
