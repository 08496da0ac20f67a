"""Reads tokens by their nesting: every bracket, cell and argument is a little parse of its own, so trouble stays local."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from nablint.base.spans import Span
from nablint.parse.brackets import match_brackets
from nablint.parse.derivatives import fraction
from nablint.parse.expand import TooMuch, tokens_of
from nablint.parse.items import MOST_NESTING, Item, put
from nablint.parse.letters import name_of
from nablint.parse.lexer import Raw
from nablint.parse.macros import NO_MACROS, Macros
from nablint.parse.nodes import (
    Aligned,
    Blank,
    Call,
    Node,
    Number,
    Opaque,
    Symbol,
)
from nablint.parse.run import node_of
from nablint.parse.signs import PRODUCT_SIGNS, SIGNS_ALONE
from nablint.parse.spans import widened
from nablint.parse.tables import CHARACTERS, COMMANDS
from nablint.parse.taking_brackets import bracket
from nablint.parse.taking_letters import character, unknown, word
from nablint.parse.taking_signs import sign_kind
from nablint.parse.tidy import tidied

Role: TypeAlias = Literal["main", "sub", "sup"]


_JOINED = re.compile(r"[A-Za-z]{2,}(?:_[A-Za-z]{2,})+")  # `_{as_mat}`, an underscore that was meant as one
_INFIX = frozenset({"\\over", "\\choose", "\\atop"})


class Reader:
    """One formula's tokens. `at` ranges are half open; the methods that read a token return the index after it."""

    def __init__(self, text: str, tokens: list[Raw], macros: Macros = NO_MACROS) -> None:
        self.macros = macros  # for the formulas nested in text
        self.text = text
        self.tokens = tokens
        self.partner = match_brackets(tokens)
        # Looked for in the text first, which is cheap; a macro brings tokens that are not written in it.
        written = bool(macros.table) or "\\over" in text or "\\choose" in text or "\\atop" in text
        self.has_infix = written and not _INFIX.isdisjoint([token[1] for token in tokens])
        self.depth = 0
        self.font = ""
        self.role: Role = "main"

    def formula(self) -> Node:
        return self.rows_or_run(0, len(self.tokens), 0, "")

    # Ranges

    def range(self, i: int, j: int, at: int, role: Role | None = None) -> Node:
        """The node of tokens i to j, with a font and role of its own."""
        if self.depth >= MOST_NESTING:
            return self.unread(i, j, at, "nested too deep")
        self.depth += 1
        font, before = self.font, self.role
        if role is not None:
            self.role = role
            self.font = ""
        node = self.rows_or_run(i, j, at, "group")
        self.font, self.role = font, before
        self.depth -= 1
        return node

    def unread(self, i: int, j: int, at: int, why: str) -> Node:
        if i >= j:
            return Blank(Span(at, at))
        span = Span(min(self.tokens[i].start, self.tokens[j - 1].start), max(self.tokens[i].end, self.tokens[j - 1].end))
        return Opaque(span, span.of(self.text), why)

    def rows_or_run(self, i: int, j: int, at: int, environment: str) -> Node:
        """A run, or rows of cells where `&` or the end of a row stands in it."""
        tokens, partner = self.tokens, self.partner
        k = i
        while k < j:
            kind = tokens[k][0]
            if kind == "&" or kind == "\\\\":
                if environment == "bracket":
                    break
                rows = self.rows(i, j)
                if len(rows) == 1 and len(rows[0]) == 1:
                    return rows[0][0]
                if not rows:
                    return Blank(Span(at, at))
                return Aligned(self.cover(i, j), rows, "" if environment == "group" else environment)
            if partner[k] > k:
                k = partner[k]
            k += 1
        return self.run(i, j, at)

    def cover(self, i: int, j: int) -> Span:
        """What tokens i to j cover, at least the first of them."""
        _, _, start, end = self.tokens[i]
        if j - 1 > i:
            _, _, last_start, last_end = self.tokens[j - 1]
            start, end = min(start, last_start), max(end, last_end)
        return Span(start, end)

    def rows(self, i: int, j: int) -> tuple[tuple[Node, ...], ...]:
        """The cells of tokens i to j; an empty last row is none."""
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = []
        tokens, partner = self.tokens, self.partner
        begin = k = i
        while k <= j:
            kind = tokens[k][0] if k < j else "\\\\"
            if kind == "&" or kind == "\\\\":
                at = tokens[k].start if k < j else tokens[j - 1].end
                last = k >= j
                cell = self.run(begin, k, at)
                cells.append(cell)
                begin = k + 1
                if kind == "\\\\":
                    if not last or len(cells) > 1 or not isinstance(cell, Blank):
                        rows.append(tuple(cells))
                    cells = []
            elif partner[k] > k:
                k = min(partner[k], j)
            k += 1
        while rows and len(rows[-1]) == 1 and isinstance(rows[-1][0], Blank):
            rows.pop()
        return tuple(rows)

    def run(self, i: int, j: int, at: int) -> Node:
        if j - i == 1:
            token = self.tokens[i]
            if token[0] == "word" and len(token[1]) == 1:
                return Symbol(Span(token[2], token[3]), name_of(token[1], self.font))
            if token[0] == "num":
                return Number(Span(token[2], token[3]), token[1].replace("{,}", ""))
        font = self.font
        items = self.items(i, j)
        self.font = font
        return node_of(items, self.text, at)

    def items(self, i: int, j: int) -> list[Item]:
        out: list[Item] = []
        if self.has_infix and (k := self.infix_sign(i, j)) >= 0:
            return self.infix(i, k, j)
        k = i
        while k < j:
            k = self.step(k, j, out)
        return tidied(out, self.text, self.role)

    def infix(self, i: int, k: int, j: int) -> list[Item]:
        """`a \\over b`, `n \\choose k`: all that stands before and after it in its group."""
        above = self.run(i, k, self.tokens[k].start)
        self.depth += 1
        deep = self.depth >= MOST_NESTING
        at = self.tokens[k].end
        below = self.unread(k + 1, j, at, "nested too deep") if deep else self.run(k + 1, j, at)
        self.depth -= 1
        span = self.cover(i, j)
        if self.tokens[k].text == "\\over":
            node = fraction(span, above, below)
        else:
            token = self.tokens[k]
            node = Call(span, "binom", (above, below), Span(token.start, token.end))
        return [Item("ATOM", node, span.start, span.end)]

    def nested(self, text: str) -> Node | None:
        """A formula inside a formula's text, with spans of its own."""
        if self.depth >= MOST_NESTING:
            return None
        try:
            tokens, expanded = tokens_of(text, self.macros)
        except TooMuch:
            return None
        inner = Reader(text, tokens, self.macros)
        inner.depth = self.depth + 10
        tree = inner.formula()
        return widened(tree) if expanded else tree

    def infix_sign(self, i: int, j: int) -> int:
        """The first `\\over` or its like that stands directly in a range, in no group of its own; else -1."""
        tokens, partner = self.tokens, self.partner
        k = i
        while k < j:
            kind, text, _, _ = tokens[k]
            if kind == "cmd" and text in _INFIX:
                return k
            k = partner[k] + 1 if kind in ("{", "begin") and partner[k] > k else k + 1
        return -1

    def argument(self, k: int, j: int, role: Role | None = None, font: str | None = None) -> tuple[Node, int]:
        """The argument of TeX that begins at k: a group, or one token; Blank where there is none."""
        if k >= j:
            end = self.tokens[k - 1].end if k else 0
            return Blank(Span(end, end)), k
        token = self.tokens[k]
        kind = token[0]
        if self.depth < MOST_NESTING:
            # Most arguments are one letter or number, in braces or without.
            single, after = token, k + 1
            if kind == "{" and k + 2 < j and self.partner[k] == k + 2:
                single, after = self.tokens[k + 1], k + 3
            if single[0] == "word" and len(single[1]) == 1:
                dress = "" if role is not None else font if font is not None else self.font
                return Symbol(Span(single[2], single[3]), name_of(single[1], dress)), after
            if single[0] == "num":
                return Number(Span(single[2], single[3]), single[1].replace("{,}", "")), after
        if role is not None and role != "main":
            signs = self.signs_only(k, j)
            if signs is not None:
                return signs
        keep = self.font
        if font is not None:
            self.font = font
        try:
            if kind == "{":
                stop = self.partner[k]
                stop = stop if k < stop < j else j
                return self.range(k + 1, stop, token[3], role), min(stop + 1, j)
            if kind in ("}", "&", "\\\\", "^", "_", "end"):
                end = self.tokens[k - 1].end if k else token[2]
                return Blank(Span(end, end)), k
            if self.depth >= MOST_NESTING:
                return self.unread(k, k + 1, token[2], "nested too deep"), k + 1
            self.depth += 1
            before = self.role
            if role is not None:
                self.role = role
                self.font = ""
            out: list[Item] = []
            after = k
            while not out and after < j and self.tokens[after][0] not in ("}", "&", "\\\\", "end"):
                after = self.step(after, j, out)
            node = node_of(tidied(out, self.text, self.role), self.text, token[3])
            self.role = before
            self.depth -= 1
            return node, after
        finally:
            self.font = keep

    def signs_only(self, k: int, j: int) -> tuple[Node, int] | None:
        """A script that is nothing but signs, as in `S_{++}` and `A^+`, is a symbol."""
        stop = k + 1
        begin = k
        if self.tokens[k].kind == "{":
            begin, stop = k + 1, self.partner[k]
        if not begin < stop <= j:
            return None
        kind, first, _, _ = self.tokens[begin]
        if kind == "num" or (kind == "word" and (stop - begin < 3 or len(first) < 2)):
            return None  # most scripts
        if begin > k and _JOINED.fullmatch(
            self.text, self.tokens[begin].start, max(self.tokens[stop - 1].end, self.tokens[begin].start)
        ):
            span = self.cover(begin, stop)
            return Symbol(span, name_of(span.of(self.text), "")), stop + 1
        span = self.cover(begin, stop)
        only = SIGNS_ALONE.get(PRODUCT_SIGNS.get(self.tokens[begin].text, "")) if stop - begin == 1 else None
        if only is None and (stop - begin > 3 or any(self.tokens[m].text not in ("+", "-") for m in range(begin, stop))):
            return None
        name = name_of(only or "".join(token.text for token in self.tokens[begin:stop]), "")
        return Symbol(span, name), stop + 1 if begin > k else stop

    def group_items(self, k: int, j: int) -> tuple[list[Item], int]:
        """The items of the group (or token) at k, not yet a node: `{\\max}`, `{=}`."""
        if k < j and self.tokens[k].kind == "{" and self.depth < MOST_NESTING:
            stop = self.partner[k]
            stop = stop if k < stop < j else j
            self.depth += 1
            font = self.font
            items = self.items(k + 1, stop)
            self.font = font
            self.depth -= 1
            return items, min(stop + 1, j)
        out: list[Item] = []
        if k < j and self.tokens[k].kind not in ("}", "&", "\\\\", "end", "{"):
            if self.depth >= MOST_NESTING:
                put(out, self.unread(k, k + 1, 0, "nested too deep"))
                return out, k + 1
            self.depth += 1
            k = self.step(k, j, out)
            self.depth -= 1
        return out, k

    # Tokens

    def step(self, k: int, j: int, out: list[Item]) -> int:
        """Read the token at k and what belongs to it; append its items."""
        kind, text, start, end = self.tokens[k]
        if kind == "word":
            if len(text) == 1:
                out.append(Item("ATOM", Symbol(Span(start, end), name_of(text, self.font)), start, end))
            else:
                word(self, k, j, out)
            return k + 1
        if kind == "num":
            out.append(Item("ATOM", Number(Span(start, end), text.replace("{,}", "")), start, end))
            return k + 1
        if kind == "^" or kind == "_":
            node, after = self.argument(k + 1, j, "sup" if kind == "^" else "sub")
            stop = max(node.span.end, self.tokens[after - 1].end, end)
            if (out and out[-1].type in ("REL", "PM", "SIGN", "SEP", "NEG", "QUAD")) or not out:
                out.append(Item("ATOM", Blank(Span(start, start)), start, start))
            out.append(Item("SUP" if kind == "^" else "SUB", node, start, stop))
            return after
        if kind == "cmd":
            handler = COMMANDS.get(text)
            return handler(self, k, j, out) if handler is not None else unknown(self, k, j, out)
        if kind == "{":
            return self.brace(k, j, out)
        if kind == "open" or kind == "left" or kind == "close" or kind == "right":
            return bracket(self, k, j, out)
        if kind == "bar":
            out.append(Item("BAR", text, start, end))
            return k + 1
        if kind == "prime":
            if not out or out[-1].type in ("REL", "PM", "SIGN", "SEP"):
                out.append(Item("ATOM", Blank(Span(start, start)), start, start))
            out.append(Item("PRIME", len(text), start, end))
            return k + 1
        handler = CHARACTERS.get(kind) or CHARACTERS.get(text)
        if handler is not None:
            return handler(self, k, j, out)
        return character(self, k, j, out)

    def brace(self, k: int, j: int, out: list[Item]) -> int:
        """A group of TeX: what is in it stands in the run itself, unless scripts follow that take all of it."""
        stop = self.partner[k]
        start = self.tokens[k].start
        if not k < stop < j:
            return k + 1  # a brace that nothing closes groups nothing
        after = stop + 1
        scripted = after < j and self.tokens[after].kind in ("^", "_", "prime")
        if stop == k + 1:
            if not out and scripted:
                out.append(Item("ATOM", Blank(Span(start, start)), start, start))
            return after
        if self.depth >= MOST_NESTING:
            out.append(Item("ATOM", self.unread(k, after, start, "nested too deep"), start, self.tokens[stop].end))
            return after
        if (
            not scripted
            and all(self.tokens[m].kind not in ("&", "\\\\") for m in (k + 1, stop - 1))
            and not self.has_rows(k + 1, stop)
        ):
            items, _ = self.group_items(k, j)
            if items and items[0].type == "PM":
                items[0] = Item(sign_kind(str(items[0].value), out), items[0].value, items[0].start_pos, items[0].end_pos)
            out.extend(items)
            return after
        if scripted and stop - k == 2:
            return self.step(k + 1, stop, out) + 1
        items, _ = self.group_items(k, j) if not self.has_rows(k + 1, stop) else ([], 0)
        if len(items) == 1 and items[0].type == "ATOM":
            out.append(items[0])
            return after
        node = node_of(items, self.text, start) if items else self.range(k + 1, stop, self.tokens[k].end)
        out.append(Item("ATOM", node, node.span.start, node.span.end))
        return after

    def has_rows(self, i: int, j: int) -> bool:
        tokens, partner = self.tokens, self.partner
        k = i
        while k < j:
            if tokens[k][0] in ("&", "\\\\"):
                return True
            k = partner[k] + 1 if k < partner[k] < j else k + 1
        return False
