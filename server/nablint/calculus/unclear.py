"""What was not understood, as data: an expression that is not evaluated, and why."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.base.values import dataclass


class Unclear(Exception):
    """Ends a translation; caught at the edge of the room, which keeps `said`: the exception itself holds every frame that it
    passed, and with them all that was translated."""

    def __init__(self, why: str, span: Span, misfit: bool = False) -> None:
        """`misfit`: the shapes do not fit, so that this is not how the formula is meant."""
        super().__init__(why)
        self.why = why
        self.span = span
        self.misfit = misfit

    @property
    def said(self) -> NotUnderstood:
        return NotUnderstood(self.why, self.misfit)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    why: str
    misfit: bool = False
