"""What translation keeps in mind on its way down: index letters, values of parameters, symbols that stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from nablint.base.values import dataclass
from nablint.calculus.terms import Index
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.sizes.dims import Dim


@dataclass(slots=True, eq=False)
class Letter:
    """An index letter of a formula. Its index is made where it is first used, and takes the size of that axis.

    The letter's value is the value of the index plus `shift`: a sum from 2 has an index from 1 and a shift of 1.
    """

    name: str
    index: Index | None = None
    shift: int = 0

    def on(self, dim: Dim) -> Index:
        if self.index is None:
            self.index = Index(dim)
        return self.index


@dataclass(frozen=True, slots=True)
class Scope:
    """`kept` symbols are variables here even where they are defined (the variable of a derivative); `fixed` ones are
    constants, whatever they depend on (a partial derivative)."""

    letters: Mapping[str, Letter] = field(default_factory=dict)
    bindings: Mapping[SymbolKey, Value] = field(default_factory=dict)
    kept: frozenset[SymbolKey] = frozenset()
    depth: int = 0

    def with_letters(self, *letters: Letter) -> Scope:
        return replace(self, letters={**self.letters, **{letter.name: letter for letter in letters}})

    def binding(self, values: Mapping[SymbolKey, Value]) -> Scope:
        return replace(self, bindings={**self.bindings, **values})

    def keeping(self, keys: frozenset[SymbolKey]) -> Scope:
        return replace(self, kept=self.kept | keys)

    def deeper(self) -> Scope:
        return Scope(self.letters, self.bindings, self.kept, self.depth + 1)
