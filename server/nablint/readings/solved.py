"""Equations that ⇒, or words, lead from to a solution, `X^\\top X w = X^\\top y \\Rightarrow w = …`: does it fulfil them?

That it does is seen to hold, of a stationary point too. That it does not makes nothing false, since more may have been used,
unless a sign or a usual factor alone keeps the solution from fulfilling the equation right before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from nablint.base.memory import by_identity
from nablint.declarations.facts import Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.attempts import layouts_left
from nablint.readings.claims import Claim
from nablint.readings.note import EQUALITIES
from nablint.readings.stationary import has, is_stationary, solved_equation
from nablint.readings.troubles import ReadNote
from nablint.readings.visible import Visible

if TYPE_CHECKING:
    from nablint.calculus.declared import Declared
    from nablint.calculus.verdict import Repair, Verdict

MOST_NODES = 120
MOST_EQUATIONS = 12  # that a solution is put into
_KINDS = ("definition", "claim", "assumption", "update")


def solved(note: ReadNote) -> Iterator[Claim]:
    """A claim for each solution and for each equation before it that it fulfils: those of its formula, or the nearest one that
    the words before it speak of."""
    for region, group in groupby(note.note.said, key=lambda statement: statement.region):
        statements = list(group)
        if note.is_denied(region):
            continue
        for k, statement in enumerate(statements):
            key = _solution(statement)
            if key is None:
                continue
            if k and _is_joined(note, statements[k - 1], statement):
                yield from _claims(note, _run(note, statements, k, key), statement, key)
            elif not k and (equation := solved_equation(note, statement, key)) is not None:
                yield from _claims(note, [equation], statement, key)


def _solution(statement: Statement) -> SymbolKey | None:
    """The s of `s = …`, where s is not on the other side."""
    if statement.sign not in EQUALITIES or statement.kind not in _KINDS or statement.left_region != statement.region:
        return None
    key = key_of(statement.left)
    return key if key is not None and not has(statement.right, key) and _is_small(statement.right) else None


def _run(note: ReadNote, statements: Sequence[Statement], last: int, key: SymbolKey) -> list[Statement]:
    """The equations in which the symbol stands that ⇒ joins up to the `last` one, the nearest first."""
    found: list[Statement] = []
    for k in range(last, max(last - MOST_EQUATIONS, 0), -1):
        before, after = statements[k - 1], statements[k]
        if not _is_joined(note, before, after) or before.sign != "=" or before.kind not in (*_KINDS, "condition"):
            break
        if not (has(before.left, key) or has(before.right, key)) or _solution(before) == key:
            break
        if not (_is_small(before.left) and _is_small(before.right)):
            break
        found.append(before)
    return found


def _is_joined(note: ReadNote, before: Statement, after: Statement) -> bool:
    """Whether ⇒ or ⇔ stands between two equations, and nothing else that says anything."""
    return (before.right.span.end, after.left.span.start) in _joints(note.note.trees[after.region])


@by_identity(256)
def _joints(tree: n.Node) -> frozenset[tuple[int, int]]:
    """Where in a formula what ⇒ or ⇔ joins ends before the sign, and begins behind it."""
    return frozenset(
        (left.span.end, right.span.start)
        for part in n.walk(tree)
        if isinstance(part, n.Relation)
        for sign, (left, right) in zip(part.signs, pairwise(part.sides), strict=True)
        if sign in ("⇒", "⇔")
    )


def _is_small(node: n.Node) -> bool:
    return sum(1 for _ in n.walk(node)) <= MOST_NODES


def _claims(note: ReadNote, equations: list[Statement], solution: Statement, key: SymbolKey) -> Iterator[Claim]:
    if not equations:
        return
    nearest = _tried(note, equations[0], key, solution.right)
    if nearest.status == "holds":
        yield _claim(note, solution, replace(nearest, why="it fulfils the equation before it"), equations[0])
        for equation in equations:
            if equation is not note.note.declarations.statements[equation.index]:
                continue  # what words make of it, and nobody wrote
            found = _tried(note, equation, key, solution.right)
            if found.status == "holds":
                yield _claim(note, equation, replace(found, why="what follows from it fulfils it"), None)
        return
    stated = equations[0].kind in _KINDS or is_stationary(note, equations[0])
    repair = _repair(note, equations[0], solution, key) if stated else None
    if repair is not None:
        yield _claim(note, solution, replace(nearest, status="fails", why=repair.text, repair=repair), equations[0])


def _repair(note: ReadNote, equation: Statement, solution: Statement, key: SymbolKey) -> Repair | None:
    """The sign or the factor that alone is wrong."""
    from nablint.calculus.verdict import Repair

    right = solution.right
    other = right.body if isinstance(right, n.Negate) else n.Negate(right.span, right)
    if _tried(note, equation, key, other).status == "holds":
        return Repair("sign", "the sign is wrong", other)
    for text, factor in (("2", Fraction(2)), ("1/2", Fraction(1, 2))):
        number: n.Node = n.Number(right.span, "2")
        if factor < 1:
            number = n.Fraction(right.span, n.Number(right.span, "1"), number)
        scaled = n.Product(right.span, (number, n.Group(right.span, right, "()")), ("",))
        if _tried(note, equation, key, scaled).status == "holds":
            return Repair("factor", f"a factor {text} is missing", None, factor=factor)
    return None


def _tried(note: ReadNote, equation: Statement, key: SymbolKey, value: n.Node) -> Verdict:
    from nablint.calculus.declared import Definition
    from nablint.calculus.remembered import remembered
    from nablint.calculus.verify import verify_equal
    from nablint.readings.exercises import Solving

    declared = Solving(Visible(note, equation, {}), {key: Definition(value)})
    layouts = layouts_left(note.chosen(equation.region).layout)

    def equal(stated: Declared) -> Verdict:
        return verify_equal(equation.left, equation.right, stated, layouts, explain=False)

    return remembered("solved", equation.left, equation.right, declared, layouts, equal)


def _claim(note: ReadNote, statement: Statement, verdict: Verdict, solves: Statement | None) -> Claim:
    parts = (statement.left, statement.right, *((solves.left, solves.right) if solves is not None else ()))
    basis = note.basis(statement.region, *parts)
    return Claim(statement, verdict, basis, None, True, False, solves=solves)
