"""What translation takes for granted though no note states it: with it a claim may be seen to hold, and is never wrong."""

from __future__ import annotations

from nablint.base.values import dataclass


@dataclass(frozen=True, slots=True)
class Granted:
    """In words: for a claim that holds, and for one that is left open."""

    holds: str
    left_open: str


LINKED = Granted("its factors link; their order is not checked", "a product with a tensor")
ENTRIES = Granted("taking a small letter for the entries of its capital", "an entry of what nobody declared")
