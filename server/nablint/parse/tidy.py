"""The last step before the grammar: bars find their partners, words become names or separators, spaces are dropped."""

from __future__ import annotations

from typing import Literal, cast

from nablint.base.spans import Span
from nablint.parse.commands import BIG_WORDS
from nablint.parse.functions import BARE_FUNCTIONS, COMMAND_FUNCTIONS, canonical_function, is_connective
from nablint.parse.items import BigHead, FunctionHead, Item
from nablint.parse.nodes import Group, Matrix, Name, Node, Norm, Number, Opaque, Sequence, Symbol, Text
from nablint.parse.run import node_of

_OPERATORS = frozenset({"REL", "PM", "SIGN", "NEG"})
_STRENGTH = {",": 4, ";": 3, ".": 3, "quad": 1, "text": 2}
_SPECIAL = frozenset({"BAR", "TEXT", "QUAD", "SEP", "BANG"})


def tidied(items: list[Item], text: str, role: str) -> list[Item]:
    """A run in the grammar's own token types."""
    special = bars = False
    for item in items:
        if item.type in _SPECIAL:
            special = True
            if item.type == "BAR":
                bars = True
                break
    if not special:
        return items
    if bars:
        items = _paired_bars(items, text, role)
    out: list[Item] = []
    for k, item in enumerate(items):
        kind = item.type
        if kind == "SEP" or kind == "QUAD":
            following = items[k + 1].type if k + 1 < len(items) else ""
            if kind == "QUAD" and (following in _OPERATORS or (out and out[-1].type in _OPERATORS)):
                continue
            if item.value == "." and out and _is_method(items, k):
                out.append(Item("SIGN", "method", item.start_pos, item.end_pos))
            elif item.value == "." and following and len(out) == 1 and isinstance(out[0].value, Number):
                start = out.pop().start_pos
                _text(out, Item("TEXT", text[start : item.end_pos], start, item.end_pos), None, role)
            else:
                _separate(out, cast(str, item.value), item, role)
        elif kind == "TEXT":
            _text(out, item, items[k + 1] if k + 1 < len(items) else None, role)
        elif kind == "BANG":
            if out and out[-1].type in ("ATOM", "SUP", "SUB", "PRIME", "BANG"):
                out.append(item)
            else:
                out.append(Item("ATOM", Symbol(Span(item.start_pos, item.end_pos), Name("!")), item.start_pos, item.end_pos))
        else:
            out.append(item)
    while out and out[-1].type == "SEP" and (role != "sub" or out[-1].value in ("quad", "text")):
        out.pop()
    return out


def _is_method(items: list[Item], k: int) -> bool:
    """Whether the full stop at k calls a method, as in `A.\\text{reshape}(m, n)`."""
    if k + 2 >= len(items) or not _is_bracket(items[k + 2]) or items[k].end_pos != items[k + 1].start_pos:
        return False
    name = items[k + 1]
    return isinstance(name.value, FunctionHead) or (
        name.type == "TEXT" and isinstance(name.value, Text) and name.value.text.isidentifier()
    )


def _separate(out: list[Item], value: str, item: Item, role: str) -> None:
    """Append a separator, or strengthen the one that stands there."""
    value = ";" if value == "." else value
    if out and out[-1].type == "SEP":
        before = cast(str, out[-1].value)
        if value in ",;" and before in ",;":
            out.append(Item("SEP", value, item.start_pos, item.end_pos))
        elif _STRENGTH[value] > _STRENGTH[before]:
            out[-1] = Item("SEP", value, item.start_pos, item.end_pos)
    elif out or (role == "sub" and value in ",;"):
        out.append(Item("SEP", value, item.start_pos, item.end_pos))


def _text(out: list[Item], item: Item, following: Item | None, role: str) -> None:
    start, end = item.start_pos, item.end_pos
    value = item.value if isinstance(item.value, Text) else Text(Span(start, end), str(item.value))
    words = value.text.strip()
    if not words:
        return
    if words in (",", ".", ";", ":"):
        _separate(out, words if words in ",;" else ";", item, role)
        return
    if isinstance(item.value, Text) and not value.formulas and _is_name(value.text, out, following, role):
        out.append(Item("ATOM", _named(words, value, following, role), start, end))
        return
    _separate(out, "text", item, role)
    out.append(Item("ATOM", value, start, end))
    out.append(Item("SEP", "text", end, end))


def _is_name(text: str, out: list[Item], following: Item | None, role: str) -> bool:
    """Whether words in a formula name a thing (`\\text{loss} = …`) and do not join its parts."""
    if role != "main":
        return True
    if is_connective(text):
        return False
    if text.strip() in BARE_FUNCTIONS:
        return True
    after = following.type if following is not None else ""
    wanted = bool(out) and out[-1].type in _OPERATORS
    if wanted or after in ("SUB", "SUP", "SIGN", "PRIME"):
        return True
    words = text.strip()
    if " " in words:
        return (not out and after in ("REL", "PM") and len(words) < 40) or (
            after == "ATOM" and _is_bracket(following) and not out
        )
    if after == "ATOM" and _is_bracket(following) and not text.endswith(" "):
        return True
    if not words[-1].isalnum():
        return False
    if text[0].isspace() or text[-1].isspace():
        return not out and after in ("REL", "PM")
    return True


def _is_bracket(item: Item | None) -> bool:
    return item is not None and isinstance(item.value, Group)


def _named(words: str, value: Text, following: Item | None, role: str) -> Node | BigHead | FunctionHead:
    span = value.span
    if role == "main" and words in BIG_WORDS:
        return BigHead(span, BIG_WORDS[words])
    if _is_bracket(following) and len(words) > 1:
        return FunctionHead(span, canonical_function(words), words, False)
    if role == "main" and len(words) > 2 and words in BARE_FUNCTIONS:
        return FunctionHead(span, canonical_function(words), words, "\\" + words in COMMAND_FUNCTIONS)
    return Symbol(span, Name(words, "rm"))


def _ends_operand(out: list[Item]) -> bool:
    if not out:
        return False
    last = out[-1]
    if last.type == "ATOM":
        return not isinstance(last.value, (FunctionHead, BigHead))
    if last.type in ("SUP", "SUB", "PRIME"):
        back = len(out) - 1
        while back >= 0 and out[back].type in ("SUP", "SUB", "PRIME"):
            back -= 1
        return back < 0 or not isinstance(out[back].value, (FunctionHead, BigHead))
    return last.type in ("BANG", "EVAL", "TEXT")


def _paired_bars(items: list[Item], text: str, role: str) -> list[Item]:
    """Bars made norms, values at a point, or the relation "given"."""
    left = {1: 0, 2: 0}
    for item in items:
        if item.type == "BAR":
            left[_size(item)] += 1
    out: list[Item] = []
    opened: list[tuple[int, int]] = []  # where in `out`, how many bars
    k = 0
    while k < len(items):
        item = items[k]
        k += 1
        if item.type != "BAR":
            out.append(item)
            continue
        size, hint = _size(item), cast(str, item.value)[0]
        left[size] -= 1
        operand = _ends_operand(out)
        following = items[k] if k < len(items) else None
        if opened and hint != "<" and (operand or hint == ">") and opened[-1][1] == size:
            _close_bars(out, opened.pop()[0], item, size, text, role)
        elif opened and size == 2 and operand and opened[-1][1] == 1:
            middle = item.start_pos + (item.end_pos - item.start_pos) // 2
            _close_bars(out, opened.pop()[0], Item("BAR", "|", item.start_pos, middle), 1, text, role)
            if opened and opened[-1][1] == 1 and not left[1]:
                _close_bars(out, opened.pop()[0], Item("BAR", "|", middle, item.end_pos), 1, text, role)
            else:
                opened.append((len(out), 1))
                out.append(Item("BAR", "|", middle, item.end_pos))
        elif following is not None and following.type == "SUB" and operand:
            point, end = cast(Node, following.value), following.end_pos
            k += 1
            if k < len(items) and items[k].type == "SUP":
                upper, end = cast(Node, items[k].value), items[k].end_pos
                point = Sequence(Span(point.span.start, max(upper.span.end, point.span.end)), (point, upper), (":",))
                k += 1
            out.append(Item("EVAL", point, item.start_pos, end))
        elif hint == "<" or not operand or (left[size] % 2 == 1 and hint != ">"):
            opened.append((len(out), size))
            out.append(item)
        else:
            out.append(Item("REL", "|" if size == 1 else "∥", item.start_pos, item.end_pos))
    for place, bars in opened:
        item = out[place]
        if (place == 0 and len(out) > 1) or (place and out[place - 1].type in ("REL", "PM", "SIGN", "SEP")):
            span = Span(item.start_pos, item.end_pos)
            out[place] = Item("ATOM", Opaque(span, span.of(text), "bar not closed"), item.start_pos, item.end_pos)
        else:
            out[place] = Item("REL", "|" if bars == 1 else "∥", item.start_pos, item.end_pos)
    return out


def _size(item: Item) -> Literal[1, 2]:
    return 2 if cast(str, item.value).endswith("||") else 1


def _close_bars(out: list[Item], place: int, closer: Item, size: Literal[1, 2], text: str, role: str) -> None:
    opener = out[place]
    inner = tidied(out[place + 1 :], text, role)
    del out[place:]
    span = Span(opener.start_pos, max(closer.end_pos, opener.end_pos))
    body = node_of(inner, text, opener.end_pos)
    node: Node
    if isinstance(body, Matrix) and body.brackets == "":
        node = Matrix(span, body.rows, "||" if size == 1 else "‖‖")
    else:
        node = Norm(span, body, size)
    out.append(Item("ATOM", node, span.start, span.end))
