"""Memberships of a note that are written backwards: the space as an element, what lies in it as the set."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.values import dataclass
from nablint.declarations.facts import Statement
from nablint.declarations.keys import key_of
from nablint.declarations.spaces import space_of
from nablint.parse import nodes as n
from nablint.readings.troubles import ReadNote

_SIGNS = {"∈": "∋", "∋": "∈"}
# Letters so dressed are names of sets, of which a space may be an element.
_SETS = frozenset(("cal", "scr", "frak", "bb"))


@dataclass(frozen=True, slots=True)
class Backwards:
    """`element` is written where the set belongs; `meant` is the sign that would say it."""

    statement: Statement
    element: n.Node
    space: n.Node
    meant: str


def backwards(note: ReadNote) -> Iterator[Backwards]:
    """Every membership whose set is one symbol and whose element is a space with a size."""
    for statement in note.note.said:
        if statement.sign not in _SIGNS or statement.left_region != statement.region or note.is_denied(statement.region):
            continue
        set_, element = statement.right, statement.left
        if statement.sign == "∋":
            set_, element = element, set_
        key = key_of(set_)
        if key is None or key.name.font in _SETS or key_of(element) is not None:
            continue
        if isinstance(element, n.Power | n.Label) and space_of(element) is not None:
            yield Backwards(statement, set_, element, _SIGNS[statement.sign])
