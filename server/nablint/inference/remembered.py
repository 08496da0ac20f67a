"""Walks kept from one look at a note to the next: a formula is walked again only if an answer that its walk got has changed.

Equal formulas are one tree, and a walk writes down what it asked the view. Next time the same questions are asked first: equal
answers, equal shapes and problems. So an edit elsewhere in the note costs a look-up for each symbol.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from nablint.base.memory import Memory
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact, SymbolKey
from nablint.declarations.view import Known
from nablint.inference.infer import Inference
from nablint.inference.problems import Alternatives, Problem
from nablint.parse import nodes as n
from nablint.sizes.dims import DimFacts
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Shape

KEPT = 3000
_NOTHING: frozenset[tuple[SymbolKey, Shape]] = frozenset()
PLACES = 4  # a short formula stands in many sections, with other answers in each


@dataclass(frozen=True, slots=True)
class Walked:
    """`nodes` are held, so that no other node can have their identity."""

    nodes: tuple[n.Node, ...]
    told: dict[SymbolKey, Known | None]
    defined: dict[SymbolKey, tuple[Fact, bool] | None]
    sizes: DimFacts
    shapes: dict[int, Alternatives]
    problems: tuple[Problem, ...]


_Key: TypeAlias = tuple[
    tuple[int, ...], Layout, bool, bool | None, frozenset[str], frozenset[str], frozenset[tuple[SymbolKey, Shape]]
]
_WALKS: Memory[_Key, tuple[Walked, ...]] = Memory(KEPT)


def walk(fresh: Inference, parts: Sequence[n.Node]) -> Inference:
    """The inference after it was asked for the shapes of all parts; `fresh` was asked for nothing yet."""
    if not parts:
        return fresh
    learned = frozenset(fresh.learned.items()) if fresh.learned else _NOTHING
    shown = (fresh.vectors_are_rows, fresh.row_is_column, fresh.entries, fresh.families)
    key = (tuple(map(id, parts)), fresh.layout, *shown, learned)
    before = _WALKS.get(key) or ()
    held = next((walked for walked in before if _still_holds(walked, fresh)), None)
    # What was asked only to compare is no answer that this walk rests on.
    fresh.told.clear()
    fresh.defined.clear()
    if held is not None:
        if held is not before[0]:
            _WALKS.put(key, (held, *(other for other in before if other is not held)))
        fresh.shapes, fresh.problems, fresh.kept = dict(held.shapes), list(held.problems), list(held.nodes)
        return fresh
    for part in parts:
        fresh.of(part)
    nodes = (*parts, *fresh.kept)
    answers = dict(fresh.told), dict(fresh.defined)
    found = Walked(nodes, *answers, fresh.facts, dict(fresh.shapes), tuple(fresh.problems))
    _WALKS.put(key, (found, *before[: PLACES - 1]))
    return fresh


def _still_holds(walked: Walked, now: Inference) -> bool:
    for key, told in walked.told.items():
        known = now.known(key)
        if known is not told and not _same_shape(told, known):
            return False
    for key, defined in walked.defined.items():
        if not _same_definition(defined, now.definition(key)):
            return False
    return walked.sizes is now.facts or walked.sizes == now.facts


def _same_shape(before: Known | None, now: Known | None) -> bool:
    """Whether two answers are one to a walk, which asks for shapes and whether they are firm."""
    if before is None or now is None:
        return before is now
    same = before.firm == now.firm and before.shape == now.shape and before.structure == now.structure
    return same and before.at == now.at


def _same_definition(before: tuple[Fact, bool] | None, now: tuple[Fact, bool] | None) -> bool:
    if before is None or now is None:
        return before is now
    (fact, firm), (other, other_firm) = before, now
    value, against = fact.value, other.value
    if not isinstance(value, DefinitionFact) or not isinstance(against, DefinitionFact):
        return False
    same = value.value is against.value and value.parameters == against.parameters
    return same and firm == other_firm and fact.symbol == other.symbol
