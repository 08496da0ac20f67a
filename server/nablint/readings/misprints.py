"""Exercises whose printed function is not the one that their solution derives: a minus between two factors is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact, Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.attempts import layouts_left
from nablint.readings.claims import Claim
from nablint.readings.note import Note, facts_about
from nablint.readings.troubles import ReadNote
from nablint.readings.visible import Visible

if TYPE_CHECKING:
    from nablint.calculus.declared import Declared, Definition
    from nablint.calculus.verdict import Verdict

MOST_TRIED = 60  # readings of the exercises that are tried for one solution


@dataclass(frozen=True, slots=True)
class Misprint:
    """`fact` says what a letter is; `derived` are the solution's derivatives of it, which are those of `meant`."""

    fact: Fact
    written: n.Node
    meant: n.Node
    why: str
    derived: tuple[Statement, ...]


def misprints(note: ReadNote, claims: tuple[Claim, ...], verdict: Callable[[Claim], Verdict]) -> Iterator[Misprint]:
    """Every function with two derivatives or more among solutions, none of which holds of what any exercise says, while all of
    them hold of one exercise with a minus put back. `verdict` says how one of the claims fares."""
    groups: dict[tuple[int, SymbolKey], list[Claim]] = {}
    for claim in claims:
        left = claim.statement.left
        if isinstance(left, n.Derivative) and left.of is not None and len(left.by) == 1 and claim.first:
            key = key_of(left.of)
            if key is not None:
                groups.setdefault((claim.statement.region, key), []).append(claim)
    for (_, key), group in groups.items():
        statements = tuple(claim.statement for claim in group)
        if not _tell_enough(statements) or any(verdict(claim).status == "holds" for claim in group):
            continue
        found = _misprint(note, key, statements)
        if found is not None:
            yield found


def _tell_enough(statements: tuple[Statement, ...]) -> bool:
    """Derivatives by different letters, not all of them constant: many functions have those."""
    variables = {key_of(s.left.by[0].variable) for s in statements if isinstance(s.left, n.Derivative)}
    return len(variables) > 1 and any(isinstance(part, n.Symbol) for s in statements for part in n.walk(s.right))


def _misprint(note: ReadNote, key: SymbolKey, statements: tuple[Statement, ...]) -> Misprint | None:
    # Imported here: a note without claims loads no calculus.
    from nablint.calculus.declared import Definition
    from nablint.calculus.repairs import with_lost_signs

    first = statements[0]
    sides = (first.left, first.right)
    tried = 0
    for exercise in note.exercises.of(note.note.scope(first.region), sides, first.span.start):
        said = exercise.definitions
        printed = said.get(key)
        fact = _fact(note, key, printed) if printed is not None else None
        if printed is None or fact is None:
            continue
        for variant in with_lost_signs(printed.value, ("-",)):
            tried += 1
            if tried > MOST_TRIED:
                return None
            changed = {**said, key: Definition(variant.node, printed.parameters)}
            if all(_holds(note, statement, changed, tried) for statement in statements):
                return Misprint(fact, printed.value, variant.node, variant.text, statements)
    return None


def _fact(note: ReadNote, key: SymbolKey, printed: Definition) -> Fact | None:
    return note.note.ask(_defining, key, printed.value)


def _defining(note: Note, key: SymbolKey, value: n.Node) -> Fact | None:
    facts = facts_about(note, key)
    return next((f for f in facts if isinstance(f.value, DefinitionFact) and f.value.value is value), None)


def _holds(note: ReadNote, statement: Statement, said: Mapping[SymbolKey, Definition], number: int) -> bool:
    from nablint.calculus.remembered import remembered
    from nablint.calculus.verify import verify_equal
    from nablint.readings.exercises import Solving

    left, right = statement.left, statement.right
    layouts = layouts_left(note.chosen(statement.region).layout)

    def solve(stated: Declared) -> Verdict:
        return verify_equal(left, right, stated, layouts, assume_scalars=True, explain=False)

    declared = Solving(Visible(note, statement, {}), said)
    return remembered(f"misprint {number}", left, right, declared, layouts, solve).status == "holds"
