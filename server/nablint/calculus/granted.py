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
NAMED = Granted("taking dZ for the differential of Z", "a d before a letter, which may be a name")
PRIMED = Granted("taking a prime for a transpose", "a prime on what is no function")
FUNCTIONS = Granted("taking A for A(t)", "a function without its argument")
PLACES = Granted("taking a subscript for any place", "an entry at a place that is not known")
FACTOR = Granted("taking an entry before a bracket for a factor", "a product or a function")
KRONECKER = Granted("taking δ for Kronecker's", "a δ that nobody declared")
COLLAPSED = Granted("with what is not zero in the derivative", "the shapes of both sides differ")
ENTRY = Granted("taking the entries for what they are entries of", "the shapes of both sides differ")
MEMBERS = Granted("taking the members that are named for those that are counted", "members that are named and counted")
