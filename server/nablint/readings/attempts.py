"""Trying a claim: with what the note states, and, where that leaves it open, with what may be supposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from nablint.base.values import dataclass
from nablint.declarations.facts import Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.equated import equated
from nablint.readings.inferred import Inferred
from nablint.readings.remarks import is_restricted, speaks_of_symmetry
from nablint.readings.troubles import ReadNote
from nablint.readings.visible import Visible
from nablint.sizes.layouts import DENOMINATOR, MIXED, NUMERATOR, Layout, ScalarByMatrix
from nablint.sizes.shapes import Matrix

if TYPE_CHECKING:
    from nablint.calculus.verdict import Verdict


@lru_cache(maxsize=64)
def layouts_left(layout: Layout) -> tuple[Layout, ...]:
    """The complete layouts that a layout with open choices may be."""
    found: list[Layout] = []
    for preset in (MIXED, NUMERATOR, DENOMINATOR):
        filled = layout.filled(preset)
        found.append(filled)
        if layout.sm is None:
            other = ScalarByMatrix.TRANSPOSED if filled.sm is ScalarByMatrix.AS_X else ScalarByMatrix.AS_X
            found.append(replace(filled, sm=other))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A claim with all that it is tried by. `derived`: it begins with a derivative, as its chain does; `numbered`: the f whose
    derivative its `f^{(2)}` may be."""

    statement: Statement
    declared: Visible
    layouts: tuple[Layout, ...]
    shapes: Mapping[SymbolKey, Matrix]
    scalars: bool
    derived: bool
    numbered: SymbolKey | None

    @classmethod
    def at(cls, note: ReadNote, inferred: Inferred, statement: Statement, derived: bool, numbered: SymbolKey | None) -> Attempt:
        # A claim is no witness for itself: what it tells of a shape counts only where nothing before it told the shape.
        scope, region = note.note.scope(statement.region), statement.region
        told = {**inferred.at(scope, region), **inferred.at(scope, region - 1)}
        starts, items, place = note.note.document.regions, note.items, statement.span.start
        shapes = {key: one.shape for key, one in told.items() if not items.foreign(starts[one.region].span.start, place)}
        declared = Visible(note, statement, shapes, numbered)
        layouts = layouts_left(note.chosen(region).layout)
        scalars = (derived or numbered is not None) and in_plain_letters(statement)
        return cls(statement, declared, layouts, shapes, scalars, derived, numbered)


def tried(note: ReadNote, inferred: Inferred, attempt: Attempt) -> Verdict:
    """The verdict with what the note states."""
    # Imported here: a note without claims loads no calculus.
    from nablint.calculus.remembered import verdict_of
    from nablint.calculus.verdict import unchecked

    statement, declared, layouts, scalars = attempt.statement, attempt.declared, attempt.layouts, attempt.scalars
    verdict = verdict_of(statement.left, statement.right, declared, layouts, scalars, repair=False)
    if verdict.status == "fails" and (declared.is_doubtful(statement.left) or declared.is_doubtful(statement.right)):
        verdict = unchecked("the note has given a letter another meaning since")
    if verdict.status == "fails" and statement.loose:
        verdict = unchecked("a side may go on in the next display")
    if verdict.status == "fails" and is_restricted(note, statement):
        verdict = unchecked("a remark beside it says of what it holds")
    if verdict.status == "fails" and attempt.numbered is not None:
        verdict = unchecked("a number in brackets may be part of a name")
    if verdict.status == "fails":
        from nablint.readings.unsaid import unsaid

        verdict = unsaid(note, statement, declared, layouts) or verdict
    if verdict.status == "fails":
        # Most that fail are doubtful: what would mend it is looked for only where it is told.
        verdict = verdict_of(statement.left, statement.right, declared, layouts, scalars)
        symmetric = verdict.repair.symbols if verdict.repair is not None and verdict.repair.kind == "symmetric" else ()
        if any(speaks_of_symmetry(note, symbol) for symbol in symmetric):
            verdict = unchecked("a remark beside it says of what it holds")
    if verdict.status == "unchecked":
        other = _equated(note, inferred, attempt)
        said = tried(note, inferred, other) if other is not None else verdict
        return said if said.status == "holds" or (said.status == "fails" and not _mapped(note, inferred, attempt)) else verdict
    if verdict.repair is not None and verdict.repair.kind == "path" and _is_partial_of_direct(statement.left, declared):
        verdict = replace(verdict, status="holds", repair=None, counterexample=None, why="a partial derivative")
    return verdict


def supposing(note: ReadNote, inferred: Inferred, attempt: Attempt) -> Verdict | None:
    """The verdict, where the claim holds with what may be supposed; by this nothing fails."""
    from nablint.readings.leniently import leniently

    if (mapped := _mapped(note, inferred, attempt)) is not None:
        return mapped
    other = _equated(note, inferred, attempt)
    said = supposing(note, inferred, other) if other is not None else None
    return said or leniently(note, attempt.statement, attempt.declared, attempt.layouts)


def _equated(note: ReadNote, inferred: Inferred, attempt: Attempt) -> Attempt | None:
    """The claim with what an equation sets in the place of a derived expression without a name."""
    other = equated(note.expressions_equated, attempt.statement) if attempt.derived else None
    return None if other is None else Attempt.at(note, inferred, other, False, attempt.numbered)


def _mapped(note: ReadNote, inferred: Inferred, attempt: Attempt) -> Verdict | None:
    """The verdict, where the claim holds with letters taken for what the maps take that are applied to them."""
    from nablint.calculus.remembered import verdict_of

    statement = attempt.statement
    arguments = {
        key: shape
        for key, shape in inferred.arguments(note.note.scope(statement.region), statement.region).items()
        if key not in attempt.shapes
    }
    if not arguments:
        return None
    taken = Visible(note, statement, {**arguments, **attempt.shapes}, attempt.numbered)
    said = verdict_of(statement.left, statement.right, taken, attempt.layouts, attempt.scalars, repair=False)
    if said.status != "holds":
        return None
    return replace(said, why=said.why or "taking letters for what the maps take that are applied to them")


def _is_partial_of_direct(node: n.Node, declared: Visible) -> bool:
    """∂z/∂x where x stands in the definition of z itself: the other ways to x are held."""
    if not isinstance(node, n.Derivative) or node.sign != "∂" or node.of is None or len(node.by) != 1:
        return False
    key, by = key_of(node.of), key_of(node.by[0].variable)
    definition = declared.definition(key) if key is not None else None
    return definition is not None and any(key_of(part) == by for part in n.walk(definition.value))


def in_plain_letters(statement: Statement) -> bool:
    """Whether an equation is written as scalars are: small letters without dress, no transpose, no matrix."""
    for side in (statement.left, statement.right):
        for part in n.walk(side):
            if isinstance(part, n.Transpose | n.Matrix | n.Inner | n.Norm | n.Nabla):
                return False
            if isinstance(part, n.Symbol) and (part.name.font or (part.name.letter.isupper() and part.name.letter.isascii())):
                return False
    return True
