"""Checks a derivative against finite differences of what was derived: another road to the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from nablint.base.budget import Budget, BudgetExceeded
from nablint.calculus.compare import Comparison, Pair
from nablint.calculus.derivatives import Variable
from nablint.calculus.differentiate import NotDifferentiable, differentiate
from nablint.calculus.draws import MODES, Draw
from nablint.calculus.evaluate import Evaluator
from nablint.calculus.numbers import FLOATS, Undefined
from nablint.calculus.scope import Scope
from nablint.calculus.terms import Index, Term, symbols
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import Node
from nablint.sizes.shapes import Matrix

_STEP = 1e-4
_CLOSE = 2e-5
_BUDGET = 400_000
_ORDERS = 2
_ATTEMPTS = 4


def agrees(t: Translator, node: Node, by: Sequence[Variable], derivative: Value) -> bool:
    """Whether the entries of the derivative agree with central differences; False also where that cannot be tried."""
    keys = frozenset(v.key for v in by)
    try:
        term = t.value(node, Scope(kept=keys)).term
        order = list(by) if len(keys) == 1 else list(by)[::-1]
        slots: list[Index] = []
        for v in order[:-1]:
            axes = tuple(a for a in t.axes_of(v.shape, node) if a is not None)
            term = differentiate(term, v.key, axes, t.budget)
            slots.extend(axes)
        last = order[-1]
        if not isinstance(last.shape, Matrix):
            return False
        axes = tuple(a for a in t.axes_of(last.shape, node) if a is not None)
        slope = differentiate(term, last.key, axes, t.budget)
        return _compared(t, term, slope, last.key, axes)
    except (Unclear, NotDifferentiable, BudgetExceeded):
        return False


def _compared(t: Translator, term: Term, slope: Term, key: SymbolKey, axes: tuple[Index, ...]) -> bool:
    comparison = Comparison(t, Budget(_BUDGET))
    if key not in symbols(term):
        return comparison.sizes(Pair(term, slope, ()), 0) is not None
    # Both orders of two sizes: det XᵀX is zero for a wide X. Several draws: b − Ax is not positive for many.
    for attempt, order in product(range(_ATTEMPTS), range(_ORDERS)):
        sizes = comparison.sizes(Pair(term, slope, ()), order)
        if sizes is None:
            return False
        for mode in MODES:
            draw = Draw(sizes, mode, f"finite.{mode}.{attempt}" if attempt else f"finite.{mode}")
            found = _agrees_at(t, draw, comparison.budget, term, slope, key, axes)
            if found is not None:
                return found
    return False


def _agrees_at(
    t: Translator, draw: Draw, budget: Budget, term: Term, slope: Term, key: SymbolKey, axes: tuple[Index, ...]
) -> bool | None:
    """Whether they agree at a draw; None where one of them has no value there."""
    outer = tuple(sorted(slope.free - frozenset(axes), key=lambda i: i.number))
    try:
        values = draw.floats(t.variables, t.declared.dims)
        exact = Evaluator(draw.sizes, values, FLOATS, budget, "f").ordered(slope, (*axes, *outer))
        rough: list[float] = []
        for k in range(len(values[key])):
            sides = []
            for steps in (1, -1, 2, -2):
                moved = [*values[key]]
                moved[k] += steps * _STEP
                sides.append(Evaluator(draw.sizes, {**values, key: moved}, FLOATS, budget, "f").ordered(term, outer))
            # Four points: beside a pole, two are too rough.
            rough.extend((8 * (a - b) - (c - d)) / (12 * _STEP) for a, b, c, d in zip(*sides, strict=True))
    except Undefined:
        return None
    scale = max(1.0, *(abs(v) for v in exact))
    return all(abs(a - b) <= _CLOSE * scale for a, b in zip(exact, rough, strict=True))
