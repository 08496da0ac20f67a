"""What was not understood, as data: an expression that is not evaluated, and why."""

from __future__ import annotations

from dataclasses import dataclass

from nablint.base.spans import Span


class Unclear(Exception):
    """Ends a translation; caught at the edge of the room and turned into `NotUnderstood`."""

    def __init__(self, why: str, span: Span) -> None:
        super().__init__(why)
        self.why = why
        self.span = span


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    why: str
    span: Span
