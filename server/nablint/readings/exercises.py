"""Solutions and the exercises that they solve: what a letter stands for is often said only in the exercise.

Which exercise a solution belongs to may be lost (a number in a scan); each one of the section that is solved is tried, and
what holds for one of them holds. Nothing is called false by this.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import TypeAlias

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.calculus.declared import Around, Declared, Definition, in_any_font
from nablint.declarations.facts import DefinitionFact, Fact, ShapeFact, SymbolKey, Trust
from nablint.declarations.items import Item
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.note import Note
from nablint.sizes.shapes import Shape, Structure, Unknown

MOST = 8  # exercises that are tried

Shaped: TypeAlias = tuple[SymbolKey, Shape, Structure]


@dataclass(frozen=True, slots=True)
class Said:
    """What an exercise says: what letters stand for, and how large they are. `own`: it has the number of the solution."""

    definitions: Mapping[SymbolKey, Definition]
    shapes: Mapping[SymbolKey, Shaped] = field(default_factory=dict)
    own: bool = False

    def beside(self, other: Said) -> Said:
        """This, and what one of its parts says."""
        return Said({**self.definitions, **other.definitions}, {**self.shapes, **other.shapes})


class Solving(Around):
    """And what one exercise says."""

    def __init__(
        self,
        declared: Declared,
        definitions: Mapping[SymbolKey, Definition],
        shapes: Mapping[SymbolKey, Shaped] = MappingProxyType({}),
    ) -> None:
        super().__init__(declared)
        self._definitions = definitions
        self._shapes = shapes

    def _said(self, key: SymbolKey) -> Shaped | None:
        return next((self._shapes[v] for v in in_any_font(key) if v in self._shapes), None) if self._shapes else None

    def shape(self, key: SymbolKey) -> Shaped | None:
        if key in self._definitions:
            return None
        return self._said(key) or self._declared.shape(key)

    def definition(self, key: SymbolKey) -> Definition | None:
        found = self._definitions.get(key)
        if found is not None or (self._shapes and self._said(key.with_sub("") if key.sub else key) is not None):
            return found  # what the exercise only declares is not what was defined elsewhere
        return self._declared.definition(key)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        said = key in self._definitions or self._said(key) is not None
        return None if said else self._declared.depends(key)

    def is_assumed(self, key: SymbolKey) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _Section:
    """What the exercises of one section say, and which of them speak of a letter, or define a symbol."""

    said: Mapping[tuple[Item, ...], Said]
    speaking: Mapping[SymbolKey, set[tuple[Item, ...]]]
    defining: Mapping[SymbolKey, set[tuple[Item, ...]]]


class Exercises:
    """The exercises of a note; those of a section are read once, when the first of their solutions asks."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._sections: dict[Span, _Section] = {}

    def of(self, scope: int, sides: tuple[n.Node, n.Node], place: int) -> Iterator[Said]:
        """What each exercise says of letters of a claim, where the claim stands among solutions: first the one with its
        number."""
        span = self._note.index.sections.exercises_for(scope)
        if span is None:
            return
        section = self._sections.get(span)
        if section is None:
            section = self._sections[span] = self._read(span)
        named = (part for side in sides for part in n.walk(side) if isinstance(part, n.Symbol | n.Sub))
        written = {key for part in named if (key := key_of(part))}
        labels = [item.label for item in self._note.index.items.chain(place)]

        def is_own(item: tuple[Item, ...]) -> bool:
            return bool(labels) and [one.label for one in item][: len(labels)] == labels

        letters = {key.with_sub("") for key in written}
        asked = {item for letter in letters for item in section.speaking.get(letter, ()) if is_own(item)}
        asked |= {item for key in written for item in section.defining.get(key, ())}
        likely = sorted(asked, key=lambda item: (not is_own(item), [one.start for one in item]))
        for item in likely[:MOST]:
            whole = Said({})
            for end in range(1, len(item)):
                whole = whole.beside(section.said.get(item[:end], Said({})))
            yield replace(whole.beside(section.said[item]), own=is_own(item))

    def _read(self, section: Span) -> _Section:
        found: dict[tuple[Item, ...], Said] = {}
        speaking: dict[SymbolKey, set[tuple[Item, ...]]] = defaultdict(set)
        defining: dict[SymbolKey, set[tuple[Item, ...]]] = defaultdict(set)
        for fact in self._note.ask(_facts_in, section):
            value, item = fact.value, self._note.index.items.chain(fact.span.start)
            if isinstance(value, DefinitionFact):
                said = Said({fact.symbol: Definition(value.value, value.parameters)})
                defining[fact.symbol].add(item)
            elif isinstance(value, ShapeFact) and not isinstance(value.shape, Unknown) and fact.trust > Trust.TYPOGRAPHY:
                said = Said({}, {fact.symbol: (fact.symbol, value.shape, Structure.NONE)})
            else:
                continue
            found[item] = found[item].beside(said) if item in found else said
            speaking[fact.symbol.with_sub("")].add(item)
        return _Section(found, speaking, defining)


def _facts_in(note: Note, section: Span) -> tuple[Fact, ...]:
    return tuple(fact for fact in note.index.facts if section.start <= fact.span.start < section.end)
