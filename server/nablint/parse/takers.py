"""What each command takes with it: its letters, arguments and marks, as items for the grammar."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

from nablint.base.spans import Span
from nablint.parse.commands import ACCENTS, BIG_OPERATORS, BIG_WORDS, NEGATED_RELATIONS, RELATIONS
from nablint.parse.derivatives import fraction as fraction_of
from nablint.parse.functions import BARE_FUNCTIONS, COMMAND_FUNCTIONS, canonical_function
from nablint.parse.items import BigHead, FunctionHead, Item
from nablint.parse.nodes import (
    Adjoint,
    Aligned,
    Blank,
    By,
    Call,
    Derivative,
    Dots,
    Group,
    Hole,
    Inner,
    Label,
    Mark,
    Nabla,
    Name,
    Negate,
    Node,
    Norm,
    Number,
    Power,
    Prime,
    Product,
    Sequence,
    Sub,
    Symbol,
    Text,
    Transpose,
)
from nablint.parse.run import node_of

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


def _atom(out: list[Item], node: Any) -> None:
    out.append(Item("ATOM", node, node.span.start, node.span.end))


def _span(reader: Reader, k: int, after: int) -> Span:
    """From token k to the one before `after`."""
    return reader.cover(k, max(after, k + 1))


def letter(sign: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    font = reader.font if sign.isalpha() or sign in "∂∞∇" else ""
    out.append(Item("ATOM", Symbol(Span(token.start, token.end), Name(sign, font)), token.start, token.end))
    return k + 1


def set_letter(sign: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    out.append(Item("ATOM", Symbol(Span(token.start, token.end), Name(sign, "bb")), token.start, token.end))
    return k + 1


def function(name: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    word = token.text[1:]
    if reader.role == "sub":
        _atom(out, Symbol(Span(token.start, token.end), Name(word, "rm")))
        if k + 1 >= j or reader.tokens[k + 1].kind not in ("open", "left"):
            return k + 1
        out.pop()
    _atom(out, FunctionHead(Span(token.start, token.end), canonical_function(name), word, True))
    return k + 1


def big(name: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    if reader.role == "sub" and j - k == 1 and (not out or len(out) < 2) and name in ("max", "min", "sup", "inf", "lim"):
        _atom(out, Symbol(Span(token.start, token.end), Name(name, "rm")))
    else:
        _atom(out, BigHead(Span(token.start, token.end), name))
    return k + 1


def arg(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\arg\\max`, `\\arg \\min`; else the function arg."""
    after = k + 1
    while after < j and reader.tokens[after].text in ("\\,", "\\;", "\\:", "\\!", "\\ ", "~", "\\limits"):
        after += 1
    if after < j and reader.tokens[after].text in ("\\max", "\\min", "\\sup", "\\inf"):
        span = reader.cover(k, after + 1)
        _atom(out, BigHead(span, "argmax" if reader.tokens[after].text in ("\\max", "\\sup") else "argmin"))
        return after + 1
    if after < j and reader.tokens[after].kind == "{":
        items, beyond = reader.group_items(after, j)
        if len(items) == 1 and isinstance(items[0].value, BigHead):
            head = items[0].value
            _atom(out, replace(head, operator="arg" + head.operator, span=reader.cover(k, beyond)))
            return beyond
    return function("arg", reader, k, j, out)


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
        _atom(out, Mark(_span(reader, k, after), node, None, "cancel"))
    return after


def sign(word: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    if reader.role == "sup" and word == "star" and not out:
        _atom(out, Symbol(Span(token.start, token.end), Name("∗")))
    elif token.text == "\\bullet" and (not out or out[-1].type in ("TEXT", "QUAD", "SEP")):
        pass  # the bullet of a list
    elif word == "cdot" and _is_placeholder(reader, k, j, out):
        _atom(out, Symbol(Span(token.start, token.end), Name("⋅")))
    elif out and out[-1].type == "SIGN" and word:
        if word == "star" and out[-1].value == "star" and out[-1].end_pos == token.start:
            out.pop()
            node, after = reader.argument(k + 1, j, "main")
            out.append(Item("SUP", node, token.start - 1, max(node.span.end, token.end)))
            return after
        _atom(out, Blank(Span(token.start, token.start)))
        out.append(Item("SIGN", word, token.start, token.end))
    else:
        out.append(Item("SIGN", word, token.start, token.end))
    return k + 1


def _is_placeholder(reader: Reader, k: int, j: int, out: list[Item]) -> bool:
    """Whether a dot stands for an argument: `f(\\cdot, x)`, `\\|\\cdot\\|`."""
    if out and out[-1].type not in ("BAR", "SEP", "REL", "QUAD"):
        return False
    return k + 1 >= j or reader.tokens[k + 1].kind in ("bar", "close", "right") or reader.tokens[k + 1].text in (",", ";", "\\mid", "\\,")


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
    _atom(out, Dots(Span(token.start, token.end), direction))
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
        if following.text == "T" and following.start == token.end and out[-1].end_pos == token.start and out[-1].type in ("ATOM", "SUB", "SUP"):
            out.append(Item("SUP", Symbol(Span(following.start, following.end), Name("T")), token.start, following.end))
            return k + 2
    if k + 1 < j and not out and reader.tokens[k + 1].kind == "bar":
        _atom(out, Symbol(Span(token.start, token.end), Name("⋅")))
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
    _atom(out, Hole(reader.cover(k, after)))
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


_NESTED = re.compile(r"\$\$?([^$]+)\$\$?|\\\((.+?)\\\)")


def text(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """Words, with the formulas nested in them."""
    token = reader.tokens[k]
    command, _, content = token.text.partition("{")
    start = token.start
    formulas: list[Node] = []
    if "$" in content or "\\(" in content:
        offset = reader.text.find(content, start, token.end)
        for found in _NESTED.finditer(content):
            group = 1 if found.group(1) is not None else 2
            node = reader.nested(found.group(group))
            if offset >= 0 and node is not None:
                formulas.append(shifted(node, offset + found.start(group)))
            elif node is not None:
                formulas.append(pinned(node, Span(start, token.end)))
    words = re.sub(r"\\([_%&#$ ,;])", r"\1", content)
    if command in ("\\textbf", "\\textit", "\\emph", "\\texttt", "\\textsf", "\\textsc") and len(words.strip()) == 1:
        font_ = {"\\textbf": "bold", "\\texttt": "tt", "\\textsf": "sf"}.get(command, "")
        _atom(out, Symbol(Span(start, token.end), Name(words.strip(), font_)))
    elif len(words) == 1 and words.isalpha():
        _atom(out, Symbol(Span(start, token.end), Name(words, "rm")))
    elif words.strip().isdigit() and reader.role != "main":
        _atom(out, Number(Span(start, token.end), words.strip()))
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


# Letters with dress


def font(font_: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    after = k + 1
    if font_ == "rm" or font_ in ("sf", "tt"):
        return _dressed_words(font_, reader, k, j, out)
    if after >= j:
        return after
    keep = reader.font
    reader.font = font_ if font_ else keep
    begin = len(out)
    if reader.tokens[after].kind == "{":
        stop = reader.partner[after]
        if not after < stop < j:
            reader.font = keep
            return after
        if _only_digits(reader, after + 1, stop) and font_ in ("bold", "bb"):
            _atom(out, Symbol(reader.cover(k, stop + 1), Name("".join(t.text for t in reader.tokens[after + 1 : stop]), font_)))
            reader.font = keep
            return stop + 1
        scripted = stop + 1 < j and reader.tokens[stop + 1].kind in ("^", "_", "prime")
        items, beyond = reader.group_items(after, j)
        if len(items) == 1 and items[0].type == "ATOM" and isinstance(items[0].value, Symbol):
            whole = reader.cover(k, beyond)
            items = [Item("ATOM", replace(items[0].value, span=whole), whole.start, whole.end)]
        elif scripted and len(items) > 1 and not _ends_with_letter(items):
            node = node_of(items, reader.text, reader.tokens[after].end)
            items = [Item("ATOM", node, node.span.start, node.span.end)]
        out.extend(items)
        reader.font = keep
        return beyond
    if reader.tokens[after].kind in ("}", "&", "\\\\", "^", "_", "end"):
        reader.font = keep
        return after
    if reader.tokens[after].kind == "num" and font_ in ("bold", "bb"):
        _atom(out, Symbol(reader.cover(k, after + 1), Name(reader.tokens[after].text, font_)))
        reader.font = keep
        return after + 1
    reader.depth += 1
    if reader.depth < 60:
        after = reader.step(after, j, out)
    reader.depth -= 1
    reader.font = keep
    if len(out) == begin + 1 and isinstance(out[begin].value, Symbol):
        whole = reader.cover(k, after)
        out[begin] = Item("ATOM", replace(out[begin].value, span=whole), whole.start, whole.end)  # type: ignore[type-var]
    return after


def _ends_with_letter(items: list[Item]) -> bool:
    return all(item.type == "ATOM" and isinstance(item.value, Symbol) for item in items)


def _only_digits(reader: Reader, i: int, j: int) -> bool:
    return i < j and all(reader.tokens[m].kind == "num" for m in range(i, j))


def upright(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    return _dressed_words("rm", reader, k, j, out)


def _words_of(reader: Reader, i: int, j: int) -> str | None:
    """The text of a range that holds nothing but words, as in `\\mathrm{hidden layer}`; None where there is more."""
    parts: list[str] = []
    previous = -1
    for m in range(i, j):
        token = reader.tokens[m]
        if token.kind == "text":
            piece = token.text.partition("{")[2]
        elif token.kind in ("word", "num") or token.kind == "char" and token.text in "-." and parts and m + 1 < j:
            piece = token.text.replace("\\_", "_")
        elif token.text in ("\\,", "\\;", "\\ ", "\\:", "~"):
            piece = " "
        elif token.text in ("\\!", "\\displaystyle", "\\limits"):
            piece = ""
        elif token.text == "\\_" and parts:
            piece = "_"
        else:
            return None
        if parts and token.start > previous and piece != " " and parts[-1] != " ":
            parts.append(" ")
        parts.append(piece)
        previous = token.end
    return "".join(parts).strip()


def _dressed_words(font_: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\mathrm{softmax}` is one word; `\\mathrm{d}` and `\\mathsf{T}` are letters."""
    after = k + 1
    if after < j and reader.tokens[after].kind == "{" and after < reader.partner[after] < j:
        stop = reader.partner[after]
        words = _words_of(reader, after + 1, stop)
        if words is not None and words:
            _word(words, font_, reader.cover(k, stop + 1), reader, stop + 1, j, out)
            return stop + 1
    keep = reader.font
    reader.font = font_
    begin = len(out)
    if after < j and reader.tokens[after].kind == "{":
        items, after = reader.group_items(after, j)
        out.extend(items)
    elif after < j and reader.tokens[after].kind not in ("}", "&", "\\\\", "^", "_", "end") and reader.depth < 50:
        reader.depth += 1
        after = reader.step(after, j, out)
        reader.depth -= 1
    reader.font = keep
    if len(out) == begin + 1 and isinstance(out[begin].value, Symbol):
        whole = reader.cover(k, after)
        out[begin] = Item("ATOM", replace(out[begin].value, span=whole), whole.start, whole.end)  # type: ignore[type-var]
    return after


def _word(words: str, font_: str, span: Span, reader: Reader, after: int, j: int, out: list[Item]) -> None:
    if reader.role == "main" or after < j and reader.tokens[after].kind in ("open", "left"):
        if words in BIG_WORDS:
            _atom(out, BigHead(span, BIG_WORDS[words]))
            return
        if len(words) > 1:
            bracket = after < j and reader.tokens[after].kind in ("open", "left") and reader.tokens[after].text in ("(", "[", "\\{")
            if words in BARE_FUNCTIONS or bracket:
                known = "\\" + words in COMMAND_FUNCTIONS or words in BARE_FUNCTIONS
                _atom(out, FunctionHead(span, canonical_function(words), words, known and len(words) > 1 and font_ == "rm"))
                return
    if words.isdigit():
        _atom(out, Number(span, words))
    else:
        _atom(out, Symbol(span, Name(words, font_)))


def operator_name(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\operatorname{tr}`, `\\operatorname*{argmin}`, `\\mathop{…}`: a function or a big operator."""
    after = k + 1
    if after < j and reader.tokens[after].text == "*":
        after += 1
    if after < j and reader.tokens[after].kind == "{" and after < reader.partner[after] < j:
        stop = reader.partner[after]
        words = _words_of(reader, after + 1, stop)
        span = reader.cover(k, stop + 1)
        if words:
            compact = words.replace(" ", "")
            if compact in BIG_WORDS:
                _atom(out, BigHead(span, BIG_WORDS[compact]))
            elif reader.role == "sub" and (stop + 1 >= j or reader.tokens[stop + 1].kind != "open") or len(words) == 1:
                _atom(out, Symbol(span, Name(words, "rm")))
            else:
                _atom(out, FunctionHead(span, canonical_function(words), words, True))
            return stop + 1
        items, beyond = reader.group_items(after, j)
        if len(items) == 1:
            value = items[0].value
            if isinstance(value, Symbol) and len(value.name.letter) > 1:
                value = FunctionHead(span, canonical_function(value.name.letter), value.name.letter, True)
            elif isinstance(value, (FunctionHead, BigHead)):
                value = replace(value, span=span)
            out.append(Item(items[0].type, value, span.start, span.end))
            return beyond
        if len(items) == 2 and isinstance(items[0].value, FunctionHead) and isinstance(items[1].value, BigHead) and items[0].value.function == "arg":
            _atom(out, replace(items[1].value, operator="arg" + items[1].value.operator, span=span))
            return beyond
        node = node_of(items, reader.text, span.start)
        _atom(out, node)
        return beyond
    return after


def font_switch(font_: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`{\\bf x}`: to the end of the group, whose reader restores the font."""
    after = k + 1
    if after < j and reader.tokens[after].kind == "{" and after < reader.partner[after] < j:
        return font(font_ or "", reader, k, j, out)
    if font_ == "rm" and after < j:
        words = _words_of(reader, after, j)
        if words:
            _word(words, "rm", reader.cover(k, j), reader, j, j, out)
            return j
    reader.font = font_
    return after


def vec(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """An arrow over a letter; before a bracket, the function vec."""
    if k + 1 < j and reader.tokens[k + 1].kind in ("open", "left"):
        span = Span(reader.tokens[k].start, reader.tokens[k].end)
        _atom(out, FunctionHead(span, "vec", "vec", True))
        return k + 1
    return accent("arrow", reader, k, j, out)


def accent(name: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    node, after = reader.argument(k + 1, j)
    span = _span(reader, k, after)
    dressed = _with_accent(node, name, span, 0)
    if dressed is None:
        function_ = {"bar": "overline", "hat": "widehat", "tilde": "widetilde", "arrow": "overarrow", "underline": "underline"}.get(name, name)
        dressed = Call(span, function_, (node,), Span(reader.tokens[k].start, reader.tokens[k].end))
    _atom(out, dressed)
    return after


def _with_accent(node: Node, name: str, span: Span, depth: int) -> Node | None:
    """The letter at the base of the node takes the accent; None where there is no one letter."""
    if isinstance(node, Symbol):
        dress = node.name
        if name in ("arrow", "underline") and dress.font in ("", "rm"):
            return Symbol(span, replace(dress, font=name))
        if len(dress.accents) > 4:
            return node
        return Symbol(span, replace(dress, accents=(*dress.accents, name)))
    if depth < 20 and isinstance(node, (Sub, Label, Power, Prime, Transpose, Adjoint)):
        base = _with_accent(node.base, name, span if depth else node.base.span, depth + 1)
        return replace(node, base=base, span=span) if base is not None else None
    return None


# Fractions, roots, derivatives


def fraction(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    numerator, middle_ = reader.argument(k + 1, j, "main")
    denominator, after = reader.argument(middle_, j, "main")
    _atom(out, fraction_of(_span(reader, k, after), numerator, denominator))
    return after


def root(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    after = k + 1
    index: Node | None = None
    if after < j and reader.tokens[after].text == "[" and after < reader.partner[after] < j:
        index = reader.range(after + 1, reader.partner[after], reader.tokens[after].end, "sup")
        after = reader.partner[after] + 1
    body, after = reader.argument(after, j)
    name = Span(reader.tokens[k].start, reader.tokens[k].end)
    _atom(out, Call(_span(reader, k, after), "sqrt", (body,), name, None, index))
    return after


def braced_function(form: tuple[str, int], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    name, count = form
    arguments: list[Node] = []
    after = k + 1
    for _ in range(count):
        node, after = reader.argument(after, j)
        arguments.append(node)
    _atom(out, Call(_span(reader, k, after), name, tuple(arguments), Span(reader.tokens[k].start, reader.tokens[k].end)))
    return after


def nabla(reader: Reader, k: int, j: int, out: list[Item], order: int = 1) -> int:
    token = reader.tokens[k]
    _atom(out, Nabla(Span(token.start, token.end), None, order))
    return k + 1


def physics_derivative(sign_: Literal["d", "∂", "δ", "D"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\dv[2]{f}{x}`, `\\pdv{f}{x}{y}`, `\\pdv{f}{x,y}`, `\\dv{x}`."""
    after = k + 1
    order: int | None = 1
    if after < j and reader.tokens[after].text == "[" and after < reader.partner[after] < j:
        count = reader.range(after + 1, reader.partner[after], reader.tokens[after].end, "sup")
        order = int(count.text) if isinstance(count, Number) and count.text.isdigit() and len(count.text) < 3 else None
        after = reader.partner[after] + 1
    arguments: list[Node] = []
    while len(arguments) < 3 and after < j and reader.tokens[after].kind == "{":
        node, after = reader.argument(after, j, "main")
        arguments.append(node)
    while not arguments or (len(arguments) < 2 and after < j and reader.tokens[after].kind in ("word", "cmd", "num") and order == 1):
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
    _atom(out, Derivative(_span(reader, k, after), sign_, operand, by, order if len(by) == 1 else max(len(by), order or 1)))
    return after


def differential(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\dd x`, `\\dd{x}`: an upright d, and what follows."""
    token = reader.tokens[k]
    _atom(out, Symbol(Span(token.start, token.end), Name("d", "rm")))
    return k + 1


# Brackets by command


def bars(count: Literal[1, 2], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    after = k + 1
    if after < j and reader.tokens[after].text == "*":
        after += 1
    node, after = reader.argument(after, j)
    if isinstance(node, Group):
        node = node.body
    _atom(out, Norm(_span(reader, k, after), node, count))
    return after


def inner(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    left, middle_ = reader.argument(k + 1, j)
    if middle_ < j and reader.tokens[middle_].kind == "{":
        right, after = reader.argument(middle_, j)
        _atom(out, Inner(_span(reader, k, after), left, right))
        return after
    span = _span(reader, k, middle_)
    if isinstance(left, Sequence) and len(left.items) == 2:
        _atom(out, Inner(span, left.items[0], left.items[1]))
    else:
        _atom(out, Group(span, left, "⟨⟩"))
    return middle_


def grouped(brackets: Literal["()", "[]", "{}", "⌊⌋", "⌈⌉"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    node, after = reader.argument(k + 1, j)
    _atom(out, Group(_span(reader, k, after), node, brackets))
    return after


def transparent(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\eval{f}_{x=0}`: the value of f at a point."""
    node, after = reader.argument(k + 1, j)
    _atom(out, node)
    if after < j and reader.tokens[after].kind == "_":
        out.append(Item("BAR", "|", node.span.end, node.span.end))
    return after


def transposed(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\transpose{A}`; without an argument, the sign ⊤."""
    if k + 1 < j and reader.tokens[k + 1].kind == "{":
        node, after = reader.argument(k + 1, j)
        _atom(out, Transpose(_span(reader, k, after), node))
        return after
    return letter("⊤", reader, k, j, out)


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
    _atom(out, Mark(_span(reader, k, after), body, note, style))
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
    _atom(out, Mark(_span(reader, k, after), body, None, style))
    return after


def cancel_to(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    note, middle_ = reader.argument(k + 1, j)
    body, after = reader.argument(middle_, j)
    _atom(out, Mark(_span(reader, k, after), body, note, "cancel"))
    return after


_DEFINING = frozenset({"def", "def.", "△", "Δ", "∆", "definition", "Def", "def:"})


def stack(style: Literal["underset", "overset"], reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\overset{!}{=}` is a relation, `\\underset{x}{\\max}` an operator with its limit, all else a mark."""
    note, middle_ = reader.argument(k + 1, j, "main")
    items, after = reader.group_items(middle_, j)
    span = _span(reader, k, after)
    note = _without_rows(note)
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
            _atom(out, replace(item.value, span=span, **cast("dict[str, Any]", limits)))
            return after
        if isinstance(item.value, FunctionHead):
            _atom(out, replace(item.value, span=span, index=note if style == "underset" else item.value.index))
            return after
    body = node_of(items, reader.text, span.end)
    _atom(out, Mark(span, body, note, style))
    return after


def arrow(sign_: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    after = k + 1
    name: Node | None = None
    if after < j and reader.tokens[after].text == "[" and after < reader.partner[after] < j:
        name = reader.range(after + 1, reader.partner[after], reader.tokens[after].end)
        after = reader.partner[after] + 1
    above, after = reader.argument(after, j)
    if not isinstance(above, Blank):
        name = above
    span = _span(reader, k, after)
    out.append(Item("REL", (sign_, name) if sign_ == "→" else sign_, span.start, span.end))
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
    span = _span(reader, k, after)
    if not isinstance(lower, Blank):
        body = Sub(span, body, lower)
    if not isinstance(upper, Blank):
        body = Label(span, body, upper, "text")
    _atom(out, replace(body, span=span))
    return after


def environment(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    from nablint.parse.environments import environment_node

    stop = reader.partner[k]
    if not k < stop < j:
        return k + 1
    node = environment_node(reader, k, stop)
    _atom(out, node)
    return stop + 1


def matrix_command(brackets: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\pmatrix{a & b \\cr c & d}`, `\\cases{…}` of plain TeX."""
    from nablint.parse.environments import literal

    after = k + 1
    if after < j and reader.tokens[after].kind == "{" and after < reader.partner[after] < j:
        stop = reader.partner[after]
        _atom(out, literal(reader, after + 1, stop, reader.cover(k, stop + 1), brackets))
        return stop + 1
    return after


__all__ = ["ACCENTS", "BIG_OPERATORS", "RELATIONS", "Negate", "Product"]
