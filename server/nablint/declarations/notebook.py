"""The facts of a note while they are gathered: in order, each with its place, its section and the sentence it was stated in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import (
    Annotation,
    DefinitionFact,
    DependsFact,
    DimFact,
    Fact,
    FactValue,
    LayoutFact,
    ShapeFact,
    StructureFact,
    SymbolKey,
    Trust,
)
from nablint.documents.model import Document
from nablint.parse.nodes import Matrix as Literal
from nablint.parse.nodes import Node, walk
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import UNKNOWN, Matrix, Shape, Structure, dims_of

_LONGEST = 60
# Subsections of such a section explain; only what stands in the section itself is meant for the whole note.
_REVIEW = re.compile(r"prelim|prereq|background|review|grundlagen|préliminaires", re.IGNORECASE)
# What such a section states, the sections beside it work with.
_POSED = re.compile(
    r"^\W*(?:[\d.]+\s*)?(?:the\s+)?(?:(?:network\s+)?model|problem|architecture|forward(?:[\s-]+(?:pass|propagation|step))?)"
    r"(?:\s+(?:statement|formulation|definition|setting|description))?\W*$",
    re.IGNORECASE,
)
_FEW = 6  # sections of a short note, which has one subject
_OF_SQUARES = (
    Structure.SYMMETRIC
    | Structure.SKEW
    | Structure.SQUARE
    | Structure.INVERTIBLE
    | Structure.IDENTITY
    | Structure.POSITIVE_DEFINITE
    | Structure.POSITIVE_SEMIDEFINITE
)
_ALTERNATIVES = re.compile(r"\b(?:or|either|when|if|whether|cases?|respectively|instead|oder|ou|или)\b|或", re.IGNORECASE)


DISPLAYS = 4096  # groups of one sentence: its words and, one for each, its displays


@dataclass(frozen=True, slots=True)
class Place:
    """What is being read: its section, its sentence or display as a number, and from where on what it says holds."""

    scope: int
    group: int
    since: int


class Notebook:
    def __init__(self, document: Document, elsewhere: Mapping[SymbolKey, Shape] | None = None) -> None:
        self.document = document
        self.text = document.source.text
        self.setup = {scope.id for scope in document.scopes if scope.setup}
        self.facts: list[Fact] = []
        self.dims: list[DimFact] = []
        self.layouts: list[LayoutFact] = []
        self.annotations: list[Annotation] = []
        self.counts: list[tuple[str, int]] = []
        self._elsewhere = tuple((elsewhere or {}).values())
        self.shapes = dict(elsewhere or {})  # the latest of each symbol, for "the same shape as"

    def firm_scope(self, scope: int) -> int:
        """Setup sections hold to the end of the document."""
        seen = 0
        here = scope
        while here > 0 and seen < 32:
            if here in self.setup and (here == scope or not _REVIEW.search(self.document.scopes[here].title)):
                parent = self.document.scopes[here].parent
                if not (0 < parent < len(self.document.scopes) and _REVIEW.search(self.document.scopes[parent].title)):
                    return 0
            here = self.document.scopes[here].parent if here < len(self.document.scopes) else 0
            seen += 1
        return self.posed_scope(scope)

    def posed_scope(self, scope: int) -> int:
        """What poses the problem holds, with its definitions, to the end of the section around it."""
        scopes = self.document.scopes
        if 0 < scope < len(scopes) and _POSED.match(scopes[scope].title):
            parent = scopes[scope].parent
            return parent if parent > 0 or len(scopes) <= _FEW else scope
        return scope

    def shape(
        self,
        symbol: SymbolKey,
        shape: Shape,
        span: Span,
        trust: Trust,
        place: Place,
        replaces: bool = False,
        at: tuple[SymbolKey, ...] = (),
    ) -> None:
        if shape == UNKNOWN:
            return
        self.shapes[symbol] = shape
        self.fact(symbol, ShapeFact(shape, at), span, trust, place, replaces)

    def structure(self, symbol: SymbolKey, structure: Structure, span: Span, trust: Trust, place: Place) -> None:
        shape = self.shapes.get(symbol)
        if isinstance(shape, Matrix) and shape.rows != shape.cols:
            # "$X \\in V$, $A \\in W$ and $B \\in W$ are symmetric" means those that can be.
            structure &= ~_OF_SQUARES
        if structure is not Structure.NONE:
            self.fact(symbol, StructureFact(structure), span, trust, place)

    def fact(self, symbol: SymbolKey, value: FactValue, span: Span, trust: Trust, place: Place, replaces: bool = False) -> None:
        if isinstance(value, DefinitionFact | DependsFact):
            scope = self.posed_scope(place.scope)
            if scope != place.scope and isinstance(value, DefinitionFact):
                # A matrix that is written out names entries, which the next section may not.
                scope = place.scope if any(isinstance(part, Literal) for part in walk(value.value)) else scope
        else:
            scope = self.firm_scope(place.scope)
        since = min(place.since, span.start) if place.since >= 0 else span.start
        self.facts.append(Fact(symbol, value, span, trust, scope, place.group, self.shown(span), replaces, None, since))

    def without_alternatives(self, place: Place, words: str) -> None:
        """A sentence that puts several shapes to choice ("when $X$ is …, …, or …") declares none of them."""
        first = len(self.facts)
        while first and self.facts[first - 1].group // DISPLAYS == place.group // DISPLAYS:
            first -= 1
        if len(self.facts) - first < 2 or not _ALTERNATIVES.search(words):
            return
        shapes: dict[SymbolKey, set[Shape]] = {}
        for fact in self.facts[first:]:
            if isinstance(fact.value, ShapeFact):
                shapes.setdefault(fact.symbol, set()).add(fact.value.shape)
        several = {symbol for symbol, found in shapes.items() if len(found) > 1}
        if several:
            kept = [f for f in self.facts[first:] if f.symbol not in several or not isinstance(f.value, ShapeFact)]
            self.facts[first:] = kept
            for symbol in several:
                self.shapes.pop(symbol, None)

    def forget(self, symbol: SymbolKey, offset: int, place: Place) -> None:
        """From `offset` on nothing is known of the symbol: what was said of it was said under a condition."""
        self.shapes.pop(symbol, None)
        scope = self.firm_scope(place.scope)
        nothing = StructureFact(Structure.NONE)
        self.facts.append(
            Fact(symbol, nothing, Span(offset, offset), Trust.PROSE, scope, place.group + DISPLAYS - 1, "", True, None, offset)
        )

    def annotation(self, body: Node, region: int, shape: Shape, span: Span, scope: int) -> None:
        self.annotations.append(Annotation(body, region, shape, span, scope, self.shown(span)))

    def equal(self, left: str, right: Dim, span: Span, scope: int) -> DimFact:
        """What an equation between two sizes says."""
        return DimFact(left, right, "equal", span, self.firm_scope(scope))

    def shown(self, span: Span) -> str:
        """The words of the note, on one line and not too long."""
        text = " ".join(self.text[span.start : span.end].replace("$", "").split()).strip(" .,;:")
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def sizes(self) -> set[str]:
        """Every name that stands in a shape of this note, or of the files that speak for it."""
        shapes = [fact.value.shape for fact in self.facts if isinstance(fact.value, ShapeFact)]
        return {name for shape in (*shapes, *self._elsewhere) for dim in dims_of(shape) for name in dim.names()}

    def without_doubtful_marks(self) -> None:
        """A symbol that carries different sizes as marks in one section is several things: its marks declare nothing."""
        shapes: dict[tuple[SymbolKey, int], set[Shape]] = {}
        for fact in self.facts:
            if fact.trust is Trust.MARK and isinstance(fact.value, ShapeFact):
                shapes.setdefault((fact.symbol, fact.scope), set()).add(fact.value.shape)
        doubtful = {place for place, found in shapes.items() if len(found) > 1}
        if doubtful:
            self.facts = [f for f in self.facts if f.trust is not Trust.MARK or (f.symbol, f.scope) not in doubtful]

    def apart(self) -> None:
        """Names that stand together in one shape, or in the shapes of one sentence, differ."""
        groups: dict[int, list[Fact]] = {}
        for k, fact in enumerate(self.facts):
            if isinstance(fact.value, ShapeFact) and fact.trust >= Trust.PROSE:
                groups.setdefault(fact.group // DISPLAYS, []).append(fact)
            elif isinstance(fact.value, ShapeFact) and fact.trust is Trust.MARK:
                groups[-1 - k] = [fact]  # of marks, only what one of them has
        equal = {frozenset((fact.left, str(fact.right))) for fact in self.dims if fact.relation == "equal"}
        seen: set[tuple[frozenset[str], int]] = set()
        for facts in groups.values():
            names: dict[str, Fact] = {}
            for fact in facts:
                if isinstance(fact.value, ShapeFact):
                    for dim in dims_of(fact.value.shape):
                        for name in dim.names():
                            if not name.startswith("?"):
                                names.setdefault(name, fact)
            ordered = sorted(names)[:12]
            for k, left in enumerate(ordered):
                for right in ordered[k + 1 :]:
                    pair = frozenset((left, right))
                    place = names[right]
                    if pair in equal or (pair, place.scope) in seen or not self._clearly(left, right, facts):
                        continue
                    seen.add((pair, place.scope))
                    self.dims.append(DimFact(left, right, "apart", place.span, place.scope, place.since))

    @staticmethod
    def _clearly(left: str, right: str, facts: list[Fact]) -> bool:
        """`N` and `n` are often one number, unless one shape has both."""
        if left.lower() != right.lower():
            return True
        return any(
            isinstance(fact.value, ShapeFact)
            and {left, right} <= {name for dim in dims_of(fact.value.shape) for name in dim.names()}
            for fact in facts
        )
