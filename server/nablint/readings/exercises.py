"""Solutions and the exercises that they solve: what a letter stands for is often said only in the exercise.

Which exercise a solution belongs to may be lost (a number in a scan); each one of the section that is solved is tried, and
what holds for one of them holds. Nothing is called false by this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nablint.calculus.declared import Declared, Definition
from nablint.declarations.facts import DefinitionFact, SymbolKey
from nablint.declarations.items import Item
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.note import Note
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import Shape, Structure

MOST = 8  # exercises that are tried


class Solving:
    """Other declarations, and the definitions of one exercise."""

    def __init__(self, declared: Declared, definitions: Mapping[SymbolKey, Definition]) -> None:
        self._declared = declared
        self._definitions = definitions

    @property
    def dims(self) -> DimFacts:
        return self._declared.dims

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        return None if key in self._definitions else self._declared.shape(key)

    def definition(self, key: SymbolKey) -> Definition | None:
        return self._definitions.get(key) or self._declared.definition(key)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return None if key in self._definitions else self._declared.depends(key)

    def is_assumed(self, key: SymbolKey) -> bool:
        return False


def exercises(note: Note, scope: int, sides: tuple[n.Node, n.Node]) -> Iterator[Mapping[SymbolKey, Definition]]:
    """What each exercise says of letters of a claim, where the claim stands among solutions."""
    section = note.index.sections.exercises_for(scope)
    if section is None:
        return
    written = {key for side in sides for part in n.walk(side) if isinstance(part, n.Symbol) and (key := key_of(part))}
    found: dict[tuple[Item, ...], dict[SymbolKey, Definition]] = {}
    asked: set[tuple[Item, ...]] = set()
    for fact in note.index.facts:
        if section.start <= fact.span.start < section.end and isinstance(fact.value, DefinitionFact):
            item = note.index.items.chain(fact.span.start)
            found.setdefault(item, {})[fact.symbol] = Definition(fact.value.value, fact.value.parameters)
            if fact.symbol in written:
                asked.add(item)
    yield from [found[item] for item in found if item in asked][:MOST]
