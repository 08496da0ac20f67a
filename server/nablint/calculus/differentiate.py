"""The derivative of a term by a symbol, exact, entry by entry; new free indices say by which entry."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from nablint.base.budget import Budget
from nablint.calculus.build import (
    add,
    apply,
    inverse,
    inverse_of,
    is_zero,
    literal,
    mapped,
    matrix_power,
    power,
    rebuilt,
    scaled,
    softmax,
    subtract,
    zero,
)
from nablint.calculus.build import var as build_var
from nablint.calculus.functions import FUNCTIONS
from nablint.calculus.product import delta, mul, number
from nablint.calculus.rename import rename
from nablint.calculus.terms import (
    Add,
    Apply,
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
    parts,
)
from nablint.declarations.facts import SymbolKey
from nablint.sizes.shapes import Structure


class NotDifferentiable(Exception):
    """The derivative is not known; `args[0]` says of what. Caught where a derivative is asked for."""


def differentiate(term: Term, by: SymbolKey, slots: tuple[Index, ...], budget: Budget) -> Term:
    """∂term/∂by[slots]. The entries of `by` vary independently, whatever its structure; at the point the structure holds.

    `slots` must be new indices, one for each axis of the symbol.
    """
    structure = next((v.structure for v in _variables(term) if v.symbol == by), Structure.NONE)
    if structure:
        # A symmetric X must not be exchanged for its transpose before its entries have been varied one by one.
        term = restructured(term, by, Structure.NONE)
    result = _Differentiation(by, slots, budget).of(term)
    return restructured(result, by, structure) if structure else result


def restructured(term: Term, symbol: SymbolKey, structure: Structure) -> Term:
    """The term with another structure for one symbol."""

    def leaf(v: Var) -> Term:
        return build_var(symbol, v.slots, structure) if v.symbol == symbol else v

    return transformed(term, leaf)


def transformed(term: Term, leaf: Callable[[Var], Term]) -> Term:
    """The term with each variable replaced, simplified anew."""
    return _transformed(term, leaf, {})


def _transformed(term: Term, leaf: Callable[[Var], Term], done: dict[int, Term]) -> Term:
    found = done.get(id(term))
    if found is None:
        if isinstance(term, Var):
            found = leaf(term)
        else:
            inner = {id(p): _transformed(p, leaf, done) for p in parts(term)}
            found = term if all(inner[id(p)] is p for p in parts(term)) else rebuilt(term, inner)
        done[id(term)] = found
    return found


def _variables(term: Term) -> list[Var]:
    found: list[Var] = []
    seen: set[int] = set()
    stack = [term]
    while stack:
        top = stack.pop()
        if id(top) in seen:
            continue
        seen.add(id(top))
        if isinstance(top, Var):
            found.append(top)
        stack.extend(parts(top))
    return found


class _Differentiation:
    def __init__(self, by: SymbolKey, slots: tuple[Index, ...], budget: Budget) -> None:
        self.by = by
        self.slots = slots
        self.new: Indices = frozenset(slots)
        self.budget = budget
        self.done: dict[int, Term] = {}
        self.varies: dict[int, bool] = {}
        self.kept: list[Term] = []  # so that no identity is used twice

    def depends(self, term: Term) -> bool:
        known = self.varies.get(id(term))
        if known is None:
            known = term.symbol == self.by if isinstance(term, Var) else any(self.depends(p) for p in parts(term))
            self.varies[id(term)] = known
            self.kept.append(term)
        return known

    def of(self, term: Term) -> Term:
        if not self.depends(term):
            return zero(term.free | self.new)
        known = self.done.get(id(term))
        if known is None:
            self.budget.spend()
            known = self._rule(term)
            self.done[id(term)] = known
            self.kept.append(term)
        return known

    def _rule(self, term: Term) -> Term:
        match term:
            case Var(slots=slots):
                return mul(delta(a, b) for a, b in zip(slots, self.slots, strict=True)) if slots else number(1)
            case Add(terms=terms):
                return add(self.of(t) for t in terms)
            case Mul(coefficient=coefficient, factors=factors, bound=bound):
                return add(
                    mul((*factors[:k], self._factor(f, term), *factors[k + 1 :]), bound, coefficient)
                    for k, f in enumerate(factors)
                    if self.depends(f)
                )
            case Map(function=function, argument=argument):
                slope = FUNCTIONS[function].slope
                if slope is None:
                    raise NotDifferentiable(function)
                return mul((slope(argument), self.of(argument)))
            case Power(base=base, exponent=exponent):
                return self._power(term, base, exponent)
            case Inverse(body=body, rows=rows, cols=cols, row=row, col=col):
                r, c = rows.like(), cols.like()
                inner = rename(self.of(body), {rows: r, cols: c})
                left = inverse(body, rows, cols, row, r)
                right = inverse(body, rows, cols, c, col)
                return mul((left, inner, right), (r, c), Fraction(-1))
            case Det(body=body, rows=rows, cols=cols):
                r, c = rows.like(), cols.like()
                inner = rename(self.of(body), {rows: r, cols: c})
                return mul((term, inverse(body, rows, cols, c, r), inner), (r, c))
            case _:
                return self._rarer(term)

    def _factor(self, factor: Term, product: Mul) -> Term:
        """The derivative of one factor, which may share its place with the sum around it."""
        if not isinstance(factor, Expm | MatrixPower) or factor.row is not factor.col or factor.row not in product.bound:
            return self.of(factor)
        alone = all(f is factor or factor.row not in f.free for f in product.factors)
        return self._trace_of(factor) if alone else self.of(factor)

    def _trace_of(self, term: Expm | MatrixPower) -> Term:
        """d tr exp(B) = tr(exp(B) dB) and d tr B^k = k tr(B^{k-1} dB), whatever B is; the place on the diagonal is that of the
        rows."""
        from nablint.calculus.build import expm

        if isinstance(term, MatrixPower) and (term.between is not None or self.depends(term.exponent)):
            return self.of(term)

        other = term.cols.like()
        inner = rename(self.of(term.body), {term.rows: term.row, term.cols: other})
        if isinstance(term, Expm):
            return mul((expm(term.body, term.rows, term.cols, other, term.row), inner), (other,))
        less = subtract(term.exponent, number(1))
        return mul((term.exponent, matrix_power(term.body, term.rows, term.cols, other, term.row, less), inner), (other,))

    def _power(self, term: Power, base: Term, exponent: Term) -> Term:
        out: list[Term] = []
        if self.depends(base):
            if isinstance(base, Det) and not isinstance(exponent, Num):
                # A determinant is a factor of its own derivative.
                out.append(mul((exponent, term, inverse_of(base), self.of(base))))
                return add((*out, *self._by_exponent(term, base, exponent)))
            less = Num(exponent.value - 1) if isinstance(exponent, Num) else subtract(exponent, _one_like(exponent))
            out.append(mul((exponent, power(base, less), self.of(base))))
        return add((*out, *self._by_exponent(term, base, exponent)))

    def _by_exponent(self, term: Power, base: Term, exponent: Term) -> list[Term]:
        return [mul((term, mapped("log", base), self.of(exponent)))] if self.depends(exponent) else []

    def _rarer(self, term: Term) -> Term:
        match term:
            case Softmax(body=body, over=index, at=at):
                other = index.like()
                at_place = rename(self.of(body), {index: at})
                at_other = rename(self.of(body), {index: other})
                mean = mul((softmax(body, index, other), at_other), (other,))
                return subtract(mul((term, at_place)), mul((term, mean)))
            case Over(body=body, over=index):
                place = index.like()
                inner = rename(self.of(body), {index: place})
                return mul((term, inverse_of(rename(body, {index: place})), inner), (place,))
            case Literal(entries=entries, slots=slots):
                return literal(tuple(self.of(e) for e in entries), slots)
            case Apply(function=function, arguments=arguments, outs=outs, by=by):
                out = []
                for k, argument in enumerate(arguments):
                    if not self.depends(argument.body):
                        continue
                    names = {i: i.like() for i in argument.slots}
                    axes = tuple(names[i] for i in argument.slots)
                    inner = rename(self.of(argument.body), names)
                    out.append(mul((apply(function, arguments, outs, (*by, (k, axes))), inner), axes))
                return add(out)
            case MatrixPower(between=None):
                return self._matrix_power(term)
            case MatrixPower():
                raise NotDifferentiable("a power of a matrix with a letter as exponent, derived twice")
            case Expm(body=body, rows=rows, cols=cols, row=row, col=col):
                return self._expm(term, body, rows, cols, row, col)
            case _:
                raise NotDifferentiable(type(term).__name__)

    def _matrix_power(self, term: MatrixPower) -> Term:
        """d(B^k) = Σ_r B^{r-1} dB B^{k-r}."""
        if self.depends(term.exponent):
            raise NotDifferentiable("a power of a matrix by its exponent")
        r, c = term.rows.like(), term.cols.like()
        inner = rename(self.of(term.body), {term.rows: r, term.cols: c})
        outer = matrix_power(term.body, term.rows, term.cols, term.row, term.col, term.exponent, (r, c))
        return mul((outer, inner), (r, c))

    def _expm(self, term: Term, body: Term, rows: Index, cols: Index, row: Index, col: Index) -> Term:
        """Where the exponent is a scalar times a constant matrix, it commutes with its own derivative."""
        if not isinstance(body, Mul):
            raise NotDifferentiable("matrix exponential")
        if any(self.depends(f) for f in body.factors if {rows, cols} & f.free):
            raise NotDifferentiable("matrix exponential of a matrix that varies")
        if is_zero(self.of(body)):
            return zero(term.free | self.new)
        middle = rows.like()
        left = rename(self.of(body), {rows: row, cols: middle})
        from nablint.calculus.build import expm

        return mul((left, expm(body, rows, cols, middle, col)), (middle,))


def _one_like(term: Term) -> Term:
    return Num(Fraction(1), term.free)


__all__ = ["NotDifferentiable", "differentiate", "restructured", "scaled", "transformed"]
