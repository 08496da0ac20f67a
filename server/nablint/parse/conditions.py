"""Conditions on places: `i = j`, `i \\neq j`, and the rows of cases that hold under them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from nablint.parse.nodes import Cases, Group, Node, Relation, Sequence, Symbol, Text

# Two letters that count, and whether they are equal; None where what was said before does not hold.
Places: TypeAlias = tuple[str, str, bool] | None

_ELSE = ("otherwise", "else", "sonst", "sinon", "иначе", "otro caso", "其他")


def places_of(node: Node) -> Places:
    """The letters that a condition compares; None where it is another one."""
    if isinstance(node, Group):
        return places_of(node.body)
    if not isinstance(node, Relation) or node.signs not in (("=",), ("≠",)):
        return None
    left, right = node.sides
    if not (_is_letter(left) and _is_letter(right)) or not isinstance(left, Symbol) or not isinstance(right, Symbol):
        return None
    return left.name.letter, right.name.letter, node.signs == ("=",)


def cases_of(node: Cases) -> tuple[tuple[Node, Places], ...]:
    """The values of cases with their conditions; nothing where any of these is about more than places, or one is missing."""
    found: list[tuple[Node, Places]] = []
    for row in node.rows:
        if len(row) != 2:
            return ()
        conditions = [place for part in _parts(row[1]) if (place := places_of(part)) is not None]
        last = row is node.rows[-1] and not conditions and _is_else(row[1])
        if len(conditions) != 1 and not last:
            return ()
        found.append((row[0], None if last else conditions[0]))
    letters = {frozenset(places[:2]) for _, places in found if places is not None}
    signs = {places[2] for _, places in found if places is not None}
    complete = len(found) == 2 and len(letters) == 1 and (found[1][1] is None or len(signs) == 2)
    return tuple(found) if complete else ()


def _is_letter(node: Node) -> bool:
    return isinstance(node, Symbol) and not node.name.font and len(node.name.letter) == 1 and node.name.letter.islower()


def _parts(node: Node) -> Iterator[Node]:
    match node:
        case Sequence(items=items):
            yield from (part for item in items for part in _parts(item))
        case Text(formulas=formulas):
            yield from formulas
        case _:
            yield node


def _is_else(node: Node) -> bool:
    return isinstance(node, Text) and node.text.strip(" .,;").lower() in _ELSE
