"""Lists that count from 0 to N where what they write out is said to have N of them."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.directives import function_head
from nablint.declarations.facts import Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.spaces import dim_of, space_of
from nablint.parse import nodes as n
from nablint.readings.enumerations import Counted, counted
from nablint.readings.note import EQUALITIES
from nablint.readings.troubles import ReadNote
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import Matrix, Shape


@dataclass(frozen=True, slots=True)
class OneTooMany:
    """`base_0, …, base_last` are `last + 1` entries; `shape`, stated at `stated`, has a side that is a multiple of `last`."""

    region: int
    base: n.Node
    at: n.Node
    last: Dim
    shape: Matrix
    stated: Span


def one_too_many(note: ReadNote) -> Iterator[OneTooMany]:
    """Every chain `r = (r_0, …, r_N) = … ∈ S`, of which S leaves room for N only."""
    heads: dict[int, Statement] = {}
    lists: dict[int, tuple[Statement, Counted]] = {}
    for statement in note.note.said:
        if note.is_denied(statement.region):
            continue
        head = heads.setdefault(statement.chain, statement)
        if statement.sign in EQUALITIES and n.Dots in note.note.kinds[statement.region]:
            key = _named(head.left)
            found = _from_zero(statement.right, key) if key is not None else None
            if found is not None:
                lists.setdefault(statement.chain, (statement, found))
        elif statement.sign == "∈" and statement.chain in lists:
            where, one = lists[statement.chain]
            space, last = space_of(statement.right), dim_of(one.at)
            if space is not None and last is not None and _has_room_for(space.shape, last):
                assert isinstance(space.shape, Matrix)
                place = note.note.place(statement.region, statement.right)
                yield OneTooMany(where.region, one.base, one.at, last, space.shape, place)


def _named(node: n.Node) -> SymbolKey | None:
    head = function_head(node)
    return head[0] if head is not None else key_of(node)


def _from_zero(node: n.Node, key: SymbolKey) -> Counted | None:
    """A list of the letter's own entries, or blocks, that is counted from 0 to one name."""
    inner = node.base if isinstance(node, n.Transpose) else node
    if isinstance(inner, n.Group) and isinstance(inner.body, n.Sequence):
        cells = inner.body.items
    elif isinstance(inner, n.Matrix) and (len(inner.rows) == 1 or all(len(row) == 1 for row in inner.rows)):
        cells = tuple(cell for row in inner.rows for cell in row)
    else:
        return None
    for one in counted(cells):
        base, last = key_of(one.base), dim_of(one.at)
        own = base is not None and base.name.letter == key.name.letter and base.name.accents == key.name.accents
        if own and one.position < 0 and last is not None and last.single_name and one.last == last + Dim.of(1):
            return one
    return None


def _has_room_for(shape: Shape, last: Dim) -> bool:
    """Whether a side is a multiple of the last index, and neither side counts one more."""
    if not isinstance(shape, Matrix):
        return False
    sides = [side for side in (shape.rows, shape.cols) if side.names() & last.names()]
    return bool(sides) and all(len(side.terms) == 1 for side in sides)
