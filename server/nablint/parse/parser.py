"""The one entry of this room: a formula's text in, its syntax tree out."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.parse.expand import TooMuch, tokens_of
from nablint.parse.macros import NO_MACROS, Macros
from nablint.parse.nodes import Node, Opaque
from nablint.parse.reader import Reader
from nablint.parse.spans import widened

LONGEST = 50_000  # characters; no formula that a person wrote is longer
MOST_TREES = 4096

_memo: dict[tuple[str, Macros], Node] = {}


def parse(text: str, macros: Macros = NO_MACROS) -> Node:
    """The tree of a formula; what cannot be read is an `Opaque` in the smallest place. Never raises; memoised."""
    key = (text, macros)
    found = _memo.get(key)
    if found is not None:
        return found
    tree = parse_anew(text, macros)
    if len(_memo) >= MOST_TREES:
        for old in list(_memo)[: MOST_TREES // 4]:
            _memo.pop(old, None)
    _memo[key] = tree
    return tree


def parse_anew(text: str, macros: Macros = NO_MACROS) -> Node:
    """`parse` without its memory."""
    if len(text) > LONGEST:
        return Opaque(Span(0, len(text)), text, "too long")
    try:
        tokens, expanded = tokens_of(text, macros)
    except TooMuch:
        return Opaque(Span(0, len(text)), text, "macros too deep")
    tree = Reader(text, tokens, macros).formula()
    return widened(tree) if expanded else tree
