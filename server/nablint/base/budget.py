"""A bound on work over hostile text: a counted number of steps, never a clock, so that results repeat."""

from __future__ import annotations


class BudgetExceeded(Exception):
    """Raised by `Budget.spend`; caught at the edge of the room that made the budget, and turned into "not checked"."""


class Budget:
    """Counts down; one budget belongs to one piece of work and is not shared."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise BudgetExceeded
