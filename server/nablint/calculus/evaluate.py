"""The value of a term once sizes and symbols have values; plain Python, with a budget."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product as each
from math import prod

from nablint.base.budget import Budget
from nablint.calculus.arrays import Array, offsets, pair, pair_cost, placed, reduced, spread, strides_of
from nablint.calculus.functions import FUNCTIONS
from nablint.calculus.numbers import (
    FLOATS,
    Arithmetic,
    Entry,
    Undefined,
    determinant,
    exponential,
    inverse_and_det,
)
from nablint.calculus.smooth import smooth_map
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
    parts,
)
from nablint.declarations.facts import SymbolKey
from nablint.sizes.dims import Dim

_NEAR_KINK = 1e-3
_LARGEST = 20_000  # elements of one array


def is_rational(term: Term) -> bool:
    """Whether its value is a quotient of polynomials of its symbols: then it can be checked exactly, modulo a prime."""
    stack = [term]
    while stack:
        top = stack.pop()
        match top:
            case Map() | Constant() | Softmax() | Expm() | MatrixPower() | Apply():
                return False
            case Power(exponent=exponent) if not isinstance(exponent, Num) or exponent.value.denominator != 1:
                return False
        stack.extend(parts(top))
    return True


class Evaluator:
    """One draw: sizes by name, symbols as flat lists in row-major order, unknown functions by a seed."""

    def __init__(
        self,
        sizes: Mapping[str, int],
        values: Mapping[SymbolKey, list[Entry]],
        arithmetic: Arithmetic,
        budget: Budget,
        seed: str = "",
    ) -> None:
        self.sizes = sizes
        self.values = values
        self.arithmetic = arithmetic
        self.budget = budget
        self.seed = seed
        self.done: dict[int, tuple[Term, Array]] = {}
        self._one = arithmetic.of(Fraction(1))
        self._zero = arithmetic.of(Fraction(0))

    def size(self, dim: Dim) -> int:
        value = dim.evaluate(self.sizes)
        if value is None or value < 0 or value > _LARGEST:
            raise Undefined
        return value

    def of(self, term: Term) -> Array:
        """Raises Undefined where the term has no value here, BudgetExceeded where it is too much work."""
        known = self.done.get(id(term))
        if known is None:
            array = self._rule(term)
            self.budget.spend(1 + len(array.values))
            known = (term, array)
            self.done[id(term)] = known
        return known[1]

    def ordered(self, term: Term, axes: tuple[Index, ...]) -> list[Entry]:
        """The values in row-major order of `axes`."""
        return spread(self.of(term), axes, self._sizes(axes))

    def _sizes(self, axes: Iterable[Index]) -> tuple[int, ...]:
        sizes = tuple(self.size(a.dim) for a in axes)
        if prod(sizes) > _LARGEST:
            raise Undefined
        return sizes

    def _filled(self, value: Entry, free: Iterable[Index]) -> Array:
        axes = tuple(sorted(free, key=lambda i: i.number))
        sizes = self._sizes(axes)
        return Array(axes, sizes, [value] * prod(sizes))

    def _rule(self, term: Term) -> Array:
        match term:
            case Num(value=value, free=free):
                return self._filled(self.arithmetic.of(value), free)
            case Var(symbol=symbol, slots=slots):
                sizes = self._sizes(slots)
                # A letter that names a size was given that number, also where the claim takes the letter for an array.
                if symbol not in self.values or len(self.values[symbol]) != prod(sizes):
                    raise Undefined
                return placed(self.values[symbol], slots, sizes)
            case Mul():
                return self._product(term)
            case Add(terms=terms, free=free):
                axes = tuple(sorted(free, key=lambda i: i.number))
                sizes = self._sizes(axes)
                columns = [spread(self.of(t), axes, sizes) for t in terms]
                return Array(axes, sizes, self.arithmetic.reduce([sum(c) for c in zip(*columns, strict=True)]))
            case Map(function=function, argument=argument):
                return self._map(function, self.of(argument))
            case Power():
                return self._power(term)
            case _:
                return self._rarer(term)

    def _product(self, term: Mul) -> Array:
        arrays = [self.of(f) for f in term.factors]
        while len(arrays) > 1:
            self.budget.spend(len(arrays) ** 2 * 2)
            a, b = self._cheapest(arrays)
            left, right = arrays[a], arrays[b]
            rest = [x for k, x in enumerate(arrays) if k not in (a, b)]
            needed = term.free.union(*(x.axes for x in rest))
            cost = pair_cost(left, right)
            if cost > 4 * _LARGEST:
                self.budget.spend(cost * 1000)
            self.budget.spend(cost)
            met = pair(left, right, needed)
            arrays = [*rest, Array(met.axes, met.sizes, self.arithmetic.reduce(met.values))]
        last = reduced(arrays[0], term.free)
        if term.coefficient == 1:
            return Array(last.axes, last.sizes, self.arithmetic.reduce(last.values))
        by = self.arithmetic.of(term.coefficient)
        return Array(last.axes, last.sizes, self.arithmetic.reduce([v * by for v in last.values]))

    def _cheapest(self, arrays: list[Array]) -> tuple[int, int]:
        if len(arrays) == 2:
            return 0, 1
        best, found = None, (0, 1)
        for a in range(len(arrays)):
            for b in range(a + 1, len(arrays)):
                cost = pair_cost(arrays[a], arrays[b])
                # A pair without a common axis only grows: take it last.
                rank = (set(arrays[a].axes).isdisjoint(arrays[b].axes) and cost > 1, cost)
                if best is None or rank < best:
                    best, found = rank, (a, b)
        return found

    def _map(self, function: str, argument: Array) -> Array:
        if self.arithmetic.exact:
            raise Undefined
        known = FUNCTIONS[function]
        try:
            for kink in known.kinks:
                if any(abs(v - kink) < _NEAR_KINK for v in argument.values):
                    raise Undefined
            values = [known.value(v) for v in argument.values]
        except (ValueError, OverflowError, ZeroDivisionError):
            raise Undefined from None
        return Array(argument.axes, argument.sizes, self.arithmetic.reduce(values))

    def _power(self, term: Power) -> Array:
        base = self.of(term.base)
        if isinstance(term.exponent, Num):
            exponent = term.exponent.value
            return Array(
                base.axes, base.sizes, self.arithmetic.reduce([self.arithmetic.power(v, exponent) for v in base.values])
            )
        if self.arithmetic.exact:
            raise Undefined
        axes = tuple(sorted(term.free, key=lambda i: i.number))
        sizes = self._sizes(axes)
        pairs = zip(spread(base, axes, sizes), spread(self.of(term.exponent), axes, sizes), strict=True)
        values = [_real_power(b, e) for b, e in pairs]
        return Array(axes, sizes, self.arithmetic.reduce(values))

    def _rarer(self, term: Term) -> Array:
        match term:
            case Constant(name=name):
                if self.arithmetic.exact:
                    raise Undefined
                return self._filled({"π": math.pi, "e": math.e}[name], ())
            case Size(dim=dim):
                return self._filled(self.arithmetic.of(Fraction(self.size(dim))), ())
            case Position(index=index):
                n = self.size(index.dim)
                return Array((index,), (n,), [self.arithmetic.of(Fraction(k + 1)) for k in range(n)])
            case Delta(left=left, right=right):
                n = self.size(left.dim)
                if self.size(right.dim) != n:
                    raise Undefined
                return placed([self._one if i == j else self._zero for i in range(n) for j in range(n)], (left, right), (n, n))
            case Unit(index=index, position=position):
                n, at = self.size(index.dim), self.size(position)
                if not 1 <= at <= n:
                    raise Undefined
                return Array((index,), (n,), [self._one if k + 1 == at else self._zero for k in range(n)])
            case Where():
                return self._where(term)
            case Fuse(whole=whole, parts=inner):
                return self._fuse(whole, inner)
            case Literal(entries=entries, slots=slots, free=free):
                rest = tuple(sorted(free - frozenset(slots), key=lambda i: i.number))
                sizes = self._sizes(rest)
                values = [v for e in entries for v in spread(self.of(e), rest, sizes)]
                own = self._sizes(slots)
                if prod(own) != len(entries):
                    raise Undefined
                return placed(values, (*slots, *rest), (*own, *sizes))
            case _:
                return self._with_own_indices(term)

    def _where(self, term: Where) -> Array:
        axes = (term.left,) if term.right is None or term.right is term.left else (term.left, term.right)
        sizes = self._sizes(axes)
        offset = term.offset.evaluate(self.sizes)
        if offset is None:
            raise Undefined
        out = []
        for at in each(*(range(1, n + 1) for n in sizes)):
            other = offset if term.right is None else at[-1] + offset
            out.append(self._one if _holds(at[0], term.relation, other) else self._zero)
        return Array(axes, sizes, out)

    def _fuse(self, whole: Index, inner: tuple[Index, ...]) -> Array:
        sizes = self._sizes((whole, *inner))
        if sizes[0] != prod(sizes[1:]):
            raise Undefined
        out = [self._zero] * prod(sizes)
        # The first part runs fastest.
        fused = tuple(reversed(strides_of(tuple(reversed(sizes[1:])))))
        places = offsets(sizes[1:], fused)
        width = prod(sizes[1:])
        for k, at in enumerate(places):
            out[at * width + k] = self._one
        return placed(out, (whole, *inner), sizes)

    def _batches(self, body: Term, own: tuple[Index, ...]) -> tuple[tuple[Index, ...], tuple[int, ...], list[list[Entry]]]:
        """The values of a body, one list over its own axes for each place of its other axes."""
        rest = tuple(sorted(body.free - frozenset(own), key=lambda i: i.number))
        sizes = self._sizes(rest)
        width = prod(self._sizes(own))
        flat = self.ordered(body, (*rest, *own))
        return rest, sizes, [flat[k : k + width] for k in range(0, len(flat), width)]

    def _matrices(
        self, body: Term, rows: Index, cols: Index
    ) -> tuple[tuple[Index, ...], tuple[int, ...], list[list[list[Entry]]]]:
        n = self.size(cols.dim)
        if self.size(rows.dim) != n:
            raise Undefined
        rest, sizes, flat = self._batches(body, (rows, cols))
        self.budget.spend(len(flat) * n**3)
        return rest, sizes, [[f[k * n : (k + 1) * n] for k in range(n)] for f in flat]

    def _with_own_indices(self, term: Term) -> Array:
        match term:
            case Inverse(body=body, rows=rows, cols=cols, row=row, col=col):
                rest, sizes, matrices = self._matrices(body, rows, cols)
                inverted = [inverse_and_det(m, self.arithmetic)[0] for m in matrices]
                return self._stacked(rest, sizes, inverted, (row, col))
            case Det(body=body, rows=rows, cols=cols):
                rest, sizes, matrices = self._matrices(body, rows, cols)
                return Array(rest, sizes, [determinant(m, self.arithmetic) for m in matrices])
            case Expm(body=body, rows=rows, cols=cols, row=row, col=col):
                if self.arithmetic.exact:
                    raise Undefined
                rest, sizes, matrices = self._matrices(body, rows, cols)
                powers = [exponential(m) for m in matrices]
                return self._stacked(rest, sizes, powers, (row, col))
            case MatrixPower():
                return self._matrix_power(term)
            case Softmax(body=body, over=index, at=at):
                if self.arithmetic.exact:
                    raise Undefined
                rest, sizes, rows_of = self._batches(body, (index,))
                values = [v for r in rows_of for v in _softmax(r)]
                return placed(values, (*rest, at), (*sizes, self.size(at.dim)))
            case Over(body=body, over=index):
                rest, sizes, rows_of = self._batches(body, (index,))
                values = []
                for r in rows_of:
                    total = self._one
                    for v in r:
                        total = self.arithmetic.reduce([total * v])[0]
                    values.append(total)
                return Array(rest, sizes, values)
            case Apply():
                return self._apply(term)
            case _:
                raise Undefined

    def _matrix_power(self, term: MatrixPower) -> Array:
        """In floating point, of a matrix that is no batch."""
        (exponent,) = self.ordered(term.exponent, ()) if not term.exponent.free else (None,)
        if self.arithmetic.exact or not isinstance(exponent, float | int) or not 0 < exponent <= 12 or exponent % 1:
            raise Undefined
        rest, sizes, matrices = self._matrices(term.body, term.rows, term.cols)
        if rest or len(matrices) != 1:
            raise Undefined
        (matrix,) = matrices
        n = len(matrix)
        powers: list[list[list[Entry]]] = [[[self._one if i == j else self._zero for j in range(n)] for i in range(n)]]
        for _ in range(int(exponent)):
            last = powers[-1]
            powers.append([[sum(last[i][k] * matrix[k][j] for k in range(n)) for j in range(n)] for i in range(n)])
        if term.between is None:
            return self._stacked(rest, sizes, powers[-1:], (term.row, term.col))
        pairs = list(zip(powers[:-1], powers[-2::-1], strict=True))
        values = [sum(left[a][i] * right[j][b] for left, right in pairs) for a, i, j, b in each(*(range(n),) * 4)]
        return placed(values, (term.row, *term.between, term.col), (n,) * 4)

    def _stacked(
        self, rest: tuple[Index, ...], sizes: tuple[int, ...], matrices: list[list[list[Entry]]], ends: tuple[Index, Index]
    ) -> Array:
        values = [v for m in matrices for r in m for v in r]
        return placed(values, (*rest, *ends), (*sizes, *self._sizes(ends)))

    def _apply(self, term: Apply) -> Array:
        if self.arithmetic.exact:
            raise Undefined
        axes = tuple(
            sorted(frozenset().union(*(a.body.free - frozenset(a.slots) for a in term.arguments)), key=lambda i: i.number)
        )
        sizes = self._sizes(axes)
        widths = [prod(self._sizes(a.slots)) for a in term.arguments]
        columns = []
        for argument, width in zip(term.arguments, widths, strict=True):
            flat = self.ordered(argument.body, (*axes, *argument.slots))
            columns.append([flat[k : k + width] for k in range(0, len(flat), width)])
        starts = [sum(widths[:k]) for k in range(len(widths))]
        out_sizes = self._sizes(term.outs)
        inputs = [range(starts[k], starts[k] + widths[k]) for k, _ in term.by]
        known = smooth_map(f"{self.seed}:{term.function}", sum(widths), prod(out_sizes))
        self.budget.spend(prod(sizes) * prod(out_sizes) * prod(len(i) for i in inputs) * (1 + sum(widths)))
        values: list[float] = []
        for place in range(prod(sizes)):
            at = [v for column in columns for v in column[place]]
            for output in range(prod(out_sizes)):
                values.extend(known.value(output, at, by) for by in each(*inputs))
        values = self.arithmetic.reduce(values)
        by_axes = tuple(i for _, group in term.by for i in group)
        slots = (*axes, *term.outs, *by_axes)
        return placed(values, slots, self._sizes(slots))


def _real_power(base: float, exponent: float) -> float:
    if exponent == int(exponent) and abs(exponent) < 64:
        return FLOATS.power(base, Fraction(int(exponent)))
    return FLOATS.real_power(base, exponent)


def _softmax(values: list[Entry]) -> list[float]:
    top = max(values)
    shifted = [math.exp(v - top) for v in values]
    total = sum(shifted)
    return [v / total for v in shifted]


def _holds(left: int, relation: str, right: int) -> bool:
    match relation:
        case "<":
            return left < right
        case "≤":
            return left <= right
        case ">":
            return left > right
        case "≥":
            return left >= right
        case "≠":
            return left != right
        case _:
            return left == right
