"""What a pair of brackets is: a group, a matrix literal, an inner product, a norm."""

from __future__ import annotations

from typing import Literal, TypeAlias, cast

from nablint.base.spans import Span
from nablint.parse.nodes import Group, Inner, Matrix, Node, Norm, Relation, Sequence

GroupBrackets: TypeAlias = Literal["()", "[]", "{}", "⟨⟩", "⌊⌋", "⌈⌉", "(]", "[)"]

CLOSING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
_MIXED: dict[str, GroupBrackets] = {"(]": "(]", "[)": "[)", "][": "()", "]]": "(]", "[[": "[)", ")(": "()"}


def group_node(span: Span, inner: Node, left: str, right: str) -> Node:
    """The node of a pair of brackets: a literal where they hold a matrix, an inner product, else a group."""
    brackets = left + right if left != "." else _OPENING.get(right, "()")
    if right == ".":
        brackets = left + CLOSING.get(left, ")")
    brackets = _MIXED.get(brackets, brackets)
    if brackets not in ("()", "[]", "{}", "⟨⟩", "⌊⌋", "⌈⌉", "(]", "[)"):
        brackets = "()"
    if isinstance(inner, Matrix) and inner.brackets == "" and brackets in ("()", "[]", "{}"):
        return Matrix(span, inner.rows, cast("Literal['()', '[]', '{}']", brackets))
    if brackets == "⟨⟩":
        if isinstance(inner, Sequence) and len(inner.items) == 2 and inner.separators == (",",):
            return Inner(span, inner.items[0], inner.items[1])
        if isinstance(inner, Relation) and inner.signs == ("|",):
            return Inner(span, inner.sides[0], inner.sides[1])
    return Group(span, inner, cast(GroupBrackets, brackets))


_OPENING = {closer: opener + closer for opener, closer in CLOSING.items()}


def bar_node(span: Span, inner: Node, bars: Literal[1, 2]) -> Node:
    if isinstance(inner, Matrix) and inner.brackets == "":
        return Matrix(span, inner.rows, "||" if bars == 1 else "‖‖")
    return Norm(span, inner, bars)
