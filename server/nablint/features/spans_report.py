"""What was taken for mathematics, and how much of it was understood: for people who wonder, and for statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from typing import Literal

from nablint.analysis.snapshot import Snapshot
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.parse.nodes import Node, Opaque, walk

Understood = Literal["wholly", "partly", "not"]


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula; `causes` say why parts of it were not understood, one for each part."""

    span: Span
    display: bool
    opener: str
    text: str
    understood: Understood
    causes: tuple[str, ...] = ()


@dataclass(slots=True)
class Statistics:
    """Counts over any number of notes."""

    notes: int = 0
    wholly: int = 0
    partly: int = 0
    not_at_all: int = 0
    causes: Counter[str] = field(default_factory=Counter)

    @property
    def formulas(self) -> int:
        return self.wholly + self.partly + self.not_at_all

    def add(self, formulas: Iterable[Formula]) -> None:
        self.notes += 1
        for formula in formulas:
            self.wholly += formula.understood == "wholly"
            self.partly += formula.understood == "partly"
            self.not_at_all += formula.understood == "not"
            self.causes.update(set(formula.causes))


def formulas(snapshot: Snapshot) -> tuple[Formula, ...]:
    """Every formula of a note in order."""
    return tuple(
        _formula(region.span, region.display, region.opener, region.text, tree)
        for region, tree in zip(snapshot.document.regions, snapshot.trees, strict=True)
    )


def _formula(span: Span, display: bool, opener: str, text: str, tree: Node) -> Formula:
    causes = tuple(node.why for node in walk(tree) if isinstance(node, Opaque))
    understood: Understood = "not" if isinstance(tree, Opaque) else "partly" if causes else "wholly"
    return Formula(span, display, opener, text, understood, causes)
