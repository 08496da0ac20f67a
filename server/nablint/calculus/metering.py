"""A bound on symbolic work: products, sums and forms count their steps against the budget of the task they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from nablint.base.budget import Budget

SYMBOLIC_STEPS = 40_000  # a step is about ten microseconds

_METER: ContextVar[Budget | None] = ContextVar("meter", default=None)


def work(steps: int) -> None:
    """Counts; raises BudgetExceeded where the task has used up what it may."""
    budget = _METER.get()
    if budget is not None:
        budget.spend(steps)


@contextmanager
def metered(steps: int = SYMBOLIC_STEPS) -> Iterator[None]:
    """Bounds the work inside; within another bound that one counts."""
    if _METER.get() is not None:
        yield
        return
    token = _METER.set(Budget(steps))
    try:
        yield
    finally:
        _METER.reset(token)
