"""Where a symbol is declared, and where else it is written: definition, references, highlights, by binding."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Fact
from nablint.features.bindings import Binding
from nablint.features.knowledge import Knowledge
from nablint.features.occurrences import Occurrence


@dataclass(frozen=True, slots=True)
class Place:
    """A place in this file, or in another one by its path."""

    span: Span
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One place where the symbol is written; `writes` where it is declared or defined there."""

    region: int
    occurrence: Occurrence
    span: Span
    writes: bool


def definition(knowledge: Knowledge, offset: int) -> tuple[Span, tuple[Place, ...]] | None:
    """The symbol under the cursor, and the places that say what it is: declarations first, then its definition."""
    found = knowledge.occurrence_at(offset)
    if found is None:
        return None
    region, occurrence = found
    origin = knowledge.regions.in_file(region, occurrence.span)
    facts = stated(knowledge, region, occurrence)
    return origin, tuple(dict.fromkeys(_place_of(knowledge, fact) for fact in facts))


def _place_of(knowledge: Knowledge, fact: Fact) -> Place:
    return Place(fact.origin.span, fact.origin.path) if fact.origin else Place(knowledge.declared_at(fact))


def stated(knowledge: Knowledge, region: int, occurrence: Occurrence) -> list[Fact]:
    """The facts that say what a symbol is at this place."""
    binding = knowledge.binding(region, occurrence)
    # `z = Ax, where x is …`: a declaration that follows holds here too, and is seen from where it stands.
    offset = knowledge.regions.in_file(region, occurrence.span).start
    if binding.opening is not None:
        offset = max(offset, binding.opening.span.end)
    facts: list[Fact] = []
    known = knowledge.known(occurrence.key, offset)
    if known is not None:
        facts.extend(known.facts)
    defined = knowledge.definition(knowledge.symbol(occurrence), offset)
    if defined is not None:
        facts.append(defined[0])
    if not facts and binding.opening is not None:
        facts.append(binding.opening)
    return facts


def uses(knowledge: Knowledge, offset: int) -> list[Use]:
    """Every place of this file that writes the symbol under the cursor, meaning the same declaration."""
    found = knowledge.occurrence_at(offset)
    if found is None:
        return []
    return list(uses_of(knowledge, knowledge.binding(*found)))


def uses_of(knowledge: Knowledge, binding: Binding) -> Iterator[Use]:
    stating = knowledge.declaring_spans.get(binding.symbol, ())
    for region in range(len(knowledge.snapshot.trees)):
        for occurrence in knowledge.occurrences(region):
            if occurrence.key.name.letter != binding.symbol.name.letter:
                continue
            if knowledge.binding(region, occurrence) == binding:
                span = knowledge.regions.in_file(region, occurrence.span)
                yield Use(region, occurrence, span, span in stating)
