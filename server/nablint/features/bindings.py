"""Which declaration does a symbol mean at a place? The same letter in two sections that each declare it is two bindings."""

from __future__ import annotations

from bisect import bisect_right

from nablint.base.values import dataclass
from nablint.declarations.facts import Declarations, DefinitionFact, Fact, ShapeFact, SymbolKey
from nablint.documents.model import Document


@dataclass(frozen=True, slots=True)
class Binding:
    """`number` tells the bindings of one symbol apart; `opening` is the fact that began it, None for what nobody declared."""

    symbol: SymbolKey
    number: int
    opening: Fact | None = None


class Bindings:
    """For one note: where each symbol is declared anew."""

    def __init__(self, declarations: Declarations, document: Document) -> None:
        self._document = document
        self._parents = {scope.id: scope.parent for scope in document.scopes}
        self._openings: dict[SymbolKey, list[Fact]] = {}
        self._told: dict[SymbolKey, int] = {}  # from where on other files say what a symbol is
        self._found: dict[tuple[SymbolKey, int, int], int] = {}
        latest: dict[SymbolKey, Fact] = {}
        for fact in sorted(declarations.facts, key=begin):
            if not isinstance(fact.value, (ShapeFact, DefinitionFact)):
                continue
            if fact.origin is not None:
                self._told.setdefault(fact.symbol, begin(fact))
                continue
            before = latest.get(fact.symbol)
            if before is None or self._is_new(fact, before):
                self._openings.setdefault(fact.symbol, []).append(fact)
                latest[fact.symbol] = fact

    def _is_new(self, fact: Fact, before: Fact) -> bool:
        if not self._within(fact.scope, before.scope):
            return True
        if fact.group == before.group:
            return False
        if isinstance(fact.value, ShapeFact) and isinstance(before.value, ShapeFact):
            return fact.value.shape != before.value.shape
        return fact.replaces and isinstance(before.value, DefinitionFact)

    def _within(self, scope: int, outer: int) -> bool:
        for _ in range(64):
            if scope == outer:
                return True
            scope = self._parents.get(scope, -1)
            if scope < 0:
                return False
        return False

    def scope_at(self, offset: int) -> int:
        """The innermost section around an offset."""
        found = 0
        best = -1
        for scope in self._document.scopes:
            if scope.span.start <= offset < max(scope.span.end, scope.span.start + 1) and scope.level >= best:
                found, best = scope.id, scope.level
        return found

    def at(self, symbol: SymbolKey, offset: int, scope: int) -> Binding:
        """The declaration that holds here: the last one before in this section or around it; else the last one before;
        else one that follows in this section (`z = Ax, where x is …`), unless another file has said what the symbol is; else
        what the section leaves undeclared."""
        openings = self._openings.get(symbol, [])
        last = bisect_right(openings, offset, key=begin) - 1
        if last >= 0:
            k = self._firm(symbol, openings, last, scope)
            return Binding(symbol, k, openings[k])
        for k, fact in enumerate(openings if offset < self._told.get(symbol, offset + 1) else ()):
            if self._within(fact.scope, scope) or self._within(scope, fact.scope):
                return Binding(symbol, k, fact)
        return Binding(symbol, -1 - self._chapter(scope))

    def _firm(self, symbol: SymbolKey, openings: list[Fact], last: int, scope: int) -> int:
        """Of the openings up to `last` the latest in this section or around it; else `last` itself."""
        found = self._found.get((symbol, last, scope))
        if found is None:
            around = (k for k in range(last, -1, -1) if self._within(scope, openings[k].scope))
            found = self._found[symbol, last, scope] = next(around, last)
        return found

    def _chapter(self, scope: int) -> int:
        """The section of the outermost kind that divides the note; a lone title divides nothing."""
        path = [scope]
        while len(path) < 64 and self._parents.get(path[-1], -1) >= 0:
            path.append(self._parents[path[-1]])
        path.reverse()
        tops = [s for s, parent in self._parents.items() if parent == path[0]]
        depth = 2 if len(tops) == 1 else 1
        return path[min(depth, len(path) - 1)]


def begin(fact: Fact) -> int:
    """The offset from which a fact holds."""
    return fact.since if fact.since >= 0 else fact.span.start
