"""What is visible at one place of a note: the facts that hold there, merged by trust, firm or soft."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cached_property

from nablint.base.values import dataclass
from nablint.declarations.changed import Changed
from nablint.declarations.facts import (
    Declarations,
    DefinitionFact,
    DependsFact,
    Fact,
    LayoutFact,
    ShapeFact,
    StructureFact,
    SymbolKey,
    Trust,
)
from nablint.declarations.families import asked_families, at_index, declared_family
from nablint.declarations.index import REMEMBERED, Index, before, fontless, start
from nablint.declarations.items import Item
from nablint.documents.model import Document
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import UNKNOWN, Shape, Structure, dims_of, possible


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one symbol at one place. `facts` are those it rests on; `firm` is False where any of them is soft
    (stated in a section that has ended); `one_place`: all soft ones were declared together."""

    symbol: SymbolKey
    shape: Shape
    structure: Structure
    facts: tuple[Fact, ...]
    firm: bool

    @property
    def one_place(self) -> bool:
        return len({fact.scope for fact in self.facts}) <= 1

    @property
    def at(self) -> tuple[SymbolKey, ...]:
        """The arguments with which its values were stated, where it is a function."""
        return next((fact.value.at for fact in self.facts if isinstance(fact.value, ShapeFact)), ())

    @property
    def trust(self) -> Trust:
        """The trust of the shape (of what is known at all, where there is none)."""
        facts = self.facts
        if len(facts) == 1:
            return facts[0].trust
        return max((fact.trust for fact in facts), default=Trust.TYPOGRAPHY)


class View:
    """Look-ups at one offset of the note. An undeclared variant in another font stands for the declared one."""

    offset: int

    def __init__(self, declarations: Declarations, document: Document, offset: int) -> None:
        self._begin(Index(declarations, document), offset, None)

    @classmethod
    def _of(cls, index: Index, offset: int, scope: int) -> View:
        view = cls.__new__(cls)
        view._begin(index, offset, scope)
        return view

    def _begin(self, index: Index, offset: int, scope: int | None) -> None:
        self.index = index
        self.offset = offset
        self.scope = index.sections.at(offset) if scope is None else scope
        self._firm_scopes = index.sections.firm_at(self.scope)
        self._beside = index.sections.beside(self.scope)
        own = index.sections.scopes.get(self.scope)
        self._is_setup = own is not None and own.setup
        self._exercise = index.exercise_at(offset, self.scope)
        self._known: dict[SymbolKey, Known | None] = {}
        self._defined: dict[SymbolKey, Fact | None] = {}
        self._dependent: dict[SymbolKey, Fact | None] = {}
        self._firm_facts: dict[SymbolKey, list[Fact]] = {}

    @property
    def dims(self) -> DimFacts:
        """Sizes known to be equal or apart in this section."""
        return self.index.dims_in(self.scope)

    def known(self, key: SymbolKey) -> Known | None:
        """Shape and structure, or None where nothing is stated."""
        # Asked for every symbol of every formula: one look-up where it was asked before.
        found = self._known.get(key)
        if found is None and key not in self._known:
            found = self._known[key] = self._find(key)
        return found

    def definition(self, key: SymbolKey) -> Fact | None:
        """The latest DefinitionFact that is visible, or None."""
        found = self._defined.get(key)
        if found is None and key not in self._defined:
            found = self._defined[key] = self._latest(key, DefinitionFact)
        return found

    def is_firm(self, fact: Fact) -> bool:
        """Whether the fact was stated in this section, or holds for all of the note."""
        if fact.scope in self._firm_scopes:
            if fact.holds_throughout:
                return True
            # One numbered item (an exercise, a part of it) says nothing firm about the next.
            return fact.scope != self.scope or self._is_setup or not self.index.is_foreign(fact, self.offset)
        return self._exercise is not None and self._exercise.start <= fact.span.start < self._exercise.end

    def depends(self, key: SymbolKey) -> DependsFact | None:
        fact = self._dependent.get(key)
        if fact is None and key not in self._dependent:
            fact = self._dependent[key] = self._latest(key, DependsFact)
        return fact.value if fact is not None and isinstance(fact.value, DependsFact) else None

    def move_to(self, index: Index) -> None:
        self.index = index
        self._firm_facts = {}

    def still_holds(self, changed: Changed, index: Index) -> bool:
        """Whether all answers so far would be given, with the same facts, in another version of the note."""
        if self.scope in changed.scopes:
            return False
        asked = {key for key in (*self._known, *self._defined, *self._dependent) if changed.is_about(key)}
        if not changed.scopes & self._firm_scopes and self._exercise is None:
            asked = {key for key in asked if not self._is_told_firmly(key)}
        if not asked:
            return True
        now = View._of(index, self.offset, self.scope)
        for key in asked:
            if key in self._known and not _same(self._known[key], now.known(key), changed):
                return False
            if key in self._defined and not _same(self._defined[key], now.definition(key), changed):
                return False
            if key in self._dependent and not _same(self._dependent[key], now._latest(key, DependsFact), changed):
                return False
        return True

    def _is_told_firmly(self, key: SymbolKey) -> bool:
        """Whether all answers about a symbol are firm ones: these give way to nothing that is said elsewhere. A member of a
        family, or another font, is what the latest of those says that may stand for it."""
        known = self._known.get(key)
        told = key not in self._known or (known is not None and known.firm and known.facts[0].symbol == key)
        others = [answers[key] for answers in (self._defined, self._dependent) if key in answers]
        return told and all(fact is not None and fact.symbol == key and self.is_firm(fact) for fact in others)

    @cached_property
    def layouts(self) -> tuple[LayoutFact, ...]:
        """Stated layouts that hold here, the most trusted and nearest first."""
        stated = [layout for layout in self.index.declarations.layouts if layout.scope in self._firm_scopes]
        here = [layout for layout in stated if layout.span.start <= self.offset and not 0 <= layout.until <= self.offset]
        if not here and len({layout.layout for layout in stated}) == 1 and all(layout.until < 0 for layout in stated):
            here = stated  # one convention, named late: it is the one of the whole note
        return tuple(sorted(here, key=lambda layout: (-layout.trust, -layout.span.start)))

    def _latest(self, key: SymbolKey, kind: type[DefinitionFact] | type[DependsFact]) -> Fact | None:
        if fontless(key) not in self.index.variants:
            return None
        spelled = self._spelled(key)
        for fact in reversed(self._firm(spelled)):
            if isinstance(fact.value, kind):
                return fact
            if fact.replaces:
                break
        soft: Fact | None = None
        for fact in reversed(self._visible(spelled)):
            if isinstance(fact.value, kind):
                if self.is_firm(fact):
                    return fact
                soft = soft or fact
            if fact.replaces and self.is_firm(fact):
                break  # the symbol became something else
        return soft

    def _firm(self, key: SymbolKey) -> list[Fact]:
        """The visible facts of a symbol that are firm: mostly those of this section, among many."""
        found = self._firm_facts.get(key)
        if found is None:
            found = self._firm_facts[key] = self._find_firm(key)
        return found

    def _find_firm(self, key: SymbolKey) -> list[Fact]:
        by_place = self.index.by_place
        held = [facts for scope in self._firm_scopes if (facts := by_place.get((key, scope)))]
        if self._exercise is not None or len(held) > 1 or (held and len(held[0]) > REMEMBERED):
            return [fact for fact in self._visible(key) if self.is_firm(fact)]
        return [fact for fact in before(held[0], self.offset) if self.is_firm(fact)] if held else []

    def _visible(self, key: SymbolKey) -> list[Fact]:
        return self._seen(self.index.visible(key, self.offset))

    def _seen(self, facts: list[Fact]) -> list[Fact]:
        return [fact for fact in facts if fact.scope not in self._beside] if self._beside else facts

    def _spelled(self, key: SymbolKey) -> SymbolKey:
        """The declared variant that `key` stands for."""
        variants = self.index.variants.get(fontless(key), ())
        if not variants:
            return key
        if self._firm(key):
            return key
        own = self._visible(key)
        others = [other for other in variants if other is not key and self._visible(other)]
        if not own:
            return others[0] if len(others) == 1 else key
        # A letter that an ended section declared gives way to a variant that this section declares.
        here = [other for other in others if any(self.is_firm(fact) for fact in self._visible(other))]
        return here[0] if len(here) == 1 else key

    def _find(self, key: SymbolKey) -> Known | None:
        if fontless(key) not in self.index.variants:
            return self._member(key)  # the note says nothing of most letters, in no font
        declared = self._spelled(key)
        firm = self._firm(declared)
        known = self._told_firmly(key, firm) or self._told_softly(key, firm, self._visible(declared))
        if known is not None and known.shape != UNKNOWN:
            return known
        member = self._member(key)
        return member or known

    def _member(self, key: SymbolKey) -> Known | None:
        """What a declared member of the same family tells, its sizes moved to the index of `key`."""
        for family, index in asked_families(key) if self.index.families else ():
            facts = self._family_facts(family)
            if not facts:
                continue
            own = [fact for fact in facts if fact.symbol == facts[-1].symbol]
            firm = [fact for fact in own if self.is_firm(fact)]
            known = self._told_firmly(key, firm) or self._told_softly(key, firm, own)
            member = declared_family(facts[-1].symbol)
            if known is not None and member is not None:
                return replace(known, shape=at_index(known.shape, member.letter, index))
        return None

    def _family_facts(self, family: SymbolKey) -> list[Fact]:
        exact = self._seen(before(self.index.families.get(family, []), self.offset))
        if exact:
            return exact
        anyfont = family.with_name(family.name.with_font("*"))
        found = self._seen(before(self.index.families.get(anyfont, []), self.offset))
        return found if len({fact.symbol.name for fact in found}) == 1 else []

    def _told_firmly(self, key: SymbolKey, firm: list[Fact]) -> Known | None:
        return self._told(key, _since_replaced(firm), True)

    def _told_softly(self, key: SymbolKey, firm: list[Fact], facts: list[Fact]) -> Known | None:
        """What all facts tell where the firm ones among them state no shape."""
        known = self._told(key, _since_replaced(facts), False)
        if known is not None:
            return known
        structure, more = _structure(_since_replaced(firm), (), True, UNKNOWN)
        return Known(key, UNKNOWN, structure, more, True) if more else None

    def _told(self, key: SymbolKey, facts: list[Fact], firm: bool) -> Known | None:
        """What facts tell together that are firm, or that may be soft; None where they state no shape."""
        chosen = self._shape(facts, firm)
        if chosen is None:
            return None
        shape, rests = chosen
        structure, more = _structure(facts, rests, firm, shape)
        return Known(key, shape, structure, (*rests, *more), firm)

    def _shape(self, facts: list[Fact], firm: bool) -> tuple[Shape, tuple[Fact, ...]] | None:
        shapes = [fact for fact in facts if isinstance(fact.value, ShapeFact)]
        if not shapes:
            return None
        best = max(_rank(fact) for fact in shapes)
        candidates = [fact for fact in shapes if _rank(fact) == best]
        latest = candidates[-1]
        assert isinstance(latest.value, ShapeFact)
        # One sentence with two shapes is a conflict; soft facts of several sections that differ tell nothing.
        rivals = [fact for fact in candidates if (fact.group == latest.group) or not firm]
        if any(isinstance(f.value, ShapeFact) and _plainly_other(f.value.shape, latest.value.shape) for f in rivals):
            return UNKNOWN, (latest,)
        return latest.value.shape, (latest,)


class Views:
    """The views of a note, shared between places that see the same.

    No view knows them, or all of a note were one cycle, which only Python's search for cycles would free, long afterwards.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._views: dict[int, dict[tuple[int, tuple[Item, ...]], View]] = {}  # by section

    def move_to(self, index: Index) -> None:
        """Whoever asks on, of what still holds, is answered by a later version of the note."""
        if self.index is not index:
            self.index = index
            for views in self._views.values():
                for view in views.values():
                    view.move_to(index)

    def still_hold(self, scope: int, changed: Changed, index: Index) -> bool:
        """Whether all that a section has asked would be answered so in another version of the note."""
        return all(view.still_holds(changed, index) for view in self._views.get(scope, {}).values())

    def at(self, offset: int) -> View:
        index = self.index
        scope = index.sections.at(offset)
        step = bisect_right(index.starts, offset)
        # Since where it holds: that stays what it is where more or less is said before.
        since = index.starts[step - 1] if step else -1
        items = index.items.chain(offset)
        views = self._views.setdefault(scope, {})
        view = views.get((since, items))
        if view is None:
            view = views[since, items] = View._of(index, offset, scope)
        return view


def _same(before: Known | Fact | None, now: Known | Fact | None, changed: Changed) -> bool:
    """Whether two answers are the same, and rest on facts that belong where they did."""
    facts = before.facts if isinstance(before, Known) else () if before is None else (before,)
    return before == now and not any(map(changed.moves, facts))


def _rank(fact: Fact) -> int:
    """Directives before what is stated with its sizes, that before marks, those before a bare "vector", typography last."""
    if fact.trust is Trust.DIRECTIVE:
        return 5
    assert isinstance(fact.value, ShapeFact)
    free = any(dim.is_free for dim in dims_of(fact.value.shape))
    if fact.trust >= Trust.PROSE:
        return 2 if free else 4
    return {Trust.MARK: 3, Trust.DEFINITION: 1}.get(fact.trust, 0)


def _plainly_other(left: Shape, right: Shape) -> bool:
    return left != right and not any(d.is_free for shape in (left, right) for d in dims_of(shape))


def _since_replaced(facts: list[Fact]) -> list[Fact]:
    """The facts from the last one on that ended what was said before; what stands with it or after it stays."""
    for k in range(len(facts) - 1, -1, -1):
        last = facts[k]
        if last.replaces:
            return [
                fact
                for n, fact in enumerate(facts)
                if n >= k or fact.group == last.group or fact.span.start > last.span.start or fact.trust is Trust.DIRECTIVE
            ]
    return facts


def _structure(facts: list[Fact], rests: tuple[Fact, ...], firm: bool, shape: Shape) -> tuple[Structure, tuple[Fact, ...]]:
    """What was said of the symbol in or after the declaration of the shape that holds."""
    structure = Structure.NONE
    used: list[Fact] = []
    for fact in facts:
        if not isinstance(fact.value, StructureFact):
            continue
        if rests and start(fact) < start(rests[0]) and fact.trust is not Trust.DIRECTIVE:
            continue
        if not firm and rests and fact.scope != rests[0].scope:
            continue
        said = possible(fact.value.structure, shape)
        if fact.value.structure and not said:
            continue
        structure |= said
        used.append(fact)
    return structure, tuple(used)
