"""A counterexample that a person can follow: small sizes, small whole numbers, and the value of both sides."""

from __future__ import annotations

from collections.abc import Sequence

from nablint.base.budget import Budget, BudgetExceeded
from nablint.calculus.compare import WRONG, Comparison, Pair, relative_error
from nablint.calculus.draws import Draw
from nablint.calculus.numbers import Undefined
from nablint.calculus.terms import Apply, Term, parts, symbols
from nablint.calculus.translate import Translator
from nablint.calculus.values import Value
from nablint.calculus.verdict import Assigned, Counterexample, Nested

_STEPS = 60_000
_TRIES = 8
_READABLE = 0.01, 1e5  # values outside say nothing to a person
_MOST_ENTRIES = 12


def counterexample(t: Translator, left: Value, pair: Pair) -> Counterexample | None:
    """None where unknown functions take part, or where no small numbers show it."""
    if _has_unknown_function(pair.left) or _has_unknown_function(pair.right):
        return None
    comparison = Comparison(t, Budget(_STEPS))
    present = symbols(pair.left) | symbols(pair.right)
    fallback: Counterexample | None = None
    try:
        for k in range(_TRIES):
            sizes = comparison.sizes(pair, k % 2)
            if sizes is None:
                return None
            draw = Draw(sizes, "positive" if k < 3 else "signed", f"small.{k}")
            found = comparison.values(pair, draw, small=True)
            if found is None or relative_error(*found) <= WRONG:
                continue
            facts = t.declared.dims
            given = draw.small({s: t.variables[s] for s in t.variables if s in present}, facts)
            assigned = []
            for symbol, values in given.items():
                lengths = draw.lengths(t.variables[symbol][0], facts)
                if len(values) > _MOST_ENTRIES:
                    return None
                assigned.append(Assigned(symbol, nested(values, lengths)))
            sizes_of = tuple(a.dim.evaluate(sizes) or 1 for a in pair.axes)
            one, other = found
            if len(one) > _MOST_ENTRIES:
                return None
            example = Counterexample(tuple(assigned), nested(one, sizes_of), nested(other, sizes_of))
            low, high = _READABLE
            if all(low <= abs(v) <= high or v == 0 for v in (*one, *other)):
                return example
            fallback = fallback or example
    except (Undefined, BudgetExceeded):
        return fallback
    return fallback


def nested(values: Sequence[float], lengths: tuple[int, ...]) -> float | Nested:
    """A flat list as tuples of tuples."""
    if not lengths:
        return values[0]
    if len(lengths) == 1:
        return tuple(values)
    step = len(values) // lengths[0]
    return tuple(nested(values[k * step : (k + 1) * step], lengths[1:]) for k in range(lengths[0]))


def _has_unknown_function(term: Term) -> bool:
    stack = [term]
    while stack:
        top = stack.pop()
        if isinstance(top, Apply):
            return True
        stack.extend(parts(top))
    return False
