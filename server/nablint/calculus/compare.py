"""Are two values equal? Tried at draws, exactly modulo a prime where they are rational, else in floating point."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Literal

from nablint.base.budget import Budget
from nablint.base.values import dataclass
from nablint.calculus.build import scaled, with_indices
from nablint.calculus.draws import MODES, Draw, Sizes, draw_sizes
from nablint.calculus.evaluate import Evaluator, is_rational
from nablint.calculus.numbers import FLOATS, MODULAR, PRIME, Undefined
from nablint.calculus.rename import rename
from nablint.calculus.terms import Index, Term, parts, size_of
from nablint.calculus.translate import Translator
from nablint.calculus.values import Value
from nablint.sizes.dims import SUPPOSED, Dim
from nablint.sizes.shapes import dims_of

Outcome = Literal["equal", "different", "unknown"]

WRONG = 1e-6
RIGHT = 1e-9
_LARGEST_TERM = 4000
_ATTEMPTS = 3
_ORDERS = 5
_MOST_PLACES = 64  # of a value in which two letters are exchanged


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values on the same axes."""

    left: Term
    right: Term
    axes: tuple[Index, ...]
    letters: int = 0  # where the axes begin that are index letters of the formula


def paired(t: Translator, left: Value, right: Value) -> Pair | None:
    """Both sides on common axes; None where their shapes differ. A zero may stand for an array of zeros."""
    for one, other in ((left, right), (right, left)):
        from nablint.calculus.build import is_zero

        if is_zero(one.term) and one.is_scalar and not other.is_scalar:
            zeros = Value(with_indices(one.term, frozenset(other.indices)), other.axes)
            return _joined(zeros, other) if one is left else _joined(other, zeros)
    if len(left.axes) != len(right.axes):
        return None
    for a, b in zip(left.axes, right.axes, strict=True):
        if (a is None) != (b is None) or (a is not None and b is not None and not t.algebra.same(a.dim, b.dim)):
            return None
    return _joined(left, right)


def _joined(left: Value, right: Value) -> Pair:
    right = right.fresh()
    names = {b: a for a, b in zip(left.axes, right.axes, strict=True) if a is not None and b is not None}
    one, other = left.term, rename(right.term, names)
    free = one.free | other.free | frozenset(left.indices)
    letters = tuple(sorted(free - frozenset(left.indices), key=lambda i: i.number))
    return Pair(with_indices(one, free), with_indices(other, free), (*left.indices, *letters), len(left.indices))


def all_dims(t: Translator, *terms: Term) -> list[Dim]:
    """Every size that has to be given: those of the symbols and of the indices."""
    found: dict[Dim, None] = {}
    for shape, _ in t.variables.values():
        for d in dims_of(shape):
            found[t.algebra.known(t.declared.dims.normal(d))] = None
    stack = list(terms)
    seen: set[int] = set()
    while stack:
        top = stack.pop()
        if id(top) in seen:
            continue
        seen.add(id(top))
        for index in top.free:
            found[t.algebra.known(index.dim)] = None
        dim = getattr(top, "dim", None)
        if isinstance(dim, Dim):
            found[t.algebra.known(dim)] = None
        stack.extend(parts(top))
    # What was supposed of a size and met no other is a size of its own.
    return [d for d in found if not d.is_free or all(name.startswith(SUPPOSED) for name in d.names() if name[0] == "?")]


class Comparison:
    """Tries pairs of one translation; the draws are the same for every pair, so that variants can be compared."""

    def __init__(self, t: Translator, budget: Budget, smallest: int = 2) -> None:
        self.t = t
        self.budget = budget
        self.smallest = smallest
        self._evaluators: dict[tuple[object, ...], Evaluator] = {}
        self._dims: tuple[Pair | None, list[Dim]] = (None, [])  # of the pair that was asked for last

    def sizes(self, pair: Pair, order: int) -> dict[str, int] | None:
        if self._dims[0] is not pair:
            self._dims = (pair, all_dims(self.t, pair.left, pair.right))
        sizes = draw_sizes(self._dims[1], self.t.declared.dims, order, self.smallest)
        if sizes is None:
            return None
        facts = self.t.declared.dims
        stated = ((name, facts.normal(Dim.name(name))) for name in facts.values if name not in sizes)
        for name, dim in (*stated, *self.t.algebra.learnt.items()):
            value = self.t.algebra.known(dim).evaluate(sizes)
            if value is not None:
                sizes[name] = value
        return sizes

    def outcome(self, pair: Pair, quick: bool = False) -> Outcome:
        """`equal` at two draws, or `different` at two; where it is `quick`, at one."""
        if size_of(pair.left, _LARGEST_TERM) + size_of(pair.right, _LARGEST_TERM) >= _LARGEST_TERM:
            return "unknown"
        exact = is_rational(pair.left) and is_rational(pair.right)
        votes: list[Outcome] = []
        # Both orders of two sizes are tried; more only where a side is undefined, as det XᵀX is for a wide X.
        for order in range(_ORDERS):
            vote = self._vote(pair, order, exact)
            if vote != "unknown":
                votes.append(vote)
            if quick and vote == "different":
                return vote
            if len(votes) == 2:
                return votes[0] if votes[0] == votes[1] else "unknown"
        return "unknown"

    def _vote(self, pair: Pair, order: int, exact: bool) -> Outcome:
        sizes = self.sizes(pair, order)
        if sizes is None:
            return "unknown"
        if exact:
            found = self._exact(pair, sizes, order)
            if found != "unknown":
                return found
        zero = False
        for mode in MODES:
            for attempt in range(_ATTEMPTS):
                seen = self._floating(pair, Draw(sizes, mode, f"{order}.{attempt}.{mode}"))
                if seen == "zero":
                    # Zero on both sides says little where relu or sign take part: other draws may show more.
                    zero = True
                elif seen is not None:
                    return seen
        return "equal" if zero else "unknown"

    def agrees(self, pair: Pair) -> bool:
        """Whether the sides are equal; for variants that are tried in numbers, one draw that differs is enough."""
        if size_of(pair.left, _LARGEST_TERM) + size_of(pair.right, _LARGEST_TERM) >= _LARGEST_TERM:
            return False
        exact = is_rational(pair.left) and is_rational(pair.right)
        return self._vote(pair, 0, exact) != "different" and self.outcome(pair) == "equal"

    def _evaluator(self, draw: Draw, exact: bool, small: bool = False) -> Evaluator:
        """One for each draw: what pairs have in common is evaluated once. Raises Undefined."""
        facts, variables = self.t.declared.dims, self.t.variables
        place = (draw.seed, draw.mode, tuple(draw.sizes.items()), exact, small, len(variables))
        found = self._evaluators.get(place)
        if found is None:
            if exact:
                found = Evaluator(draw.sizes, draw.integers(variables, facts), MODULAR, self.budget)
            else:
                values = draw.small(variables, facts) if small else draw.floats(variables, facts)
                found = Evaluator(draw.sizes, values, FLOATS, self.budget, draw.seed)
            self._evaluators[place] = found
        return found

    def _exact(self, pair: Pair, sizes: Sizes, order: int) -> Outcome:
        for attempt in range(_ATTEMPTS):
            draw = Draw(sizes, "signed", f"{order}.{attempt}.exact")
            try:
                evaluator = self._evaluator(draw, True)
                left = evaluator.ordered(pair.left, pair.axes)
                right = evaluator.ordered(pair.right, pair.axes)
            except Undefined:
                continue
            if all((a - b) % PRIME == 0 for a, b in zip(left, right, strict=True)):
                return "equal"
            return "unknown" if len(pair.axes) - pair.letters > 1 else "different"
        return "unknown"

    def values(self, pair: Pair, draw: Draw, small: bool = False) -> tuple[list[float], list[float]] | None:
        try:
            evaluator = self._evaluator(draw, False, small)
            return evaluator.ordered(pair.left, pair.axes), evaluator.ordered(pair.right, pair.axes)
        except Undefined:
            return None

    def _floating(self, pair: Pair, draw: Draw) -> Outcome | Literal["zero"] | None:
        found = self.values(pair, draw)
        if found is None:
            return None
        if not any(found[0]) and not any(found[1]):
            return "zero"
        error = relative_error(*found)
        if error > WRONG:
            return None if self._case_of_letters(pair, draw, found) else "different"
        return "equal" if error < RIGHT else None

    def _case_of_letters(self, pair: Pair, draw: Draw, found: tuple[list[float], list[float]]) -> bool:
        """Whether the sides agree wherever i = j, or wherever i ≠ j: then the note means only that case. Not where they agree
        everywhere once i and j change places on one side: these were confused."""
        sizes = tuple(a.dim.evaluate(draw.sizes) or 1 for a in pair.axes)
        for k in range(pair.letters, len(sizes)):
            for m in range(k + 1, len(sizes)):
                if sizes[k] != sizes[m]:
                    continue
                places = list(product(*map(range, sizes)))
                turned = [found[1][places.index(_exchanged(at, k, m))] for at in places] if len(places) <= _MOST_PLACES else []
                if turned and relative_error(found[0], turned) < RIGHT:
                    return False
                for on_diagonal in (True, False):
                    chosen = [n for n, at in enumerate(places) if (at[k] == at[m]) == on_diagonal]
                    if relative_error([found[0][n] for n in chosen], [found[1][n] for n in chosen]) < RIGHT:
                        return True
        return False

    def ratio(self, pair: Pair) -> Fraction | None:
        """The simple number by which the right side has to be multiplied, if there is one."""
        sizes = self.sizes(pair, 0)
        if sizes is None:
            return None
        for mode in MODES:
            found = self.values(pair, Draw(sizes, mode, f"ratio.{mode}"))
            if found is None:
                continue
            left, right = found
            big = max(range(len(right)), key=lambda k: abs(right[k]))
            if abs(right[big]) < 1e-9 or abs(left[big]) < 1e-12:
                return None
            ratio = Fraction(left[big] / right[big]).limit_denominator(12)
            if ratio == 0 or abs(ratio) > 12:
                return None
            by = Pair(pair.left, scaled(pair.right, ratio), pair.axes, pair.letters)
            return ratio if self.agrees(by) else None
        return None


def _exchanged(at: tuple[int, ...], k: int, m: int) -> tuple[int, ...]:
    return tuple(at[m] if n == k else at[k] if n == m else one for n, one in enumerate(at))


def relative_error(left: list[float], right: list[float]) -> float:
    scale = max((max(abs(a), abs(b)) for a, b in zip(left, right, strict=True)), default=0.0)
    apart = max((abs(a - b) for a, b in zip(left, right, strict=True)), default=0.0)
    return apart / scale if scale > 1e-12 else 0.0
