"""A bound on symbolic work: products, sums and forms count their steps against the budget of the task they belong to."""

from __future__ import annotations

from contextvars import ContextVar, Token

from nablint.base.budget import Budget

SYMBOLIC_STEPS = 40_000  # a step is about ten microseconds

_METER: ContextVar[Budget | None] = ContextVar("meter", default=None)


def work(steps: int) -> None:
    """Counts; raises BudgetExceeded where the task has used up what it may."""
    budget = _METER.get()
    if budget is not None:
        budget.spend(steps)


class metered:
    """Bounds the work inside; within another bound that one counts."""

    __slots__ = ("_steps", "_token")

    def __init__(self, steps: int = SYMBOLIC_STEPS) -> None:
        self._steps = steps
        self._token: Token[Budget | None] | None = None

    def __enter__(self) -> None:
        if _METER.get() is None:
            self._token = _METER.set(Budget(self._steps))

    def __exit__(self, *_: object) -> None:
        if self._token is not None:
            _METER.reset(self._token)
