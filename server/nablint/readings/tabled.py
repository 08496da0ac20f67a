"""Rows of tables that are headed by a function and its derivative, as claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from nablint.declarations.facts import DefinitionFact, Fact, Statement, Trust
from nablint.documents.model import Block
from nablint.parse import nodes as n
from nablint.readings.attempts import layouts_left
from nablint.readings.basis import Basis
from nablint.readings.claims import Claim
from nablint.readings.tables import Columns
from nablint.readings.troubles import ReadNote

MOST_NODES = 80
# What a formula of numbers consists of. Subscripts, sums, arrays and words need more than the row says.
_PLAIN = (n.Number, n.Symbol, n.Sum, n.Product, n.Fraction, n.Group, n.Negate, n.Power, n.Call)
_CONSTANTS = "eπ"


def tabled(note: ReadNote) -> Iterator[Claim]:
    """Every row in which both cells are one formula of numbers and nothing else, tried as `derivative = cell`."""
    for table in note.function_tables:
        columns = table.columns
        for cells in table.rows:
            function, derivative = cells.get(columns.at), cells.get(columns.beside)
            if function is not None and derivative is not None:
                claim = _claim(note, table.block, columns, function, derivative)
                if claim is not None:
                    yield claim


def _claim(note: ReadNote, block: Block, columns: Columns, function: int, derivative: int) -> Claim | None:
    # Imported here: a note without claims loads no calculus.
    from nablint.calculus.declared import Definition, Explicit
    from nablint.calculus.remembered import verdict_of

    value, claimed = note.note.trees[function], note.note.trees[derivative]
    if not all(_is_plain(tree) for tree in (value, claimed)) or note.is_denied(derivative):
        return None
    names = _named_powers((value, claimed))
    said = Explicit(definitions={columns.function: Definition(_without(value, names), columns.parameters)})
    layouts = layouts_left(note.chosen(derivative).layout)
    verdict = verdict_of(columns.derivative, _without(claimed, names), said, layouts, assume_scalars=True)
    if names and verdict.repair is not None:
        verdict = replace(verdict, repair=replace(verdict.repair, node=None))
    place = note.note.document.regions[derivative].span
    fact = Fact(
        columns.function,
        DefinitionFact(value, function, columns.parameters),
        note.note.document.regions[function].span,
        Trust.DEFINITION,
        block.scope,
        -1,
    )
    statement = Statement("claim", columns.derivative, "=", claimed, columns.heading, derivative, place, block.scope, -1, -1)
    return Claim(statement, verdict, Basis((fact,), True, True, None), columns.derivative, True, False)


def _is_plain(tree: n.Node) -> bool:
    """Whether a cell is a formula of numbers."""
    parts = list(n.walk(tree))
    return len(parts) <= MOST_NODES and all(
        isinstance(part, _PLAIN) and not (isinstance(part, n.Symbol) and part.name.font not in ("", "rm")) for part in parts
    )


def _named_powers(trees: tuple[n.Node, ...]) -> frozenset[str]:
    """Letters that bear the same capital as exponent wherever they stand: `a^L` names the a of layer L, and as a power it
    would be one letter as well. The capital stands nowhere else."""
    exponents: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    borne: dict[str, int] = {}
    for part in (part for tree in trees for part in n.walk(tree)):
        if isinstance(part, n.Symbol):
            counts[part.name.letter] = counts.get(part.name.letter, 0) + 1
        if isinstance(part, n.Power) and isinstance(part.base, n.Symbol) and isinstance(part.exponent, n.Symbol):
            letter, exponent = part.base.name.letter, part.exponent.name.letter
            exponents.setdefault(letter, set()).add(exponent)
            for one in (letter, exponent):
                borne[one] = borne.get(one, 0) + 1
    return frozenset(
        letter
        for letter, found in exponents.items()
        if len(found) == 1 and letter not in _CONSTANTS and next(iter(found)).isupper()
        if counts[letter] == borne[letter] and all(counts[one] == borne[one] for one in found)
    )


def _without(node: n.Node, names: frozenset[str]) -> n.Node:
    """The expression with each such power read as its letter."""
    if not names:
        return node
    if isinstance(node, n.Power) and isinstance(node.base, n.Symbol) and node.base.name.letter in names:
        return node.base
    changes: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple) and any(hasattr(item, "span") for item in value):
            changes[field.name] = tuple(_without(item, names) for item in value)
        elif hasattr(value, "span"):
            changes[field.name] = _without(value, names)
    return replace(node, **changes) if changes else node
