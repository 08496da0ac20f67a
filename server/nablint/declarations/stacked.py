"""Rows and columns that a matrix is made of: `A = [a_1 ⋯ a_n]`, "with rows $x_i^\\top$". Its size tells theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.base.wholewords import whole_words
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.passages import FORMULA, FORMULA_REST
from nablint.declarations.spaces import dim_of
from nablint.parse.nodes import Dots, Group, Matrix, Node, Relation, Sequence, Sub, Symbol, Transpose
from nablint.sizes.dims import ONE, Dim
from nablint.sizes.shapes import Matrix as MatrixShape
from nablint.sizes.shapes import Shape, column

_COUNTER = "i"  # the letter by which any member of a family is known
_FORMULA = f"{FORMULA}{FORMULA_REST}*"
_SAID = re.compile(
    f"(?:{whole_words('with|has|have|having|whose|where|the|its|and')})"
    rf"\s+(?:the\s+|as\s+)?(?:{_FORMULA}\s?-?\s?th\s+)?(?P<kind>rows?|columns?)(?:\s+vectors?)?"
    rf"(?:\s+of\s+(?:the\s+matrix\s+)?(?P<whole>{_FORMULA}))?"
    rf"\s+(?:is\s+|are\s+|being\s+|given\s+by\s+|equal\s+to\s+)?(?:the\s+vectors?\s+)?(?P<member>{_FORMULA})"
)


@dataclass(frozen=True, slots=True)
class Stacked:
    """A member of what a matrix is made of: any `a_i`, and its shape."""

    symbol: SymbolKey
    shape: Shape


def written_out(value: Node, whole: Shape | None) -> Stacked | None:
    """The members that a matrix of the given size is written out of."""
    if isinstance(value, Transpose):
        return written_out(value.base, whole.transposed) if isinstance(whole, MatrixShape) else None
    if not isinstance(whole, MatrixShape) or ONE in (whole.rows, whole.cols):
        return None
    match value:
        case Matrix(rows=(cells,)) if len(cells) > 1:
            return _columns(cells, whole)
        case Matrix(rows=rows) if len(rows) > 1 and all(len(row) == 1 for row in rows):
            return _rows(tuple(row[0] for row in rows), whole)
        case Group(body=Sequence(items=items, separators=separators), brackets="[]" | "()") if set(separators) == {","}:
            return _columns(items, whole)
        case _:
            return None


def said_in(
    text: str, formula: Callable[[int], Node | None], shapes: Mapping[SymbolKey, Shape]
) -> Iterator[tuple[Stacked, Span]]:
    """What a sentence (in lower case) says of the rows or columns of a matrix; `formula` gives the formula whose placeholder
    begins at a place of it."""
    for found in _SAID.finditer(text):
        at = found.start("whole") if found.group("whole") else text.rfind(FORMULA, 0, found.start())
        whole = _shape_of(formula(at), shapes) if at >= 0 else None
        member = formula(found.start("member"))
        if isinstance(member, Sequence):
            member = member.items[0]
        if not isinstance(whole, MatrixShape) or ONE in (whole.rows, whole.cols) or member is None:
            continue
        side = found.group("kind").startswith("row")
        turned = isinstance(member, Transpose)
        key = _member(member.base if isinstance(member, Transpose) else member)
        if key is not None and (turned or not side):
            yield Stacked(key, column(whole.cols if side else whole.rows)), Span(*found.span())


def _shape_of(node: Node | None, shapes: Mapping[SymbolKey, Shape]) -> Shape | None:
    if isinstance(node, Relation):
        node = node.sides[0]
    key = key_of(node) if node is not None else None
    return shapes.get(key) if key is not None else None


def _columns(cells: tuple[Node, ...], whole: MatrixShape) -> Stacked | None:
    found = _counted(cells)
    return Stacked(found[0], column(whole.rows)) if found is not None and found[1] == whole.cols else None


def _rows(cells: tuple[Node, ...], whole: MatrixShape) -> Stacked | None:
    """Only of what is transposed: columns below one another are often meant as rows."""
    turned = tuple(cell.base if isinstance(cell, Transpose) else cell for cell in cells)
    if any(not isinstance(cell, Transpose | Dots) for cell in cells):
        return None
    found = _counted(turned)
    return Stacked(found[0], column(whole.cols)) if found is not None and found[1] == whole.rows else None


def _counted(cells: tuple[Node, ...]) -> tuple[SymbolKey, Dim] | None:
    """The letter whose members stand in all cells, and the number of the last one."""
    named = [cell for cell in cells if not isinstance(cell, Dots)]
    keys = {_member(cell) for cell in named}
    last = named[-1] if named else None
    end = dim_of(last.index) if isinstance(last, Sub) else None
    first = dim_of(named[0].index) if named and isinstance(named[0], Sub) else None
    if len(keys) != 1 or end is None or first != ONE:
        return None
    key = keys.pop()
    return None if key is None else (key, end)


def _member(node: Node) -> SymbolKey | None:
    if isinstance(node, Sub) and isinstance(node.base, Symbol) and dim_of(node.index) is not None:
        return SymbolKey(node.base.name, _COUNTER)
    return None
