"""Declarations as translation uses them: each look-up made once, and no symbol defined by its own entries."""

from __future__ import annotations

from nablint.calculus.declared import Declared, Definition
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Label, Opaque, Prime, Sub, Symbol, Text, walk
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import Shape, Structure

_SYMMETRIC_TOO = Structure.POSITIVE_DEFINITE | Structure.POSITIVE_SEMIDEFINITE | Structure.DIAGONAL | Structure.IDENTITY


class Grounded:
    """`x = [x_1, …, x_n]ᵀ` names the entries of x and does not define it; such a definition is left out."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.dims: DimFacts = declared.dims
        self._shapes: dict[SymbolKey, tuple[SymbolKey, Shape, Structure] | None] = {}
        self._definitions: dict[SymbolKey, Definition | None] = {}

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        if key not in self._shapes:
            found = self.declared.shape(key)
            if found is not None and found[2] & _SYMMETRIC_TOO:
                found = (found[0], found[1], found[2] | Structure.SYMMETRIC)
            self._shapes[key] = found
        return self._shapes[key]

    def definition(self, key: SymbolKey) -> Definition | None:
        if key not in self._definitions:
            found = self.declared.definition(key)
            self._definitions[key] = None if found is None or _is_own(key, found) or _is_number(found) else found
        return self._definitions[key]

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return self.declared.depends(key)

    def is_assumed(self, key: SymbolKey) -> bool:
        return self.declared.is_assumed(key)


def _is_own(key: SymbolKey, definition: Definition) -> bool:
    """Whether the symbol, or an entry of it, stands in its own definition."""
    for node in walk(definition.value):
        if (
            isinstance(node, Sub)
            and not key.sub
            and isinstance(node.base, Symbol)
            and _same_letter(node.base, key)
            and not key.sup
        ):
            return True
        if isinstance(node, Symbol | Sub | Label | Prime) and key_of(node) == key and not _is_base(node, definition):
            return True
    return False


def _is_number(definition: Definition) -> bool:
    """`x = 0` is a point that somebody looks at, and not what x stands for ever after."""
    return not definition.parameters and not any(isinstance(n, Symbol | Text | Opaque) for n in walk(definition.value))


def _same_letter(node: Symbol, key: SymbolKey) -> bool:
    return node.name.letter == key.name.letter and node.name.accents == key.name.accents


def _is_base(node: Symbol | Sub | Label | Prime, definition: Definition) -> bool:
    """Whether a symbol only stands below a subscript or label, as the b of b_f."""
    return any(isinstance(n, Sub | Label | Prime) and n.base is node for n in walk(definition.value))
