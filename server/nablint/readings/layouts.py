"""Which layout does a note use? Stated by its author, or inferred section by section from its own derivatives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import LayoutFact
from nablint.readings.note import Note
from nablint.readings.votes import Vote
from nablint.sizes.layouts import CHOICES, Layout


@dataclass(frozen=True, slots=True)
class Chosen:
    """The layout at one place: what the note states, filled with what its derivatives show. `votes` are the places that
    the inferred choices rest on; `conflicts` are pairs of votes of one section that disagree."""

    layout: Layout
    stated: tuple[LayoutFact, ...]
    votes: tuple[Vote, ...]

    def stated_choices(self) -> frozenset[str]:
        return frozenset(
            f.name for fact in self.stated for f in fields(fact.layout) if getattr(fact.layout, f.name) is not None
        )


_OPEN = Chosen(Layout(), (), ())


class Layouts:
    """The layouts of a section. `votes` are those of all of the note: where a section shows nothing, others do."""

    def __init__(self, note: Note, votes: tuple[Vote, ...]) -> None:
        self.note = note
        self.votes = votes
        self._by_scope: dict[int, list[Vote]] = {}
        self._chosen: dict[tuple[int, tuple[LayoutFact, ...]], Chosen] = {}
        for vote in self.votes:
            self._by_scope.setdefault(vote.scope, []).append(vote)

    def at(self, region: int, without: Span | None = None) -> Chosen:
        """The layout that holds for a formula; votes that stand in `without` do not count (no formula vouches for itself)."""
        facts = self._stated(region) if self.note.declarations.layouts else ()
        if not facts and not self.votes:
            return _OPEN
        # Most formulas show nothing themselves: those of a section have one answer.
        alone = without is not None and not any(without.overlaps(v.span) for v in self.votes)
        key = (self.note.scope(region), facts)
        if (alone or without is None) and (known := self._chosen.get(key)) is not None:
            return known
        layout = Layout()
        for fact in facts:
            layout = layout.filled(fact.layout)
        used: list[Vote] = []
        for choice in CHOICES:
            if getattr(layout, choice) is not None:
                continue
            near = self._near(region, choice)
            votes = [v for v in near if without is None or not without.overlaps(v.span)]
            # What the formula itself shows is not held against it here: two derivatives that disagree are a mixed layout.
            if votes and len({v.value for v in near}) == 1:
                layout = layout.chosen(choice, votes[0].value)
                used.append(votes[0])
        found = Chosen(layout, facts, tuple(used))
        if alone or without is None:
            self._chosen[key] = found
        return found

    def _stated(self, region: int) -> tuple[LayoutFact, ...]:
        """What is stated for a formula; an exercise that tries another convention speaks for itself alone."""
        items, place = self.note.index.items, self.note.document.regions[region].span.start
        return tuple(
            f for f in self.note.view(region).layouts if f.origin is not None or not items.foreign(f.span.start, place)
        )

    def _near(self, region: int, choice: str) -> list[Vote]:
        """The votes of the section, else those of the whole note."""
        here = [v for v in self._by_scope.get(self.note.scope(region), ()) if v.choice == choice]
        return here or [v for v in self.votes if v.choice == choice]

    def conflicts(self) -> Iterator[tuple[Vote, Vote]]:
        """Of each choice, the first two votes of the section that disagree."""
        for scope in sorted({self.note.scope(region) for region in self.note.regions}):
            votes = self._by_scope.get(scope, ())
            for choice in CHOICES:
                own = [v for v in votes if v.choice == choice]
                if len({(v.text, v.value) for v in own}) > len({v.text for v in own}):
                    continue  # one derivative both ways: the section compares conventions
                other = next((v for v in own if v.value is not own[0].value), None) if own else None
                if other is not None:
                    yield own[0], other
