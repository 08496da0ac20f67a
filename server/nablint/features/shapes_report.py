"""The symbols of a note with their shapes and where each was learned, and the layout of each section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, DependsFact, Fact, LayoutFact, Origin, StructureFact, SymbolKey
from nablint.features.knowledge import Knowledge
from nablint.features.wording import layout_name, shape_text, structure_text, symbol_text, trust_text
from nablint.parse.nodes import Derivative, Nabla, walk
from nablint.parse.render import render_unicode
from nablint.readings.votes import Vote
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Unknown

CHOICES = {
    "sv": "scalar by vector",
    "vs": "vector by scalar",
    "vv": "vector by vector",
    "sm": "scalar by matrix",
    "ms": "matrix by scalar",
    "nabla": "∇",
}


@dataclass(frozen=True, slots=True)
class Learned:
    """One symbol in one section. `how` says what the shape rests on, `text` how it was written, `span` where."""

    symbol: str
    shape: str
    structure: str
    how: str
    text: str
    span: Span
    section: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a layout ("vector by vector": "rows follow y") and what it rests on; `value` is "open" where it is."""

    what: str
    value: str
    how: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class SectionLayout:
    section: str
    name: str
    choices: tuple[Choice, ...]


def symbols(knowledge: Knowledge) -> tuple[Learned, ...]:
    """Every symbol that the note says something of, in the order in which it does."""
    seen: set[tuple[SymbolKey, int, str]] = set()
    rows: list[Learned] = []
    for fact in sorted(knowledge.declarations.facts, key=lambda f: f.span.start):
        if isinstance(fact.value, (StructureFact, DependsFact)) and any(
            (r.span, r.origin) == (fact.span, fact.origin) for r in rows
        ):
            continue
        row = _learned(knowledge, fact)
        key = (fact.symbol, fact.scope, row.shape)
        if key not in seen:
            seen.add(key)
            rows.append(row)
    return tuple(rows)


def _learned(knowledge: Knowledge, fact: Fact) -> Learned:
    known = knowledge.known(fact.symbol, fact.span.end)
    shape = known.shape if known is not None else None
    structure = structure_text(known.structure, known.shape) if known is not None else ""
    how, text = trust_text(fact.trust), fact.text
    if isinstance(fact.value, DefinitionFact):
        text = f"{symbol_text(fact.symbol)} = {render_unicode(fact.value.value)}"
        if shape is None or isinstance(shape, Unknown):
            shape = knowledge.shape(fact.value.region, fact.value.value)
    elif isinstance(fact.value, DependsFact):
        text = text or ("constant" if not fact.value.on else "depends on " + ", ".join(map(symbol_text, fact.value.on)))
    words = shape_text(shape) if shape is not None else "unknown shape"
    return Learned(symbol_text(fact.symbol), words, structure, how, text, fact.span, _title(knowledge, fact.scope), fact.origin)


def layouts(knowledge: Knowledge) -> tuple[SectionLayout, ...]:
    """The layout of every section that differentiates something; sections alike are named once."""
    found: dict[int, SectionLayout] = {}
    for region, tree in enumerate(knowledge.snapshot.trees):
        scope = knowledge.scope_at(region)
        if scope in found or not any(isinstance(node, (Derivative, Nabla)) for node in walk(tree)):
            continue
        chosen = knowledge.chosen(region)
        choices = tuple(_choices(chosen.layout, chosen.stated, chosen.votes))
        found[scope] = SectionLayout(_title(knowledge, scope), layout_name(chosen.layout) or "open", choices)
    return tuple(found.values())


def _choices(layout: Layout, stated: tuple[LayoutFact, ...], votes: tuple[Vote, ...]) -> Iterator[Choice]:
    names = [field.name for field in fields(layout) if field.name in CHOICES]
    for name in names:
        value = getattr(layout, name)
        if value is None:
            yield Choice(CHOICES[name], "open")
            continue
        said = next((fact for fact in stated if getattr(fact.layout, name) is not None), None)
        shown = next((vote for vote in votes if vote.choice == name), None)
        if said is not None:
            yield Choice(CHOICES[name], value.value, "stated", said.span)
        elif shown is not None:
            yield Choice(CHOICES[name], value.value, f"shown by {shown.text}", shown.span)
        else:
            yield Choice(CHOICES[name], value.value)


def _title(knowledge: Knowledge, scope: int) -> str:
    scopes = knowledge.document.scopes
    found = scopes[scope] if 0 <= scope < len(scopes) else None
    return " ".join(filter(None, (found.number, found.title))) if found is not None and found.id != 0 else ""
