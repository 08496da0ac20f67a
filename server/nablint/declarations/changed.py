"""What another version of a note says otherwise of its symbols: an answer of a view that cannot rest on it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nablint.base.sequences import alike_ends
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


def changed(before: Sequence[Fact], now: Sequence[Fact], within: Span) -> Changed:
    """`within` is where facts count as changed in any case."""
    facts = [fact for some in _different(before, now) for fact in some]
    if within:
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
    first, last = alike_ends(before, now)
    return before[first : len(before) - last], now[first : len(now) - last]
