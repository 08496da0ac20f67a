"""What the reader hands to the grammar: tokens that carry nodes, and heads of functions and operators not yet applied."""

from __future__ import annotations

from typing import Any, TypeAlias

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.parse.nodes import Node

# How deep brackets and arguments may stand in one another: a tree is then shallow enough for every recursive walk.
MOST_NESTING = 30


class Item:
    """A token of the grammar. Types: ATOM, SUP, SUB, PRIME, BANG, EVAL, NEG, PM, SIGN, REL, SEP; and, until a run is tidied,
    BAR, TEXT and QUAD. `value` is a node or head, or the word of a sign."""

    __slots__ = ("end_pos", "start_pos", "type", "value")

    def __init__(self, type: str, value: Any, start: int, end: int) -> None:
        self.type = type
        self.value = value
        self.start_pos = start
        self.end_pos = end


@dataclass(frozen=True, slots=True)
class FunctionHead:
    """A function's name that waits for its argument. `word` is its spelling; `command` whether it has a backslash."""

    span: Span
    function: str
    word: str
    command: bool
    power: Node | None = None
    index: Node | None = None
    primes: int = 0


@dataclass(frozen=True, slots=True)
class BigHead:
    """A big operator that waits for its body."""

    span: Span
    operator: str
    lower: Node | None = None
    upper: Node | None = None


Head: TypeAlias = FunctionHead | BigHead
Piece: TypeAlias = Node | FunctionHead | BigHead


def put(out: list[Item], piece: Piece) -> None:
    """Append a node or head as an ATOM."""
    span = piece.span
    out.append(Item("ATOM", piece, span.start, span.end))
