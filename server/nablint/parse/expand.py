"""Macros expanded over tokens: a body stands where its macro was called, arguments keep their own places."""

from __future__ import annotations

import re
from functools import lru_cache

from nablint.parse.lexer import Raw, lex
from nablint.parse.macros import Macro, Macros, definitions

MOST_TOKENS = 20_000
DEEPEST = 30


class TooMuch(Exception):
    """The expansion grows beyond its bounds; caught by the parser."""


@lru_cache(maxsize=64)
def table_of(macros: Macros) -> tuple[dict[str, Macro], dict[str, int]]:
    """The macros by name, and how many arguments each takes."""
    table = dict(macros.table)
    return table, {name: macro.arity for name, macro in table.items()}


def tokens_of(text: str, macros: Macros) -> tuple[list[Raw], bool]:
    """The tokens of a formula with its macros expanded, and whether there were any. Definitions in it leave no tokens."""
    table, arities = table_of(macros)
    spans: list[tuple[int, int]] = []
    if "def" in text or "command" in text or "Declare" in text or "\\let" in text:
        own: dict[str, Macro] = {}
        for start, end, macro in definitions(text):
            spans.append((start, end))
            if macro is not None and macro.arity >= 0:
                own[macro.name] = macro
        if own:
            table = {**table, **own}
            arities = {name: macro.arity for name, macro in table.items()}
    tokens = lex(text, arities or None)
    if spans:
        tokens = [token for token in tokens if not any(start <= token.start < end for start, end in spans[:200])]
    if not table or not any(token.kind == "cmd" and token.text in table for token in tokens):
        return tokens, False
    return _Expansion(table, text).expanded(tokens, frozenset(), 0), True


class _Expansion:
    def __init__(self, table: dict[str, Macro], text: str) -> None:
        self.table = table
        self.text = text
        self.left = MOST_TOKENS

    def expanded(self, tokens: list[Raw], active: frozenset[str], depth: int) -> list[Raw]:
        if depth > DEEPEST:
            raise TooMuch
        out: list[Raw] = []
        k = 0
        table = self.table
        while k < len(tokens):
            token = tokens[k]
            macro = table.get(token.text) if token.kind == "cmd" and token.text not in active else None
            if macro is None:
                out.append(token)
                k += 1
                self._spend(1)
                continue
            k, end, arguments = self._arguments(macro, tokens, k + 1, token.end, active, depth)
            body = self._substituted(macro, arguments, min(token.start, end), max(token.end, end))
            out.extend(self.expanded(body, active | {macro.name}, depth + 1))
        return out

    def _spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise TooMuch

    def _arguments(
        self, macro: Macro, tokens: list[Raw], k: int, end: int, active: frozenset[str], depth: int
    ) -> tuple[int, int, list[list[Raw]]]:
        """The index after the arguments, the offset where they end, and the arguments, expanded."""
        arguments: list[list[Raw]] = []
        if k < len(tokens) and tokens[k].text == "*" and macro.arity:
            k += 1
        if macro.default is not None:
            stop = _closing(tokens, k, "[", "]") if k < len(tokens) and tokens[k].text == "[" else -1
            if stop >= 0:
                arguments.append(self.expanded(tokens[k + 1 : stop], active, depth + 1))
                end, k = tokens[stop].end, stop + 1
            else:
                arguments.append([Raw(t.kind, t.text, end, end) for t in lex(macro.default)])
        while len(arguments) < macro.arity and k < len(tokens):
            if tokens[k].kind in ("}", "&", "\\\\"):
                break
            if tokens[k].kind == "{":
                stop = _closing(tokens, k, "{", "}")
                stop = stop if stop >= 0 else len(tokens)
                arguments.append(self.expanded(tokens[k + 1 : stop], active, depth + 1))
                end = tokens[min(stop, len(tokens) - 1)].end
                k = min(stop + 1, len(tokens))
            else:
                arguments.append(self.expanded(tokens[k : k + 1], active, depth + 1))
                end, k = tokens[k].end, k + 1
        return k, end, arguments

    def _substituted(self, macro: Macro, arguments: list[list[Raw]], start: int, end: int) -> list[Raw]:
        out: list[Raw] = []
        body = _body(macro.body)
        k = 0
        while k < len(body):
            kind, text, _, _ = body[k]
            if text == "#" and k + 1 < len(body) and body[k + 1].kind == "num":
                digits = body[k + 1].text
                number = int(digits[0])
                if 0 < number <= len(arguments):
                    self._spend(len(arguments[number - 1]))
                    out.extend(arguments[number - 1])
                if len(digits) > 1:
                    out.append(Raw("num", digits[1:], start, end))
                k += 2
                continue
            if kind == "text" and "#" in text:
                text = re.sub(r"#(\d)", lambda m: self._written(arguments, int(m.group(1))), text)
            out.append(Raw(kind, text, start, end))
            k += 1
        self._spend(len(out))
        return out

    def _written(self, arguments: list[list[Raw]], number: int) -> str:
        tokens = arguments[number - 1] if 0 < number <= len(arguments) else []
        if not tokens:
            return ""
        start, end = min(t.start for t in tokens), max(t.end for t in tokens)
        return self.text[start:end][:200]


@lru_cache(maxsize=2048)
def _body(body: str) -> tuple[Raw, ...]:
    return tuple(lex(body))


def _closing(tokens: list[Raw], k: int, opener: str, closer: str) -> int:
    depth = 0
    for m in range(k, len(tokens)):
        text = tokens[m].text
        if text == opener:
            depth += 1
        elif text == closer:
            depth -= 1
            if depth == 0:
                return m
    return -1
