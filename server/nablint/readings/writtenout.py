"""Equations between two ways of writing one thing: a product and its entries, drawn rows, one expression and its other form.

Nobody says whether such an equation follows from what is known or tells something new; so it is seen to hold, or left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from nablint.declarations.facts import Statement
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.attempts import in_plain_letters, layouts_left
from nablint.readings.claims import NO_BASIS, Claim, is_evaluable
from nablint.readings.troubles import ReadNote
from nablint.readings.visible import Visible

if TYPE_CHECKING:
    from nablint.calculus.declared import Declared
    from nablint.calculus.verdict import Verdict

MOST_NODES = 120  # of either side


def written_out(note: ReadNote) -> Iterator[Claim]:
    """A claim for each such equation that holds; the others are none."""
    for statement in note.note.said:
        if statement.kind != "assumption" or statement.sign not in ("=", "≡") or statement.loose:
            continue
        if not (_is_by_entries(statement) or _is_another_form(statement)) or note.is_denied(statement.region):
            continue
        if is_evaluable(note, statement, MOST_NODES) and (verdict := _tried(note, statement)).status == "holds":
            yield Claim(statement, replace(verdict, why="one thing, written in two ways"), NO_BASIS, None, True, False)


def _is_by_entries(statement: Statement) -> bool:
    """Whether the same arrays stand on both sides, as a whole on the left and with entries or rows of them on the right."""
    left, right = _arrays(statement.left), _arrays(statement.right)
    entries = any(isinstance(part, n.Sub) for part in n.walk(statement.right))
    return bool(left) and left == right and entries and not any(isinstance(part, n.Sub) for part in n.walk(statement.left))


def _is_another_form(statement: Statement) -> bool:
    """Whether both sides are numbers made of one letter by functions: `1 + \\tan^2 x = \\sec^2 x`, `\\sin'(x) = \\cos x`."""
    left, right = statement.left, statement.right
    if any(key_of(side) is not None or isinstance(side, n.Number | n.Group) for side in (left, right)):
        return False
    named = isinstance(left, n.Call) and left.primes > 0
    if isinstance(left, n.Call) and not named:
        return False
    letters = _arrays(left)
    applied = any(isinstance(part, n.Call | n.Power) for part in n.walk(left))
    return len(letters) == 1 and letters == _arrays(right) and applied and in_plain_letters(statement)


def _arrays(node: n.Node) -> frozenset[str]:
    """The letters that stand for values: not those that count, are sizes, or are everybody's."""
    found: set[str] = set()
    todo = [node]
    while todo:
        part = todo.pop()
        if isinstance(part, n.Symbol):
            found.add(part.name.letter.upper())
        elif isinstance(part, n.Sub):
            todo.append(part.base)
        elif isinstance(part, n.Big) and part.body is not None:
            todo.append(part.body)
        else:
            todo.extend(n.children(part))
    return frozenset(found - {"E", "Π"})


def _tried(note: ReadNote, statement: Statement) -> Verdict:
    # Imported here: a note without such equations loads no calculus.
    from nablint.calculus.remembered import remembered
    from nablint.calculus.verify import verify_equal

    left, right = statement.left, statement.right
    layouts = layouts_left(note.chosen(statement.region).layout)[:1]
    scalars = in_plain_letters(statement)

    def equal(stated: Declared) -> Verdict:
        return verify_equal(left, right, stated, layouts, assume_scalars=scalars, explain=False)

    return remembered("written out", left, right, Visible(note, statement, {}), layouts, equal)
