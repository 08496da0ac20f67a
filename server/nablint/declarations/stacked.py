"""Rows and columns that a matrix is made of: `A = [a_1 ⋯ a_n]`, "with rows $x_i^\\top$". Its size tells theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.base.wholewords import whole_words
from nablint.declarations.facts import SymbolKey
from nablint.declarations.families import Script
from nablint.declarations.keys import key_of
from nablint.declarations.passages import FORMULA, FORMULA_REST
from nablint.declarations.spaces import dim_of
from nablint.parse.nodes import (
    Dots,
    Group,
    Label,
    Matrix,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Sequence,
    Sub,
    Symbol,
    Transpose,
)
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


@dataclass(frozen=True, slots=True)
class SaidOfRows:
    """What words say a matrix is made of. `value` is the matrix written out of it, of nodes that stand where `at` begins; None
    where its size is no letter. `span`: the words."""

    member: Stacked
    whole: SymbolKey
    value: Node | None
    at: int
    span: Span


def written_out(value: Node, whole: Shape | None) -> Stacked | None:
    """The members that a matrix of the given size is written out of."""
    if isinstance(value, Transpose):
        return written_out(value.base, whole.transposed) if isinstance(whole, MatrixShape) else None
    if not isinstance(whole, MatrixShape) or ONE in (whole.rows, whole.cols):
        return None
    down, cells = cells_of(value) or (False, ())
    return (_rows(cells, whole) if down else _columns(cells, whole)) if len(cells) > 1 else None


def cells_of(value: Node) -> tuple[bool, tuple[Node, ...]] | None:
    """What stands in one row or one column of a matrix, and whether it is a column; None of anything else."""
    match value:
        case Matrix(rows=(cells,)):
            return False, cells
        case Matrix(rows=rows) if all(len(row) == 1 for row in rows):
            return True, tuple(row[0] for row in rows)
        case Group(body=Sequence(items=items, separators=separators), brackets="[]" | "()") if set(separators) <= {",", "quad"}:
            return False, items
        case Group(body=Product(factors=cells, signs=signs), brackets="[]" | "()") if set(signs) == {""}:
            return (False, cells) if any(isinstance(cell, Dots) for cell in cells) else None
        case _:
            return None


def said_in(text: str, formula: Callable[[int], Node | None], shapes: Mapping[SymbolKey, Shape]) -> Iterator[SaidOfRows]:
    """What a sentence (in lower case) says of the rows or columns of a matrix; `formula` gives the formula whose placeholder
    begins at a place of it."""
    for found in _SAID.finditer(text):
        at = found.start("whole") if found.group("whole") else text.rfind(FORMULA, 0, found.start())
        key = _named(formula(at)) if at >= 0 else None
        whole = shapes.get(key) if key is not None else None
        member = formula(found.start("member"))
        if isinstance(member, Sequence):
            member = member.items[0]
        if key is None or not isinstance(whole, MatrixShape) or ONE in (whole.rows, whole.cols) or member is None:
            continue
        rows = found.group("kind").startswith("row")
        turned = isinstance(member, Transpose)
        one = _bare(member)
        symbol = _member(one)
        if symbol is not None and (turned or not rows):
            count, size = (whole.rows, whole.cols) if rows else (whole.cols, whole.rows)
            value = _written(one, count, turned, rows)
            yield SaidOfRows(Stacked(symbol, column(size)), key, value, found.start("member"), Span(*found.span()))


def _named(node: Node | None) -> SymbolKey | None:
    if isinstance(node, Relation):
        node = node.sides[0]
    return key_of(node) if node is not None else None


def _written(member: Node, count: Dim, turned: bool, rows: bool) -> Node | None:
    """The matrix of so many members, as an author would write it out."""
    last = count.single_name
    if last is None or len(last) != 1 or not isinstance(member, Sub | Label):
        return None
    span = member.span
    ends = [_at(member, index) for index in (Number(span, "1"), Symbol(span, Name(last)))]
    first, final = (Transpose(span, end) if turned else end for end in ends)
    cells = (first, Dots(span, "v" if rows else "h"), final)
    return Matrix(span, tuple((cell,) for cell in cells) if rows else (cells,), "[]")


def _at(member: Sub | Label, index: Node) -> Node:
    return replace(member, index=index) if isinstance(member, Sub) else replace(member, label=index)


def _columns(cells: tuple[Node, ...], whole: MatrixShape) -> Stacked | None:
    found = _counted(cells)
    return Stacked(found[0], column(whole.rows)) if found is not None and found[1] == whole.cols else None


def _rows(cells: tuple[Node, ...], whole: MatrixShape) -> Stacked | None:
    """Only of what is transposed: columns below one another are often meant as rows."""
    if any(not isinstance(cell, Transpose | Dots) for cell in cells):
        return None
    found = _counted(cells)
    return Stacked(found[0], column(whole.cols)) if found is not None and found[1] == whole.rows else None


def _counted(cells: tuple[Node, ...]) -> tuple[SymbolKey, Dim] | None:
    """The letter whose members stand in all cells, and the number of the last one."""
    named = [_bare(cell) for cell in cells if not isinstance(cell, Dots)]
    keys = {_member(cell) for cell in named}
    places = [dim_of(index) for cell in named if (index := _index(cell)) is not None]
    if len(keys) != 1 or len(places) != len(named) or not places or places[0] != ONE or places[-1] is None:
        return None
    key = keys.pop()
    return None if key is None else (key, places[-1])


def _bare(node: Node) -> Node:
    """Without its transpose, and brackets around it."""
    while isinstance(node, Transpose | Group):
        node = node.base if isinstance(node, Transpose) else node.body
    return node


def _index(node: Node) -> Node | None:
    script = Script.of(node)
    return None if script is None else script.index


def _member(node: Node) -> SymbolKey | None:
    """Any member of the family that one belongs to: `x_i` of `x_1`, `x^{(i)}` of `x^{(m)}`."""
    script = Script.of(node)
    return script.saying(_COUNTER) if script is not None and dim_of(script.index) is not None else None
