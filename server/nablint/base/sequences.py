"""Things that stand in the order of a text, and what two versions of a sequence have in common."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol, TypeVar

from nablint.base.spans import Span


class Placed(Protocol):
    @property
    def span(self) -> Span: ...


P = TypeVar("P", bound=Placed)


def start_of(thing: Placed) -> int:
    return thing.span.start


def first_from(things: Sequence[Placed], offset: int) -> int:
    """The number of the first of things in their order that begins at an offset or after it."""
    return bisect_left(things, offset, key=start_of)


def within(things: Sequence[P], start: int, end: int) -> Sequence[P]:
    """Those of things in their order that begin in a stretch."""
    return things[first_from(things, start) : first_from(things, end)]


def alike_ends(before: Sequence[object], now: Sequence[object]) -> tuple[int, int]:
    """With how many equal things two sequences begin, and with how many more they end."""
    most = min(len(before), len(now))
    first = 0
    while first < most and (before[first] is now[first] or before[first] == now[first]):
        first += 1
    last = 0
    while last < most - first and (before[-1 - last] is now[-1 - last] or before[-1 - last] == now[-1 - last]):
        last += 1
    return first, last
