"""The facts of a note in the order that look-ups need: by symbol, by place, by family, and the sizes of each section."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cached_property

from nablint.base.memory import Memory
from nablint.base.spans import Span
from nablint.declarations.changed import Changed, changed
from nablint.declarations.differing import differ
from nablint.declarations.facts import (
    Declarations,
    DefinitionFact,
    DimFact,
    Fact,
    ShapeFact,
    SymbolKey,
    Trust,
)
from nablint.declarations.families import declared_family
from nablint.declarations.items import Items
from nablint.declarations.keys import spelling
from nablint.declarations.sections import Sections
from nablint.documents.model import Document
from nablint.sizes.dims import Dim, DimFacts
from nablint.sizes.shapes import Function, dims_of

# A symbol that is declared again and again: older facts than these are forgotten, so that a note costs linear time.
REMEMBERED = 40
_SOFT_DIMS = 200
_SIZES: Memory[tuple[object, ...], DimFacts] = Memory(256)


class Index:
    """The facts of a note, ordered for look-ups; made once."""

    def __init__(self, declarations: Declarations, document: Document) -> None:
        self.declarations = declarations
        self.sections = Sections(document)
        self.facts = sorted(declarations.facts, key=start)
        self.starts = sorted(
            {
                *map(start, self.facts),
                *map(start, declarations.dims),
                *(layout.span.start for layout in declarations.layouts),
                *(layout.until for layout in declarations.layouts if layout.until >= 0),
            }
        )
        self.by_symbol: dict[SymbolKey, list[Fact]] = defaultdict(list)
        self.by_place: dict[tuple[SymbolKey, int], list[Fact]] = defaultdict(list)
        self.families: dict[SymbolKey, list[Fact]] = defaultdict(list)
        self.variants: dict[tuple[str, tuple[str, ...], str, str], list[SymbolKey]] = defaultdict(list)
        for fact in self.facts:
            if fact.symbol not in self.by_symbol:
                self.variants[fontless(fact.symbol)].append(fact.symbol)
            self.by_symbol[fact.symbol].append(fact)
            self.by_place[fact.symbol, fact.scope].append(fact)
            member = declared_family(fact.symbol)
            if member is not None:
                self.families[member.family].append(fact)
                self.families[member.family.with_name(member.family.name.with_font("*"))].append(fact)
        self._dim_facts = sorted(declarations.dims, key=start)
        self._dim_starts = [start(fact) for fact in self._dim_facts]
        self._dims_of: dict[int, list[DimFact]] = defaultdict(list)
        for dim in self._dim_facts:
            self._dims_of[dim.scope].append(dim)
        self._shapes_in: dict[int, set[str]] = defaultdict(set)
        for fact in self.facts:
            if isinstance(fact.value, ShapeFact):
                self._shapes_in[fact.scope].update(name for dim in dims_of(fact.value.shape) for name in dim.names())
        self._numbers_in = {scope: set(names) for scope, names in self._shapes_in.items()}
        for name, scope in declarations.counts:
            self._numbers_in.setdefault(scope, set()).add(name)
        self._names = frozenset(name for names in self._numbers_in.values() for name in names)
        self._dims: dict[int, DimFacts] = {}
        self.items = Items(document)

    @cached_property
    def has_maps(self) -> bool:
        """Whether the note declares a function by its domain."""
        return any(isinstance(fact.value, ShapeFact) and isinstance(fact.value.shape, Function) for fact in self.facts)

    def is_that_of(self, declarations: Declarations, document: Document, stretch: Span) -> bool:
        """Whether the same would be found for another version of the note, of which only a stretch is other."""
        own = self.declarations
        return (
            declarations.facts == own.facts
            and declarations.dims == own.dims
            and declarations.layouts == own.layouts
            and declarations.counts == own.counts
            and document.scopes == self.sections.document.scopes
            and not self.items.differing(Items(document, stretch, self.items))
        )

    def changed_to(self, other: Index) -> Changed | None:
        """What another version of the note says of its symbols; None where it is not only in this that it may differ."""
        alike = (
            other.declarations.layouts == self.declarations.layouts
            and other.sections.document.scopes == self.sections.document.scopes
            and other.has_maps == self.has_maps
        )
        return changed(self.declarations.facts, other.declarations.facts, self.items.differing(other.items)) if alike else None

    def exercise_at(self, offset: int, scope: int) -> Span | None:
        """The exercise that a place among solutions solves."""
        section = self.sections.exercises_for(scope)
        if section is None:
            return None
        chain = self.items.chain(offset)
        return self.items.exercise(section, chain[0].label) if chain and chain[0].rank == 0 else None

    def is_foreign(self, fact: Fact, place: int) -> bool:
        """Whether a fact belongs to another item. A function that one part of an exercise defines, and no other, is that of
        the later parts: "(a) Let f(x) = … (b) What is f'?" """
        if not self.items.foreign(fact.span.start, place):
            return False
        function = isinstance(fact.value, DefinitionFact) and bool(fact.value.parameters)
        alone = function and len(self.by_symbol[fact.symbol]) == 1
        return not (alone and self.items.in_one_exercise(fact.span.start, place))

    def dims_in(self, scope: int) -> DimFacts:
        """What an earlier section said of two sizes counts as long as this section declares nothing in these sizes itself."""
        found = self._dims.get(scope)
        if found is None:
            found = self._read_dims(scope)
            # The same object for equal sizes, which whoever remembers a result compares.
            content = (tuple(sorted(found.values.items(), key=_left)), found.apart, found.names, found.numbers)
            found = self._dims[scope] = _SIZES.get(content) or _SIZES.put(content, found)
        return found

    def keep_sizes_of(self, former: Index) -> None:
        """Takes over what another version of the note found out of sizes, if all that this hangs on is the same."""
        if former.sections.document.scopes == self.sections.document.scopes and former._sizes() == self._sizes():
            self._dims = former._dims

    def _sizes(self) -> tuple[object, ...]:
        ends = [bisect_right(self._dim_starts, section.span.start) for section in self.sections.scopes.values()]
        stated = [(fact.left, fact.right, fact.scope) for fact in self._dim_facts]
        return stated, ends, self._shapes_in, self._numbers_in

    def _read_dims(self, scope: int) -> DimFacts:
        firm_scopes = self.sections.firm_at(scope)
        exercises = self.sections.exercises_for(scope)
        if exercises is not None:
            firm_scopes |= {self.sections.at(exercises.start)}
        values: dict[str, Dim] = {}
        apart: set[frozenset[str]] = set()
        own: set[str] = set()
        for id_ in firm_scopes:
            for fact in self._dims_of.get(id_, ()):
                own.add(fact.left)
                if isinstance(fact.right, Dim):
                    values[fact.left] = fact.right
                elif isinstance(fact.right, str):
                    apart.add(frozenset((fact.left, fact.right)))
                    own.add(fact.right)
        if scope != 0:
            own |= self._shapes_in.get(scope, set())
        end = bisect_right(self._dim_starts, self.sections.scopes[scope].span.start) if scope in self.sections.scopes else 0
        for fact in self._dim_facts[max(end - _SOFT_DIMS, 0) : end]:
            if isinstance(fact.right, str) and fact.left not in own and fact.right not in own:
                apart.add(frozenset((fact.left, fact.right)))
        numbers = frozenset(name for id_ in firm_scopes for name in self._numbers_in.get(id_, ()))
        return DimFacts(values, frozenset(apart), self._names, numbers)

    def visible(self, key: SymbolKey, offset: int) -> list[Fact]:
        """The facts of a symbol that stand before `offset`: the last ones, and those of the whole document."""
        return before(self.by_symbol.get(key, []), offset)

    def conflicts(self) -> list[tuple[Fact, Fact]]:
        """Pairs of shapes stated for one symbol in one sentence or display that cannot both be right."""
        first: dict[tuple[int, SymbolKey], Fact] = {}
        found = []
        for fact in self.facts:
            # What contradicts itself in another file is said there.
            if not isinstance(fact.value, ShapeFact) or fact.trust < Trust.PROSE or fact.origin is not None:
                continue
            earlier = first.setdefault((fact.group, fact.symbol), fact)
            # One letter for several functions, told apart by their arguments: `F(θ) ∈ ℝ^{d×d}` and `F(η) ∈ ℝ^{k×k}`.
            if earlier is not fact and isinstance(earlier.value, ShapeFact) and earlier.value.at == fact.value.at:
                dims = self.dims_in(self.sections.at(fact.span.start))
                if differ(earlier.value.shape, fact.value.shape, dims):
                    found.append((earlier, fact))
        return found


def before(facts: list[Fact], offset: int) -> list[Fact]:
    if not facts:
        return facts
    end = bisect_right(facts, offset, key=start)
    if end <= REMEMBERED:
        return facts[:end]
    whole = [fact for fact in facts[:REMEMBERED] if fact.scope == 0]
    return whole + facts[max(end - REMEMBERED, REMEMBERED) : end]


def _left(size: tuple[str, Dim]) -> str:
    return size[0]


def start(fact: Fact | DimFact) -> int:
    return fact.since if fact.since >= 0 else fact.span.start


def fontless(key: SymbolKey) -> tuple[str, tuple[str, ...], str, str]:
    return (spelling(key.name), key.name.accents, key.sub, key.sup)
