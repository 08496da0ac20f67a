"""The chain rule as a call hierarchy: a definition "calls" the symbols in it; who uses z is who calls it."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.bindings import Binding
from nablint.features.chains import Dependencies, dependencies
from nablint.features.knowledge import Knowledge
from nablint.features.wording import shape_short, symbol_text


@dataclass(frozen=True, slots=True)
class Item:
    """A symbol with a definition or at least a declaration; `anchor` finds it again in the same text."""

    name: str
    detail: str
    span: Span
    anchor: int


@dataclass(frozen=True, slots=True)
class Call:
    item: Item
    spans: tuple[Span, ...]


def prepare(knowledge: Knowledge, offset: int) -> Item | None:
    found = knowledge.occurrence_at(offset)
    if found is None:
        return None
    region, occurrence = found
    span = knowledge.regions.in_file(region, occurrence.span)
    return _item(knowledge, dependencies(knowledge), knowledge.binding(region, occurrence), span)


def outgoing(knowledge: Knowledge, anchor: int) -> list[Call]:
    """What the symbol is made of."""
    found = knowledge.occurrence_at(anchor)
    if found is None:
        return []
    made = dependencies(knowledge)
    return [
        Call(_item(knowledge, made, link.part, link.spans[0]), link.spans) for link in made.below(knowledge.binding(*found))
    ]


def incoming(knowledge: Knowledge, anchor: int) -> list[Call]:
    """What is made of the symbol."""
    found = knowledge.occurrence_at(anchor)
    if found is None:
        return []
    made = dependencies(knowledge)
    return [
        Call(_item(knowledge, made, link.whole, link.spans[0]), link.spans) for link in made.above(knowledge.binding(*found))
    ]


def _item(knowledge: Knowledge, made: Dependencies, binding: Binding, used: Span) -> Item:
    fact = made.definitions.get(binding) or binding.opening
    known = knowledge.known(binding.symbol, fact.span.end if fact else used.end)
    detail = shape_short(known.shape) if known else ""
    span = fact.span if fact is not None and fact.origin is None else used
    # A declaration in prose holds no formula to find the symbol by: the place of use does.
    at = knowledge.occurrence_at(span.start)
    anchor = span.start if at is not None and knowledge.binding(*at) == binding else used.start
    return Item(symbol_text(binding.symbol), detail, span, anchor)
