"""A section with everything that does not hold in it: the one thing that rules are given."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from nablint.readings.claims import Claim, claims, supposed
from nablint.readings.closedforms import closed_forms
from nablint.readings.indexing import IndexFault, index_faults
from nablint.readings.linking import ChainFault, chain_faults
from nablint.readings.lostsums import LostSum, lost_sums
from nablint.readings.memberships import Backwards, backwards
from nablint.readings.misprints import Misprint, misprints
from nablint.readings.note import Note
from nablint.readings.offbyone import OneTooMany, one_too_many
from nablint.readings.slots import WrongSlot, wrong_slots
from nablint.readings.solved import solved
from nablint.readings.tabled import tabled
from nablint.readings.throughout import Throughout
from nablint.readings.troubles import ReadNote
from nablint.readings.unsigned import unsigned
from nablint.readings.writtenout import written_out

if TYPE_CHECKING:
    from nablint.calculus.verdict import Verdict


class Judged(ReadNote):
    """What rules ask for is worked out once."""

    @cached_property
    def chain_faults(self) -> tuple[ChainFault, ...]:
        return tuple(chain_faults(self))

    def __init__(self, note: Note, throughout: Throughout) -> None:
        super().__init__(note, throughout)
        self._verdicts: dict[int, Verdict] = {}

    @cached_property
    def tried(self) -> tuple[Claim, ...]:
        """Every claim of a value, tried with what the note states; asked for by the rules about values."""
        told = tuple(solved(self))
        more = {id(claim.statement) for claim in told}
        tried = (c for c in claims(self, self.inferred) if c.verdict.status != "unchecked" or id(c.statement) not in more)
        every = (*tried, *told, *closed_forms(self), *tabled(self), *unsigned(self))
        known = {id(claim.statement) for claim in every}
        return (*every, *(claim for claim in written_out(self) if id(claim.statement) not in known))

    def verdict(self, claim: Claim) -> Verdict:
        """The verdict on one of `tried`, also with what may be supposed: asked for by whoever tells how a claim fares."""
        found = self._verdicts.get(id(claim.statement))
        if found is None:
            found = self._verdicts[id(claim.statement)] = supposed(self, self.inferred, claim)
        return found

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, with that verdict."""
        return tuple(replace(claim, verdict=self.verdict(claim)) for claim in self.tried)

    @cached_property
    def index_faults(self) -> tuple[IndexFault, ...]:
        return tuple(index_faults(self))

    @cached_property
    def backwards(self) -> tuple[Backwards, ...]:
        return tuple(backwards(self))

    @cached_property
    def lost_sums(self) -> tuple[LostSum, ...]:
        return tuple(lost_sums(self))

    @cached_property
    def wrong_slots(self) -> tuple[WrongSlot, ...]:
        return tuple(wrong_slots(self))

    @cached_property
    def misprints(self) -> tuple[Misprint, ...]:
        return tuple(misprints(self, self.tried, self.verdict))

    @cached_property
    def one_too_many(self) -> tuple[OneTooMany, ...]:
        return tuple(one_too_many(self))
