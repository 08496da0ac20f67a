"""Declarations as translation uses them: each look-up made once, and no symbol defined by its own entries."""

from __future__ import annotations

from nablint.calculus.declared import Declared, Definition, defines_nothing
from nablint.declarations.facts import SymbolKey
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import Shape, Structure

_SYMMETRIC_TOO = Structure.POSITIVE_DEFINITE | Structure.POSITIVE_SEMIDEFINITE | Structure.DIAGONAL | Structure.IDENTITY


def _is_ones(key: SymbolKey) -> bool:
    """A **1** is a vector of ones, also where its size is declared."""
    return key.name.letter in ("1", "𝟏", "𝟙") and not key.sub and not key.sup


class Grounded:
    """`x = [x_1, …, x_n]ᵀ` names the entries of x and does not define it; such a definition is left out."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.dims: DimFacts = declared.dims
        self._shapes: dict[SymbolKey, tuple[SymbolKey, Shape, Structure] | None] = {}
        self._definitions: dict[SymbolKey, Definition | None] = {}
        self._assumed: dict[SymbolKey, bool] = {}

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        if key not in self._shapes:
            found = self.declared.shape(key)
            if found is not None and found[2] & _SYMMETRIC_TOO:
                found = (found[0], found[1], found[2] | Structure.SYMMETRIC)
            if found is not None and _is_ones(found[0]):
                found = (found[0], found[1], found[2] | Structure.ONES)
            self._shapes[key] = found
        return self._shapes[key]

    def definition(self, key: SymbolKey) -> Definition | None:
        if key not in self._definitions:
            found = self.declared.definition(key)
            self._definitions[key] = None if found is None or defines_nothing(key, found) else found
        return self._definitions[key]

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return self.declared.depends(key)

    def is_assumed(self, key: SymbolKey) -> bool:
        if key not in self._assumed:
            self._assumed[key] = self.declared.is_assumed(key)
        return self._assumed[key]
