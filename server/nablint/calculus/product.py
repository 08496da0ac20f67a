"""Builds products: flattened, with identities contracted, inverses cancelled and powers collected."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from nablint.base.budget import BudgetExceeded
from nablint.calculus.canonical import key
from nablint.calculus.metering import work
from nablint.calculus.rename import rename
from nablint.calculus.terms import (
    NO_INDEX,
    Add,
    Apply,
    Delta,
    Fuse,
    Index,
    Indices,
    Inverse,
    Map,
    Mul,
    Num,
    Power,
    Size,
    Softmax,
    Term,
    Unit,
    Var,
)
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import Structure

_UNIT_COEFFICIENT = Fraction(1)
_MOST_FACTORS = 100  # what is longer is not checked


def mul(factors: Iterable[Term], bound: Iterable[Index] = (), coefficient: Fraction = _UNIT_COEFFICIENT) -> Term:
    """The product of the factors, summed over `bound`. An index of `bound` that no factor has counts its size."""
    made = _Work(coefficient, set(bound))
    made.take(factors)
    count = len(made.factors)
    work(1 + count + count * count // 16)
    free = made.free()
    if made.coefficient == 0:
        return Num(Fraction(0), free)
    changed = True
    while changed and made.coefficient != 0:
        changed = made.contract_delta() or made.contract_fuse() or made.contract_unit() or made.cancel_inverse()
    made.collect_powers()
    made.normalise_exponentials()
    made.normalise_signs()
    return made.finish(free)


class _Work:
    """A product under construction; `ones` are free indices of factors that were 1."""

    def __init__(self, coefficient: Fraction, bound: set[Index]) -> None:
        self.coefficient = coefficient
        self.bound = bound
        self.factors: list[Term] = []
        self.ones: set[Index] = set()

    def take(self, factors: Iterable[Term]) -> None:
        given = tuple(factors)
        used = self.bound.union(*(f.free for f in given))
        for factor in given:
            match factor:
                case Num(value=value, free=free):
                    self.coefficient *= value
                    self.ones |= free
                case Mul(coefficient=coefficient, factors=inner, bound=bound):
                    self.coefficient *= coefficient
                    names = {b: b.like() for b in bound if b in used}
                    own = {names.get(b, b) for b in bound}
                    used |= own
                    self.bound |= own
                    # Inner factors may themselves carry ones; products within products were flattened when they were built.
                    for f in inner:
                        f = rename(f, names) if names else f
                        if isinstance(f, Num):
                            self.ones |= f.free
                        else:
                            self.factors.append(f)
                case _:
                    self.factors.append(factor)

    def free(self) -> Indices:
        return frozenset(self.ones.union(*(f.free for f in self.factors)) - self.bound)

    def _occurrences(self, index: Index) -> int:
        return sum(index in f.free for f in self.factors)

    def contract_delta(self) -> bool:
        for k, factor in enumerate(self.factors):
            if not isinstance(factor, Delta):
                continue
            left, right = factor.left, factor.right
            if left is right:
                self.ones.add(left)
                del self.factors[k]
                return True
            old, new = (left, right) if left in self.bound else (right, left)
            if old not in self.bound:
                continue
            del self.factors[k]
            self.bound.discard(old)
            self.factors = [rename(f, {old: new}) for f in self.factors]
            self.ones.discard(old)
            self.ones.add(new)
            return True
        return False

    def contract_fuse(self) -> bool:
        """Two vecs of one shape meet: their axes are equal, one by one."""
        fuses = [(k, f) for k, f in enumerate(self.factors) if isinstance(f, Fuse)]
        for n, (k, first) in enumerate(fuses):
            for m, second in fuses[n + 1 :]:
                same_sizes = [i.dim for i in first.parts] == [i.dim for i in second.parts]
                if first.whole is second.whole and same_sizes:
                    pairs = zip(first.parts, second.parts, strict=True)
                    met: list[Term] = [Delta(a, b, frozenset((a, b))) for a, b in pairs if a is not b]
                    if first.whole in self.bound and self._occurrences(first.whole) == 2:
                        self.factors = [f for at, f in enumerate(self.factors) if at not in (k, m)] + met
                        self.bound.discard(first.whole)
                        self.ones.update(first.parts)
                        return True
                elif (
                    first.parts == second.parts
                    # Places on a diagonal, (i, i), are not all places.
                    and len(set(first.parts)) == len(first.parts)
                    and all(i in self.bound and self._occurrences(i) == 2 for i in first.parts)
                ):
                    equal = Delta(first.whole, second.whole, frozenset((first.whole, second.whole)))
                    self.factors = [f for at, f in enumerate(self.factors) if at not in (k, m)] + [equal]
                    self.bound.difference_update(first.parts)
                    return True
        return False

    def contract_unit(self) -> bool:
        units = [(k, f) for k, f in enumerate(self.factors) if isinstance(f, Unit)]
        for n, (k, first) in enumerate(units):
            for _, second in units[n + 1 :]:
                if first.index is not second.index:
                    continue
                if first.position == second.position:
                    self.ones.add(first.index)
                    if first.index in self.bound and self._occurrences(first.index) == 2:
                        # Σ over a unit vector times itself is 1, not the size.
                        self.bound.discard(first.index)
                        self.ones.discard(first.index)
                        self.factors = [f for f in self.factors if f is not first and f is not second]
                    else:
                        del self.factors[k]
                    return True
                if (first.position - second.position).number not in (None, 0):
                    self.coefficient = Fraction(0)
                    return True
            if first.index in self.bound and self._occurrences(first.index) == 1:
                del self.factors[k]
                self.bound.discard(first.index)
                self.ones.discard(first.index)
                return True
        return False

    def cancel_inverse(self) -> bool:
        """A⁻¹A is the identity, and so is QᵀQ of an orthogonal Q."""
        for k, factor in enumerate(self.factors):
            if isinstance(factor, Inverse):
                for inner, outer, rows, cols in (
                    (factor.col, factor.row, factor.rows, factor.cols),
                    (factor.row, factor.col, factor.cols, factor.rows),
                ):
                    if self._cancels(k, factor, inner, outer, rows, cols):
                        return True
            elif isinstance(factor, Var) and Structure.ORTHOGONAL in factor.structure and len(factor.slots) == 2:
                for m in range(k + 1, len(self.factors)):
                    other = self.factors[m]
                    if isinstance(other, Var) and other.symbol == factor.symbol and self._orthogonal(k, m, factor, other):
                        return True
        return False

    def _cancels(self, k: int, factor: Inverse, inner: Index, outer: Index, rows: Index, cols: Index) -> bool:
        if inner is outer or inner not in self.bound or self._occurrences(inner) != 2:
            return False
        for m, other in enumerate(self.factors):
            if m == k or inner not in other.free or len(other.free) != 2:
                continue
            far = next(i for i in other.free if i is not inner)
            # The matrix itself meets its inverse: its row index where the inverse has its column, and the other way round.
            if key(other, {inner: "a", far: "b"}) == key(factor.body, {rows: "a", cols: "b"}):
                self._replace(k, m, inner, outer, far)
                return True
        return False

    def _orthogonal(self, k: int, m: int, one: Var, two: Var) -> bool:
        for place in (0, 1):
            inner = one.slots[place]
            far, near = one.slots[1 - place], two.slots[1 - place]
            if two.slots[place] is inner and inner in self.bound and self._occurrences(inner) == 2 and inner not in (far, near):
                self._replace(k, m, inner, far, near)
                return True
        return False

    def _replace(self, k: int, m: int, inner: Index, left: Index, right: Index) -> None:
        kept = [f for at, f in enumerate(self.factors) if at not in (k, m)]
        if left is right:
            self.ones.add(left)
        else:
            kept.append(Delta(left, right, frozenset((left, right))))
        self.factors = kept
        self.bound.discard(inner)

    def collect_powers(self) -> None:
        """x·x⁻¹ is 1, det·det is det²; a product x_i x_i of entries stays, for it may be an inner product."""
        if len(self.factors) < 2 or not any(_may_collect(f) for f in self.factors):
            return
        groups: dict[str, list[Term]] = {}
        for factor in self.factors:
            groups.setdefault(key(_base(factor)), []).append(factor)
        if len(groups) == len(self.factors):
            return
        out: list[Term] = []
        done: set[str] = set()
        for factor in self.factors:
            name = key(_base(factor))
            group = groups[name]
            if len(group) == 1 or not any(_may_collect(f) for f in group):
                out.append(factor)
            elif name not in done:
                done.add(name)
                base, exponent = _base(factor), sum((_exponent(f) for f in group), Fraction(0))
                self.ones |= base.free
                if exponent == 1:
                    out.append(base)
                elif exponent != 0:
                    out.append(Power(base, Num(exponent), base.free))
        self.factors = [f for f in out if not isinstance(f, Mul)]
        self.take([f for f in out if isinstance(f, Mul)])

    def normalise_exponentials(self) -> None:
        """exp(u)/Σ exp(u) is softmax(u), exp(u)/(1 + exp(u)) is σ(u)."""
        for k, factor in enumerate(self.factors):
            if not isinstance(factor, Power) or not isinstance(factor.exponent, Num) or factor.exponent.value != -1:
                continue
            for m, other in enumerate(self.factors):
                if isinstance(other, Map) and other.function == "exp" and m != k:
                    new = _normalised(other, factor.base)
                    if new is not None:
                        self.factors = [new if at == m else f for at, f in enumerate(self.factors) if at != k]
                        return

    def normalise_signs(self) -> None:
        """sign(u)/|u| is 1/u, and sign(u) |u| is u."""
        for k, factor in enumerate(self.factors):
            if not isinstance(factor, Map) or factor.function != "sign":
                continue
            for m, other in enumerate(self.factors):
                size, exponent = _base(other), _exponent(other)
                if abs(exponent) != 1 or not isinstance(size, Map) or size.function != "abs":
                    continue
                u = factor.argument
                if key(size.argument) == key(u):
                    self.factors = [f for at, f in enumerate(self.factors) if at not in (k, m)]
                    self.take([u if exponent == 1 else Power(u, Num(exponent), u.free)])
                    return

    def finish(self, free: Indices) -> Term:
        if len(self.factors) > _MOST_FACTORS:
            raise BudgetExceeded
        if self.coefficient == 0:
            return Num(Fraction(0), free)
        used: set[Index] = set().union(*(f.free for f in self.factors))
        for index in sorted(self.bound - used, key=lambda i: i.number):
            number = index.dim.number
            if number is None:
                self.factors.append(Size(index.dim))
            else:
                self.coefficient *= number
        missing = free - used
        if not self.factors:
            return Num(self.coefficient, missing)
        if missing:
            self.factors.append(Num(Fraction(1), frozenset(missing)))
        bound = frozenset(self.bound & used)
        if len(self.factors) == 1 and not bound and self.coefficient == 1:
            return self.factors[0]
        return Mul(self.coefficient, tuple(self.factors), bound, free)


def _normalised(exponential: Map, below: Term) -> Term | None:
    match below:
        case Mul(coefficient=coefficient, factors=(Map(function="exp") as inner,), bound=bound) if (
            coefficient == 1 and len(bound) == 1 and len(exponential.free) == 1
        ):
            (over,), (at,) = bound, exponential.free
            if over.dim == at.dim and key(inner, {over: "*"}) == key(exponential, {at: "*"}):
                return Softmax(inner.argument, over, at, (inner.argument.free - {over}) | {at})
        case Add(terms=(Num(value=value), Map(function="exp") as inner) | (Map(function="exp") as inner, Num(value=value))) if (
            value == 1 and key(inner) == key(exponential)
        ):
            return Map("sigmoid", inner.argument, inner.free)
    return None


def _may_collect(factor: Term) -> bool:
    return not factor.free or isinstance(factor, (Power, Map, Apply, Softmax))


def _base(factor: Term) -> Term:
    return factor.base if isinstance(factor, Power) and isinstance(factor.exponent, Num) else factor


def _exponent(factor: Term) -> Fraction:
    return factor.exponent.value if isinstance(factor, Power) and isinstance(factor.exponent, Num) else Fraction(1)


def ones(*indices: Index) -> Num:
    return Num(Fraction(1), frozenset(indices))


def number(value: Fraction | int) -> Num:
    return Num(Fraction(value), NO_INDEX)


def size(dim: Dim) -> Term:
    value = dim.number
    return Size(dim) if value is None else number(value)


def delta(left: Index, right: Index) -> Term:
    return ones(left) if left is right else Delta(left, right, frozenset((left, right)))


def picked(term: Term, at: Unit) -> Term:
    """The entry of a term at a place; of a sum of multiples of unit vectors, the multiple that stands there."""
    from nablint.calculus.build import add, zero

    if isinstance(term, Add):
        return add(picked(one, at) for one in term.terms)
    factors = term.factors if isinstance(term, Mul) else (term,)
    bound, coefficient = (term.bound, term.coefficient) if isinstance(term, Mul) else ((), _UNIT_COEFFICIENT)
    there = [f for f in factors if at.index in f.free]
    rest = [f for f in factors if f not in there]
    if len(there) == 1 and isinstance(there[0], Add):
        return mul((*rest, picked(there[0], at)), bound, coefficient)
    if len(there) != 1 or not isinstance(there[0], Unit) or None in (there[0].position.number, at.position.number):
        return mul((term, at), (at.index,))
    return mul(rest, bound, coefficient) if there[0].position == at.position else zero()
