"""Commands with arguments (fractions, derivatives, brackets, marks, literals), as items for the grammar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

from nablint.base.spans import Span
from nablint.parse.derivatives import fraction as fraction_of
from nablint.parse.items import BigHead, FunctionHead, Item, put
from nablint.parse.nodes import (
    Aligned,
    Blank,
    By,
    Call,
    Derivative,
    Group,
    Inner,
    Label,
    Mark,
    Name,
    Node,
    Norm,
    Number,
    Sequence,
    Sub,
    Symbol,
    Text,
    Transpose,
)
from nablint.parse.run import node_of

if TYPE_CHECKING:
    from nablint.parse.reader import Reader

# Fractions, roots, derivatives


def fraction(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    numerator, middle_ = reader.argument(k + 1, j, "main")
    denominator, after = reader.argument(middle_, j, "main")
    put(out, fraction_of(reader.cover(k, after), numerator, denominator))
    return after


def root(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    after = k + 1
    index: Node | None = None
    if after < j and reader.tokens[after].text == "[" and after < reader.partner[after] < j:
        index = reader.range(after + 1, reader.partner[after], reader.tokens[after].end, "sup")
        after = reader.partner[after] + 1
    body, after = reader.argument(after, j)
    name = Span(reader.tokens[k].start, reader.tokens[k].end)
    put(out, Call(reader.cover(k, after), "sqrt", (body,), name, None, index))
    return after


def braced_function(form: tuple[str, int], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    name, count = form
    arguments: list[Node] = []
    after = k + 1
    for _ in range(count):
        node, after = reader.argument(after, j)
        arguments.append(node)
    put(out, Call(reader.cover(k, after), name, tuple(arguments), Span(reader.tokens[k].start, reader.tokens[k].end)))
    return after


def physics_derivative(sign_: Literal["d", "∂", "δ", "D"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\dv[2]{f}{x}`, `\\pdv{f}{x}{y}`, `\\pdv{f}{x,y}`, `\\dv{x}`."""
    after = k + 1
    order: int | None = 1
    if after < j and reader.tokens[after].text == "[" and after < reader.partner[after] < j:
        count = reader.range(after + 1, reader.partner[after], reader.tokens[after].end, "sup")
        order = int(count.text) if isinstance(count, Number) and count.text.isdigit() and len(count.text) < 3 else None
        after = reader.partner[after] + 1
    arguments: list[Node] = []
    braced = after < j and reader.tokens[after].kind == "{"
    while len(arguments) < 3 and after < j and reader.tokens[after].kind == "{":
        node, after = reader.argument(after, j, "main")
        arguments.append(node)
    while not arguments or (len(arguments) < 2 and not braced and after < j):
        before = after
        node, after = reader.argument(after, j, "main")
        arguments.append(node)
        if after == before:
            break
    operand = arguments[0] if len(arguments) > 1 else None
    variables: list[Node] = []
    for node in arguments[1:] or arguments[:1]:
        variables.extend(node.items if isinstance(node, Sequence) else (node,))
    if operand is not None and isinstance(operand, Blank):
        operand = None
    each = order if len(variables) == 1 else 1
    by = tuple(By(v.span, v, each) for v in variables)
    put(out, Derivative(reader.cover(k, after), sign_, operand, by, order if len(by) == 1 else max(len(by), order or 1)))
    return after


# Brackets by command


def bars(count: Literal[1, 2], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    after = k + 1
    if after < j and reader.tokens[after].text == "*":
        after += 1
    node, after = reader.argument(after, j)
    if isinstance(node, Group):
        node = node.body
    put(out, Norm(reader.cover(k, after), node, count))
    return after


def inner(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    left, middle_ = reader.argument(k + 1, j)
    if middle_ < j and reader.tokens[middle_].kind == "{":
        right, after = reader.argument(middle_, j)
        put(out, Inner(reader.cover(k, after), left, right))
        return after
    span = reader.cover(k, middle_)
    if isinstance(left, Sequence) and len(left.items) == 2:
        put(out, Inner(span, left.items[0], left.items[1]))
    else:
        put(out, Group(span, left, "⟨⟩"))
    return middle_


def grouped(brackets: Literal["()", "[]", "{}", "⌊⌋", "⌈⌉"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    node, after = reader.argument(k + 1, j)
    put(out, Group(reader.cover(k, after), node, brackets))
    return after


def transparent(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\eval{f}_{x=0}`: the value of f at a point."""
    node, after = reader.argument(k + 1, j)
    put(out, node)
    if after < j and reader.tokens[after].kind == "_":
        out.append(Item("BAR", "|", node.span.end, node.span.end))
    return after


def transposed(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\transpose{A}`; without an argument, the sign ⊤."""
    if k + 1 < j and reader.tokens[k + 1].kind == "{":
        node, after = reader.argument(k + 1, j)
        put(out, Transpose(reader.cover(k, after), node))
        return after
    put(out, Symbol(Span(reader.tokens[k].start, reader.tokens[k].end), Name("⊤")))
    return k + 1


# Marks


def brace_mark(style: Literal["underbrace", "overbrace"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    body, after = reader.argument(k + 1, j, "main" if reader.role == "main" else None)
    note: Node | None = None
    wanted = "_" if style == "underbrace" else "^"
    while after < j and reader.tokens[after].text == "\\limits":
        after += 1
    if after < j and reader.tokens[after].kind == wanted:
        note, after = reader.argument(after + 1, j, "main")
        note = _without_rows(note)
    put(out, Mark(reader.cover(k, after), body, note, style))
    return after


def _without_rows(node: Node) -> Node:
    """Rows of a note below a brace are things side by side."""
    if isinstance(node, Aligned):
        cells = tuple(cell for row in node.rows for cell in row if not isinstance(cell, Blank))
        if len(cells) == 1:
            return cells[0]
        return Sequence(node.span, cells, (",",) * (len(cells) - 1)) if cells else Blank(node.span)
    return node


def plain_mark(style: Literal["cancel", "boxed"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    body, after = reader.argument(k + 1, j)
    put(out, Mark(reader.cover(k, after), body, None, style))
    return after


def cancel_to(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    note, middle_ = reader.argument(k + 1, j)
    body, after = reader.argument(middle_, j)
    put(out, Mark(reader.cover(k, after), body, note, "cancel"))
    return after


_DEFINING = frozenset({"def", "def.", "△", "Δ", "∆", "definition", "Def", "def:"})


def stack(style: Literal["underset", "overset"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\overset{!}{=}` is a relation, `\\underset{x}{\\max}` an operator with its limit, all else a mark."""
    note, middle_ = reader.argument(k + 1, j, "main")
    items, after = reader.group_items(middle_, j)
    span = reader.cover(k, after)
    note = _without_rows(note)
    if isinstance(note, Blank):
        out.extend(items)
        return after
    if len(items) == 1:
        item = items[0]
        if item.type == "REL":
            word = note.text if isinstance(note, Text) else note.name.letter if isinstance(note, Symbol) else ""
            defines = word.strip() in _DEFINING and item.value == "="
            out.append(Item("REL", "≜" if defines else item.value, span.start, span.end))
            return after
        if item.type in ("SIGN", "PM", "BANG", "SEP"):
            out.append(Item(item.type, item.value, span.start, span.end))
            return after
        if isinstance(item.value, BigHead):
            limits = {"lower": note} if style == "underset" else {"upper": note}
            put(out, replace(item.value, span=span, **cast("dict[str, Any]", limits)))
            return after
        if isinstance(item.value, FunctionHead):
            put(out, replace(item.value, span=span, index=note if style == "underset" else item.value.index))
            return after
    body = node_of(items, reader.text, span.end)
    put(out, Mark(span, body, note, style))
    return after


def substack(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    node, after = reader.argument(k + 1, j)
    node = _without_rows(node)
    out.append(Item("ATOM", node, node.span.start, node.span.end))
    return after


def prescript(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\prescript{a}{b}{X}`: the scripts before a letter are labels of it."""
    upper, after = reader.argument(k + 1, j, "sup")
    lower, after = reader.argument(after, j, "sub")
    body, after = reader.argument(after, j)
    span = reader.cover(k, after)
    if not isinstance(lower, Blank):
        body = Sub(span, body, lower)
    if not isinstance(upper, Blank):
        body = Label(span, body, upper, "text")
    put(out, replace(body, span=span))
    return after


def environment(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    from nablint.parse.environments import environment_node

    stop = reader.partner[k]
    if not k < stop < j:
        return k + 1
    node = environment_node(reader, k, stop)
    put(out, node)
    return stop + 1


def matrix_command(brackets: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\pmatrix{a & b \\cr c & d}`, `\\cases{…}` of plain TeX."""
    from nablint.parse.environments import literal

    after = k + 1
    if after < j and reader.tokens[after].kind == "{" and after < reader.partner[after] < j:
        stop = reader.partner[after]
        put(out, literal(reader, after + 1, stop, reader.cover(k, stop + 1), brackets))
        return stop + 1
    return after
