"""Entries written out through dots (`x_1, …, x_n`; the cells of a matrix), and the arrays whose entries they count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from nablint.base.memory import by_identity
from nablint.base.values import dataclass
from nablint.declarations.spaces import dim_of
from nablint.inference.literals import index_parts, is_drawing
from nablint.parse import nodes as n
from nablint.parse.equality import same
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


@by_identity(2048)
def comebacks(tree: n.Node) -> tuple[tuple[n.Node, n.Node], ...]:
    """Lists that count on up to their dots, and end after them at the entry where they began: (base, the last index)."""
    return tuple(found for line in _dotted_lines(tree) if (found := _comeback(line)) is not None)


def _enumerations(tree: n.Node) -> Iterator[Counted]:
    for line in _dotted_lines(tree):
        yield from counted(line)


def _dotted_lines(tree: n.Node) -> Iterator[tuple[n.Node, ...]]:
    """Every list, and every row, column and diagonal of a literal, that has dots in it."""
    for part in n.walk(tree):
        lines = _lines(part) if isinstance(part, n.Matrix) else (part.items,) if isinstance(part, n.Sequence) else ()
        for line in lines:
            if any(isinstance(cell, n.Dots) for cell in line):
                yield line


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
    """The arrays that the dots of one line of entries count through."""
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


def _comeback(line: tuple[n.Node, ...]) -> tuple[n.Node, n.Node] | None:
    """Of `a_1, a_2, …, a_2` the base and the last index. A list that ends at its first entry may be a cycle, one with more
    entries after the dots may run back."""
    dots = [k for k, cell in enumerate(line) if isinstance(cell, n.Dots)]
    if len(dots) != 1 or dots[0] < 2 or dots[0] != len(line) - 2:
        return None
    before, last = line[: dots[0]], line[-1]
    counting = [_next_base(a, b) for a, b in pairwise(before)]
    base = counting[0]
    if base is None or any(other is None for other in counting) or not same(before[-1], last):
        return None
    return next(((part.base, part.index) for part in n.walk(last) if isinstance(part, n.Sub) and same(part.base, base)), None)


def _next_base(entry: n.Node, following: n.Node) -> n.Node | None:
    """What is counted from one entry to the next: the base of the subscripts that grow by one, where there is one such."""
    moved = list(_moved(entry, following))
    if not moved or any(end != start + Dim.of(1) for _, start, end in moved):
        return None
    return moved[0][0] if all(same(base, moved[0][0]) for base, _, _ in moved) else None


def _moved(first: n.Node, last: n.Node) -> Iterator[tuple[n.Node, Dim, Dim]]:
    """The numbers in subscripts that differ between two entries of one form."""
    if type(first) is not type(last):
        return
    if isinstance(first, n.Sub) and isinstance(last, n.Sub):
        yield from _moved(first.base, last.base)
        for a, b in zip(index_parts(first.index), index_parts(last.index), strict=False):
            start, end = dim_of(a), dim_of(b)
            if start is not None and end is not None and start.number is not None and start != end:
                yield last.base, start, end
        return
    for a, b in zip(n.children(first), n.children(last), strict=False):
        yield from _moved(a, b)
