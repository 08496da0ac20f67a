"""What other files state, as facts that hold in a note: from its start, or from where it reads the file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nablint.analysis.projects import names_notation
from nablint.analysis.settings import Included
from nablint.base.memory import Memory
from nablint.base.source import KIND_OF_SUFFIX, Kind, Source
from nablint.base.spans import LineIndex, Span
from nablint.base.values import dataclass
from nablint.declarations.collect import collect
from nablint.declarations.facts import (
    Declarations,
    DefinitionFact,
    DimFact,
    Fact,
    LayoutFact,
    Origin,
    ShapeFact,
    SymbolKey,
    Trust,
)
from nablint.declarations.items import Items
from nablint.declarations.notebook import Notebook
from nablint.declarations.sections import Sections
from nablint.documents.model import Block, Document
from nablint.documents.scanner import scan
from nablint.parse.macros import Macros, collect_macros, definitions
from nablint.parse.nodes import Opaque
from nablint.parse.parser import parse
from nablint.sizes.shapes import Shape, dims_of

# Groups number the sentences of a note; those of other files stand far from them all, and from the configuration's.
_GROUPS = -(1 << 60)
_UNREAD = Opaque(Span(0, 0), "", "stands where it declares nothing for other files")
_ONLY_MACROS = frozenset((".sty", ".cls", ".def", ".cfg", ".clo", ".bbl", ".tikz", ".pgf"))
_DEEPEST = 8
_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a file states for whoever reads it. The facts of `throughout` hold in all of the reading note, since they stand
    in a section of notation or in a table of symbols; those of `here` hold as what the note itself would say at that place."""

    here: tuple[Fact | DimFact | LayoutFact, ...] = ()
    throughout: tuple[Fact | DimFact | LayoutFact, ...] = ()


_STATED: Memory[tuple[Included, Kind, Macros], _Stated] = Memory(_KEPT)
_DEFINING: Memory[str, str] = Memory(4 * _KEPT)


def macro_texts(includes: Sequence[Included], depth: int = _DEEPEST) -> Iterator[str]:
    """What defines macros in the files that a note reads, those that a file reads before its own."""
    for file in includes if depth else ():
        yield from macro_texts(file.inner, depth - 1)
        known = _DEFINING.get(file.text)
        yield _DEFINING.put(file.text, _defining(file.text)) if known is None else known


def stated_elsewhere(document: Document, includes: Sequence[Included], macros: Macros, shared_macros: str) -> Declarations:
    """Shapes, structures, dependences, sizes and layouts that the included files state outright, outside of their inner
    sections. What they contradict each other about is left out."""
    if not includes:
        return Declarations()
    placed: list[Fact | DimFact | LayoutFact] = []
    kind = document.source.kind
    for file in includes:
        if not file.name:
            own = collect_macros((shared_macros, *macro_texts((file,))))
            stated = _stated_in(file, kind, own, _DEEPEST)
            placed += _at((*stated.throughout, *stated.here), Span(0, 0), 0)
    named = {file.name: file for file in includes if file.name}
    place = _Places(document)
    for include in document.includes if named else ():
        found = named.get(include.name.strip())
        if found is not None:
            stated = _stated_in(found, kind, macros, _DEEPEST)
            placed += _at(stated.throughout, include.span, 0)
            placed += _at(stated.here, include.span, place.firm_scope(include.span.start))
    return _agreed(placed)


def shapes_of(declarations: Declarations) -> dict[SymbolKey, Shape]:
    return {fact.symbol: fact.value.shape for fact in declarations.facts if isinstance(fact.value, ShapeFact)}


class _Places:
    """Sections of a document, and which of them speak for more than themselves."""

    def __init__(self, document: Document) -> None:
        self._scopes = document.scopes
        self._sections = Sections(document)
        self._notebook = Notebook(document)

    def scope(self, offset: int) -> int:
        return self._sections.at(offset)

    def firm_scope(self, offset: int) -> int:
        return self._notebook.firm_scope(self.scope(offset))

    def speaks(self, offset: int) -> bool:
        """Whether what stands there is meant for other files too: outside of all sections, or in one of notation that is no
        part of a chapter. A chapter's own set-up is its own."""
        scope = self.scope(offset)
        if scope and self._notebook.firm_scope(scope):
            return False
        while scope and self._scopes[scope].parent > 0:
            scope = self._scopes[scope].parent
        return not scope or self._scopes[scope].setup


def _at(stated: Sequence[Fact | DimFact | LayoutFact], span: Span, scope: int) -> Iterator[Fact | DimFact | LayoutFact]:
    for value in stated:
        if isinstance(value, LayoutFact):
            yield replace(value, span=span, scope=scope)
        else:
            yield replace(value, span=span, scope=scope, since=span.start)


def _agreed(placed: Sequence[Fact | DimFact | LayoutFact]) -> Declarations:
    """One file may say more than another of a symbol, but not another shape; nor may they name two layouts."""
    shapes: dict[SymbolKey, set[Shape]] = {}
    facts = [value for value in placed if isinstance(value, Fact)]
    for fact in facts:
        if isinstance(fact.value, ShapeFact) and not any(dim.is_free for dim in dims_of(fact.value.shape)):
            shapes.setdefault(fact.symbol, set()).add(fact.value.shape)
    doubtful = {symbol for symbol, found in shapes.items() if len(found) > 1}
    layouts = [value for value in placed if isinstance(value, LayoutFact)]
    return Declarations(
        tuple(replace(fact, group=_GROUPS - k) for k, fact in enumerate(facts) if fact.symbol not in doubtful),
        tuple(dict.fromkeys(value for value in placed if isinstance(value, DimFact))),
        tuple(layouts) if len({value.layout for value in layouts}) == 1 else (),
    )


def _stated_in(file: Included, reader: Kind, macros: Macros, depth: int) -> _Stated:
    """What a file states, with what it reads itself; `reader` is the kind of the file that reads it."""
    suffix = posixpath.splitext(file.path)[1].lower()
    if suffix in _ONLY_MACROS or depth <= 0:
        return _Stated()
    key = (file, reader, macros)
    found = _STATED.get(key)
    if found is None:
        kind = KIND_OF_SUFFIX.get(suffix, reader)
        found = _STATED.put(key, _read(file, Source(file.path, file.text, kind), macros, depth))
    return found


def _read(file: Included, source: Source, macros: Macros, depth: int) -> _Stated:
    document = scan(source)
    if names_notation(file.path):
        document = replace(document, scopes=tuple(replace(scope, setup=True) for scope in document.scopes))
    places = _Places(document)
    whole, stated = _general(document, places)
    trees = [parse(document.regions[k].text, macros) if k in stated else _UNREAD for k in range(len(document.regions))]
    found = collect(replace(document, blocks=whole), trees)
    reading = _Reading(document, places, LineIndex(source.text))
    here: list[Fact | DimFact | LayoutFact] = []
    throughout: list[Fact | DimFact | LayoutFact] = []
    for value in reading.general(found):
        (throughout if places.scope(value.span.start) else here).append(reading.from_here(value))
    named = {inner.name: inner for inner in file.inner}
    for include in document.includes:
        inner, at = named.get(include.name.strip()), include.span.start
        if inner is None:
            continue
        more = _stated_in(inner, source.kind, macros, depth - 1)
        if places.speaks(at):
            (throughout if places.scope(at) else here).extend(more.here)
        if places.speaks(at) or names_notation(inner.path):
            throughout += more.throughout
    return _Stated(tuple(here), tuple(throughout))


def _general(document: Document, places: _Places) -> tuple[tuple[Block, ...], set[int]]:
    """The blocks outside of inner sections, and the formulas in them: the rest of a long chapter is not worth reading."""
    blocks = tuple(block for block in document.blocks if block.kind == "heading" or places.speaks(block.span.start))
    return blocks, {region for block in blocks for region in block.regions}


class _Reading:
    """What of a file's own declarations is meant for others."""

    def __init__(self, document: Document, places: _Places, lines: LineIndex) -> None:
        self._path = document.source.path
        self._has_lines = document.source.kind != "notebook"
        self._places = places
        self._items = Items(document)
        self._end = len(document.source.text)
        self._lines = lines

    def general(self, found: Declarations) -> Iterator[Fact | DimFact | LayoutFact]:
        by_symbol: dict[SymbolKey, list[Fact]] = {}
        for fact in found.facts:
            by_symbol.setdefault(fact.symbol, []).append(fact)
        for facts in by_symbol.values():
            # What was said before a symbol became something else is over.
            last = max((k for k, fact in enumerate(facts) if fact.replaces), default=0)
            yield from (fact for fact in facts[last:] if self._is_meant(fact))
        yield from (fact for fact in found.dims if self._places.speaks(fact.span.start))
        for layout in found.layouts:
            if layout.scope == 0 and layout.until < 0 and self._places.speaks(layout.span.start):
                yield layout

    def _is_meant(self, fact: Fact) -> bool:
        if isinstance(fact.value, DefinitionFact) or fact.trust < Trust.PROSE or not fact.span:
            return False
        if not self._places.scope(fact.span.start):
            # One numbered item says nothing about what comes after it.
            return not self._items.foreign(fact.span.start, self._end)
        return self._places.speaks(fact.span.start)

    def from_here(self, value: Fact | DimFact | LayoutFact) -> Fact | DimFact | LayoutFact:
        if isinstance(value, DimFact):
            return value
        line = self._lines.position(value.span.start)[0] + 1 if self._has_lines else 0
        origin = Origin(self._path, value.span, line)
        if isinstance(value, LayoutFact):
            return replace(value, origin=origin)
        return replace(value, origin=origin, replaces=False)


def _defining(text: str) -> str:
    """The definitions of macros alone, so that a long file is searched once; whole where a table in its head may list some."""
    if "acros" in text:
        return text
    return "\n".join(text[start:end] for start, end, macro in definitions(text) if macro is not None)
