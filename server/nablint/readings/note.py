"""What is looked at: a scanned, parsed and collected note, or one section of it, with its places and views."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Concatenate, ParamSpec, TypeVar

from nablint.base.memory import by_identity
from nablint.base.pauses import Pause, go_on
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Annotation, Declarations, Fact, Statement, SymbolKey
from nablint.declarations.index import Index
from nablint.declarations.items import Item
from nablint.declarations.keys import key_of
from nablint.declarations.view import View, Views
from nablint.documents.model import Block, Document
from nablint.parse import nodes as n
from nablint.sizes.shapes import Matrix

P = ParamSpec("P")
R = TypeVar("R")

EQUALITIES = ("=", ":=", "≡", "≜")


# What is worked out of all of a note, and the same in each of its sections.
_OF_THE_WHOLE = ("_scopes", "kinds", "families", "transpose_sign", "restated", "derived_by", "_statement_regions")


@by_identity(4096)
def _kinds(tree: n.Node) -> frozenset[type]:
    return frozenset(part.__class__ for part in n.walk(tree))


@dataclass(frozen=True, slots=True)
class Own:
    """What one section consists of."""

    regions: list[int]
    tables: list[Block]
    said: list[Statement]
    annotations: list[Annotation]


class Note:
    """Immutable to its readers. Whoever goes through all of it calls `pause` at each formula.

    Of one section, `regions`, `tables`, `said` and `annotations` are its own, in their order; `document`, `trees` and
    `declarations` are those of all of the note, for who follows a number that he was given into another section.
    """

    def __init__(
        self,
        document: Document,
        trees: Sequence[n.Node],
        declarations: Declarations,
        pause: Pause = go_on,
        views: Views | None = None,
    ) -> None:
        """`views`: those of a note that says the same of its symbols at the same places, if there is one."""
        self.document = document
        self.trees = trees
        self.declarations = declarations
        self.pause = pause
        self.views = views or Views(Index(declarations, document))
        self.index = self.views.index
        self.regions: Sequence[int] = range(len(trees))
        self.tables: Sequence[Block] = [block for block in document.blocks if block.kind == "table"]
        self.said: Sequence[Statement] = declarations.statements
        self.annotations: Sequence[Annotation] = declarations.annotations
        self._whole: Note | None = None
        self._asked: list[tuple[Callable[..., object], tuple[object, ...], dict[str, object], object]] = []
        self._views: dict[int, View] = {}

    def sees_as(self, document: Document, declarations: Declarations, stretch: Span) -> bool:
        """Whether the views of this note are those of a later version of it, which differs in a stretch: each place sees the
        same of every symbol."""
        return self.index.is_that_of(declarations, document, stretch)

    def section(self, scope: int) -> Note:
        """The section of that number alone, without those below it."""
        own, found = self.sections[scope], copy(self)
        found.regions, found.tables, found.said, found.annotations = own.regions, own.tables, own.said, own.annotations
        found._whole, found._asked = self, []
        for worked_out in ("statements", "sections"):
            found.__dict__.pop(worked_out, None)
        return found

    def move_to(self, whole: Note) -> None:
        """Of a section that reads the same in a later version of the note: nothing holds the version before any more."""
        self.document, self.trees, self.declarations, self._whole = whole.document, whole.trees, whole.declarations, whole
        self._views = {region: view for region in self.regions if (view := self._views.get(region)) is not None}
        for name in _OF_THE_WHOLE:
            self.__dict__.pop(name, None)
            if name in whole.__dict__:
                self.__dict__[name] = whole.__dict__[name]
        self.views.move_to(whole.index)
        self.index = whole.index

    def ask(self, question: Callable[Concatenate[Note, P], R], *args: P.args, **named: P.kwargs) -> R:
        """What a section wants to know of all of the note. It hangs on the answer: what is found out about a section without
        asking counts as long as the section is what it was."""
        answer = question(self._whole or self, *args, **named)
        if self._whole is not None:
            self._asked.append((question, args, named, answer))
        return answer

    def would_answer(self, section: Note) -> bool:
        """Whether this note answers all that a section of a former one has asked as that did."""
        return all(question(self, *args, **named) == answer for question, args, named, answer in section._asked)

    def words(self, start: int, end: int) -> str:
        """What stands somewhere in the note."""
        return self.ask(_words, start, end)

    @cached_property
    def sections(self) -> Mapping[int, Own]:
        """What each section that holds formulas says itself, in their order; the first is that before all headings."""
        found: dict[int, Own] = {0: Own([], [], [], [])}
        for region in self.regions:
            scope = self.scope(region)
            if scope not in found:
                found[scope] = Own([], [], [], [])
            found[scope].regions.append(region)
        for block in self.tables:
            if block.scope in found:
                found[block.scope].tables.append(block)
        for statement in self.said:
            found[self.scope(statement.region)].said.append(statement)
        for annotation in self.annotations:
            found[self.scope(annotation.region)].annotations.append(annotation)
        return found

    def view(self, region: int) -> View:
        """What is visible at the formula, with all that the formula itself states."""
        view = self._views.get(region)
        if view is None:
            view = self._views[region] = self.views.at(self.document.regions[region].span.end)
        return view

    def place(self, region: int, node: n.Node) -> Span:
        """Where a node stands in the file."""
        return self.document.regions[region].map.span(node.span)

    def text(self, region: int, node: n.Node) -> str:
        """The node as the author wrote it."""
        return node.span.of(self.document.regions[region].text)

    def scope(self, region: int) -> int:
        return self._scopes.get(region, 0)

    def exercise(self, region: int) -> tuple[int, tuple[Item, ...]]:
        """The section of a formula and, of several exercises in it, the one that the formula stands in."""
        return self.scope(region), self.index.items.chain(self.document.regions[region].span.start)[:1]

    @cached_property
    def _scopes(self) -> dict[int, int]:
        return {region: block.scope for block in self.document.blocks for region in block.regions}

    @cached_property
    def kinds(self) -> tuple[frozenset[type], ...]:
        """Which kinds of node each formula has, so that nobody walks a formula in vain."""
        return tuple(map(_kinds, self.trees))

    @cached_property
    def families(self) -> frozenset[str]:
        """The letters whose numbered members are arrays, as a transpose or a norm of one of them shows: `x_i^\\top`; and `_k`
        where the note also writes `x_{k+1}`, and k is no size: what k counts may be the steps of an iteration."""
        found: set[str] = set()
        for tree, kinds in zip(self.trees, self.kinds, strict=True):
            if n.Sub in kinds:
                found |= _families(tree)
        return frozenset(found - {f"_{size}" for size in self.index.dims_in(0).names})

    @cached_property
    def transpose_sign(self) -> str:
        """How the note writes a transpose, by the first one that is written plainly; `^\\top` where it has none. Where arrays
        have primes, these are."""
        primed = False
        for region, kinds in enumerate(self.kinds):
            if n.Transpose not in kinds and (primed or n.Prime not in kinds):
                continue
            for part in n.walk(self.trees[region]):
                if isinstance(part, n.Transpose) and part.base.span.end < part.span.end:
                    text = self.document.regions[region].text[part.base.span.end : part.span.end]
                    if text.startswith("^") and len(text) < 20 and "-" not in text:
                        return text
                    primed = primed or text == "'"
                elif isinstance(part, n.Prime) and not primed:
                    key = key_of(part.base)
                    known = self.view(region).known(key) if key is not None else None
                    primed = known is not None and isinstance(known.shape, Matrix) and not known.shape.is_scalar
        return "'" if primed else "^\\top"

    @cached_property
    def restated(self) -> Mapping[SymbolKey, list[int]]:
        """Where an equation says again what a letter stands for that was defined before."""
        found: dict[SymbolKey, list[int]] = {}
        for statement in self.said:
            if statement.kind in ("claim", "condition", "assumption") and statement.sign in EQUALITIES:
                left = statement.left
                if isinstance(left, n.Product) and len(left.factors) == 2 and isinstance(left.factors[1], n.Group):
                    left = left.factors[0]
                key = key_of(left)
                if key is not None:
                    found.setdefault(key, []).append(statement.span.start)
        return found

    @cached_property
    def derived_by(self) -> frozenset[SymbolKey]:
        """What the note derives by anywhere."""
        trees = (tree for tree, kinds in zip(self.trees, self.kinds, strict=True) if n.Derivative in kinds)
        return frozenset(key for tree in trees for key in _derived_by(tree))

    def formulas(self) -> Iterator[tuple[int, n.Node]]:
        """The number and the tree of each formula."""
        for region in self.regions:
            yield region, self.trees[region]

    def last_statement_before(self, region: int) -> int:
        """The index of the last statement that a formula before this one makes; -1 where there is none."""
        at = bisect_right(self._statement_regions, region)
        return self.declarations.statements[at - 1].index if at else -1

    @cached_property
    def _statement_regions(self) -> list[int]:
        return [statement.region for statement in self.declarations.statements]

    @cached_property
    def statements(self) -> dict[int, tuple[Statement, ...]]:
        """The statements of each formula that makes any."""
        found: dict[int, list[Statement]] = {}
        for statement in self.said:
            found.setdefault(statement.region, []).append(statement)
        return {region: tuple(items) for region, items in found.items()}


def facts_about(note: Note, key: SymbolKey) -> tuple[Fact, ...]:
    """All that the note says of a symbol, in its order; a section asks for it."""
    return tuple(note.index.by_symbol.get(key, ()))


def _words(note: Note, start: int, end: int) -> str:
    return note.document.source.text[max(start, 0) : end]


@by_identity(4096)
def _families(tree: n.Node) -> frozenset[str]:
    """What one formula shows of `Note.families`; its `_k` may be sizes."""
    found: set[str] = set()
    for part in n.walk(tree):
        match part:
            case n.Sub():
                found.add(_step(part))
            case n.Transpose(base=base):
                found |= _letters_of_members((base,))
            case n.Norm(body=body, bars=2):
                found |= _letters_of_members(n.walk(body))
    return frozenset(found - {""})


@by_identity(4096)
def _derived_by(tree: n.Node) -> frozenset[SymbolKey]:
    derivatives = (part for part in n.walk(tree) if isinstance(part, n.Derivative))
    return frozenset(key for part in derivatives for by in part.by if (key := key_of(by.variable)) is not None)


def _step(node: n.Sub) -> str:
    """`_k`, of `x_{k+1}` or `x_{k-1}`; "" of anything else."""
    match node.index:
        case n.Sum(_, _, (n.Symbol(_, index), n.Number(_, "1"))):
            return f"_{index.letter}"
        case _:
            return ""


def _letters_of_members(nodes: Iterable[n.Node]) -> set[str]:
    return {node.base.name.letter for node in nodes if isinstance(node, n.Sub) and isinstance(node.base, n.Symbol)}
