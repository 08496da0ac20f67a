"""Of which symbols another version of a note may say something else: what was told of the others still holds."""

from __future__ import annotations

from collections.abc import Sequence

from nablint.base.sequences import alike_ends
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Fact, SymbolKey


@dataclass(frozen=True, slots=True)
class Changed:
    """`scopes` in which facts changed, `letters` of them; `within` are those that may belong to another item now."""

    scopes: frozenset[int]
    letters: frozenset[str]
    within: Span

    def is_about(self, key: SymbolKey) -> bool:
        return key.name.letter in self.letters

    def moves(self, fact: Fact) -> bool:
        return _is_within(fact, self.within)


def changed(before: Sequence[Fact], now: Sequence[Fact], within: Span) -> Changed:
    """`within` is where the items differ, so that facts count as changed in any case."""
    facts = [fact for some in _different(before, now) for fact in some]
    if within:
        facts += [fact for fact in (*before, *now) if _is_within(fact, within)]
    scopes, letters = (fact.scope for fact in facts), (fact.symbol.name.letter for fact in facts)
    return Changed(frozenset(scopes), frozenset(letters), within)


def _is_within(fact: Fact, within: Span) -> bool:
    return within.start <= fact.span.start < within.end


def _different(before: Sequence[Fact], now: Sequence[Fact]) -> tuple[Sequence[Fact], Sequence[Fact]]:
    """What stands between the facts that both begin and end with."""
    first, last = alike_ends(before, now)
    return before[first : len(before) - last], now[first : len(now) - last]
