"""Does a claim hold that could not be checked, if letters are what they look like, or what the note says elsewhere?

Nothing is called false by this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from nablint.calculus.declared import Definition
from nablint.calculus.remembered import remembered
from nablint.calculus.verdict import unchecked
from nablint.calculus.verify import verify_equal
from nablint.declarations.facts import Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.exercises import Solving
from nablint.readings.supposing import Supposing
from nablint.readings.totals import with_parts_apart
from nablint.readings.troubles import ReadNote
from nablint.readings.visible import Visible
from nablint.sizes.layouts import Layout

if TYPE_CHECKING:
    from nablint.calculus.declared import Declared
    from nablint.calculus.verdict import Verdict


def leniently(note: ReadNote, statement: Statement, declared: Visible, layouts: tuple[Layout, ...]) -> Verdict | None:
    """The verdict, where one way of reading what is open makes the claim hold."""
    left, right = statement.left, statement.right

    def suppose(stated: Declared) -> Verdict:
        found = unchecked("nothing can be supposed of its letters")
        for around, one, other in chain(((stated, left, right),), with_parts_apart(stated, left, right)):
            for supposing in Supposing.ways(around, one, other):
                found = verify_equal(one, other, supposing, layouts, explain=False)
                if found.status == "holds":
                    return found
        return found

    def solve(stated: Declared) -> Verdict:
        return verify_equal(left, right, stated, layouts, assume_scalars=True, explain=False)

    verdict = remembered("supposed", left, right, declared, layouts, suppose)
    if verdict.status == "holds":
        return replace(verdict, why="taking letters that nobody declared as they look")
    scope, place = note.note.scope(statement.region), statement.span.start
    for k, said in enumerate(note.exercises.of(scope, (left, right), place)):
        solving = Solving(declared, said.definitions, said.shapes)
        verdict = remembered(f"exercise {k}", left, right, solving, layouts, solve)
        if verdict.status != "holds" and said.own:
            verdict = remembered("own exercise", left, right, solving, layouts, suppose)
        if verdict.status == "holds":
            return replace(verdict, why="with what an exercise of this section says")
    told = _told(note, statement)
    if told:
        verdict = remembered("told", left, right, Solving(declared, told), layouts, suppose)
        if verdict.status == "holds":
            return replace(verdict, why="with what was derived before in place of its letters")
    return None


def _told(note: ReadNote, statement: Statement) -> Mapping[SymbolKey, Definition]:
    """What other derivatives tell of letters that the claim rests on, whatever was said of them before."""
    every = note.told_by_derivatives.get(note.note.exercise(statement.region), {})
    if not every:
        return {}
    found: dict[SymbolKey, Definition] = {}
    todo = [statement.left, statement.right]
    while todo:
        for part in n.walk(todo.pop()):
            key = key_of(part) if isinstance(part, n.Symbol) else None
            if key is None or key in found or key not in every:
                continue
            bodies = [body for index, body in every[key] if index < statement.index]
            if bodies:
                found[key] = Definition(bodies[-1], ())
                todo.append(bodies[-1])
    return found
