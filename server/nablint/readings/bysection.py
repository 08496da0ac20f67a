"""A note judged section by section: after an edit only the sections are judged again that it can have changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from nablint.base.pauses import go_on
from nablint.base.values import dataclass
from nablint.declarations.changed import Changed
from nablint.declarations.facts import Annotation, Statement
from nablint.declarations.index import Index
from nablint.declarations.view import Views
from nablint.documents.model import Block, Region
from nablint.inference.infer import Inference
from nablint.parse import nodes as n
from nablint.readings.chains import Naming, namings
from nablint.readings.claims import Claim
from nablint.readings.judged import Judged
from nablint.readings.layouts import Chosen
from nablint.readings.note import Note
from nablint.readings.throughout import Throughout
from nablint.readings.troubles import Trouble
from nablint.readings.votes import Vote, votes_of

if TYPE_CHECKING:
    from nablint.calculus.verdict import Verdict


@dataclass(frozen=True, slots=True)
class _Content:
    """All that a section says, and where. `last`: the number of the last statement before it."""

    formulas: tuple[Region, ...]
    trees: tuple[n.Node, ...]
    regions: tuple[int, ...]
    tables: tuple[Block, ...]
    said: tuple[Statement, ...]
    annotations: tuple[Annotation, ...]
    denied: frozenset[int]
    last: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one section shows of what holds in all of the note, and through which views it looked."""

    votes: tuple[Vote, ...]
    namings: tuple[Naming, ...]
    views: Views


class JudgedNote:
    """`sections` are judged when they are asked. `former` is the same note before an edit."""

    def __init__(self, note: Note, former: JudgedNote | None = None) -> None:
        self.note = note
        self._former = former
        self._judged: dict[int, Judged] = {}
        self._shown: dict[int, _Shown] = {}
        self.throughout = self._throughout()
        if self._former is not None and self._former.throughout == self.throughout:
            for scope, judged in self._former._judged.items():
                if scope in self._unchanged and note.would_answer(judged.note):
                    judged.note.move_to(note)
                    self._judged[scope] = judged
        self._former = None

    def section(self, scope: int) -> Judged:
        """One section alone."""
        found = self._judged.get(scope)
        if found is None:
            found = self._judged[scope] = Judged(self.note.section(scope), self.throughout)
        return found

    def at(self, region: int) -> Judged:
        """The section of a formula."""
        return self.section(self.note.scope(region))

    def sections(self) -> Iterator[Judged]:
        """All sections that hold formulas."""
        return map(self.section, self.note.sections)

    def rest(self) -> None:
        """Nobody waits any more for what is asked from now on."""
        for section in self._judged.values():
            section.note.pause = go_on
        self.note.pause = go_on

    def chosen(self, region: int) -> Chosen:
        return self.at(region).chosen(region)

    def inference(self, region: int) -> Inference:
        return self.at(region).inference(region)

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        return tuple(trouble for section in self.sections() for trouble in section.troubles)

    @cached_property
    def tried(self) -> tuple[Claim, ...]:
        """Every claim of a value, with what the note states."""
        return tuple(claim for section in self.sections() for claim in section.tried)

    def verdict(self, claim: Claim) -> Verdict:
        """The verdict on one of `tried`, also with what may be supposed."""
        return self.at(claim.statement.region).verdict(claim)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, with that verdict."""
        return tuple(claim for section in self.sections() for claim in section.claims)

    def _throughout(self) -> Throughout:
        note, former = self.note, self._former
        families, derived_by = note.families, note.derived_by
        same = former is not None and former.throughout.families == families
        for scope in note.sections:
            if same and former is not None and scope in self._unchanged:
                self._shown[scope] = former._shown[scope]
                self._shown[scope].views.move_to(note.index)
            else:
                section = note.section(scope)
                self._shown[scope] = _Shown(votes_of(section), tuple(namings(section.said)), note.views)
        votes = tuple(vote for own in self._shown.values() for vote in own.votes)
        named = sorted((naming for own in self._shown.values() for naming in own.namings), key=_statement)
        return Throughout(families, note.transpose_sign, derived_by, votes, tuple(named))

    @cached_property
    def _unchanged(self) -> frozenset[int]:
        """The sections that say what they said before, and in which the note says the same of all that they ask."""
        former = self._former
        if former is None:
            return frozenset()
        same = {scope for scope, content in self._contents.items() if former._contents.get(scope) == content}
        before, now = former.note.index, self.note.index
        if before is now:
            return frozenset(same)
        facts = before.changed_to(now)
        if facts is None:
            return frozenset()
        now.keep_sizes_of(before)
        return frozenset(s for s in same if before.dims_in(s) == now.dims_in(s) and former._still_holds(s, facts, now))

    def _still_holds(self, scope: int, facts: Changed, now: Index) -> bool:
        """Whether all that a section was told of symbols is told it now. It may have been judged for an earlier version yet."""
        asked = {id(views): views for views in (self._shown[scope].views, *self._views_of_judged(scope))}
        return all(views.still_hold(scope, facts, now) for views in asked.values())

    def _views_of_judged(self, scope: int) -> tuple[Views, ...]:
        judged = self._judged.get(scope)
        return () if judged is None else (judged.note.views,)

    @cached_property
    def _contents(self) -> dict[int, _Content]:
        note = self.note
        document, denied = note.document, note.declarations.denied
        found: dict[int, _Content] = {}
        for scope, own in note.sections.items():
            found[scope] = _Content(
                tuple(document.regions[region] for region in own.regions),
                tuple(note.trees[region] for region in own.regions),
                tuple(own.regions),
                tuple(own.tables),
                tuple(own.said),
                tuple(own.annotations),
                denied.intersection(own.regions),
                note.last_statement_before(own.regions[0]) if own.regions else -1,
            )
        return found


def _statement(naming: Naming) -> int:
    return naming.statement
