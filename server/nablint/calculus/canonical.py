"""When are two terms the same? A text that does not depend on the names of summed indices or on the order of factors."""

from __future__ import annotations

from collections.abc import Mapping

from nablint.calculus.metering import work
from nablint.calculus.terms import (
    Add,
    Apply,
    Constant,
    Delta,
    Det,
    Expm,
    Fuse,
    Index,
    Inverse,
    Literal,
    Map,
    MatrixPower,
    Mul,
    Num,
    Over,
    Position,
    Power,
    Size,
    Softmax,
    Term,
    Unit,
    Var,
    Where,
)
from nablint.sizes.shapes import Structure

Labels = Mapping[Index, str]
NO_LABELS: Labels = {}


def key(term: Term, labels: Labels = NO_LABELS) -> str:
    """Equal texts mean equal terms; the converse holds but for rare products whose factors look alike."""
    match term:
        case Num(value=value, free=free):
            return f"{value}{''.join(sorted(_label(i, labels) for i in free))}"
        case Var(symbol=symbol, slots=slots, structure=structure):
            texts = [_label(i, labels) for i in slots]
            if Structure.SYMMETRIC in structure:
                texts.sort()
            name = symbol.name
            dress = f"{name.letter}{name.font}{'.'.join(name.accents)}"
            return f"{dress}_{symbol.sub}^{symbol.sup}[{','.join(texts)}]"
        case Mul(coefficient=coefficient):
            return f"{coefficient}{product_key(term, labels)}"
        case Add(terms=terms):
            return f"({'+'.join(sorted(key(t, labels) for t in terms))})"
        case Map(function=function, argument=argument):
            return f"{function}({key(argument, labels)})"
        case Power(base=base, exponent=exponent):
            return f"({key(base, labels)})**({key(exponent, labels)})"
        case Delta(left=left, right=right):
            return f"δ[{','.join(sorted((_label(left, labels), _label(right, labels))))}]"
        case _:
            return _rarer(term, labels)


def _rarer(term: Term, labels: Labels) -> str:
    match term:
        case Constant(name=name):
            return f"const {name}"
        case Size(dim=dim):
            return f"size {dim}"
        case Position(index=index):
            return f"at {_label(index, labels)}"
        case Unit(index=index, position=position):
            return f"unit {position}[{_label(index, labels)}]"
        case Fuse(whole=whole, parts=parts):
            return f"fuse {_label(whole, labels)}[{','.join(_label(i, labels) for i in parts)}]"
        case Where(left=left, relation=relation, right=right, offset=offset):
            other = "" if right is None else _label(right, labels)
            return f"where {_label(left, labels)}{relation}{other}+{offset}"
        case Inverse(body=body, rows=rows, cols=cols, row=row, col=col, symmetric=symmetric):
            ends = [_label(row, labels), _label(col, labels)]
            if symmetric:
                ends.sort()
            return f"inv({_inside(body, labels, rows, cols)})[{','.join(ends)}]"
        case Det(body=body, rows=rows, cols=cols):
            return f"det({_inside(body, labels, rows, cols)})"
        case Expm(body=body, rows=rows, cols=cols, row=row, col=col):
            return f"expm({_inside(body, labels, rows, cols)})[{_label(row, labels)},{_label(col, labels)}]"
        case MatrixPower(body=body, rows=rows, cols=cols, row=row, col=col, exponent=exponent, between=between):
            ends = [_label(i, labels) for i in (row, col, *(between or ()))]
            return f"mpow({_inside(body, labels, rows, cols)})^({key(exponent, labels)})[{','.join(ends)}]"
        case Softmax(body=body, over=over, at=at):
            return f"softmax({_inside(body, labels, over)})[{_label(at, labels)}]"
        case Over(body=body, over=over):
            return f"prod({_inside(body, labels, over)})"
        case Apply(function=function, arguments=arguments, outs=outs, by=by):
            inside = ";".join(_inside(a.body, labels, *a.slots) for a in arguments)
            derived = ";".join(f"{k}:{','.join(_label(i, labels) for i in axes)}" for k, axes in by)
            return f"apply {function}({inside})[{','.join(_label(i, labels) for i in outs)}]d[{derived}]"
        case Literal(entries=entries, slots=slots):
            inside = ";".join(key(e, labels) for e in entries)
            return f"literal({inside})[{','.join(_label(i, labels) for i in slots)}]"
        case _:
            raise TypeError(type(term).__name__)


def _label(index: Index, labels: Labels) -> str:
    # Padded, so that texts sort as the numbers do.
    return labels.get(index) or f"#{index.number:09d}"


def _inside(body: Term, labels: Labels, *own: Index) -> str:
    """The key of a body with indices of its own."""
    # The depth of nesting is part of the name, so that an inner index is not mistaken for an outer one.
    depth = len(labels)
    return key(body, {**labels, **{index: f"${depth + k}" for k, index in enumerate(own)}})


def product_key(term: Mul, labels: Labels) -> str:
    """The key of a product without its coefficient."""
    if not term.bound:
        return "·".join(sorted(key(f, labels) for f in term.factors))
    depth = len(labels)
    work(1 + len(term.bound) * len(term.factors) // 4)
    bound = sorted(term.bound, key=lambda i: i.number)
    colors = {index: f"~{depth}:{index.dim}" for index in bound}
    texts: list[str] = []
    for _ in range(3):
        known = {**labels, **colors}
        texts = [key(f, known) for f in term.factors]
        if len(set(colors.values())) == len(bound):
            break
        neighbours = {
            index: "|".join(sorted(key(f, {**known, index: "*"}) for f in term.factors if index in f.free)) for index in bound
        }
        marks = sorted({(colors[i], neighbours[i]) for i in bound})
        ranks = {mark: f"~{depth}:{rank}" for rank, mark in enumerate(marks)}
        colors = {i: ranks[colors[i], neighbours[i]] for i in bound}
    order = sorted(range(len(term.factors)), key=lambda k: (texts[k], k))
    first = {index: next(n for n, k in enumerate(order) if index in term.factors[k].free) for index in bound}
    named = sorted(bound, key=lambda i: (first[i], colors[i], i.number))
    final = {**labels, **{index: f"${depth + k}" for k, index in enumerate(named)}}
    return "·".join(sorted(key(f, final) for f in term.factors))
