"""What the features ask of one note, answered from its snapshot: symbols, bindings, declarations, shapes, derivatives.

The one door from the features to the rooms below; everything is worked out when first asked for and kept with the snapshot.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from nablint.analysis.snapshot import Snapshot
from nablint.base.findings import Finding
from nablint.base.pauses import Pause, go_on
from nablint.base.room import distance
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact, LayoutFact, Noted, ShapeFact, Statement, SymbolKey, Trust
from nablint.declarations.families import declared_family
from nablint.declarations.keys import bare, spelling
from nablint.declarations.view import Known, View
from nablint.features.bindings import Binding, Bindings
from nablint.features.occurrences import Names, Occurrence, occurrences
from nablint.features.trees import Regions, Spot
from nablint.features.wording import by_hand, transpose_sign
from nablint.inference.infer import Inference
from nablint.inference.problems import Alternatives
from nablint.parse.macros import Macros, collect_macros
from nablint.parse.nodes import Derivative, Node, Opaque, Product, Text, walk
from nablint.parse.render import LatexStyle, render_latex, render_unicode
from nablint.readings.bysection import JudgedNote
from nablint.readings.layouts import Chosen
from nablint.readings.note import Note
from nablint.sizes.layouts import DENOMINATOR, MIXED, NUMERATOR, Layout
from nablint.sizes.shapes import Shape, Unknown, dims_of

if TYPE_CHECKING:
    from nablint.analysis.analyse import Examined
    from nablint.calculus.declared import FromView
    from nablint.calculus.verdict import Verdict
    from nablint.readings.claims import Claim


_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Derived:
    """A derivative in closed form, to be read and to be written."""

    latex: str
    unicode: str


class Knowledge:
    """Belongs to one snapshot, and to whoever made it; used by one thread at a time."""

    def __init__(
        self,
        snapshot: Snapshot,
        read: JudgedNote | None = None,
        with_fixes: Callable[[Finding, Pause], Finding] | None = None,
        values: bool = True,
        again: Callable[[str], Examined] | None = None,
    ) -> None:
        """`read` is what was judged of the note, where the caller has it; `with_fixes` checks the fixes of a finding, where
        the snapshot's findings came without; `values`: whether claims are tried; `again` reads the note with another text."""
        self.snapshot = snapshot
        self.values = values
        self.read = read or JudgedNote(Note(snapshot.document, snapshot.trees, snapshot.declarations))
        self._with_fixes = with_fixes
        self._again = again
        self._fixed: dict[Finding, Finding] = {}
        self._declared_at: dict[int, Span] = {}
        self.text = snapshot.source.text
        self.document = snapshot.document
        self.declarations = snapshot.declarations
        self.regions = Regions(snapshot)
        self._occurrences: dict[int, tuple[Occurrence, ...]] = {}

    @cached_property
    def names(self) -> Names:
        facts = self.declarations.facts
        told = (*(fact.symbol for fact in facts), *(noted.symbol for noted in self.declarations.noted))
        shaped = {fact.symbol for fact in facts if isinstance(fact.value, ShapeFact)}
        # `y_i = …` says something of the entries of a declared y, and gives no new name.
        declared = frozenset(key for key in told if key in shaped or not key.sub or bare(key) not in shaped)
        by_letter: dict[tuple[str, tuple[str, ...], str, str], list[SymbolKey]] = defaultdict(list)
        for key in declared:
            by_letter[spelling(key.name), key.name.accents, key.sub, key.sup].append(key)
        families = frozenset(member.family for member in map(declared_family, declared) if member is not None)
        letters = {letter: tuple(keys) for letter, keys in by_letter.items()}
        return Names(declared, families, letters, self.sizes)

    def declared_at(self, fact: Fact) -> Span:
        """Where the symbol itself stands in the words or the formula that declare it: the place nearest to the fact."""
        found = self._declared_at.get(id(fact))
        if found is None:
            found = self._declared_at[id(fact)] = self._nearest(fact)
        return found

    def _nearest(self, fact: Fact) -> Span:
        if fact.origin is not None or fact.trust is Trust.DIRECTIVE:
            return fact.span
        best: Span | None = None
        around = Span(max(fact.span.start - 200, 0), fact.span.end + 200)
        for region in self.regions.regions_in(around):
            for occurrence in self.occurrences(region):
                if occurrence.key.name.letter == fact.symbol.name.letter and self.symbol(occurrence) == fact.symbol:
                    span = self.regions.in_file(region, occurrence.span)
                    if best is None or _distance(span, fact.span) < _distance(best, fact.span):
                        best = span
        return best or fact.span

    @cached_property
    def sizes(self) -> frozenset[str]:
        """The names that sizes have in this note."""
        shapes = (fact.value.shape for fact in self.declarations.facts if isinstance(fact.value, ShapeFact))
        return frozenset(name for shape in shapes for dim in dims_of(shape) for name in dim.names())

    @cached_property
    def declaring_spans(self) -> dict[SymbolKey, frozenset[Span]]:
        """Where in this file each symbol is declared."""
        found: dict[SymbolKey, list[Span]] = defaultdict(list)
        for fact in self.declarations.facts:
            if fact.origin is None:
                found[fact.symbol].append(self.declared_at(fact))
        return {symbol: frozenset(spans) for symbol, spans in found.items()}

    @cached_property
    def spellings(self) -> dict[SymbolKey, str]:
        """How the note itself writes each declared symbol, where it does so in a formula."""
        found: dict[SymbolKey, str] = {}
        for fact in self.declarations.facts:
            if fact.symbol in found or fact.origin is not None:
                continue
            for region in self.regions.regions_in(fact.span):
                text = self.regions.region(region).text
                for occurrence in self.occurrences(region):
                    if occurrence.exact and occurrence.key not in found:
                        found[occurrence.key] = occurrence.span.of(text)
        return found

    @cached_property
    def macros(self) -> Macros:
        """The macros that the note defines, for reading names that a user types."""
        texts = (*(m.text for m in self.document.macros), *(r.text for r in self.document.regions))
        return collect_macros(texts)

    @cached_property
    def bindings(self) -> Bindings:
        return Bindings(self.declarations, self.document)

    def occurrences(self, region: int) -> tuple[Occurrence, ...]:
        """The symbols of one formula; spans in the formula's text."""
        if region not in self._occurrences:
            self._occurrences[region] = tuple(occurrences(self.regions.tree(region), self.names))
        return self._occurrences[region]

    def occurrence_at(self, offset: int) -> tuple[int, Occurrence] | None:
        """The symbol under the cursor with the formula it stands in: the innermost one."""
        region = self.regions.region_at(offset)
        if region is None or not self.is_inside(offset):
            return None
        inner = self.regions.region(region).map.back(offset)
        touching = [o for o in self.occurrences(region) if o.span.touches(inner)]
        if not touching:
            return None
        return region, min(touching, key=lambda o: (not o.span.start <= inner < o.span.end, len(o.span)))

    def is_inside(self, offset: int) -> bool:
        """Whether the offset is in a formula or at its rim, but not in front of its delimiter or in it."""
        region = self.regions.region_at(offset)
        if region is None:
            return False
        return self.regions.in_file(region, Span(0, len(self.regions.region(region).text))).touches(offset)

    def binding(self, region: int, occurrence: Occurrence) -> Binding:
        offset = self.regions.in_file(region, occurrence.span).start
        return self.bindings.at(self.symbol(occurrence), offset, self.scope_at(region))

    def binding_of(self, region: int, node: Node) -> Binding | None:
        """What a part of a formula means, where it is a symbol."""
        found = next((o for o in self.occurrences(region) if o.span == node.span), None)
        return None if found is None else self.binding(region, found)

    def symbol(self, occurrence: Occurrence) -> SymbolKey:
        """The declared symbol that an occurrence writes, whatever its font and its index within a family."""
        if occurrence.exact:
            return self.names.spelled(occurrence.key)
        known = self.known(occurrence.key, len(self.text))
        return known.facts[0].symbol if known is not None and known.facts else occurrence.key

    @cached_property
    def _scope_of_region(self) -> dict[int, int]:
        return {region: block.scope for block in self.document.blocks for region in block.regions}

    def scope_at(self, region: int) -> int:
        """The section that a formula stands in."""
        found = self._scope_of_region.get(region)
        return self.bindings.scope_at(self.regions.region(region).span.start) if found is None else found

    def spot(self, offset: int) -> Spot | None:
        return self.regions.spot(offset)

    def view(self, offset: int) -> View:
        """What is visible at an offset."""
        return self.read.note.views.at(offset)

    def known(self, key: SymbolKey, offset: int) -> Known | None:
        return self.view(offset).known(key)

    def noted(self, key: SymbolKey, offset: int) -> Noted | None:
        """What a comment of code in the section says of a symbol that the note says nothing of."""
        if not self.declarations.noted:
            return None
        view = self.view(offset)
        here = view.index.sections.firm_at(view.scope)
        plain = (key.name.letter, key.sub, key.sup)  # code has no fonts
        return next(
            (
                noted
                for noted in self.declarations.noted
                if (noted.symbol.name.letter, noted.symbol.sub, noted.symbol.sup) == plain and noted.scope in here
            ),
            None,
        )

    def definition(self, key: SymbolKey, offset: int) -> tuple[Fact, DefinitionFact] | None:
        fact = self.view(offset).definition(key)
        return (fact, fact.value) if fact is not None and isinstance(fact.value, DefinitionFact) else None

    def layouts(self, offset: int) -> tuple[LayoutFact, ...]:
        return self.view(offset).layouts

    def chosen(self, region: int) -> Chosen:
        """The layout that holds for a formula, with what it rests on."""
        return self.read.chosen(region)

    def shown_layout(self, region: int) -> Layout:
        """The layout of a formula, with what the formula itself shows of it."""
        return self.read.at(region).layouts.at(region).layout

    def region_before(self, offset: int) -> int:
        """The formula at or before an offset; the first one, where none stands before."""
        return max(bisect_right(self.regions.starts, offset) - 1, 0)

    def layout_at(self, offset: int) -> Layout:
        """The layout of the formula at or before an offset."""
        return self.chosen(self.region_before(offset)).layout if self.document.regions else Layout()

    def inference(self, region: int) -> Inference:
        """The shapes of one formula, as they follow from what is visible at its end (`z = Ax` declares z)."""
        return self.read.inference(region)

    def shapes(self, region: int, node: Node) -> Alternatives:
        """Every shape that the note's open readings leave an expression."""
        return self.inference(region).of(node)

    def shape(self, region: int, node: Node) -> Shape | None:
        """The shape where there is only one; None where it is unknown or open."""
        found = self.shapes(region, node)
        return found[0] if len(found) == 1 and not isinstance(found[0], Unknown) else None

    def shape_here(self, region: int, occurrence: Occurrence) -> Shape | None:
        """The shape of a symbol where it stands: declared, or following from its definition."""
        offset = self.regions.in_file(region, occurrence.span).start
        opening = self.binding(region, occurrence).opening
        known = self.known(occurrence.key, max(offset, opening.span.end if opening else 0))
        if known is not None and not isinstance(known.shape, Unknown):
            return known.shape
        return self.shape(region, occurrence.node)

    def defined_shape(self, binding: Binding) -> Shape | None:
        """The shape that a definition gives its symbol; None where there is none or it is open."""
        opening = binding.opening
        if opening is None or not isinstance(opening.value, DefinitionFact):
            return None
        return self.shape(opening.value.region, opening.value.value)

    @cached_property
    def _definitions(self) -> dict[int, list[Statement]]:
        found: dict[int, list[Statement]] = defaultdict(list)
        for statement in self.declarations.statements:
            if statement.kind == "definition":
                found[statement.left_region].append(statement)
        return found

    def definitions_in(self, region: int) -> list[Node]:
        """What the definitions of a formula define."""
        return [statement.left for statement in self._definitions.get(region, ())]

    def is_stated(self, region: int, node: Node) -> bool:
        """Whether the note says a shape of this very symbol at this very place."""
        span = self.in_file(region, node)
        return any(
            fact.trust >= Trust.MARK and isinstance(fact.value, ShapeFact) and fact.span.overlaps(span)
            for fact in self.facts_near(span)
        )

    def facts_near(self, span: Span) -> list[Fact]:
        """Facts of this file that begin at most a paragraph before the span; declarations are not longer than that."""
        first = bisect_left(self._fact_starts, span.start - 400)
        last = bisect_right(self._fact_starts, span.end)
        return self._facts[first:last]

    @cached_property
    def _facts(self) -> list[Fact]:
        return sorted((f for f in self.declarations.facts if f.origin is None), key=lambda f: f.span.start)

    @cached_property
    def _fact_starts(self) -> list[int]:
        return [fact.span.start for fact in self._facts]

    def is_size(self, node: Node | None) -> bool:
        """Whether a mark below a formula states a size."""
        if node is None:
            return False
        parts = list(walk(node))
        return any(isinstance(p, Product) and "times" in p.signs for p in parts) and not any(
            isinstance(p, Text) and len(p.text.split()) > 2 for p in parts
        )

    def derived(self, region: int, node: Derivative) -> Derived | None:
        """The derivative in closed form, in the note's layout with what the formula itself shows of it (the mixed one where
        both leave it open); None where it cannot be had."""
        # NumPy is loaded with the calculus: only when somebody asks for a derivative.
        from nablint.calculus.verify import value_node

        layout = self.shown_layout(region).filled(MIXED)
        found = value_node(node, self.declared(region, node), layout)
        if found is None or any(isinstance(part, Derivative) for part in walk(found)):
            return None
        return Derived(by_hand(render_latex(found, LatexStyle(transpose_sign(self.text)))), render_unicode(found))

    def verdict(self, statement: Statement) -> Verdict:
        """Whether a claim holds under a layout that the note leaves open; worked out when somebody asks."""
        tried = next((claim for claim in self.tried if claim.statement is statement), None)
        if tried is not None:
            return self.read.verdict(tried)
        from nablint.calculus.verify import verify_equal

        chosen = self.chosen(statement.region).layout
        layouts = tuple(dict.fromkeys(chosen.filled(preset) for preset in (MIXED, NUMERATOR, DENOMINATOR)))
        declared = self.declared(statement.region, statement.left)
        return verify_equal(statement.left, statement.right, declared, layouts, explain=False)

    def claim_at(self, region: int, node: Node) -> Statement | None:
        """The claim whose left side a node is."""
        return next(
            (s for s in self.declarations.statements if s.left is node and s.kind == "claim" and s.region == region), None
        )

    def declared(self, region: int, node: Node) -> FromView:
        """What the note states at the end of a formula, with the shapes that follow from definitions."""
        from nablint.calculus.declared import FromView

        view = self.view(self.regions.region(region).span.end)
        extra: dict[SymbolKey, Shape] = {}
        for occurrence in self.occurrences(region):
            key = occurrence.key
            inside = key not in extra and node.span.contains(occurrence.span)
            if inside and view.known(key) is None and (not key.sub or view.known(bare(key)) is None):
                shape = self.shape(region, occurrence.node)
                if shape is not None:
                    extra[key] = shape
        return FromView(view, extra)

    @property
    def tried(self) -> tuple[Claim, ...]:
        """The equations whose truth was tried; `verdict` says how one of them fares."""
        return self.read.tried if self.values else ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The equations whose truth was tried, with their verdicts; none where values are not checked."""
        return self.read.claims if self.values else ()

    def fixed(self, finding: Finding, pause: Pause = go_on) -> Finding:
        """The finding with the fixes that were checked to help. `pause` is called in between, and may give up."""
        if self._with_fixes is None:
            return finding
        found = self._fixed.get(finding)
        if found is None:
            found = self._fixed[finding] = self._with_fixes(finding, pause)
        return found

    def fixed_within(self, finding: Finding, characters: int, pause: Pause = go_on) -> Finding:
        """As `fixed`, where that is known already or the note is no longer than that: each fix costs a look at all of it."""
        if finding not in self._fixed and distance(self.text, 0, len(self.text)) > characters:
            return finding
        return self.fixed(finding, pause)

    def again(self, text: str) -> Knowledge | None:
        """What would be known of the note with another text; None where nobody said how to read it."""
        if self._again is None:
            return None
        found = self._again(text)
        return Knowledge(found.snapshot, found.judged, found.with_fixes, self.values, found.again)

    @cached_property
    def broken(self) -> list[Span]:
        """Formulas that cannot be read to their end at the moment, and what follows a delimiter without its partner."""
        regions = self.document.regions
        found = [
            r.span for r, t in zip(regions, self.snapshot.trees, strict=True) if any(isinstance(n, Opaque) for n in walk(t))
        ]
        for unclosed in self.document.unclosed:
            blank = _BLANK_LINE.search(self.text, unclosed.span.start)
            found.append(Span(unclosed.span.start, blank.start() if blank else len(self.text)))
        return found

    def source_of(self, region: int, node: Node) -> str:
        """The node as its author wrote it."""
        return node.span.of(self.regions.region(region).text)

    def in_file(self, region: int, node: Node) -> Span:
        return self.regions.in_file(region, node.span)


def _distance(span: Span, other: Span) -> int:
    """The characters between two places; a symbol before what is said of it is nearer than one behind."""
    if span.overlaps(other):
        return 0
    return 2 * (other.start - span.end) if span.end <= other.start else 2 * (span.start - other.end) + 1
