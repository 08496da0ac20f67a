"""Reads a note as the linter does, and shows what it declares in short texts that tests can compare."""

from __future__ import annotations

from nablint.base.source import Source
from nablint.declarations.collect import collect
from nablint.declarations.facts import Declarations, DefinitionFact, DependsFact, Fact, ShapeFact, StructureFact, SymbolKey
from nablint.declarations.index import Index
from nablint.declarations.view import View, Views
from nablint.documents.model import Document
from nablint.documents.scanner import scan
from nablint.parse.nodes import Name
from nablint.parse.parser import parse


class Note:
    def __init__(self, text: str, path: str = "note.md") -> None:
        self.text = text
        self.document: Document = scan(Source.named(path, text))
        self.trees = [parse(region.text) for region in self.document.regions]
        self.declarations: Declarations = collect(self.document, self.trees)
        self.index = Index(self.declarations, self.document)
        self.views = Views(self.index)

    @property
    def shapes(self) -> dict[str, str]:
        """The latest stated shape of each symbol; "?" for a size that nobody stated."""
        return {shown(f.symbol): str(f.value.shape) for f in self.declarations.facts if isinstance(f.value, ShapeFact)}

    @property
    def structures(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for fact in self.declarations.facts:
            if isinstance(fact.value, StructureFact):
                found.setdefault(shown(fact.symbol), set()).update(
                    flag.name or "" for flag in type(fact.value.structure) if flag in fact.value.structure
                )
        return found

    @property
    def dependences(self) -> dict[str, list[str]]:
        return {
            shown(f.symbol): [shown(k) for k in f.value.on] for f in self.declarations.facts if isinstance(f.value, DependsFact)
        }

    @property
    def definitions(self) -> dict[str, Fact]:
        return {shown(f.symbol): f for f in self.declarations.facts if isinstance(f.value, DefinitionFact)}

    @property
    def marks(self) -> list[tuple[str, str]]:
        """The marked formulas as they are written, with the claimed shape."""
        return [
            (_written(self.document.regions[a.region].text, a.body.span.start, a.body.span.end), str(a.shape))
            for a in self.declarations.annotations
        ]

    @property
    def statements(self) -> list[tuple[str, str, str, str]]:
        regions = self.document.regions
        return [
            (s.kind, _written(regions[s.left_region].text, s.left.span.start, s.left.span.end), s.sign,
             _written(regions[s.region].text, s.right.span.start, s.right.span.end))
            for s in self.declarations.statements
        ]  # fmt: skip

    def kinds(self) -> list[str]:
        return [s.kind for s in self.declarations.statements if s.sign in ("=", ":=", "≡", "≜")]

    def at(self, words: str) -> View:
        """What is visible where `words` stand."""
        return self.views.at(self.text.index(words))

    def known(self, letter: str, words: str, sub: str = "", sup: str = "", font: str = "") -> str | None:
        found = self.at(words).known(SymbolKey(Name(letter, font), sub, sup))
        return None if found is None else str(found.shape)


def _written(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def shown(key: SymbolKey) -> str:
    return key.name.letter + (f"_{key.sub}" if key.sub else "") + (f"^{key.sup}" if key.sup else "")
