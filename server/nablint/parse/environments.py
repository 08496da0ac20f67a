"""Environments: matrices with their pictures (dots, rules, blanks), cases, and aligned rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from nablint.base.spans import Span
from nablint.parse.commands import CASES, ENVIRONMENTS_WITH_SPEC, MATRIX_BRACKETS
from nablint.parse.items import MOST_NESTING
from nablint.parse.nodes import Aligned, Blank, Cases, Matrix, Negate, Node, Opaque, Relation, Rule

if TYPE_CHECKING:
    from nablint.parse.reader import Reader

MatrixBrackets = Literal["[]", "()", "{}", "||", "‖‖", ""]


def environment_node(reader: Reader, k: int, stop: int) -> Node:
    """The node of `\\begin{…} … \\end{…}`, the tokens k and stop."""
    name = reader.tokens[k].text
    span = reader.cover(k, stop + 1)
    begin = _after_options(reader, k + 1, stop, name)
    if reader.depth >= MOST_NESTING:
        return Opaque(span, span.of(reader.text), "nested too deep")
    reader.depth += 1
    font, role = reader.font, reader.role
    reader.role = "main"
    try:
        bare = name.rstrip("*")
        if bare in CASES:
            return Cases(span, reader.rows(begin, stop))
        if bare in MATRIX_BRACKETS:
            return literal(reader, begin, stop, span, MATRIX_BRACKETS[bare])
        rows = reader.rows(begin, stop)
        return Aligned(span, rows, name)
    finally:
        reader.font, reader.role = font, role
        reader.depth -= 1


def literal(reader: Reader, begin: int, stop: int, span: Span, brackets: str) -> Node:
    if brackets == "cases":
        return Cases(span, reader.rows(begin, stop))
    rows = tuple(row for row in (tuple(_cell(cell) for cell in row) for row in reader.rows(begin, stop)) if not _is_line(row))
    return Matrix(span, rows, cast(MatrixBrackets, brackets))


def _is_line(row: tuple[Node, ...]) -> bool:
    """Nothing but blanks in a single cell: the end of the picture, or an \\hline."""
    return len(row) == 1 and isinstance(row[0], Blank)


def _cell(node: Node) -> Node:
    """A bar or a dash alone in its cell is a rule of the picture."""
    if isinstance(node, Relation) and node.signs in (("|",), ("∥",)) and all(isinstance(side, Blank) for side in node.sides):
        return Rule(node.span)
    if isinstance(node, Negate) and _is_dash(node):
        return Rule(node.span)
    if isinstance(node, Opaque) and node.why == "bar not closed" and len(node.text) == 1:
        return Rule(node.span)
    return node


def _is_dash(node: Node) -> bool:
    while isinstance(node, Negate):
        node = node.body
    return isinstance(node, Blank)


def _after_options(reader: Reader, k: int, stop: int, name: str) -> int:
    """Past `[t]` and the column specification `{cc|c}`."""
    tokens, partner = reader.tokens, reader.partner
    first = k
    if k < stop and tokens[k].text == "[" and k < partner[k] < stop and partner[k] - k <= 3:
        inside = "".join(token.text for token in tokens[k + 1 : partner[k]])
        if inside in ("t", "b", "c", "r", "l", "ht", "h!") and name not in ("bmatrix", "matrix", "pmatrix"):
            k = partner[k] + 1
    if name in ENVIRONMENTS_WITH_SPEC and k < stop and tokens[k].kind == "{" and k < partner[k] < stop:
        return partner[k] + 1
    return k if k > first else first
