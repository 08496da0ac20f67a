"""Brackets that pair, which hold a little parse of their own, and brackets without a partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from nablint.base.spans import Span
from nablint.parse.bracket_nodes import CLOSING, bar_node, group_node
from nablint.parse.items import MOST_NESTING, Item
from nablint.parse.nodes import Aligned, Blank, Cases, Matrix, Node, Opaque
from nablint.parse.run import node_of
from nablint.parse.signs import CLOSERS, OPENERS
from nablint.parse.taking_signs import quad
from nablint.parse.tidy import tidied

if TYPE_CHECKING:
    from nablint.parse.reader import Reader

_WIDE = frozenset(("\\;", "\\:", "\\ ", "~"))
_BARS = frozenset(("|", "\\|", "\\mid", "\\vert", "\\Vert", "\\middle", "\\middle|"))


def bracket(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    stop = reader.partner[k]
    if not k < stop < j:
        return _lonely(reader, k, j, out)
    closer = reader.tokens[stop]
    inner = _inside(reader, k, stop)
    start, end = min(token.start, closer.start), max(token.end, closer.end)
    span = Span(start, end)
    after = stop + 1
    one, two = token.text, closer.text
    if one in ("|", "\\vert", "\\lvert", "\\|", "\\Vert", "\\lVert") and two not in (".",):
        bars: Literal[1, 2] = 2 if one in ("\\|", "\\Vert", "\\lVert") else 1
        out.append(Item("ATOM", bar_node(span, inner, bars), start, end))
        return after
    if one == "." and two in ("|", "\\vert", "\\rvert", "\\|", "\\Vert"):
        if isinstance(inner, Blank):
            out.append(Item("BAR", ">|", start, end))
        else:
            out.append(Item("ATOM", inner, inner.span.start, inner.span.end))
            out.append(Item("BAR", ">|", closer.start, closer.end))
        return after
    left = OPENERS.get(one) or one
    right = CLOSING.get(CLOSERS.get(two, ""), two)
    drawn = isinstance(inner, (Aligned, Cases)) or (isinstance(inner, Matrix) and not inner.brackets)
    if drawn and left == "{" and two == ".":
        assert isinstance(inner, (Aligned, Cases, Matrix))
        out.append(Item("ATOM", Cases(span, inner.rows), start, end))
        return after
    out.append(Item("ATOM", group_node(span, inner, left, right), start, end))
    return after


def _inside(reader: Reader, k: int, stop: int) -> Node:
    if reader.depth >= MOST_NESTING:
        return reader.unread(k + 1, stop, reader.tokens[k].end, "nested too deep")
    reader.depth += 1
    role = reader.role
    font = reader.font
    items: list[Item] = []
    at = reader.tokens[k].end
    if reader.tokens[k].kind == "left" and reader.tokens[k].text in ("\\{", "\\lbrace", ".") and reader.has_rows(k + 1, stop):
        node = reader.rows_or_run(k + 1, stop, at, "group")
    else:
        items = _set_apart(reader, k, stop) or reader.items(k + 1, stop)
        node = node_of(items, reader.text, at)
    reader.role, reader.font = role, font
    reader.depth -= 1
    return node


def _set_apart(reader: Reader, k: int, stop: int) -> list[Item]:
    """The items of square brackets in which wide spaces set them apart, `[b \\; Ab \\; A^2 b]`; none of other brackets."""
    if reader.tokens[k].text != "[" or reader.has_infix or not _has_wide_spaces(reader, k + 1, stop):
        return []
    out: list[Item] = []
    at = k + 1
    while at < stop:
        at = quad(reader, at, stop, out) if reader.tokens[at].text in _WIDE else reader.step(at, stop, out)
    return tidied(out, reader.text, reader.role)


def _has_wide_spaces(reader: Reader, i: int, j: int) -> bool:
    """Whether there are any, and none beside a bar: in `[x \\; | \\; y]` they only give it room."""
    texts = [reader.tokens[k].text for k in range(i, j)]
    return any(text in _WIDE for text in texts) and not any(text in _BARS for text in texts)


def _lonely(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """A bracket without its partner: it opens to the end of the run, or closes from the run's beginning."""
    token = reader.tokens[k]
    start, end = token.start, token.end
    if token.text == "." or (token.kind in ("left", "right") and not token.text.strip()):
        return k + 1
    if token.text in ("|", "\\|", "\\vert", "\\Vert"):
        out.append(Item("BAR", "|" if token.text in ("|", "\\vert") else "||", start, end))
        return k + 1
    if token.kind in ("open", "left"):
        if not out:
            out.append(Item("TEXT", token.text, start, end))
            return k + 1
        node = reader.unread(k, j, start, "bracket not closed")
        out.append(Item("ATOM", node, node.span.start, node.span.end))
        return j
    begin = next((m + 1 for m in range(len(out) - 1, -1, -1) if out[m].type in ("QUAD", "TEXT")), 0)
    label = out[begin:]
    if token.text == ")" and all(item.type in ("ATOM", "SEP", "PRIME", "SUB") for item in label):
        first = label[0].start_pos if label else start
        if end - first < 12:
            out[begin:] = [Item("TEXT", reader.text[first:end], first, end)]
            return k + 1
    if k + 1 == j and out:
        out.append(Item("TEXT", token.text, start, end))
        return k + 1
    cut = next((m + 1 for m in range(len(out) - 1, -1, -1) if out[m].type in ("REL", "SEP", "QUAD", "TEXT")), 0)
    first = min([start, *(item.start_pos for item in out[cut:])])
    span = Span(first, max([end, *(item.end_pos for item in out[cut:])]))
    out[cut:] = [Item("ATOM", Opaque(span, span.of(reader.text), "bracket not opened"), span.start, span.end)]
    return k + 1
