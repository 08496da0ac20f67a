"""Which bracket closes which: braces and environments strictly, round and square brackets as well as the text allows."""

from __future__ import annotations

from nablint.parse.commands import CASES, MATRIX_BRACKETS
from nablint.parse.lexer import Raw
from nablint.parse.signs import CLOSERS, OPENERS

DEEPEST = 100  # how far up an environment's end looks for its beginning


def match_brackets(tokens: list[Raw]) -> list[int]:
    """For each token the index of its partner, or -1. Braces and environments bound what is inside them; `(0, 1]` and
    `]0, 1[` find their partners; what has none stays alone and spoils nothing else."""
    partner = [-1] * len(tokens)
    levels: list[_Level] = [_Level(-1, "", False)]
    plain = -1  # a brace since which nothing opened or closed: most close so, and need no level
    for k, token in enumerate(tokens):
        kind = token[0]
        if kind not in _NESTING:
            continue
        if plain >= 0:
            if kind == "}":
                _pair(partner, plain, k)
                plain = -1
                continue
            levels.append(_Level(plain, "{", False))
            plain = -1
        if kind == "open" or kind == "left":
            levels[-1].openers.append(k)
        elif kind == "close":
            _close_soft(tokens, partner, levels[-1], k)
        elif kind == "right":
            _close_right(tokens, partner, levels[-1], k)
        elif kind == "{":
            plain = k
        elif kind == "begin":
            levels.append(_Level(k, token.text, token.text in MATRIX_BRACKETS or token.text in CASES))
        elif kind == "}":
            if len(levels) > 1 and levels[-1].name == "{":
                _end_level(tokens, partner, levels, k)
        elif kind == "end":
            if any(level.name == token.text for level in levels[max(1, len(levels) - DEEPEST) :]):
                while levels[-1].name != token.text:
                    _end_level(tokens, partner, levels, -1)
                _end_level(tokens, partner, levels, k)
            elif len(levels) > 1 and levels[-1].name not in ("", "{"):
                _end_level(tokens, partner, levels, k)
        elif (kind == "&" or kind == "\\\\") and levels[-1].cells:
            _pair_leftovers(tokens, partner, levels[-1])
            levels[-1].openers.clear()
            levels[-1].stray.clear()
    while len(levels) > 1:
        _end_level(tokens, partner, levels, -1)
    _pair_leftovers(tokens, partner, levels[0])
    return partner


_NESTING = frozenset({"{", "}", "open", "left", "close", "right", "begin", "end", "&", "\\\\"})


class _Level:
    """What is open inside one brace group or environment."""

    __slots__ = ("cells", "name", "openers", "start", "stray")

    def __init__(self, start: int, name: str, cells: bool) -> None:
        self.start = start
        self.name = name
        self.cells = cells  # whether brackets end with the cell
        self.openers: list[int] = []
        self.stray: list[int] = []


def _end_level(tokens: list[Raw], partner: list[int], levels: list[_Level], end: int) -> None:
    level = levels.pop()
    _pair_leftovers(tokens, partner, level)
    if end >= 0:
        partner[level.start] = end
        partner[end] = level.start


def _pair(partner: list[int], opener: int, closer: int) -> None:
    partner[opener] = closer
    partner[closer] = opener


def _shape(token: Raw) -> str:
    return OPENERS.get(token.text) or CLOSERS.get(token.text) or token.text


def _close_soft(tokens: list[Raw], partner: list[int], level: _Level, k: int) -> None:
    shape = CLOSERS[tokens[k].text]
    openers = level.openers
    if not openers:
        level.stray.append(k)
        return
    top = openers[-1]
    if tokens[top].kind == "open" and _shape(tokens[top]) == shape:
        _pair(partner, openers.pop(), k)
        return
    for back in range(len(openers) - 1, max(len(openers) - 6, -1), -1):
        below = openers[back]
        if tokens[below].kind == "left":
            break
        if _shape(tokens[below]) == shape:
            del openers[back:]
            _pair(partner, below, k)
            return
    if tokens[top].kind == "open" and {shape, _shape(tokens[top])} == {"(", "["}:
        _pair(partner, openers.pop(), k)
    else:
        level.stray.append(k)


def _close_right(tokens: list[Raw], partner: list[int], level: _Level, k: int) -> None:
    openers = level.openers
    for back in range(len(openers) - 1, -1, -1):
        if tokens[openers[back]].kind == "left":
            below = openers[back]
            del openers[back:]
            _pair(partner, below, k)
            return
    shape = CLOSERS.get(tokens[k].text, "")
    if openers and _shape(tokens[openers[-1]]) == shape:
        _pair(partner, openers.pop(), k)
    else:
        level.stray.append(k)


def _pair_leftovers(tokens: list[Raw], partner: list[int], level: _Level) -> None:
    """Pair what is left alone: `]0, 1[`, `[0, 1[`, `\\left( … )`, where no other pair is crossed."""
    if len(level.openers) + len(level.stray) < 2:
        return
    alone = sorted(level.openers + level.stray)
    k = 0
    while k + 1 < len(alone):
        first, second = alone[k], alone[k + 1]
        one, two = tokens[first], tokens[second]
        interval = one.text in "[]" and two.text in "[]" and second - first > 1
        sided = one.kind == "left" and two.kind in ("close", "right")
        if (interval or sided) and _crosses_nothing(partner, first, second):
            _pair(partner, first, second)
            k += 2
        else:
            k += 1


def _crosses_nothing(partner: list[int], first: int, second: int) -> bool:
    return all(partner[k] < 0 or first < partner[k] < second for k in range(first + 1, second))
