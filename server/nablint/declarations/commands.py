"""What the note's directives do: facts, layouts, sizes, and the parts of the file in which nothing is reported."""

from __future__ import annotations

from dataclasses import replace

from nablint.base.spans import Span
from nablint.declarations.directives import (
    Constant,
    Convention,
    Def,
    Ignore,
    Let,
    Parsed,
    Sentence,
    SizeRelation,
    Switch,
    parse_directive,
)
from nablint.declarations.facts import (
    DefinitionFact,
    DependsFact,
    DimFact,
    DirectiveError,
    Fact,
    FactValue,
    LayoutFact,
    ShapeFact,
    StructureFact,
    Suppression,
    SymbolKey,
    Trust,
)
from nablint.declarations.notebook import Notebook, Place
from nablint.declarations.signatures import named_sizes
from nablint.documents.model import Directive, Document
from nablint.sizes.shapes import UNKNOWN, Function, Structure


class Commands:
    """Carries out the directives of one note, in their order."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.document = notebook.document
        self.suppressions: list[Suppression] = []
        self.errors: list[DirectiveError] = []
        self.silent: list[Span] = []
        self.off: int | None = None

    def run(self, directive: Directive, place: Place) -> None:
        parsed = parse_directive(directive.body)
        if any(isinstance(sentence, Let) and isinstance(sentence.shape, Function) for sentence in parsed.sentences):
            known = named_sizes(fact.value.shape for fact in self.notebook.facts if isinstance(fact.value, ShapeFact))
            parsed = parse_directive(directive.body, known)
        start = directive.body_span.start
        for error in parsed.errors:
            span = error.span.shifted(start) if len(error.span) else directive.span
            self.errors.append(DirectiveError(span, error.message))
        for sentence in parsed.sentences:
            self._do(sentence, directive, place, sentence.span.shifted(start))
        if len(parsed.sentences) == 1 and isinstance(parsed.sentences[0], Ignore):
            self.suppressions[-1] = replace(self.suppressions[-1], whole=directive.whole)

    def finish(self) -> None:
        if self.off is not None:
            self.silent.append(Span(self.off, len(self.notebook.text)))

    def _do(self, sentence: Sentence, directive: Directive, place: Place, span: Span) -> None:
        match sentence:
            case Convention(layout=layout, text=text):
                self.notebook.layouts.append(LayoutFact(layout, span, place.scope, Trust.DIRECTIVE, text))
            case SizeRelation():
                self.notebook.dims.append(_dim_fact(sentence, span, place.scope))
            case Ignore(codes=codes, reason=reason, whole_file=whole):
                covers = Span(0, len(self.notebook.text)) if whole else self._covered(directive)
                self.suppressions.append(Suppression(codes, directive.span, covers, reason))
            case Switch(on=False):
                self.off = directive.span.end if self.off is None else self.off
            case Switch(on=True):
                if self.off is None:
                    self.errors.append(DirectiveError(span, "nothing was switched off before this 'on'"))
                else:
                    self.silent.append(Span(self.off, directive.span.start))
                    self.off = None
            case Let() | Def() | Constant():
                for symbol, value in _values(sentence):
                    self.notebook.fact(symbol, value, span, Trust.DIRECTIVE, place, replaces=isinstance(value, DefinitionFact))

    def _covered(self, directive: Directive) -> Span:
        """The directive's own line, or the next block where it stands on a line of its own."""
        return next_block(self.document, directive.span.end) if directive.alone else directive.line


def next_block(document: Document, offset: int) -> Span:
    """The first block that begins after `offset`; the rest of a block around it, where a directive stands inside one."""
    for block in document.blocks:
        if block.span.start >= offset:
            return block.span
        if block.span.end > offset and document.source.text[offset : block.span.end].strip():
            return Span(offset, block.span.end)
    return Span(offset, offset)


def _dim_fact(relation: SizeRelation, span: Span, scope: int) -> DimFact:
    return DimFact(relation.left, relation.right, "equal" if relation.equal else "apart", span, scope)


def _values(sentence: Let | Def | Constant) -> list[tuple[SymbolKey, FactValue]]:
    match sentence:
        case Let(symbol=symbol, shape=shape, structure=structure):
            values: list[tuple[SymbolKey, FactValue]] = []
            if shape != UNKNOWN:
                values.append((symbol, ShapeFact(shape)))
            if structure is not Structure.NONE:
                values.append((symbol, StructureFact(structure)))
            if Structure.CONSTANT in structure:
                values.append((symbol, DependsFact(())))
            return values
        case Def(symbol=symbol, parameters=parameters, value=node):
            return [(symbol, DefinitionFact(node, -1, parameters))]
        case Constant(symbol=symbol):
            return [(symbol, StructureFact(Structure.CONSTANT)), (symbol, DependsFact(()))]


def facts_of(parsed: Parsed) -> tuple[tuple[Fact, ...], tuple[DimFact, ...], tuple[LayoutFact, ...]]:
    """The facts of a directive that stands in no note: in the configuration or on the command line; they hold everywhere."""
    facts: list[Fact] = []
    dims: list[DimFact] = []
    layouts: list[LayoutFact] = []
    for sentence in parsed.sentences:
        match sentence:
            case Let() | Def() | Constant():
                for symbol, value in _values(sentence):
                    text = sentence.text if isinstance(sentence, Let | Def) else "constant"
                    facts.append(Fact(symbol, value, Span(0, 0), Trust.DIRECTIVE, 0, -1, text, since=0))
            case SizeRelation():
                dims.append(_dim_fact(sentence, Span(0, 0), 0))
            case Convention(layout=layout, text=text):
                layouts.append(LayoutFact(layout, Span(0, 0), 0, Trust.DIRECTIVE, text))
            case _:
                pass
    return tuple(facts), tuple(dims), tuple(layouts)
