"""What do derivatives tell of letters that nobody defines? `\\frac{df}{dx} = \\frac{d}{dx} (x - m)^2` says what f is, but for a
constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from nablint.declarations.facts import SymbolKey
from nablint.declarations.items import Item
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.note import Note

Derived: TypeAlias = Mapping[SymbolKey, list[tuple[int, n.Node]]]  # with the numbers of the statements that tell it
Exercise: TypeAlias = tuple[int, tuple[Item, ...]]


def told_by_derivatives(note: Note) -> Mapping[Exercise, Derived]:
    """For each exercise, the expressions that letters are derived as, in the order of the note."""
    found: dict[Exercise, dict[SymbolKey, list[tuple[int, n.Node]]]] = {}
    for statement in note.said:
        if statement.sign != "=" or statement.kind not in ("claim", "definition"):
            continue
        left, right = _derived(statement.left), _derived(statement.right)
        if left is None or right is None or left[1] != right[1]:
            continue
        key, body = key_of(left[0]), right[0]
        if key is None or key_of(body) is not None or any(key_of(part) == key for part in n.walk(body)):
            continue
        found.setdefault(note.exercise(statement.region), {}).setdefault(key, []).append((statement.index, body))
    return found


def _derived(node: n.Node) -> tuple[n.Node, SymbolKey] | None:
    """What is derived once, and by which letter."""
    match node:
        case n.Derivative(of=of, by=(by,), order=1) if of is not None:
            pass
        case n.Product(factors=(n.Derivative(of=None, by=(by,), order=1), of), signs=("",)):
            pass
        case _:
            return None
    key = key_of(by.variable)
    while isinstance(of, n.Group):
        of = of.body
    if isinstance(of, n.Relation) and set(of.signs) <= {":=", "≡"}:
        of = of.sides[0]
    return (of, key) if key is not None else None
