"""What a claim may rest on: facts that are firm where it stands, and not those of another exercise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from nablint.declarations.facts import DefinitionFact, Fact, Statement, SymbolKey, Trust
from nablint.declarations.keys import key_of, names_a_number
from nablint.declarations.view import View
from nablint.parse import nodes as n
from nablint.readings.note import Note, facts_about
from nablint.readings.troubles import ReadNote
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import SCALAR, Matrix, Shape, Structure, Unknown, dims_of

if TYPE_CHECKING:
    from nablint.calculus.declared import Definition


def _declared_as(key: SymbolKey, facts: tuple[Fact, ...]) -> SymbolKey:
    """The variant under which a symbol is declared: x and **x** are one thing where only one of them is declared."""
    for fact in facts:
        own = fact.symbol
        if (own.name.letter, own.name.accents, own.sub, own.sup) == (key.name.letter, key.name.accents, key.sub, key.sup):
            return own
    return key


def _usual(key: SymbolKey, shape: Shape, structure: Structure) -> Structure:
    """An I of which equations tell only the size is the identity, as it is where nothing tells its size."""
    square = isinstance(shape, Matrix) and shape.rows == shape.cols
    plain = key.name.letter == "I" and not (key.name.accents or key.sub or key.sup)
    return structure | Structure.IDENTITY if square and plain else structure


class Visible:
    """Declarations as a claim sees them."""

    def __init__(
        self, note: ReadNote, statement: Statement, inferred: Mapping[SymbolKey, Shape], numbered: SymbolKey | None = None
    ) -> None:
        self._numbered = numbered
        region = statement.region
        self._inferred = inferred
        self._note = note
        self._view: View = note.note.view(region)
        self._place = statement.span.start
        self._scope = note.note.scope(region)
        # A claim that could not be checked is tried again in other ways, which ask the same.
        self._shapes: dict[SymbolKey, tuple[SymbolKey, Shape, Structure] | None] = {}
        self._definitions: dict[SymbolKey, Definition | None] = {}
        self._depends: dict[SymbolKey, tuple[SymbolKey, ...] | None] = {}

    @property
    def dims(self) -> DimFacts:
        return self._view.dims

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        if key not in self._shapes:
            self._shapes[key] = self._shape(key)
        return self._shapes[key]

    def definition(self, key: SymbolKey) -> Definition | None:
        if key not in self._definitions:
            self._definitions[key] = self._definition(key)
        return self._definitions[key]

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        if key not in self._depends:
            stated = self._view.depends(key)
            self._depends[key] = None if stated is None else stated.on
        return self._depends[key]

    def _shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        known = self._view.known(key)
        if known is None or isinstance(known.shape, Unknown) or known.trust is Trust.TYPOGRAPHY:
            shape = self._inferred.get(key)
            whole = self._inferred.get(key.with_sub("")) if key.sub else None
            if isinstance(whole, Matrix) and not whole.is_scalar:
                return None  # an entry of what an equation tells to be an array
            if shape is None and known is not None and Structure.POSITIVE in known.structure and names_a_number(key):
                shape = SCALAR  # "let $\\gamma > 0$"
            return (key, shape, _usual(key, shape, known.structure if known else Structure.NONE)) if shape is not None else None
        if not known.firm or not all(map(self._holds, known.facts)) or any(dim.is_free for dim in dims_of(known.shape)):
            return None
        return _declared_as(key, known.facts), known.shape, known.structure

    def _definition(self, key: SymbolKey) -> Definition | None:
        from nablint.calculus.declared import Definition

        fact = self._view.definition(key)
        if fact is None or not isinstance(fact.value, DefinitionFact) or not self._view.is_firm(fact) or not self._holds(fact):
            return None
        if key.sub and (fact.symbol.name.font != key.name.font or self._is_entry(key)):
            return None
        if key.sup and self._numbered is not None and key.name == self._numbered.name:
            return None  # f^{(2)} derives f
        if key.sup and set(key.sup) == {"'"}:
            # What was said of f′ was said of the f before: a new f has another derivative.
            function = self._view.definition(key.with_sup(""))
            if function is not None and function.span.start > fact.span.start:
                return None
        return Definition(fact.value.value, fact.value.parameters)

    def is_doubtful(self, node: n.Node) -> bool:
        """Whether a letter in it has several definitions, of which nobody can say that the last one holds."""
        for part in n.walk(node):
            key = key_of(part) if isinstance(part, n.Symbol | n.Sub | n.Label) else None
            fact = self._view.definition(key) if key is not None else None
            if key is not None and fact is not None and key.sub and not key.sub.isdigit() and self._is_entry(key):
                # What is said of y_i is not followed, so nothing is known of how y depends on anything.
                return True
            if key is not None and fact is not None and (self._is_one_of_several(fact) or self._is_restated(key, fact)):
                return True
        return False

    def _is_entry(self, key: SymbolKey) -> bool:
        """Whether `x_1` is an entry of a declared x, rather than what stands for itself."""
        whole = self._view.known(key.with_sub(""))
        return whole is not None and isinstance(whole.shape, Matrix) and not whole.shape.is_scalar

    def _is_one_of_several(self, fact: Fact) -> bool:
        """Whether one sentence gives a letter several meanings: "functions such as f(x) = x² and f(x) = sin x"."""
        return self._note.note.ask(_has_several_meanings, fact.symbol, fact.group)

    def _is_restated(self, key: SymbolKey, fact: Fact) -> bool:
        """Whether the note has said since, differently, what the letter stands for: then only its author knows which holds."""
        return self._note.note.ask(_restated, key, fact.span.end, self._place)

    def is_assumed(self, key: SymbolKey) -> bool:
        return False

    def _holds(self, fact: Fact) -> bool:
        if fact.scope != self._scope or fact.holds_throughout:
            return True
        return not self._view.index.is_foreign(fact, self._place)


def _has_several_meanings(note: Note, key: SymbolKey, group: int) -> bool:
    values = (fact.value for fact in facts_about(note, key) if fact.group == group)
    return len({id(value.value) for value in values if isinstance(value, DefinitionFact) and value.parameters}) > 1


def _restated(note: Note, key: SymbolKey, after: int, before: int) -> bool:
    return any(after < start < before for start in note.restated.get(key, ()))
