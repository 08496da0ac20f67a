"""What translation must know of symbols: their shape, structure, definition, and what they depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from nablint.declarations.facts import DefinitionFact, SymbolKey
from nablint.declarations.view import View
from nablint.parse.nodes import Node
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import SCALAR, Shape, Structure, Unknown


@dataclass(frozen=True, slots=True)
class Definition:
    """What a symbol stands for; of a function, with its parameters."""

    value: Node
    parameters: tuple[SymbolKey, ...] = ()

_CONSTANTS = "eπI∞∂∇"


class Declared(Protocol):
    """Look-ups at one place. `shape` also says under which key the symbol is declared (a variant in another font)."""

    @property
    def dims(self) -> DimFacts: ...
    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None: ...
    def definition(self, key: SymbolKey) -> Definition | None: ...
    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None: ...
    def is_assumed(self, key: SymbolKey) -> bool:
        """Whether the shape of the symbol is not stated but taken for granted."""
        ...


@dataclass(frozen=True, slots=True)
class Explicit:
    """Declarations given as mappings: those of a command line, or of a test."""

    shapes: Mapping[SymbolKey, Shape] = field(default_factory=dict)
    structures: Mapping[SymbolKey, Structure] = field(default_factory=dict)
    definitions: Mapping[SymbolKey, Definition] = field(default_factory=dict)
    dependences: Mapping[SymbolKey, tuple[SymbolKey, ...]] = field(default_factory=dict)
    dims: DimFacts = field(default_factory=DimFacts)

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        for variant in (key, *_other_fonts(key)):
            if variant in self.shapes:
                return variant, self.shapes[variant], self.structures.get(variant, Structure.NONE)
        return None

    def definition(self, key: SymbolKey) -> Definition | None:
        return next((self.definitions[v] for v in (key, *_other_fonts(key)) if v in self.definitions), None)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return next((self.dependences[v] for v in (key, *_other_fonts(key)) if v in self.dependences), None)

    def is_assumed(self, key: SymbolKey) -> bool:
        return False


def _other_fonts(key: SymbolKey) -> tuple[SymbolKey, ...]:
    fonts = ("", "bold", "rm", "arrow", "underline")
    return tuple(replace(key, name=replace(key.name, font=f)) for f in fonts if f != key.name.font)


@dataclass(frozen=True, slots=True)
class FromView:
    """The declarations of a note at one place; `extra` are shapes that were inferred and not stated."""

    view: View
    extra: Mapping[SymbolKey, Shape] = field(default_factory=dict)

    @property
    def dims(self) -> DimFacts:
        return self.view.dims

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        known = self.view.known(key)
        if known is not None and not isinstance(known.shape, Unknown):
            return known.symbol, known.shape, known.structure
        if key in self.extra:
            return key, self.extra[key], known.structure if known else Structure.NONE
        return None

    def definition(self, key: SymbolKey) -> Definition | None:
        fact = self.view.definition(key)
        if fact is None or not isinstance(fact.value, DefinitionFact):
            return None
        return Definition(fact.value.value, fact.value.parameters)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        fact = self.view.depends(key)
        return None if fact is None else fact.on

    def is_assumed(self, key: SymbolKey) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class AssumingScalars:
    """Other declarations, in which plain letters that nobody declared are scalars."""

    declared: Declared

    @property
    def dims(self) -> DimFacts:
        return self.declared.dims

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        known = self.declared.shape(key)
        if known is None and self.is_assumed(key):
            return key, SCALAR, Structure.NONE
        return known

    def is_assumed(self, key: SymbolKey) -> bool:
        """An entry of something declared, a prime of a function, or a function, is no scalar of its own."""
        if self.declared.shape(key) is not None or self.declared.definition(key) is not None:
            return False
        if key.sup or (key.sub and self.declared.shape(replace(key, sub="")) is not None):
            return False
        letter = key.name.letter
        return len(letter) == 1 and not key.name.font and not letter.isdigit() and letter not in _CONSTANTS

    def definition(self, key: SymbolKey) -> Definition | None:
        return self.declared.definition(key)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return self.declared.depends(key)
