"""What depends on what: the definitions of a note as a graph, its paths, and the derivative that belongs to each edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from weakref import WeakKeyDictionary

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact
from nablint.features.bindings import Binding
from nablint.features.knowledge import Knowledge
from nablint.features.occurrences import Occurrence

MOST_PATHS = 64
DEEPEST = 24


@dataclass(frozen=True, slots=True)
class Link:
    """`whole` is defined by an expression in which `part` stands, at `spans`."""

    whole: Binding
    part: Binding
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Dependencies:
    """`definitions` by what they define; `links` from each definition to the symbols in it, in the order of writing."""

    definitions: dict[Binding, Fact] = field(default_factory=dict)
    links: dict[Binding, list[Link]] = field(default_factory=dict)

    def below(self, whole: Binding) -> list[Link]:
        return self.links.get(whole, [])

    def above(self, part: Binding) -> Iterator[Link]:
        for links in self.links.values():
            yield from (link for link in links if link.part == part)


_MADE: WeakKeyDictionary[Knowledge, Dependencies] = WeakKeyDictionary()


def dependencies(knowledge: Knowledge) -> Dependencies:
    """All definitions of the note; a parameter of a function is a symbol like any other. Made once for a note."""
    made = _MADE.get(knowledge)
    if made is None:
        made = _MADE[knowledge] = _made(knowledge)
    return made


def _made(knowledge: Knowledge) -> Dependencies:
    made = Dependencies()
    for fact in knowledge.declarations.facts:
        if fact.origin is not None or not isinstance(fact.value, DefinitionFact):
            continue
        value = fact.value
        scope = knowledge.scope_at(value.region)
        whole = knowledge.bindings.at(fact.symbol, fact.span.start, scope)
        if whole in made.definitions:
            continue
        made.definitions[whole] = fact
        found: dict[Binding, list[Span]] = {}
        for occurrence in knowledge.occurrences(value.region):
            if not value.value.span.contains(occurrence.span) or _is_index(occurrence):
                continue
            part = knowledge.binding(value.region, occurrence)
            if part != whole:
                found.setdefault(part, []).append(knowledge.regions.in_file(value.region, occurrence.span))
        made.links[whole] = [Link(whole, part, tuple(spans)) for part, spans in found.items()]
    return made


def _is_index(occurrence: Occurrence) -> bool:
    """A lone counter that nobody declared."""
    key = occurrence.key
    return not key.name.font and key.name.letter in "ijkl" and not key.sub and not key.sup


def paths(made: Dependencies, whole: Binding, part: Binding) -> list[tuple[Binding, ...]]:
    """Every way from `whole` down to `part`: one term of the chain rule each. Bounded, without loops."""
    found: list[tuple[Binding, ...]] = []
    stack: list[tuple[Binding, ...]] = [(whole,)]
    steps = 0
    while stack and len(found) < MOST_PATHS and steps < 20_000:
        path = stack.pop()
        steps += 1
        if path[-1] == part and len(path) > 1:
            found.append(path)
            continue
        if len(path) < DEEPEST:
            stack.extend((*path, link.part) for link in reversed(made.below(path[-1])) if link.part not in path)
    return found
