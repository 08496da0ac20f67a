"""What signs, spaces and words take with them, as items for the grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from nablint.base.spans import Span
from nablint.parse.items import BigHead, FunctionHead, Item, put
from nablint.parse.nested import NESTED
from nablint.parse.nodes import (
    Blank,
    Dots,
    Hole,
    Mark,
    Name,
    Node,
    Number,
    Symbol,
    Text,
)
from nablint.parse.run import node_of
from nablint.parse.signs import NEGATED_RELATIONS

if TYPE_CHECKING:
    from nablint.parse.reader import Reader


def skip(arguments: int, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """Layout: nothing, with its arguments (and an optional one)."""
    after = k + 1
    if arguments and after < j and reader.tokens[after].text == "[" and after < reader.partner[after] < j:
        after = reader.partner[after] + 1
    for _ in range(arguments):
        if after < j and reader.tokens[after].kind == "{" and after < reader.partner[after] < j:
            after = reader.partner[after] + 1
        elif after < j and reader.tokens[k].text in ("\\color", "\\textcolor", "\\hskip", "\\mspace", "\\mkern", "\\kern"):
            after += 1
    return after


def quad(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    out.append(Item("QUAD", "quad", token.start, token.end))
    return k + 1


def relation(sign: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    start, end = token.start, token.end
    if sign == ":" and k + 1 < j and reader.tokens[k + 1].text == "=":
        out.append(Item("REL", ":=", start, reader.tokens[k + 1].end))
        return k + 2
    out.append(Item("REL", sign, start, end))
    return k + 1


def negated(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    items, after = reader.group_items(k + 1, j)
    start = reader.tokens[k].start
    if items and items[0].type == "REL" and isinstance(items[0].value, str):
        sign = NEGATED_RELATIONS.get(items[0].value, "≠")
        out.append(Item("REL", sign, start, items[0].end_pos))
        out.extend(items[1:])
    elif items and items[0].type == "BAR":
        out.append(Item("REL", "∤", start, items[0].end_pos))
    else:
        node = node_of(items, reader.text, reader.tokens[k].end)
        put(out, Mark(reader.cover(k, after), node, None, "cancel"))
    return after


def sign(word: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    if word == "star" and ((reader.role == "sup" and not out) or (reader.role == "sub" and _is_alone(reader, k, j, out))):
        put(out, Symbol(Span(token.start, token.end), Name("∗")))
    elif token.text == "\\bullet" and (not out or out[-1].type in ("TEXT", "QUAD", "SEP")):
        pass  # the bullet of a list
    elif word == "cdot" and _is_placeholder(reader, k, j, out):
        put(out, Symbol(Span(token.start, token.end), Name("⋅")))
    elif out and out[-1].type == "SIGN" and word:
        if word == "star" and out[-1].value == "star" and out[-1].end_pos == token.start:
            out.pop()
            node, after = reader.argument(k + 1, j, "main")
            out.append(Item("SUP", node, token.start - 1, max(node.span.end, token.end)))
            return after
        put(out, Blank(Span(token.start, token.start)))
        out.append(Item("SIGN", word, token.start, token.end))
    else:
        out.append(Item("SIGN", word, token.start, token.end))
    return k + 1


def _is_alone(reader: Reader, k: int, j: int, out: list[Item]) -> bool:
    """Whether a star has nothing to multiply on one of its sides: `K_{**}`, `K_{*n}`, `K_{n,*}` name what is tested."""
    if not out or out[-1].type == "SEP" or k + 1 >= j:
        return True
    return reader.tokens[k + 1].text in (",", ";", "*", "\\ast", "\\star")


def _is_placeholder(reader: Reader, k: int, j: int, out: list[Item]) -> bool:
    """Whether a dot stands for an argument: `f(\\cdot, x)`, `\\|\\cdot\\|`."""
    if out and out[-1].type not in ("BAR", "SEP", "REL", "QUAD"):
        return False
    return (
        k + 1 >= j
        or reader.tokens[k + 1].kind in ("bar", "close", "right")
        or reader.tokens[k + 1].text in (",", ";", "\\mid", "\\,")
    )


def sign_kind(sign_: str, out: list[Item]) -> str:
    """NEG for a sign that belongs to the factor after it (`a \\cdot -b`, `\\exp -x`), PM for one between terms."""
    back = len(out) - 1
    while back >= 0 and out[back].type in ("SUP", "SUB", "PRIME"):
        back -= 1
    if back >= 0:
        before = out[back]
        if before.type in ("SIGN", "NEG") or (before.type == "PM" and back == len(out) - 1):
            return "NEG"
        if sign_ != "+" and before.type == "ATOM":
            head = before.value
            if isinstance(head, BigHead) or (isinstance(head, FunctionHead) and head.command):
                return "NEG"
    return "PM"


def plus_minus(sign_: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    kind = sign_kind(sign_, out)
    out.append(Item(kind, sign_, token.start, token.end))
    return k + 1


def dots(direction: Literal["h", "v", "d"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    put(out, Dots(Span(token.start, token.end), direction))
    return k + 1


def logic(sign_: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    out.append(Item("TEXT", sign_, token.start, token.end))
    return k + 1


def separator(sign_: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    out.append(Item("SEP", sign_, token.start, token.end))
    return k + 1


def full_stop(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """The end of a sentence; `W.T`, as code writes it, is a transpose."""
    token = reader.tokens[k]
    if k + 1 < j and out:
        following = reader.tokens[k + 1]
        if (
            following.text == "T"
            and following.start == token.end
            and out[-1].end_pos == token.start
            and out[-1].type in ("ATOM", "SUB", "SUP")
        ):
            out.append(Item("SUP", Symbol(Span(following.start, following.end), Name("T")), token.start, following.end))
            return k + 2
    if k + 1 < j and not out and reader.tokens[k + 1].kind == "bar":
        put(out, Symbol(Span(token.start, token.end), Name("⋅")))
    else:
        out.append(Item("SEP", ".", token.start, token.end))
    return k + 1


def bang(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    out.append(Item("BANG", "!", token.start, token.end))
    return k + 1


def hole(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    after = k + 1
    while after < j and reader.tokens[after].text == token.text and token.text in ("\\_", "?"):
        after += 1
    put(out, Hole(reader.cover(k, after)))
    return after


def middle(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    if token.text in ("|", "\\vert", "\\mid"):
        out.append(Item("REL", "|", token.start, token.end))
    elif token.text in ("\\|", "\\Vert"):
        out.append(Item("REL", "∥", token.start, token.end))
    elif token.text == "/":
        out.append(Item("SIGN", "slash", token.start, token.end))
    return k + 1


def text(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """Words, with the formulas nested in them."""
    token = reader.tokens[k]
    command, _, content = token.text.partition("{")
    start = token.start
    formulas: list[Node] = []
    if "$" in content or "\\(" in content:
        offset = reader.text.find(content, start, token.end)
        for found in NESTED.finditer(content):
            group = 1 if found.group(1) is not None else 2
            node = reader.nested(found.group(group))
            if offset >= 0 and node is not None:
                formulas.append(shifted(node, offset + found.start(group)))
            elif node is not None:
                formulas.append(pinned(node, Span(start, token.end)))
    words = re.sub(r"\\([_%&#$ ,;])", r"\1", content)
    if command in ("\\textbf", "\\textit", "\\emph", "\\texttt", "\\textsf", "\\textsc") and len(words.strip()) == 1:
        font_ = {"\\textbf": "bold", "\\texttt": "tt", "\\textsf": "sf"}.get(command, "")
        put(out, Symbol(Span(start, token.end), Name(words.strip(), font_)))
    elif len(words) == 1 and words.isalpha():
        put(out, Symbol(Span(start, token.end), Name(words, "rm")))
    elif words.strip().isdigit() and reader.role != "main":
        put(out, Number(Span(start, token.end), words.strip()))
    elif words.strip() or not out:
        node_ = Text(Span(start, token.end), words, tuple(formulas))
        out.append(Item("TEXT", node_, start, token.end))
    return k + 1


def shifted(node: Node, by: int) -> Node:
    """The node with all its spans moved by an offset."""
    from nablint.parse.spans import moved

    return moved(node, lambda span: span.shifted(by))


def pinned(node: Node, span: Span) -> Node:
    """The node with all its spans set to one place."""
    from nablint.parse.spans import moved

    return moved(node, lambda _: span)


def reference(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    out.append(Item("TEXT", Text(Span(token.start, token.end), token.text.partition("{")[2] + " "), token.start, token.end))
    return k + 1


def tag(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\tag{1}` is no part of the formula."""
    return skip(1, reader, k, j, out)


def arrow(sign_: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    after = k + 1
    name: Node | None = None
    if after < j and reader.tokens[after].text == "[" and after < reader.partner[after] < j:
        name = reader.range(after + 1, reader.partner[after], reader.tokens[after].end)
        after = reader.partner[after] + 1
    above, after = reader.argument(after, j)
    if not isinstance(above, Blank):
        name = above
    span = reader.cover(k, after)
    out.append(Item("REL", (sign_, name) if sign_ == "→" else sign_, span.start, span.end))
    return after
