"""Letters with their dress, functions and operators by name, as items for the grammar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nablint.base.spans import Span
from nablint.parse.commands import BIG_WORDS
from nablint.parse.functions import BARE_FUNCTIONS, COMMAND_FUNCTIONS, SHORT_FUNCTIONS, canonical_function
from nablint.parse.items import MOST_NESTING, BigHead, FunctionHead, Item, put
from nablint.parse.letters import COMBINING, customary_name, name_of, unicode_name
from nablint.parse.nodes import (
    Adjoint,
    Call,
    Label,
    Nabla,
    Name,
    Node,
    Number,
    Opaque,
    Power,
    Prime,
    Sub,
    Symbol,
    Transpose,
)
from nablint.parse.run import node_of
from nablint.parse.words import is_main_word, is_subscript_word

if TYPE_CHECKING:
    from nablint.parse.reader import Reader


def letter(sign: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    font = reader.font if sign.isalpha() or sign in "∂∞∇" else ""
    out.append(Item("ATOM", Symbol(Span(token.start, token.end), name_of(sign, font)), token.start, token.end))
    return k + 1


def set_letter(sign: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    out.append(Item("ATOM", Symbol(Span(token.start, token.end), Name(sign, "bb")), token.start, token.end))
    return k + 1


def function(name: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    word = token.text[1:]
    if reader.role == "sub":
        put(out, Symbol(Span(token.start, token.end), Name(word, "rm")))
        if k + 1 >= j or reader.tokens[k + 1].kind not in ("open", "left"):
            return k + 1
        out.pop()
    put(out, FunctionHead(Span(token.start, token.end), canonical_function(name), word, True))
    return k + 1


def big(name: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    token = reader.tokens[k]
    if reader.role == "sub" and j - k == 1 and (not out or len(out) < 2) and name in ("max", "min", "sup", "inf", "lim"):
        put(out, Symbol(Span(token.start, token.end), Name(name, "rm")))
    else:
        put(out, BigHead(Span(token.start, token.end), name))
    return k + 1


def big_letter(sign: str, name: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\Sigma_{i=1}^n`: a letter that bears what only a sum bears below it."""
    below = [token.text for token in reader.tokens[k + 1 : min(k + 5, j)]]
    if len(below) == 4 and below[:2] == ["_", "{"] and below[2].isalpha() and below[3] == "=":
        return big(name, reader, k, j, out)
    return letter(sign, reader, k, j, out)


def arg(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\arg\\max`, `\\arg \\min`; else the function arg."""
    after = k + 1
    while after < j and reader.tokens[after].text in ("\\,", "\\;", "\\:", "\\!", "\\ ", "~", "\\limits"):
        after += 1
    if after < j and reader.tokens[after].text in ("\\max", "\\min", "\\sup", "\\inf"):
        span = reader.cover(k, after + 1)
        put(out, BigHead(span, "argmax" if reader.tokens[after].text in ("\\max", "\\sup") else "argmin"))
        return after + 1
    if after < j and reader.tokens[after].kind == "{":
        items, beyond = reader.group_items(after, j)
        if len(items) == 1 and isinstance(items[0].value, BigHead):
            head = items[0].value
            put(out, replace(head, operator="arg" + head.operator, span=reader.cover(k, beyond)))
            return beyond
    return function("arg", reader, k, j, out)


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
            put(out, Symbol(reader.cover(k, stop + 1), Name("".join(t.text for t in reader.tokens[after + 1 : stop]), font_)))
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
        put(out, Symbol(reader.cover(k, after + 1), Name(reader.tokens[after].text, font_)))
        reader.font = keep
        return after + 1
    reader.depth += 1
    if reader.depth < MOST_NESTING:
        after = reader.step(after, j, out)
    reader.depth -= 1
    reader.font = keep
    if len(out) == begin + 1 and isinstance(out[begin].value, Symbol):
        whole = reader.cover(k, after)
        out[begin] = Item("ATOM", replace(out[begin].value, span=whole), whole.start, whole.end)
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
        elif token.kind in ("word", "num") or (token.kind == "char" and token.text in "-." and parts and m + 1 < j):
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
    elif after < j and reader.tokens[after].kind not in ("}", "&", "\\\\", "^", "_", "end") and reader.depth < MOST_NESTING:
        reader.depth += 1
        after = reader.step(after, j, out)
        reader.depth -= 1
    reader.font = keep
    if len(out) == begin + 1 and isinstance(out[begin].value, Symbol):
        whole = reader.cover(k, after)
        out[begin] = Item("ATOM", replace(out[begin].value, span=whole), whole.start, whole.end)
    return after


def _word(words: str, font_: str, span: Span, reader: Reader, after: int, j: int, out: list[Item]) -> None:
    if reader.role == "main" or (after < j and reader.tokens[after].kind in ("open", "left")):
        if words in BIG_WORDS:
            put(out, BigHead(span, BIG_WORDS[words]))
            return
        if len(words) > 1:
            bracket = (
                after < j and reader.tokens[after].kind in ("open", "left") and reader.tokens[after].text in ("(", "[", "\\{")
            )
            if words in BARE_FUNCTIONS or bracket:
                known = "\\" + words in COMMAND_FUNCTIONS or words in BARE_FUNCTIONS
                put(out, FunctionHead(span, canonical_function(words), words, known and len(words) > 1 and font_ == "rm"))
                return
    if words.isdigit():
        put(out, Number(span, words))
    else:
        put(out, Symbol(span, Name(words, font_)))


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
                put(out, BigHead(span, BIG_WORDS[compact]))
            elif (reader.role == "sub" and (stop + 1 >= j or reader.tokens[stop + 1].kind != "open")) or len(words) == 1:
                put(out, Symbol(span, Name(words, "rm")))
            else:
                put(out, FunctionHead(span, canonical_function(words), words, True))
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
        if (
            len(items) == 2
            and isinstance(items[0].value, FunctionHead)
            and isinstance(items[1].value, BigHead)
            and items[0].value.function == "arg"
        ):
            put(out, replace(items[1].value, operator="arg" + items[1].value.operator, span=span))
            return beyond
        node = node_of(items, reader.text, span.start)
        put(out, node)
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
        put(out, FunctionHead(span, "vec", "vec", True))
        return k + 1
    return accent("arrow", reader, k, j, out)


def accent(name: str, reader: Reader, k: int, j: int, out: list[Item]) -> int:
    node, after = reader.argument(k + 1, j)
    span = reader.cover(k, after)
    dressed = _with_accent(node, name, span, 0)
    if dressed is None:
        function_ = {
            "bar": "overline",
            "hat": "widehat",
            "tilde": "widetilde",
            "arrow": "overarrow",
            "underline": "underline",
        }.get(name, name)
        dressed = Call(span, function_, (node,), Span(reader.tokens[k].start, reader.tokens[k].end))
    put(out, dressed)
    return after


def _with_accent(node: Node, name: str, span: Span, depth: int) -> Node | None:
    """The letter at the base of the node takes the accent; None where there is no one letter."""
    if isinstance(node, Symbol):
        dress = node.name
        if name in ("arrow", "underline") and dress.font in ("", "rm"):
            return Symbol(span, dress.with_font(name))
        if len(dress.accents) > 4:
            return node
        return Symbol(span, dress.with_accent(name))
    if isinstance(node, Number):
        return _with_accent(Symbol(node.span, Name(node.text)), name, span, depth)  # a vector of ones or zeros
    if depth < 20 and isinstance(node, (Sub, Label, Power, Prime, Transpose, Adjoint)):
        base = _with_accent(node.base, name, span if depth else node.base.span, depth + 1)
        return replace(node, base=base, span=span) if base is not None else None
    return None


def nabla(reader: Reader, k: int, j: int, out: list[Item], order: int = 1) -> int:
    token = reader.tokens[k]
    put(out, Nabla(Span(token.start, token.end), None, order))
    return k + 1


def differential(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """`\\dd x`, `\\dd{x}`: an upright d, and what follows."""
    token = reader.tokens[k]
    put(out, Symbol(Span(token.start, token.end), Name("d", "rm")))
    return k + 1


def word(reader: Reader, k: int, j: int, out: list[Item]) -> None:
    """Letters side by side: one word, a function, or letters multiplied."""
    _, letters, start, end = reader.tokens[k]
    font = reader.font
    if len(letters) == 1:
        out.append(Item("ATOM", Symbol(Span(start, end), name_of(letters, font)), start, end))
        return
    bracket = k + 1 < j and reader.tokens[k + 1].kind in ("open", "left") and reader.tokens[k + 1].text in "([{\\{"
    if reader.role == "main" or bracket:
        if letters in BIG_WORDS:
            out.append(Item("ATOM", BigHead(Span(start, end), BIG_WORDS[letters]), start, end))
            return
        if (letters in BARE_FUNCTIONS and len(letters) > 2) or (bracket and letters in SHORT_FUNCTIONS):
            head = FunctionHead(Span(start, end), canonical_function(letters), letters, False)
            out.append(Item("ATOM", head, start, end))
            return
        whole = is_main_word(letters)
        if whole and bracket:
            head = FunctionHead(Span(start, end), canonical_function(letters), letters, False)
            out.append(Item("ATOM", head, start, end))
            return
    else:
        whole = is_subscript_word(letters)
    if whole or "\\" in letters or end - start != len(letters):
        if not whole and "\\" not in letters and end - start != len(letters):
            whole = False
        else:
            out.append(Item("ATOM", Symbol(Span(start, end), name_of(letters.replace("\\_", "_"), font)), start, end))
            return
    straight = end - start == len(letters)
    for offset, letter in enumerate(letters):
        a, b = (start + offset, start + offset + 1) if straight else (start, end)
        out.append(Item("ATOM", Symbol(Span(a, b), name_of(letter, font)), a, b))


def unknown(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """A command that neither LaTeX nor the note defines: a letter by custom, else opaque with the groups that follow."""
    _, text, start, end = reader.tokens[k]
    after = k + 1
    if text[1:].isspace():
        return after
    braced = after < j and reader.tokens[after].kind == "{" and after < reader.partner[after] < j
    name = customary_name(text) if not braced else None
    if name is not None:
        out.append(Item("ATOM", Symbol(Span(start, end), name), start, end))
        return after
    while after < j and reader.tokens[after].kind == "{" and after < reader.partner[after] < j:
        after = reader.partner[after] + 1
    span = reader.cover(k, after)
    out.append(Item("ATOM", Opaque(span, span.of(reader.text), f"unknown command {text}"), span.start, span.end))
    return after


def character(reader: Reader, k: int, j: int, out: list[Item]) -> int:
    """Any other character: an accent on the letter before it, a letter of Unicode, or opaque."""
    _, text, start, end = reader.tokens[k]
    accent = COMBINING.get(text)
    if accent is not None:
        last = out[-1].value if out else None
        if isinstance(last, Symbol) and last.span.end == start:
            name = last.name.with_accent(accent)
            out[-1] = Item("ATOM", Symbol(Span(last.span.start, end), name), last.span.start, end)
        return k + 1
    found = unicode_name(text)
    if found is not None:
        if reader.font and not found.font:
            found = found.with_font(reader.font)
        out.append(Item("ATOM", Symbol(Span(start, end), found), start, end))
    else:
        out.append(Item("ATOM", Opaque(Span(start, end), text, f"unknown character {text!a}"), start, end))
    return k + 1
