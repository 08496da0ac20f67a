"""Entries written out through dots (`x_1, …, x_n`; the cells of a matrix), and the arrays whose entries they count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nablint.base.memory import by_identity
from nablint.declarations.spaces import dim_of
from nablint.inference.literals import index_parts, is_drawing
from nablint.parse import nodes as n
from nablint.sizes.dims import Dim


@dataclass(frozen=True, slots=True)
class Counted:
    """From the first to the last entry the subscript of `base` at `position` goes from 1 (or 0) to `last`; `at` writes the
    last one. `position` is -1 for a single subscript."""

    base: n.Node
    position: int
    last: Dim
    at: n.Node


@by_identity(2048)
def enumerations(tree: n.Node) -> tuple[Counted, ...]:
    """Every array that dots in a list or matrix literal count through."""
    return tuple(_enumerations(tree))


def _enumerations(tree: n.Node) -> Iterator[Counted]:
    for part in n.walk(tree):
        if isinstance(part, n.Matrix):
            for line in _lines(part):
                yield from counted(line)
        elif isinstance(part, n.Sequence):
            yield from counted(part.items)


def _lines(node: n.Matrix) -> Iterator[tuple[n.Node, ...]]:
    """The rows, the columns and the diagonal of a literal."""
    rows = [tuple(cell for cell in row if not isinstance(cell, n.Rule)) for row in node.rows]
    rows = [row for row in rows if row and not all(isinstance(cell, n.Blank) for cell in row)]
    yield from rows
    width = min((len(row) for row in rows), default=0)
    for column in range(width):
        yield tuple(row[column] for row in rows)
    if rows and len({len(row) for row in rows}) == 1 and len(rows) == width:
        yield tuple(rows[k][k] for k in range(width))


def counted(line: tuple[n.Node, ...]) -> Iterator[Counted]:
    """The arrays that dots in one line of entries count through."""
    entries = [cell for cell in line if not is_drawing(cell)]
    dotted = any(isinstance(cell, n.Dots) for cell in line)
    if dotted and len(entries) >= 2 and not is_drawing(line[0]) and not is_drawing(line[-1]):
        yield from _varied(entries[0], entries[-1])


def _varied(first: n.Node, last: n.Node) -> Iterator[Counted]:
    if type(first) is not type(last):
        return
    if isinstance(first, n.Sub) and isinstance(last, n.Sub):
        yield from _varied(first.base, last.base)
        before, after = index_parts(first.index), index_parts(last.index)
        if len(before) != len(after):
            return
        for position, (a, b) in enumerate(zip(before, after, strict=True)):
            start, end = dim_of(a), dim_of(b)
            if start is not None and end is not None and start.number in (0, 1) and start != end:
                size = end if start.is_one else end + start + Dim.of(1)
                yield Counted(last.base, position if len(after) > 1 else -1, size, b)
        return
    below, beyond = list(n.children(first)), list(n.children(last))
    if len(below) == len(beyond):
        for a, b in zip(below, beyond, strict=True):
            yield from _varied(a, b)
