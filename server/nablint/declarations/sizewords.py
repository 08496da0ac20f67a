"""Sizes that words of a formula put behind something: `W \\text{(size } m \\times n\\text{)}`, `\\text{Dimensions are DxD}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.keys import key_of
from nablint.declarations.sizetext import read_shape, shape_of_axes
from nablint.declarations.spaces import dim_of, size_of
from nablint.parse.nodes import Aligned, Blank, Group, Node, Opaque, Relation, Sequence, Text
from nablint.sizes.shapes import Shape

_WORD = r"\b(?:shape|size|dims?|dimensions?)\b"
_SIZE_WORD = re.compile(_WORD, re.IGNORECASE)
_TYPED = r"\w{1,8}(?:\s?[x×]\s?\w{1,8}){1,3}"
_DIMENSIONS = re.compile(
    rf"\b(?:dimensions?|dims?|size|shape)\s*(?:is|are|:|=|of)?\s*(\({_TYPED}\)|{_TYPED})\W*$", re.IGNORECASE
)
_OPENS = re.compile(rf"[(\[]\s*(?:of\s+)?{_WORD}\s*(?:is|:|=|of)?\s*$", re.IGNORECASE)
_NESTED = re.compile(rf"[(\[]\s*(?:of\s+)?{_WORD}\s*(?:is|:|=|of)?\s*\$[^$]+\$\s*[)\]]", re.IGNORECASE)
_BRACKETS = ("(", "[")
_NEW_CELL = "&"


@dataclass(frozen=True, slots=True)
class Behind:
    """`subject` with the size that stands behind it; `span` is where the size stands. `marks`: right behind it."""

    subject: Node
    shape: Shape
    span: Span
    marks: bool


def sizes_behind(nodes: Iterable[Node], text: str) -> Iterator[Behind]:
    """What the rows and lists among `nodes`, outer ones first, say with words of sizes. `text`: of the formula."""
    cells: set[int] = set()
    for node in nodes:
        match node:
            case Aligned(rows=rows):
                for row in rows:
                    cells.update(map(id, row))
                    yield from _in_list(*_flat(row), text)
            case Sequence(items=items, separators=separators) if id(node) not in cells:
                yield from _in_list(items, separators, text)
            case _:
                pass


def _flat(row: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The cells of a row as one list."""
    items: list[Node] = []
    separators: list[str] = []
    for cell in row:
        if isinstance(cell, Blank):
            continue
        inner = cell if isinstance(cell, Sequence) else None
        if items:
            separators.append(_NEW_CELL)
        items.extend(inner.items if inner else (cell,))
        separators.extend(inner.separators if inner else ())
    return tuple(items), tuple(separators)


def _in_list(items: tuple[Node, ...], separators: tuple[str, ...], text: str) -> Iterator[Behind]:
    for k, item in enumerate(items):
        if not k or not isinstance(item, Text):
            continue
        bracketed = item.text.lstrip().startswith(_BRACKETS)
        apart = separators[k - 1] != "text" or "quad" in text[items[k - 1].span.end : item.span.start]
        subject = _in_front(items, k, bracketed and not apart)
        if subject is None:
            continue
        marks = key_of(subject) is not None
        following = items[k + 1] if k + 1 < len(items) else None
        if following is not None and _OPENS.search(item.text):
            closing = items[k + 2] if k + 2 < len(items) else None
            # Without its bracket behind it, what follows may go on with more than the size.
            if isinstance(closing, Text) and closing.text.lstrip().startswith((")", "]")):
                shape = size_of(following)
                if shape is not None:
                    yield Behind(subject, shape, following.span, marks)
        elif len(item.formulas) == 1 and _NESTED.search(item.text):
            shape = size_of(item.formulas[0])
            if shape is not None:
                yield Behind(subject, shape, item.formulas[0].span, marks)
        elif (words := _DIMENSIONS.search(item.text)) is not None:
            shape = read_shape(words.group(1))
            if shape is not None:
                yield Behind(subject, shape, item.span, marks and bracketed)
        elif k == len(items) - 2 and isinstance(following, Group) and _SIZE_WORD.search(item.text):
            shape = size_of(following) or tuple_size(following)
            if shape is not None:
                yield Behind(subject, shape, following.span, True)


def _in_front(items: tuple[Node, ...], k: int, close: bool) -> Node | None:
    """What the words at `k` speak of: the name right before them, or what the equation before them is about.

    Brackets `close` behind a product may speak of its last factor, and then of nothing that is sure.
    """
    before = items[k - 1]
    if key_of(before) is not None:
        return before
    if not isinstance(before, Relation):
        return None if close else about(items[0])
    if close:
        return before.sides[-1] if key_of(before.sides[-1]) is not None else None
    return about(items[0] if isinstance(before.sides[0], Blank) else before)


def about(tree: Node) -> Node | None:
    """What a formula is about: the left side of its chain, or all of it."""
    while isinstance(tree, Aligned | Sequence):
        cells = (
            [cell for row in tree.rows for cell in row if not isinstance(cell, Blank)]
            if isinstance(tree, Aligned)
            else [item for item in tree.items if not isinstance(item, Text | Blank)]
        )
        if not cells:
            return None
        tree = cells[0]
    if isinstance(tree, Relation):
        side = tree.sides[0] if not isinstance(tree.sides[0], Blank) else tree.sides[-1]
        return None if isinstance(side, Blank) else side
    return None if isinstance(tree, Text | Blank | Opaque) else tree


def tuple_size(node: Node) -> Shape | None:
    """`(m, n)` as a size."""
    if isinstance(node, Group) and isinstance(node.body, Sequence):
        dims = [dim_of(item) for item in node.body.items]
        kept = [dim for dim in dims if dim is not None]
        return shape_of_axes(kept) if len(kept) == len(dims) else None
    return None
