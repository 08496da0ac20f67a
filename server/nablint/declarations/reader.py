"""Reads a note sentence by sentence: its words, its formulas, and what both state together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from nablint.base import room
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.commands import Commands
from nablint.declarations.conventions import layout_in, names_another
from nablint.declarations.counts import counts_in
from nablint.declarations.equations import is_conditional, own_arguments, structures_in
from nablint.declarations.facts import (
    DefinitionFact,
    DependsFact,
    DimFact,
    LayoutFact,
    Statement,
    SymbolKey,
    Trust,
)
from nablint.declarations.memberships import AboutAll, Claimed, Declared, Mapped, found_in
from nablint.declarations.notebook import DISPLAYS, Notebook, Place
from nablint.declarations.passages import FORMULA, FORMULA_REST, Passages, Sentence, begins_part
from nablint.declarations.prose import Counts, Depends, Phrases, Reading, Said, SaidOf, SameAs, SizeBefore
from nablint.declarations.renewal import Renewal
from nablint.declarations.sizewords import about
from nablint.declarations.spaces import size_relation
from nablint.declarations.stacked import Stacked, said_in, written_out
from nablint.declarations.statements import Classifier, Context, definitions, depends_on
from nablint.declarations.tables import rows_of
from nablint.declarations.tokens import may_tell, tokens_of
from nablint.declarations.words import is_worth_reading
from nablint.documents.model import Directive, Document, Region
from nablint.parse.nodes import Label, Node, Number, Prime, Sub, Symbol
from nablint.sizes.shapes import Function, Shape

# What a formula must contain for it to declare or mark something.
_SIGNS = ("\\in", "∈", "\\to", "→", "rightarrow", "\\mapsto", "brace", "set", "times", "×", "size", "dim", "shape", "\\R", ":")
_LONGEST_SENTENCE = 4000
# An exercise label inside a display: `5.2)`, `b)`, `3.`
_NUMBERED = re.compile(
    r"[\s{]*(?:\\text\w*\{|\\quad|\\bullet)?\s*(?:\d{1,3}(?:\.\d{1,3})*\s?[a-z]?[).]|\(?[a-hA-H]\)|[A-Z]_\{?\d[\d,\s]*\}?\))\s*\D"
)
_SIGN_BEFORE = re.compile(r"\n[ \t>]*=\s*(?:\$\$|\\\[)?\s*$")  # a sign in a line of its own before a display
_SHORT = 40
_ATOMS = (Symbol, Number, Sub, Label, Prime)  # a formula of nothing else states and denies nothing
_NEAR = 60  # letters between a formula and the sentence that gives its dimensions, or the sign that it goes on from
_NOT_FAR = 2000  # the same with all the room there may be between
_AROUND = 160  # letters before and after a formula that can say what it is


@dataclass(frozen=True, slots=True)
class Signature:
    """`f : A → B`, and where the formula ends that states it."""

    symbol: SymbolKey
    shape: Function
    end: int


class Reader:
    """`read` is called for each sentence, in their order."""

    def __init__(
        self, document: Document, trees: Sequence[Node], elsewhere: Mapping[SymbolKey, Shape], passages: Passages
    ) -> None:
        self.document = document
        self.trees = trees
        self.passages = passages
        self.directives = list(reversed(document.directives))  # those that still are to be carried out, the next one last
        self.notebook = Notebook(document, elsewhere)
        self.commands = Commands(self.notebook)
        self.classifier = Classifier()
        self.renewal = Renewal(self.notebook)
        self.signature: Signature | None = None  # the last one, for `x \\mapsto …` in the next formula
        self.arguments: set[SymbolKey] = set()  # whose shapes only the signature of a map told
        self.stacked: set[SymbolKey] = set()  # whose shapes the size of a matrix told that is made of them
        self.forgotten: list[SymbolKey] = []  # what the present sentence said under a condition

    def read(self, at: int) -> None:
        """The sentence of that number, after all before it."""
        sentences = self.passages.sentences
        sentence = sentences[at]
        while self.directives and self.directives[-1].span.start < sentence.span.end:
            self._directive(self.directives.pop())
        self._sentence(sentence, sentences[at - 1] if at else None, sentences[at + 1] if at + 1 < len(sentences) else None)

    def begin_section(self) -> None:
        """A section begins at a heading: what the formulas before it define, or go on from, is that of other sections."""
        self.classifier.begin_section()
        self.renewal.begin_section()

    def finish(self) -> None:
        """After the last sentence."""
        while self.directives:
            self._directive(self.directives.pop())
        self.commands.finish()

    def equal_sizes(self, statement: Statement, sizes: Set[str]) -> DimFact | None:
        """`d_{model} = h\\, d_v`, `n = m`: what an equation between names says that are sizes in this note."""
        if statement.sign != "=" or statement.kind in ("denied", "condition"):
            return None
        related = size_relation(statement.left, statement.right, sizes)
        return self.notebook.equal(*related, statement.span, statement.scope) if related is not None else None

    def read_tables(self) -> None:
        """Tables of symbols hold to the end of the document, and are read before all sentences."""
        for block in self.document.blocks:
            if block.kind == "table":
                for number, row in enumerate(rows_of(block, self.passages, self.trees)):
                    place = Place(0, -(block.span.start * DISPLAYS + number + 1), block.span.start)
                    self.notebook.shape(row.symbol, row.shape, row.span, Trust.PROSE, place)

    def _directive(self, directive: Directive) -> None:
        scope = self._scope_at(directive.span.start)
        self.commands.run(directive, Place(scope, -2 - directive.span.start, directive.span.start))

    def _scope_at(self, offset: int) -> int:
        best = 0
        for scope in self.document.scopes:
            if scope.span.start <= offset < scope.span.end and scope.level >= self.document.scopes[best].level:
                best = scope.id
        return best

    def _sentence(self, sentence: Sentence, previous: Sentence | None, following: Sentence | None) -> None:
        words, lower = self.passages.words(sentence), self.passages.lower_words(sentence)
        block = self.document.blocks[sentence.block]
        if block.kind == "table" or (
            (previous is None or previous.block != sentence.block)
            and (block.kind == "item" or block.label or begins_part(words))
        ):
            # A row of a table says anew what its letters stand for, as an item does.
            self.classifier.begin_part()
        worth_reading = len(words) <= _LONGEST_SENTENCE and (is_worth_reading(words, lower) or self._has_size(sentence))
        if not worth_reading and not sentence.regions:
            return
        place = Place(sentence.scope, sentence.span.start * DISPLAYS, self._since(sentence, previous, lower))
        known = len(self.notebook.facts)
        for k, region in enumerate(sentence.regions, 1):
            if region < len(self.trees):
                display = self.document.regions[region].display
                self._formula(region, replace(place, group=place.group + min(k, DISPLAYS - 1)) if display else place)
        if worth_reading:
            self._prose(sentence, lower, place)
        if len(self.notebook.facts) > known + 1:
            self.notebook.without_alternatives(place, words)
        for symbol in self.forgotten:
            self.notebook.forget(symbol, sentence.span.end, place)
        self.forgotten.clear()
        for region in sentence.regions:
            if region < len(self.trees):
                self._statements(region, sentence, following)

    def _has_size(self, sentence: Sentence) -> bool:
        """Whether a short formula in a line of text may be a size, `m \\times n`."""
        for k in sentence.regions:
            region = self.document.regions[k]
            if not region.display and len(region.text) <= _SHORT and ("times" in region.text or "×" in region.text):
                return True
        return False

    def _since(self, sentence: Sentence, previous: Sentence | None, lower: str) -> int:
        """Where the sentence's facts begin to hold: "where …" speaks of the sentence before, too."""
        if (
            previous is not None
            and previous.scope == sentence.scope
            and lower.lstrip(" \n>*").startswith(("where", "here", "with ", "其中", "这里"))
        ):
            return previous.span.start
        return sentence.span.start

    def _formula(self, region: int, place: Place) -> None:
        source = self.document.regions[region]
        for sign in _SIGNS:
            if sign in source.text:
                break
        else:
            return
        marks: list[tuple[Node, Shape]] = []
        before = self._signature_before(source)
        for found in found_in(self.trees[region], source.text, None if before is None else before.symbol):
            span = source.map.span(found.span)
            match found:
                case AboutAll(shape=shape):
                    self._marked_before(shape, span, source.span.start, place.scope, 0)
                case Declared(symbol=symbol, shape=shape, structure=structure, mark=mark, weak=weak, at=at):
                    if weak and symbol in self.notebook.shapes:
                        continue
                    trust = Trust.MARK if mark else Trust.MEMBERSHIP
                    self.notebook.shape(symbol, shape, span, trust, place, at=at)
                    self.notebook.structure(symbol, structure, span, trust, place)
                    if at:
                        self.notebook.fact(symbol, DependsFact(at), span, Trust.MEMBERSHIP, place)
                    if isinstance(shape, Function):
                        self.signature = Signature(symbol, shape, source.span.end)
                case Claimed(body=body, shape=shape):
                    marks.append((body, shape))
                    self.notebook.annotation(body, region, shape, span, place.scope)
                case Mapped(symbol=symbol, parameters=parameters, value=value):
                    self.notebook.fact(symbol, DefinitionFact(value, region, parameters), span, Trust.DEFINITION, place)
                    self.classifier.know(symbol, place.scope)
                    self._parameters(symbol, parameters, span, place)
        self.renewal.read(self.trees[region], marks, source.span.start, place)

    def _signature_before(self, source: Region) -> Signature | None:
        """`f : A → B` that nothing but space parts from this formula."""
        last = self.signature
        if last is None or not last.end <= source.span.start <= last.end + _NOT_FAR:
            return None
        between = self.passages.text[last.end : source.span.start]
        near = not between.strip(" \n\r\t>,;") and room.distance(between, 0, len(between)) <= _AROUND
        return last if near else None

    def _parameters(self, function: SymbolKey, parameters: tuple[SymbolKey, ...], span: Span, place: Place) -> None:
        """The arguments that a map names lie in the domain of its signature; the next map may name others so."""
        last = self.signature
        if last is None or last.symbol != function or len(last.shape.domain) != len(parameters):
            return
        for symbol, shape in zip(parameters, last.shape.domain, strict=True):
            if symbol not in self.notebook.shapes or symbol in self.arguments:
                self.notebook.shape(symbol, shape, span, Trust.MEMBERSHIP, place, replaces=symbol in self.arguments)
                self.arguments.add(symbol)

    def _prose(self, sentence: Sentence, lower: str, place: Place) -> None:
        convention = layout_in(lower, lambda at: self._formula_at(sentence.span.start + at), self.notebook.shapes.values())
        if convention is not None:
            span = Span(convention.start, convention.end).shifted(sentence.span.start)
            until = self._end_of_item(sentence) if convention.here else -1
            text = self.notebook.shown(span)
            self.notebook.layouts.append(LayoutFact(convention.layout, span, 0, Trust.PROSE, text, until=until))
        if lower.rstrip(" \n*_)\"'").endswith(("?", "？")):
            return
        if self.document.blocks[sentence.block].kind == "table":
            return
        if may_tell(sentence, lower, self.trees):
            for reading in Phrases(tokens_of(sentence, self.passages, self.trees)).read():
                self._reading(reading, sentence, place)

        if "row" in lower or "column" in lower:
            self._rows_said(sentence, lower, place)

    def _rows_said(self, sentence: Sentence, lower: str, place: Place) -> None:
        start = sentence.span.start
        for said in said_in(lower, lambda at: self._formula_at(start + at), self.notebook.shapes):
            span, region = said.span.shifted(start), self.passages.region_at(start + said.at)
            self._stacked(said.member, span, Trust.PROSE, place)
            if said.value is not None and region is not None and said.member.symbol in self.stacked:
                self.notebook.fact(said.whole, DefinitionFact(said.value, region), span, Trust.DEFINITION, place)

    def _stacked(self, found: Stacked, span: Span, trust: Trust, place: Place) -> None:
        """Tells of the rows or columns of a matrix, unless their letter is something already; one that is both is neither."""
        known = self.notebook.shapes.get(found.symbol)
        if known is not None and known != found.shape and found.symbol in self.stacked:
            self.notebook.forget(found.symbol, span.start, place)
        elif not any(key.name == found.symbol.name and key.sup == found.symbol.sup for key in self.notebook.shapes):
            self.notebook.shape(found.symbol, found.shape, span, trust, place)
            self.stacked.add(found.symbol)

    def _formula_at(self, offset: int) -> Node | None:
        region = self.passages.region_at(offset)
        return self.trees[region] if region is not None and region < len(self.trees) else None

    def _end_of_item(self, sentence: Sentence) -> int:
        """Where the part of the note ends that a sentence stands in: at the next item, exercise or heading."""
        for block in self.document.blocks[sentence.block + 1 :]:
            if block.kind == "heading" or block.label or block.kind == "item":
                return block.span.start
        return len(self.notebook.text)

    def _reading(self, reading: Reading, sentence: Sentence, place: Place) -> None:
        note = self.notebook
        match reading:
            case Said(symbol=symbol, shape=shape, structure=structure, span=span, conditional=conditional, anew=anew):
                if shape is not None:
                    note.shape(symbol, shape, span, Trust.PROSE, place, replaces=anew)
                    if conditional:
                        self.forgotten.append(symbol)
                note.structure(symbol, structure, span, Trust.PROSE, place)
            case SaidOf(body=body, at=at, shape=shape, span=span):
                subject, region = about(body), self.passages.region_at(at)
                if subject is not None and region is not None:
                    note.annotation(subject, region, shape, span, place.scope)
            case Depends(symbol=symbol, on=on, span=span):
                note.fact(symbol, DependsFact(on), span, Trust.PROSE, place)
            case SameAs(symbol=symbol, other=other, span=span):
                if other in note.shapes:
                    note.shape(symbol, note.shapes[other], span, Trust.PROSE, place)
            case Counts(symbol=symbol):
                note.counts.append((symbol.as_size, sentence.scope))
            case SizeBefore(shape=shape, span=span, start=start, alone=alone):
                self._marked_before(shape, span, start, sentence.scope, 0 if alone else _NEAR)

    def _marked_before(self, shape: Shape, span: Span, start: int, scope: int, words: int) -> None:
        """ "(1 × N)" below a display and "Dimensions are DxD." after one speak of what the formula before them is about.

        `words`: how many letters may stand between the formula and `start`, where the phrase begins.
        """
        region = bisect_left(self.passages.region_starts, start) - 1
        if not 0 <= region < len(self.trees) or not self.document.regions[region].display:
            return
        gap = self.passages.text[self.document.regions[region].span.end : start]
        if (
            "\n#" in gap
            or room.distance(gap, 0, len(gap)) > words + 12
            or gap.count("\n") > 4
            or (not words and any(map(str.isalnum, gap)))
        ):
            return
        body = about(self.trees[region])
        if body is not None:
            self.notebook.annotation(body, region, shape, span, scope)

    def _statements(self, region: int, sentence: Sentence, following: Sentence | None) -> None:
        source = self.document.regions[region]
        if isinstance(self.trees[region], _ATOMS) and not source.display:
            return
        self.notebook.counts.extend((name, sentence.scope) for name in counts_in(self.trees[region], source.text))
        text = self.passages.lower
        before = room.before(text, source.span.start, _AROUND, sentence.span.start)
        after = room.after(text, source.span.end, _AROUND, sentence.span.end)
        end = sentence.span.end
        if source.display and not after.strip(" .\n>") and following is not None and following.scope == sentence.scope:
            after = room.after(text, following.span.start, _AROUND, following.span.end)
            end = following.span.end
        question = text[end - 3 : end].rstrip(" \n*_").endswith(("?", "？")) and end <= sentence.span.end
        if source.display and _NUMBERED.match(source.text):
            self.classifier.begin_part()
        said = text[sentence.span.start : source.span.start]
        elsewhere = names_another(said) and layout_in(self.passages.lower_words(sentence)) is None
        goes_on = source.display and _SIGN_BEFORE.search(room.before(text, source.span.start, _NEAR)) is not None
        context = Context(_clean(before), _clean(after), question, elsewhere, goes_on)
        scope = sentence.scope
        statements = self.classifier.read(self.trees[region], region, source, scope, context)
        for key, parameters, statement in definitions(statements):
            on = depends_on(key, statement.right)
            value = DependsFact(on) if on else DefinitionFact(statement.right, statement.region, parameters)
            replaces = statement.sign != "=" or statement.index in self.classifier.redefined
            # What is first said of a symbol holds in all of its sentence, in the displays before it too.
            place = Place(scope, sentence.span.start * DISPLAYS, -1 if replaces else sentence.span.start)
            self.notebook.fact(key, value, statement.span, Trust.DEFINITION, place, replaces)
            if (stacked := written_out(statement.right, self.notebook.shapes.get(key))) is not None:
                self._stacked(stacked, statement.span, Trust.DEFINITION, place)
        for statement in statements:
            if (said_of_own := own_arguments(statement)) is not None:
                place = Place(scope, sentence.span.start * DISPLAYS, sentence.span.start)
                self.notebook.fact(said_of_own[0], DependsFact(said_of_own[1]), statement.span, Trust.PROSE, place)
        if not any(statement.kind == "denied" for statement in statements) and not is_conditional(said):
            place = Place(scope, sentence.span.start * DISPLAYS, sentence.span.start)
            for key, structure in structures_in(self.trees[region], self.notebook.shapes):
                self.notebook.structure(key, structure, source.span, Trust.PROSE, place)


def _clean(text: str) -> str:
    """Words around a formula, other formulas as a letter, so that "if $x$ is" keeps its words together."""
    return text.replace(FORMULA_REST, "").replace(FORMULA, "⟨⟩")
