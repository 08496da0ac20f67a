"""What another version of a note says otherwise of its symbols: an answer of a view that cannot rest on it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, DependsFact, Fact, ShapeFact, StructureFact, SymbolKey


@dataclass(frozen=True, slots=True)
class Changed:
    """`scopes` in which facts changed; `letters` of them, and of those that may change a shape, a definition, or what a letter
    depends on."""

    scopes: frozenset[int]
    letters: frozenset[str]
    shaping: frozenset[str]
    defining: frozenset[str]
    depending: frozenset[str]

    def is_about(self, key: SymbolKey) -> bool:
        return key.name.letter in self.letters


NOTHING = Changed(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())


def changed(before: Sequence[Fact], now: Sequence[Fact], within: Span | None = None) -> Changed:
    """`within` is where facts count as changed in any case."""
    facts = [fact for some in _different(before, now) for fact in some]
    if within is not None:
        facts += [fact for fact in (*before, *now) if within.start <= fact.span.start < within.end]
    return Changed(
        frozenset(fact.scope for fact in facts),
        _letters(facts),
        _letters(fact for fact in facts if fact.replaces or isinstance(fact.value, ShapeFact | StructureFact)),
        _letters(fact for fact in facts if fact.replaces or isinstance(fact.value, DefinitionFact)),
        _letters(fact for fact in facts if fact.replaces or isinstance(fact.value, DependsFact)),
    )


def _letters(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset(fact.symbol.name.letter for fact in facts)


def _different(before: Sequence[Fact], now: Sequence[Fact]) -> tuple[Sequence[Fact], Sequence[Fact]]:
    """What stands between the facts that both begin and end with."""
    most = min(len(before), len(now))
    first = 0
    while first < most and before[first] == now[first]:
        first += 1
    last = 0
    while last < most - first and before[-1 - last] == now[-1 - last]:
        last += 1
    return before[first : len(before) - last], now[first : len(now) - last]
