"""Terms written with indices: Σ_k A_{ik} x_k; what is shown where there is no matrix form, and for people who prefer it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nablint.calculus.former import Former, NoForm, Shapes
from nablint.calculus.symbolnodes import NOWHERE, dim_node, juxtaposed, symbol_node
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
from nablint.calculus.values import Value
from nablint.calculus.writing import number_node, write
from nablint.parse import nodes as n
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import MIXED, Layout
from nablint.sizes.shapes import dims_of

_LETTERS = "ijklmpqrstuvabcdefgh"


def index_node(value: Value, shapes: Shapes) -> n.Node:
    """The entry of the value, its axes named i, j, k … in order."""
    return entry_form(value, shapes, MIXED)[0]


def entry_form(value: Value, shapes: Shapes, layout: Layout) -> tuple[n.Node, tuple[n.Node, ...]]:
    """The entry of the value and the names of its axes in order. Whole arrays inside of it are in matrix notation, where
    `layout` says how a derivative of an unknown function lies."""
    writer = _Writer(value, shapes, layout)
    return writer.node(value.term), tuple(writer.name(index) for index in value.indices)


def named_index_node(value: Value, shapes: Shapes, letters: Sequence[str]) -> n.Node:
    """The entry of the value at `letters`; further letters are made for what is summed."""
    writer = _Writer(value, shapes, MIXED, letters)
    return writer.node(value.term)


class _Writer:
    def __init__(self, value: Value, shapes: Shapes, layout: Layout, first: Sequence[str] = ()) -> None:
        sizes = (dim for shape, _ in shapes.values() for dim in dims_of(shape))
        taken = {k.name.letter for k in shapes} | {
            x for dim in (*sizes, *(i.dim for i in value.term.free)) for x in dim.names()
        }
        given = [c for c in first[: len(value.indices)] if c not in taken]
        self.letters = given + [c for c in _LETTERS if c not in taken and c not in given] + [c + "′" for c in _LETTERS]
        self.names: dict[Index, n.Node] = {}
        self.named = 0
        self.former = Former(shapes, layout)
        for index in value.indices:
            self.name(index)

    def name(self, index: Index) -> n.Node:
        if index not in self.names:
            letter = self.letters[self.named % len(self.letters)]
            self.named += 1
            self.names[index] = n.Symbol(NOWHERE, n.Name(letter))
        return self.names[index]

    def indices(self, *indices: Index) -> n.Node:
        names = tuple(self.name(i) for i in indices)
        if len(names) > 1 and any(not isinstance(name, n.Symbol) for name in names):
            return n.Sequence(NOWHERE, names, (",",) * (len(names) - 1))
        return juxtaposed(names)

    def sub(self, base: n.Node, *indices: Index) -> n.Node:
        if not isinstance(base, n.Symbol):
            base = n.Group(NOWHERE, base, "[]")
        return n.Sub(NOWHERE, base, self.indices(*indices))

    def atom(self, term: Term) -> n.Node:
        node = self.node(term)
        plain = isinstance(node, n.Symbol | n.Sub | n.Number | n.Call | n.Power | n.Group | n.Fraction | n.Norm)
        return node if plain else n.Group(NOWHERE, node, "()")

    def node(self, term: Term) -> n.Node:
        match term:
            case Num(value=value):
                return number_node(value)[0]
            case Var(symbol=symbol, slots=slots):
                return self.sub(symbol_node(symbol), *slots) if slots else symbol_node(symbol)
            case Add(terms=terms):
                return self._sum(terms)
            case Mul():
                return self._product(term)
            case Map(function=function, argument=argument):
                return n.Call(NOWHERE, function, (self.node(argument),), NOWHERE)
            case Power(base=base, exponent=exponent):
                return n.Power(NOWHERE, self.atom(base), self.node(exponent))
            case Delta(left=left, right=right):
                return n.Sub(NOWHERE, n.Symbol(NOWHERE, n.Name("δ")), self.indices(left, right))
            case Constant(name=name):
                return n.Symbol(NOWHERE, n.Name(name))
            case Size(dim=dim):
                return dim_node(dim)
            case Position(index=index):
                return self.name(index)
            case Inverse(body=body, rows=rows, cols=cols, row=row, col=col):
                inner = self._matrix(body, rows, cols)
                inner = inner if isinstance(inner, n.Symbol) else n.Group(NOWHERE, inner, "()")
                return self.sub(n.Power(NOWHERE, inner, n.Negate(NOWHERE, n.Number(NOWHERE, "1"))), row, col)
            case Det(body=body, rows=rows, cols=cols):
                return n.Call(NOWHERE, "det", (self._matrix(body, rows, cols),), NOWHERE)
            case Softmax(body=body, over=over, at=at):
                return self.sub(n.Call(NOWHERE, "softmax", (self._vector(body, over),), NOWHERE), at)
            case Over(body=body, over=over):
                return n.Big(NOWHERE, "prod", self.name(over), None, self.atom(body))
            case Unit(index=index, position=position):
                return n.Sub(
                    NOWHERE, n.Symbol(NOWHERE, n.Name("δ")), n.Sequence(NOWHERE, (self.name(index), dim_node(position)), (",",))
                )
            case Apply():
                return self._applied(term)
            case _:
                return self._rarer(term)

    def _rarer(self, term: Term) -> n.Node:
        match term:
            case Fuse(whole=whole, parts=parts):
                return self._delta(self.name(whole), self._place(parts))
            case Where(left=left, relation=relation, right=right, offset=offset):
                other = dim_node(offset) if right is None else self._shifted(self.name(right), offset)
                return n.Group(NOWHERE, n.Relation(NOWHERE, (self.name(left), other), (relation,), (NOWHERE,)), "[]")
            case Expm(body=body, rows=rows, cols=cols, row=row, col=col):
                exponential = n.Power(NOWHERE, n.Symbol(NOWHERE, n.Name("e")), self._matrix(body, rows, cols))
                return self.sub(exponential, row, col)
            case MatrixPower(body=body, rows=rows, cols=cols, row=row, col=col, exponent=exponent, between=None):
                return self.sub(n.Power(NOWHERE, self._matrix(body, rows, cols), self.node(exponent)), row, col)
            case Literal(entries=entries, slots=slots):
                width = (slots[1].dim.number or 1) if len(slots) > 1 else 1
                cells = [self.node(entry) for entry in entries]
                rows_of = tuple(tuple(cells[k : k + width]) for k in range(0, len(cells), width))
                return self.sub(n.Matrix(NOWHERE, rows_of, "[]"), *slots[:2])
            case _:
                raise TypeError(type(term).__name__)

    def _delta(self, left: n.Node, right: n.Node) -> n.Node:
        return n.Sub(NOWHERE, n.Symbol(NOWHERE, n.Name("δ")), n.Sequence(NOWHERE, (left, right), (",",)))

    def _place(self, parts: tuple[Index, ...]) -> n.Node:
        """Where the entry at these places stands in a vec: i + (j − 1) m, counted from 1."""
        place = self.name(parts[0])
        length = parts[0].dim
        for part in parts[1:]:
            before = n.Group(NOWHERE, n.Sum(NOWHERE, ("+", "-"), (self.name(part), n.Number(NOWHERE, "1"))), "()")
            size = dim_node(length)
            step = n.Group(NOWHERE, size, "()") if isinstance(size, n.Sum) else size
            place = n.Sum(NOWHERE, ("+", "+"), (place, juxtaposed((before, step))))
            length = length * part.dim
        return place

    @staticmethod
    def _shifted(place: n.Node, offset: Dim) -> n.Node:
        number = offset.number
        if number == 0:
            return place
        sign, size = ("-", Dim.of(-number)) if number is not None and number < 0 else ("+", offset)
        return n.Sum(NOWHERE, ("+", sign), (place, dim_node(size)))

    def _applied(self, term: Apply) -> n.Node:
        """f(u), f′(u) entry by entry; ∇f(u) and J_f(u) with an index."""
        head = symbol_node(term.function)
        inside = [self._array(a.body, a.slots) for a in term.arguments]
        body = inside[0] if len(inside) == 1 else n.Sequence(NOWHERE, tuple(inside), (",",) * (len(inside) - 1))
        axes = [i for _, group in term.by for i in group]
        group = n.Group(NOWHERE, body, "()")
        if len(term.arguments) > 1 and term.by:
            # ∂₂f: by the second argument.
            partial = [n.Sub(NOWHERE, n.Symbol(NOWHERE, n.Name("∂")), n.Number(NOWHERE, str(k + 1))) for k, _ in term.by]
            entry = self.sub(head, *term.outs) if term.outs else head
            whole = juxtaposed((*partial, entry, group))
            return self.sub(whole, *axes) if axes else whole
        if not axes and not term.outs:
            primed = n.Prime(NOWHERE, head, len(term.by)) if term.by else head
            return juxtaposed((primed, group))
        if not term.by:
            return self.sub(juxtaposed((head, group)), *term.outs)
        if len(term.by) == len(term.outs) == len(axes) == 1:
            return self.sub(juxtaposed((n.Sub(NOWHERE, n.Symbol(NOWHERE, n.Name("J")), head), group)), *term.outs, *axes)
        # Of one entry of f all derivatives of an order, in the order of the variables.
        entry = self.sub(head, *term.outs) if term.outs else head
        nabla = n.Nabla(NOWHERE, None, len(term.by))
        whole = juxtaposed((nabla, entry, group))
        return self.sub(whole, *axes) if axes else whole

    def _matrix(self, body: Term, rows: Index, cols: Index) -> n.Node:
        return self._array(body, (rows, cols))

    def _vector(self, body: Term, over: Index) -> n.Node:
        return self._array(body, (over,))

    def _array(self, body: Term, slots: tuple[Index, ...]) -> n.Node:
        """A whole array, in matrix notation where there is one, else by its entry: [a_i b_j]_{ij}."""
        try:
            free = (*slots, None, None)
            return write(self.former.form(body, free[0], free[1]))
        except NoForm:
            if not slots:
                return self.node(body)
            return n.Sub(NOWHERE, n.Group(NOWHERE, self.node(body), "[]"), self.indices(*slots))

    def _sum(self, terms: tuple[Term, ...]) -> n.Node:
        signs, nodes = [], []
        for term in terms:
            negative = (isinstance(term, Mul) and term.coefficient < 0) or (isinstance(term, Num) and term.value < 0)
            if isinstance(term, Mul) and negative:
                term = Mul(-term.coefficient, term.factors, term.bound, term.free)
            elif isinstance(term, Num) and negative:
                term = Num(-term.value, term.free)
            signs.append("-" if negative else "+")
            nodes.append(self.node(term))
        return n.Sum(NOWHERE, tuple(signs), tuple(nodes))

    def _product(self, term: Mul) -> n.Node:
        if term.coefficient < 0:
            return n.Negate(NOWHERE, self._product(Mul(-term.coefficient, term.factors, term.bound, term.free)))
        factors: list[n.Node] = []
        if term.coefficient != 1:
            factors.append(number_node(Fraction(term.coefficient))[0])
        summed = set(term.bound)
        shown: list[Term] = []
        for f in term.factors:
            if isinstance(f, Fuse) and f.whole in summed:
                # What runs over the entries of a vec is said by their rows and columns.
                self.names[f.whole] = self._place(f.parts)
                summed.discard(f.whole)
            elif not (isinstance(f, Num) and f.value == 1):
                shown.append(f)
        bound = sorted(summed, key=lambda i: i.number)
        for index in bound:
            self.name(index)
        inside = [self.atom(f) for f in shown]
        if bound:
            body: n.Node = juxtaposed(inside)
            names = tuple(self.name(i) for i in bound)
            lower = names[0] if len(names) == 1 else n.Sequence(NOWHERE, names, (",",) * (len(names) - 1))
            factors.append(n.Big(NOWHERE, "sum", lower, None, body))
        else:
            factors.extend(inside)
        if not factors:
            return n.Number(NOWHERE, "1")
        return juxtaposed(factors)
