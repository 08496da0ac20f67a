"""What translation must know of symbols: their shape, structure, definition, and what they depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import Protocol

from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, SymbolKey
from nablint.declarations.keys import key_of, names_a_number
from nablint.declarations.view import Known, View
from nablint.parse.nodes import Label, Node, Opaque, Prime, Sub, Symbol, Text, walk
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import SCALAR, Function, Shape, Structure, Unknown


@dataclass(frozen=True, slots=True)
class Definition:
    """What a symbol stands for; of a function, with its parameters. With `entry`, the value is that of the array's entry at
    this letter: z_i = … for all i."""

    value: Node
    parameters: tuple[SymbolKey, ...] = ()
    entry: str = ""


_CONSTANTS = "eπ"


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


class Around:
    """Declarations around others: whoever knows better answers a question itself, and all else is asked of those."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared

    @property
    def dims(self) -> DimFacts:
        return self._declared.dims

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        return self._declared.shape(key)

    def definition(self, key: SymbolKey) -> Definition | None:
        return self._declared.definition(key)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return self._declared.depends(key)

    def is_assumed(self, key: SymbolKey) -> bool:
        return self._declared.is_assumed(key)


@dataclass(frozen=True, slots=True)
class Explicit:
    """Declarations given as mappings: those of a command line, or of a test."""

    shapes: Mapping[SymbolKey, Shape] = field(default_factory=dict)
    structures: Mapping[SymbolKey, Structure] = field(default_factory=dict)
    definitions: Mapping[SymbolKey, Definition] = field(default_factory=dict)
    dependences: Mapping[SymbolKey, tuple[SymbolKey, ...]] = field(default_factory=dict)
    dims: DimFacts = field(default_factory=DimFacts)

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        for variant in in_any_font(key):
            if variant in self.shapes:
                return variant, self.shapes[variant], self.structures.get(variant, Structure.NONE)
        return None

    def definition(self, key: SymbolKey) -> Definition | None:
        return next((self.definitions[v] for v in in_any_font(key) if v in self.definitions), None)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return next((self.dependences[v] for v in in_any_font(key) if v in self.dependences), None)

    def is_assumed(self, key: SymbolKey) -> bool:
        return False


@lru_cache(maxsize=4096)
def in_any_font(key: SymbolKey) -> tuple[SymbolKey, ...]:
    """The letter itself, and then the same one in other fonts."""
    return (key, *other_fonts(key))


@lru_cache(maxsize=4096)
def other_fonts(key: SymbolKey) -> tuple[SymbolKey, ...]:
    fonts = ("", "bold", "rm", "arrow", "underline")
    return tuple(key.with_name(key.name.with_font(f)) for f in fonts if f != key.name.font)


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
            return _declared_as(known, key), known.shape, known.structure
        variants = [v for k in other_fonts(key) if (v := self.view.known(k)) is not None and not isinstance(v.shape, Unknown)]
        if len({v.symbol for v in variants}) == 1:
            return _declared_as(variants[0], key), variants[0].shape, variants[0].structure
        if key in self.extra:
            return key, self.extra[key], known.structure if known else Structure.NONE
        if known is not None and Structure.POSITIVE in known.structure and names_a_number(key):
            return key, SCALAR, known.structure  # "let $\\gamma > 0$"
        return None

    def definition(self, key: SymbolKey) -> Definition | None:
        fact = self.view.definition(key)
        if fact is None or not isinstance(fact.value, DefinitionFact):
            return None
        if not self.view.is_firm(fact):
            known = self.view.known(key)
            if known is not None and known.firm and isinstance(known.shape, Function):
                # A function that this section declares is not the one that an earlier section defined.
                return None
            # What an earlier section called by this name may be something else here; nothing is concluded from it.
            value = fact.value.value
            return Definition(Opaque(value.span, "", "a symbol defined in another section"), fact.value.parameters)
        return Definition(fact.value.value, fact.value.parameters)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        fact = self.view.depends(key)
        return None if fact is None else fact.on

    def is_assumed(self, key: SymbolKey) -> bool:
        return False


def _declared_as(known: Known, key: SymbolKey) -> SymbolKey:
    """The key in the font in which the symbol is declared."""
    for fact in known.facts:
        if fact.symbol.with_name(fact.symbol.name.with_font(key.name.font)) == key:
            return fact.symbol
    return known.symbol


class Undefined(Around):
    """Nothing is defined: a symbol stands for itself and is not written out."""

    def definition(self, key: SymbolKey) -> Definition | None:
        return None

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return None

    def is_assumed(self, key: SymbolKey) -> bool:
        return False


class AssumingScalars(Around):
    """Plain letters that nobody declared are scalars."""

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        known = self._declared.shape(key)
        if known is None and self.is_assumed(key):
            return key, SCALAR, Structure.NONE
        return known

    def _has_meaning(self, key: SymbolKey) -> bool:
        return self._declared.shape(key) is not None or self._declared.definition(key) is not None

    def is_assumed(self, key: SymbolKey) -> bool:
        """An entry of something declared, a prime of a function, or a function, is no scalar of its own."""
        definition = self._declared.definition(key)
        if self._declared.shape(key) is not None or (definition is not None and not defines_nothing(key, definition)):
            return False
        whole = key.with_sub("")
        if key.sup or (key.sub and any(self._has_meaning(v) for v in in_any_font(whole))):
            return False
        if any(self._declared.shape(v) is not None for v in other_fonts(key)):
            return False
        # Capitals are matrices more often than not, and a letter as subscript is an index more often than a name.
        letter = key.name.letter
        plain = not key.name.font and (not key.sub or key.sub.isdigit())
        return plain and len(letter) == 1 and letter.islower() and letter not in _CONSTANTS


def defines_nothing(key: SymbolKey, definition: Definition) -> bool:
    """`x = [x_1, …, x_n]ᵀ` only names the entries of x; `x = 0` is a point that somebody looks at."""
    return _is_own(key, definition) or _is_number(definition)


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
    return not definition.parameters and not any(isinstance(n, Symbol | Text | Opaque) for n in walk(definition.value))


def _same_letter(node: Symbol, key: SymbolKey) -> bool:
    return node.name.letter == key.name.letter and node.name.accents == key.name.accents


def _is_base(node: Symbol | Sub | Label | Prime, definition: Definition) -> bool:
    """Whether a symbol only stands below a subscript or label, as the b of b_f."""
    return any(isinstance(n, Sub | Label | Prime) and n.base is node for n in walk(definition.value))
