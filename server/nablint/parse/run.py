"""One flat run of items to a node, by the grammar; where that fails, the smallest failing piece becomes Opaque."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from nablint.base.spans import Span
from nablint.parse.building import Build
from nablint.parse.items import BigHead, FunctionHead, Item
from nablint.parse.lalr import Parser, Unreadable, table
from nablint.parse.nodes import Blank, Node, Opaque

MOST_HEADS = 40  # functions and big operators in one run: each nests what follows it
MOST_SCRIPTS = 30  # scripts one after another: each nests its base
_NESTING = frozenset({"SUP", "SUB", "PRIME", "BANG", "EVAL", "NEG"})


@lru_cache(maxsize=1)
def _grammar() -> Parser:
    return Parser(table(), Build())


def node_of(items: list[Item], text: str, at: int) -> Node:
    """The node of a run. `at` is where an empty run stands; `text` is the formula, for what stays opaque."""
    if not items:
        return Blank(Span(at, at))
    if len(items) == 1 and items[0].type == "ATOM":
        only: Node | FunctionHead | BigHead = items[0].value
        if not isinstance(only, (FunctionHead, BigHead)):
            return only
    if len(items) > MOST_SCRIPTS and _nests_too_deep(items):
        return opaque(items, text, "too many operators")
    try:
        tree: Node = _grammar().parse(items)
    except Unreadable:
        return _recovered(items, text)
    return tree


def opaque(items: list[Item], text: str, why: str) -> Opaque:
    span = Span(min(item.start_pos for item in items), max(item.end_pos for item in items))
    return Opaque(span, span.of(text), why)


def _nests_too_deep(items: list[Item]) -> bool:
    heads = arrows = streak = 0
    for item in items:
        if item.type in _NESTING:
            streak += 1
            if streak > MOST_SCRIPTS:
                return True
        elif item.type == "ATOM":
            streak = 0
            if isinstance(item.value, (FunctionHead, BigHead)):
                heads += 1
        elif item.type == "REL" and isinstance(item.value, tuple):
            arrows += 1
    return heads > MOST_HEADS or arrows > MOST_HEADS


def _recovered(items: list[Item], text: str) -> Node:
    """Split at the loosest sign there is, and read the pieces apart; what cannot be split is opaque."""
    for kind in ("SEP", "REL", "PM"):
        cuts = [k for k, item in enumerate(items) if item.type == kind]
        if not cuts:
            continue
        pieces: list[Item] = []
        begin = 0
        for cut in [*cuts, len(items)]:
            piece = items[begin:cut]
            if piece:
                node = _piece(piece, text)
                pieces.append(Item("ATOM", node, node.span.start, node.span.end))
            if cut < len(items):
                pieces.append(items[cut])
            begin = cut + 1
        try:
            return cast(Node, _grammar().parse(pieces))
        except Unreadable:
            return opaque(items, text, "signs in an unknown order")
    return opaque(items, text, "signs in an unknown order")


def _piece(items: list[Item], text: str) -> Node:
    try:
        return cast(Node, _grammar().parse(items))
    except Unreadable:
        return (
            _recovered(items, text)
            if any(item.type in ("REL", "PM") for item in items)
            else opaque(items, text, "signs in an unknown order")
        )
