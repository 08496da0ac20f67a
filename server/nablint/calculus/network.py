"""The matrix form of a product in index notation: factors are joined step by step until only the wanted axes are left."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from nablint.base.values import dataclass
from nablint.calculus.factoring import total
from nablint.calculus.forms import (
    Called,
    Chain,
    Divided,
    Form,
    Hadamard,
    Leaf,
    Number,
    Ones,
    Transposed,
    chain,
    scaled,
    transpose,
    weight,
)
from nablint.calculus.forms import Unit as UnitForm
from nablint.calculus.metering import work
from nablint.calculus.symbolnodes import NOWHERE, dim_node
from nablint.calculus.terms import Fuse, Index, Mul, Num, Power, Term, Unit, Var
from nablint.parse.nodes import Group, Sub
from nablint.sizes.dims import Dim

if TYPE_CHECKING:
    from nablint.calculus.former import Former


@dataclass(slots=True)
class Piece:
    """A matrix with rows and columns, or a column vector with rows only. `order` is where it first stood."""

    form: Form
    row: Index
    col: Index | None
    order: int

    @property
    def axes(self) -> frozenset[Index]:
        return frozenset((self.row,) if self.col is None else (self.row, self.col))

    def along(self, row: Index) -> Form:
        """The matrix with `row` as its rows."""
        return self.form if row is self.row else transpose(self.form)


class Network:
    """Pieces that share indices; `free` indices are wanted in the result, all others are summed."""

    def __init__(self, former: Former, term: Mul, free: frozenset[Index]) -> None:
        from nablint.calculus.former import NoForm

        self.none = NoForm
        self.free = free
        self.scalars: list[tuple[Form, Fraction]] = []
        self.pieces: list[Piece] = []
        fixed = {f.index: f.position for f in term.factors if isinstance(f, Unit) and f.index in term.bound}
        for order, factor in enumerate(term.factors):
            if isinstance(factor, Unit) and self._only_entries(term, factor.index, fixed):
                continue
            picked = isinstance(factor, Var) and factor.slots and all(self._only_entries(term, i, fixed) for i in factor.slots)
            if isinstance(factor, Var) and picked:
                self.scalars.append((former.entry(factor, [fixed[i] for i in factor.slots]), Fraction(1)))
                continue
            if isinstance(factor, Power) and _is_lonely_square(factor, term):
                # Σ x_i² is xᵀx, Σ A_ij² is ‖A‖².
                self._add(former, factor.base, order)
                self._add(former, factor.base, order)
                continue
            self._add(former, factor, order)

    def _add(self, former: Former, factor: Term, order: int) -> None:
        indices = sorted(factor.free, key=lambda i: i.number)
        if isinstance(factor, Num):
            self.pieces.extend(Piece(Ones(i.dim), i, None, order) for i in indices)
        elif not indices:
            self.scalars.append((former.number(factor), Fraction(1)))
        elif len(indices) == 1:
            self.pieces.append(Piece(former.form(factor, indices[0], None), indices[0], None, order))
        elif len(indices) == 2:
            form, row, col = former.oriented(factor, indices[0], indices[1])
            self.pieces.append(Piece(form, row, col, order))
        else:
            raise self.none("a factor with more than two axes")

    @staticmethod
    def _only_entries(term: Mul, index: Index, fixed: dict[Index, Dim]) -> bool:
        """Whether an index at a fixed place is only there to pick entries of symbols."""
        if index not in fixed:
            return False
        having = [f for f in term.factors if index in f.free and not isinstance(f, Unit)]
        return bool(having) and all(isinstance(f, Var) and all(i in fixed for i in f.slots) for f in having)

    def with_index(self, index: Index) -> list[Piece]:
        return [p for p in self.pieces if index in p.axes]

    def bound(self) -> list[Index]:
        found = {i for p in self.pieces for i in p.axes} - self.free
        return sorted(found, key=lambda i: i.number)

    def replace(self, old: list[Piece], new: list[Piece]) -> None:
        self.pieces = [p for p in self.pieces if not any(p is o for o in old)] + new

    def merged(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces with those on the same axes multiplied entry by entry."""
        before, self.pieces = self.pieces, pieces
        while self.hadamard():
            work(1)
        pieces, self.pieces = self.pieces, before
        return pieces

    def reduce(self) -> None:
        """Until nothing is summed any more."""
        steps = (self.trace, self.inner, self.hadamard, self.product, self.row_sum, self.diagonal)
        while any(step() for step in steps):
            work(1 + len(self.pieces) ** 2 // 8)
        if self.bound():
            raise self.none("an index in three matrices")

    def trace(self) -> bool:
        """P[i,j] Q[j,i], with both summed only here; or with i wanted elsewhere, the diagonal of a product."""
        for k, p in enumerate(self.pieces):
            for q in self.pieces[k + 1 :]:
                if p.col is None or q.col is None or p.axes != q.axes:
                    continue
                lonely = [i for i in (p.row, p.col) if i not in self.free and len(self.with_index(i)) == 2]
                if len(lonely) == 2:
                    self.scalars.append((_trace(p, q), Fraction(1)))
                    self.replace([p, q], [])
                    return True
                if len(lonely) == 1 and len(self.pieces) == 2:
                    inner = lonely[0]
                    outer = next(i for i in p.axes if i is not inner)
                    product = chain(p.along(outer), q.along(inner))
                    self.replace([p, q], [Piece(Called("diag", product), outer, None, p.order)])
                    return True
        return False

    def inner(self) -> bool:
        """uᵀv."""
        for index in self.bound():
            having = self.with_index(index)
            if len(having) == 2 and all(p.col is None for p in having):
                first, second = sorted(having, key=lambda p: p.order)
                self.scalars.append((_inner(first.form, second.form), Fraction(1)))
                self.replace(having, [])
                return True
        return False

    def hadamard(self) -> bool:
        """Two pieces on the same axes. A vector of ones changes nothing."""
        for k, p in enumerate(self.pieces):
            for q in self.pieces[k + 1 :]:
                if p.axes != q.axes:
                    continue
                if isinstance(q.form, Ones) or isinstance(p.form, Ones):
                    self.replace([p, q], [q if isinstance(p.form, Ones) else p])
                    return True
                first, second = sorted((p, q), key=lambda x: x.order)
                if second.col is not None and weight(first.along(second.row)) < weight(second.along(first.row)):
                    form = _entrywise(first.along(second.row), second.form)
                    self.replace([p, q], [Piece(form, second.row, second.col, first.order)])
                else:
                    form = _entrywise(first.form, second.along(first.row))
                    self.replace([p, q], [Piece(form, first.row, first.col, first.order)])
                return True
        return False

    def product(self) -> bool:
        """P[i,k] Q[k,j] with k in these two only. Vectors first: A (B x) needs no product of matrices to be undone."""
        for vectors in (True, False):
            for index in self.bound():
                having = self.with_index(index)
                if len(having) != 2 or (vectors and all(p.col is not None for p in having)):
                    continue
                first, second = sorted(having, key=lambda p: (p.col is None, p.order))
                if first.col is None:
                    continue
                outer = first.col if index is first.row else first.row
                if second.col is None:
                    joined = Piece(chain(first.along(outer), second.form), outer, None, first.order)
                else:
                    far = second.col if index is second.row else second.row
                    if far is outer:
                        continue
                    one = chain(first.along(outer), second.along(index))
                    two = transpose(one)
                    order = min(first.order, second.order)
                    if weight(two) < weight(one):
                        joined = Piece(two, far, outer, order)
                    else:
                        joined = Piece(one, outer, far, order)
                self.replace(having, [joined])
                return True
        return False

    def row_sum(self) -> bool:
        """An index in one piece only is summed by a vector of ones."""
        for index in self.bound():
            having = self.with_index(index)
            if len(having) != 1:
                continue
            (p,) = having
            if p.col is None:
                self.scalars.append((_summed(p.form, index), Fraction(1)))
                self.replace(having, [])
            else:
                outer = p.col if index is p.row else p.row
                self.replace(having, [Piece(chain(p.along(outer), Ones(index.dim)), outer, None, p.order)])
            return True
        return False

    def diagonal(self) -> bool:
        """A vector between two matrices, or beside one whose index goes on, is a diagonal matrix."""
        for index in self.bound():
            having = self.with_index(index)
            vectors = [p for p in having if p.col is None]
            matrices = [p for p in having if p.col is not None]
            if len(vectors) != 1 or len(matrices) != 2:
                continue
            new = index.like()
            (v,) = vectors
            m = max(matrices, key=lambda p: p.order)
            moved = Piece(m.form, new if m.row is index else m.row, new if m.col is index else m.col, m.order)
            self.replace([v, m], [Piece(Called("diag", v.form, True), index, new, v.order), moved])
            return True
        return False

    def front(self, coefficient: Fraction, body: Form | None) -> Form:
        return scaled(coefficient, tuple(self.scalars), body)


def _inner(left: Form, right: Form) -> Form:
    """uᵀv; with a unit vector, the entry of the other."""
    for unit, other in ((left, right), (right, left)):
        if isinstance(unit, UnitForm):
            from nablint.calculus.writing import write

            entry = Sub(NOWHERE, Group(NOWHERE, write(other), "[]"), dim_node(unit.position))
            return Leaf(f"{other}|{unit.position}", entry, True)
    return scalar_chain(chain(transpose(left), right))


def _summed(form: Form, index: Index) -> Form:
    """1ᵀv; the sum of a diagonal is a trace."""
    if isinstance(form, Called) and form.function == "diag" and not form.symmetric:
        return Called("tr", form.of, True)
    return chain(transpose(Ones(index.dim)), form)


def _trace(p: Piece, q: Piece) -> Form:
    if p.form == q.along(p.row):
        from nablint.calculus.forms import NormOf

        return scaled(Fraction(1), ((NormOf(p.form, True), Fraction(2)),), None)
    assert p.col is not None
    one = chain(p.form, q.along(p.col))
    two = transpose(one)
    best = two if weight(two) < weight(one) else one
    return Called("tr", best, True)


def scalar_chain(form: Form) -> Form:
    """uᵀ A v the way round that has fewer transposed matrices."""
    other = transpose(form)
    return other if weight(other) < weight(form) else form


def _entrywise(left: Form, right: Form) -> Form:
    coefficient = Fraction(1)
    scalars: list[tuple[Form, Fraction]] = []
    factors: list[Form] = []
    below: list[Form] = []
    from nablint.calculus.forms import Scaled

    for form in (left, right):
        if isinstance(form, Scaled) and form.body is not None:
            coefficient *= form.coefficient
            scalars.extend(form.scalars)
            form = form.body
        if isinstance(form, Divided):
            below.append(form.below)
            form = form.above
        factors.extend(form.factors if isinstance(form, Hadamard) else (form,))
    if below:
        factors = [form for form in factors if not _is_all_ones(form)] or factors[:1]
    product = factors[0] if len(factors) == 1 else Hadamard(tuple(factors))
    body = Divided(product, below[0] if len(below) == 1 else Hadamard(tuple(below))) if below else product
    return scaled(coefficient, tuple(scalars), body)


def _is_all_ones(form: Form) -> bool:
    match form:
        case Ones():
            return True
        case Chain(factors=(Ones(), Transposed(of=Ones()))):
            return True
        case _:
            return False


def _is_lonely_square(factor: Power, term: Mul) -> bool:
    squared = isinstance(factor.exponent, Num) and factor.exponent.value == 2 and bool(factor.free)
    return squared and factor.free <= term.bound and not any(f is not factor and f.free & factor.free for f in term.factors)


def product(former: Former, term: Mul, row: Index | None, col: Index | None) -> Form:
    """The matrix form of a product whose free indices are `row` and `col`."""
    from nablint.calculus import kroneckers, powersums, vecforms

    summed = powersums.counted(former, term, lambda each: former.form(each, row, col))
    if summed is not None:
        return summed
    free = frozenset(i for i in (row, col) if i is not None)
    if any(isinstance(f, Fuse) for f in term.factors):
        fused = kroneckers.network(former, term, free)
        if fused is None:
            return vecforms.fused_form(former, term, row, col)
        net = fused
    else:
        expanded = vecforms.expanded(term)
        if expanded is not None:
            return total([former.form(t, row, col) for t in expanded])
        net = Network(former, term, free)
    net.reduce()
    return net.front(term.coefficient, _assembled(net, row, col))


def _assembled(net: Network, row: Index | None, col: Index | None) -> Form | None:
    """What is left has only the wanted axes: at most a matrix, a column and a row."""
    matrix = next((p for p in net.pieces if p.col is not None), None)
    on_row = next((p for p in net.pieces if p.col is None and p.row is row), None)
    on_col = next((p for p in net.pieces if p.col is None and p.row is col), None)
    if matrix is not None and row is not None:
        form = matrix.along(row)
        if on_row is not None:
            form = chain(Called("diag", on_row.form, True), form)
        if on_col is not None:
            form = chain(form, Called("diag", on_col.form, True))
        return form
    parts: list[Form] = []
    if on_row is not None:
        parts.append(on_row.form)
    if on_col is not None:
        parts.append(transpose(on_col.form))
    return chain(*parts) if parts else None


__all__ = ["Network", "Number", "Piece", "product", "scalar_chain"]
