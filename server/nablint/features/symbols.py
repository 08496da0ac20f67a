"""The outline of a note: its sections, and in each the symbols that are declared there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Fact, ShapeFact, StructureFact
from nablint.features.bindings import Binding
from nablint.features.knowledge import Knowledge
from nablint.features.wording import shape_short, structure_text, symbol_text
from nablint.sizes.shapes import Function, Matrix, Tensor

EntryKind = Literal["section", "scalar", "vector", "matrix", "tensor", "function", "symbol"]


@dataclass(slots=True)
class Entry:
    """`span` is all that belongs to it, `name_span` what is selected when one goes there."""

    name: str
    detail: str
    kind: EntryKind
    span: Span
    name_span: Span
    container: str = ""
    children: list[Entry] = field(default_factory=list)


def outline(knowledge: Knowledge) -> list[Entry]:
    """Sections with their declarations, in the order of the note."""
    roots: list[Entry] = []
    sections: dict[int, Entry] = {}
    for scope in knowledge.document.scopes:
        if scope.parent < 0:
            continue
        if scope.beside >= 0:
            if scope.parent in sections:
                sections[scope.id] = sections[scope.parent]
            continue
        line = _first_line(knowledge.text, scope.span)
        number = f"{scope.number} " if scope.number and not scope.title.startswith(scope.number) else ""
        entry = Entry(f"{number}{scope.title}".strip() or "Section", "", "section", scope.span, line)
        parent = sections.get(scope.parent)
        (parent.children if parent else roots).append(entry)
        sections[scope.id] = entry
    for entry, fact in _declared(knowledge):
        parent = sections.get(knowledge.bindings.scope_at(fact.span.start))
        if parent is not None:
            entry.container = parent.name
        (parent.children if parent and parent.span.contains(entry.span) else roots).append(entry)
    for entry in (*sections.values(),):
        entry.children.sort(key=lambda e: e.span)
    roots.sort(key=lambda e: e.span)
    return roots


def declared(knowledge: Knowledge) -> list[Entry]:
    """Every declared symbol, flat; each binding once."""
    titles = {scope.id: scope.title for scope in knowledge.document.scopes}
    found = []
    for entry, fact in _declared(knowledge):
        entry.container = titles.get(knowledge.bindings.scope_at(fact.span.start), "")
        found.append(entry)
    return found


def _declared(knowledge: Knowledge) -> Iterator[tuple[Entry, Fact]]:
    seen: set[Binding] = set()
    for fact in knowledge.declarations.facts:
        if fact.origin is not None or not isinstance(fact.value, (ShapeFact, StructureFact)):
            continue
        binding = knowledge.bindings.at(fact.symbol, fact.span.start, fact.scope)
        if binding in seen:
            continue
        seen.add(binding)
        known = knowledge.known(fact.symbol, fact.span.end)
        shape = known.shape if known else None
        structure = structure_text(known.structure, known.shape) if known else ""
        detail = ", ".join(filter(None, (shape_short(shape) if shape else "", structure)))
        at = knowledge.declared_at(fact)
        yield Entry(symbol_text(fact.symbol), detail, kind_of(shape), at.cover(fact.span), at), fact


def kind_of(shape: object) -> EntryKind:
    match shape:
        case Matrix() if shape.is_scalar:
            return "scalar"
        case Matrix() if shape.is_column or shape.is_row:
            return "vector"
        case Matrix():
            return "matrix"
        case Tensor():
            return "tensor"
        case Function():
            return "function"
        case _:
            return "symbol"


def _first_line(text: str, span: Span) -> Span:
    ends = [at for at in (text.find("\n", span.start, span.end), text.find("\r", span.start, span.end)) if at >= 0]
    return Span(span.start, min(ends, default=span.end))
