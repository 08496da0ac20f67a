"""What the rules are asked to look at: one scanned, parsed and collected note, with its places and views."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from functools import cached_property

from nablint.base.memory import by_identity
from nablint.base.pauses import Pause, go_on
from nablint.base.spans import Span
from nablint.declarations.facts import Declarations, Statement
from nablint.declarations.index import Index
from nablint.declarations.items import Item
from nablint.declarations.view import View, Views
from nablint.documents.model import Document
from nablint.parse import nodes as n

EQUALITIES = ("=", ":=", "≡", "≜")


@by_identity(4096)
def _kinds(tree: n.Node) -> frozenset[type]:
    return frozenset(part.__class__ for part in n.walk(tree))


class Note:
    """Immutable to its readers. Whoever goes through all of it calls `pause` at each formula."""

    def __init__(self, document: Document, trees: Sequence[n.Node], declarations: Declarations, pause: Pause = go_on) -> None:
        self.document = document
        self.trees = trees
        self.declarations = declarations
        self.pause = pause
        self.index = Index(declarations, document)
        self.views = Views(self.index)
        self._views: dict[int, View] = {}

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
        sizes = self.index.dims_in(0).names
        for tree, kinds in zip(self.trees, self.kinds, strict=True):
            if n.Sub not in kinds:
                continue
            if n.Sum in kinds:
                found.update(name for part in n.walk(tree) if isinstance(part, n.Sub) and (name := _step(part, sizes)))
            if not (n.Transpose in kinds or n.Norm in kinds):
                continue
            for part in n.walk(tree):
                if isinstance(part, n.Transpose):
                    found |= _letters_of_members((part.base,))
                elif isinstance(part, n.Norm) and part.bars == 2:
                    found |= _letters_of_members(n.walk(part.body))
        return frozenset(found)

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
        for statement in self.declarations.statements:
            found.setdefault(statement.region, []).append(statement)
        return {region: tuple(items) for region, items in found.items()}


def _step(node: n.Sub, sizes: Set[str]) -> str:
    """`_k`, of `x_{k+1}` or `x_{k-1}`; "" of anything else."""
    match node.index:
        case n.Sum(_, _, (n.Symbol(_, index), n.Number(_, "1"))) if index.letter not in sizes:
            return f"_{index.letter}"
        case _:
            return ""


def _letters_of_members(nodes: Iterable[n.Node]) -> set[str]:
    return {node.base.name.letter for node in nodes if isinstance(node, n.Sub) and isinstance(node.base, n.Symbol)}
