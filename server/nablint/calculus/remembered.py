"""Verdicts kept from one look at a note to the next: a claim is tried again only if something that it asked for has changed.

While a claim is tried, every question to the declarations is written down with its answer. Next time the same questions are
asked first: equal answers, equal verdict. So an edit elsewhere in the note costs nothing, and no rule says what depends on
what.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

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

Question: TypeAlias = tuple[Literal["shape", "definition", "depends", "assumed"], SymbolKey]


class Watched:
    """Declarations that write down what is asked of them."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self.answers: dict[Question, object] = {}
        self.sizes: DimFacts | None = None

    @property
    def dims(self) -> DimFacts:
        self.sizes = self._declared.dims
        return self.sizes

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        found = self.answers["shape", key] = self._declared.shape(key)
        return found

    def definition(self, key: SymbolKey) -> Definition | None:
        found = self.answers["definition", key] = self._declared.definition(key)
        return found

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        found = self.answers["depends", key] = self._declared.depends(key)
        return found

    def is_assumed(self, key: SymbolKey) -> bool:
        found = self.answers["assumed", key] = self._declared.is_assumed(key)
        return found


@dataclass(frozen=True, slots=True)
class Tried:
    """`left` and `right` are held, so that no other node can have their identity."""

    left: Node
    right: Node
    answers: dict[Question, object]
    sizes: DimFacts | None
    verdict: Verdict


_TRIED: Memory[tuple[int, int, tuple[Layout, ...], str], Tried] = Memory(KEPT)


def verdict_of(left: Node, right: Node, declared: Declared, layouts: Sequence[Layout], assume_scalars: bool = False) -> Verdict:
    """As `verify_equal`, which is asked where this claim was not tried before or rests on something else now."""
    return remembered(
        "scalars" if assume_scalars else "",
        left,
        right,
        declared,
        layouts,
        lambda watched: verify_equal(left, right, watched, layouts, assume_scalars=assume_scalars),
    )


def remembered(
    how: str, left: Node, right: Node, declared: Declared, layouts: Sequence[Layout], verdict: Callable[[Declared], Verdict]
) -> Verdict:
    """What `verdict` finds of a claim from declarations alone; `how` names the way, where a claim is tried in several."""
    key = (id(left), id(right), tuple(layouts), how)
    tried = _TRIED.get(key)
    if tried is not None and _still_holds(tried, declared):
        return tried.verdict
    watched = Watched(declared)
    found = verdict(watched)
    _TRIED.put(key, Tried(left, right, watched.answers, watched.sizes, found))
    return found


def _still_holds(tried: Tried, declared: Declared) -> bool:
    if tried.sizes is not None and tried.sizes is not declared.dims and tried.sizes != declared.dims:
        return False
    return all(_asked(declared, question) == answer for question, answer in tried.answers.items())


def _asked(declared: Declared, question: Question) -> object:
    kind, key = question
    match kind:
        case "shape":
            return declared.shape(key)
        case "definition":
            return declared.definition(key)
        case "depends":
            return declared.depends(key)
        case _:
            return declared.is_assumed(key)
