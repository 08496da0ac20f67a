"""Verdicts kept from one look at a note to the next: a claim is tried again only if something that it asked for has changed.

While a claim is tried, every question to the declarations is written down with its answer. Next time the same questions are
asked first: equal answers, equal verdict. So an edit elsewhere in the note costs nothing, and no rule says what depends on
what.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TypeAlias

from nablint.base.memory import Memory
from nablint.base.values import dataclass
from nablint.calculus.declared import Declared, Definition
from nablint.calculus.verdict import Verdict
from nablint.calculus.verify import verify_equal
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import Node
from nablint.sizes.dims import DimFacts
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Shape, Structure

KEPT = 2048

Shaped: TypeAlias = tuple[SymbolKey, Shape, Structure] | None


@dataclass(slots=True)
class Answers:
    """What was asked, and what was said; the sizes, where anything was asked of them."""

    shapes: dict[SymbolKey, Shaped] = field(default_factory=dict)
    definitions: dict[SymbolKey, Definition | None] = field(default_factory=dict)
    depends: dict[SymbolKey, tuple[SymbolKey, ...] | None] = field(default_factory=dict)
    assumed: dict[SymbolKey, bool] = field(default_factory=dict)
    sizes: DimFacts | None = None

    def are_those_of(self, declared: Declared) -> bool:
        if self.sizes is not None and self.sizes is not declared.dims and self.sizes != declared.dims:
            return False
        return (
            all(declared.shape(key) == found for key, found in self.shapes.items())
            and all(declared.definition(key) == found for key, found in self.definitions.items())
            and all(declared.depends(key) == found for key, found in self.depends.items())
            and all(declared.is_assumed(key) == found for key, found in self.assumed.items())
        )


class Watched:
    """Declarations that write down what is asked of them, and ask each question once."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self.answers = Answers()

    @property
    def dims(self) -> DimFacts:
        found = self.answers.sizes
        if found is None:
            found = self.answers.sizes = self._declared.dims
        return found

    def shape(self, key: SymbolKey) -> Shaped:
        found = self.answers.shapes.get(key)
        if found is None and key not in self.answers.shapes:
            found = self.answers.shapes[key] = self._declared.shape(key)
        return found

    def definition(self, key: SymbolKey) -> Definition | None:
        found = self.answers.definitions.get(key)
        if found is None and key not in self.answers.definitions:
            found = self.answers.definitions[key] = self._declared.definition(key)
        return found

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        found = self.answers.depends.get(key)
        if found is None and key not in self.answers.depends:
            found = self.answers.depends[key] = self._declared.depends(key)
        return found

    def is_assumed(self, key: SymbolKey) -> bool:
        found = self.answers.assumed.get(key)
        if found is None:
            found = self.answers.assumed[key] = self._declared.is_assumed(key)
        return found


@dataclass(frozen=True, slots=True)
class Tried:
    """`left` and `right` are held, so that no other node can have their identity."""

    left: Node
    right: Node
    answers: Answers
    verdict: Verdict


_TRIED: Memory[tuple[int, int, tuple[Layout, ...], str], Tried] = Memory(KEPT)


def verdict_of(
    left: Node, right: Node, declared: Declared, layouts: Sequence[Layout], assume_scalars: bool = False, repair: bool = True
) -> Verdict:
    """As `verify_equal`, which is asked where this claim was not tried before or rests on something else now."""
    return remembered(
        f"{'scalars' if assume_scalars else ''} {'repaired' if repair else ''}",
        left,
        right,
        declared,
        layouts,
        lambda watched: verify_equal(left, right, watched, layouts, assume_scalars=assume_scalars, repair=repair),
    )


def remembered(
    how: str, left: Node, right: Node, declared: Declared, layouts: Sequence[Layout], verdict: Callable[[Declared], Verdict]
) -> Verdict:
    """What `verdict` finds of a claim from declarations alone; `how` names the way, where a claim is tried in several."""
    key = (id(left), id(right), tuple(layouts), how)
    tried = _TRIED.get(key)
    if tried is not None and tried.answers.are_those_of(declared):
        return tried.verdict
    watched = Watched(declared)
    found = verdict(watched)
    _TRIED.put(key, Tried(left, right, watched.answers, found))
    return found
