"""The grammar's rules as functions: what each reduction makes of the values on its right side."""

from __future__ import annotations

from typing import Any, cast

from nablint.base.spans import Span
from nablint.parse.items import BigHead, FunctionHead, Item
from nablint.parse.nodes import Arrow, Blank, Call, Colon, Name, Negate, Node, Relation, Sequence, Sum, Symbol
from nablint.parse.operators import product_of
from nablint.parse.scripts import primed, subscript, superscript


class _Chain:
    """A chain of relations as it grows."""

    __slots__ = ("sides", "signs")

    def __init__(self, side: Node | None) -> None:
        self.sides: list[Node | None] = [side]
        self.signs: list[Item] = []


class Build:
    """One method for each alternative of grammar/math.lark. Lists grow in place: each is used once."""

    def start(self, c: list[Any]) -> Node:
        chains, separators = c[0]
        nodes = [_chain_node(chain) for chain in chains]
        if len(nodes) == 1 and nodes[0] is not None:
            return nodes[0]
        items: list[Node] = []
        for k, node in enumerate(nodes):
            if node is None:
                at = separators[k - 1].end_pos if k else separators[0].start_pos
                node = Blank(Span(at, at))
            items.append(node)
        span = Span(min(items[0].span.start, separators[0].start_pos), max(items[-1].span.end, separators[-1].end_pos))
        return Sequence(span, tuple(items), tuple(s.value for s in separators))

    def sequence_of(self, c: list[Any]) -> Any:
        return [c[0]], []

    def sequence_more(self, c: list[Any]) -> Any:
        c[0][0].append(c[2])
        c[0][1].append(c[1])
        return c[0]

    def chain_empty(self, c: list[Any]) -> _Chain:
        return _Chain(None)

    def chain_of(self, c: list[Any]) -> _Chain:
        return _Chain(_sum_node(c[0]))

    def chain_open(self, c: list[Any]) -> _Chain:
        c[0].signs.append(c[1])
        c[0].sides.append(None)
        return cast(_Chain, c[0])

    def chain_more(self, c: list[Any]) -> _Chain:
        c[0].signs.append(c[1])
        c[0].sides.append(_sum_node(c[2]))
        return cast(_Chain, c[0])

    def sum_of(self, c: list[Any]) -> list[Any]:
        return [None, product_of(*c[0])]

    def sum_bare(self, c: list[Any]) -> list[Any]:
        return [c[0], None]

    def sum_signed(self, c: list[Any]) -> list[Any]:
        return [c[0], product_of(*c[1])]

    def sum_more(self, c: list[Any]) -> list[Any]:
        c[0].append(c[1])
        c[0].append(product_of(*c[2]))
        return cast("list[Any]", c[0])

    def sum_open(self, c: list[Any]) -> list[Any]:
        c[0].append(c[1])
        c[0].append(None)
        return cast("list[Any]", c[0])

    def product_of(self, c: list[Any]) -> Any:
        return [c[0]], [""]

    def product_negative(self, c: list[Any]) -> Any:
        return _with_negative(([], []), "", c[0], c[1])

    def product_bare(self, c: list[Any]) -> Any:
        sign = c[0]
        start, end = sign.start_pos, sign.end_pos
        if sign.value == "cdot":
            return [Symbol(Span(start, end), Name("⋅"))], [""]
        return [Blank(Span(start, start)), Blank(Span(end, end))], ["", sign.value]

    def product_signed(self, c: list[Any]) -> Any:
        start = c[0].start_pos
        return [Blank(Span(start, start)), c[1]], ["", c[0].value]

    def product_next(self, c: list[Any]) -> Any:
        c[0][0].append(c[1])
        c[0][1].append("")
        return c[0]

    def product_next_negative(self, c: list[Any]) -> Any:
        return _with_negative(c[0], "", c[1], c[2])

    def product_more(self, c: list[Any]) -> Any:
        c[0][0].append(c[2])
        c[0][1].append(c[1].value)
        return c[0]

    def product_more_negative(self, c: list[Any]) -> Any:
        return _with_negative(c[0], c[1].value, c[2], c[3])

    def product_open(self, c: list[Any]) -> Any:
        end = c[1].end_pos
        c[0][0].append(Blank(Span(end, end)))
        c[0][1].append(c[1].value)
        return c[0]

    product_at = product_next

    script_of = None  # an ATOM as it is

    def script_up(self, c: list[Any]) -> Any:
        return superscript(c[0], c[1].value, c[1].end_pos)

    def script_down(self, c: list[Any]) -> Any:
        return subscript(c[0], c[1].value, c[1].end_pos)

    def script_prime(self, c: list[Any]) -> Any:
        return primed(c[0], c[1].value, c[1].end_pos)

    def script_bang(self, c: list[Any]) -> Any:
        base = c[0]
        if isinstance(base, (FunctionHead, BigHead)):
            base = product_of([base], [""])
        return Call(Span(base.span.start, c[1].end_pos), "factorial", (base,), Span(c[1].start_pos, c[1].end_pos))


def _with_negative(product: Any, before: str, sign: Item, piece: Any) -> Any:
    """A factor with a sign of its own; where a function or big operator is near, the sign waits until that is applied."""
    pieces, signs = product
    heads = (FunctionHead, BigHead)
    if sign.value == "-" and (isinstance(piece, heads) or (pieces and isinstance(pieces[-1], heads))):
        pieces += [sign, piece]
        signs += [before, ""]
    else:
        if isinstance(piece, heads):
            piece = product_of([piece], [""])
        pieces.append(_negated(sign, piece))
        signs.append(before)
    return pieces, signs


def _negated(sign: Item, piece: Node) -> Node:
    span = Span(sign.start_pos, piece.span.end)
    if sign.value == "-":
        return Negate(span, piece)
    return piece if sign.value == "+" else Sum(span, (str(sign.value),), (piece,))


def _sum_node(parts: list[Any]) -> Node:
    if len(parts) == 2:
        sign, term = parts
        if sign is None:
            return cast(Node, term)
        if term is None:
            term = Blank(Span(sign.end_pos, sign.end_pos))
        span = Span(sign.start_pos, term.span.end)
        return Negate(span, term) if sign.value == "-" else Sum(span, (sign.value,), (term,))
    signs: list[str] = []
    terms: list[Node] = []
    for k in range(0, len(parts), 2):
        sign, term = parts[k], parts[k + 1]
        signs.append("+" if sign is None else sign.value)
        terms.append(term if term is not None else Blank(Span(sign.end_pos, sign.end_pos)))
    start = terms[0].span.start if parts[0] is None else parts[0].start_pos
    return Sum(Span(start, terms[-1].span.end), tuple(signs), tuple(terms))


def _chain_node(chain: _Chain) -> Node | None:
    """The chain's node; None where nothing stands there. Named arrows part the chain."""
    if not chain.signs:
        return chain.sides[0]
    if len(chain.signs) == 1 and chain.signs[0].value == ":" and chain.sides == [None, None]:
        return Colon(Span(chain.signs[0].start_pos, chain.signs[0].end_pos))
    sides: list[Node] = []
    for k, side in enumerate(chain.sides):
        if side is None:
            at = chain.signs[k - 1].end_pos if k else chain.signs[0].start_pos
            side = Blank(Span(at, at))
        sides.append(side)
    node: Node | None = None
    begin = 0
    for k, sign in enumerate(chain.signs):
        if isinstance(sign.value, tuple):
            source = _relation(sides[begin : k + 1], chain.signs[begin:k]) if node is None else node
            stop = next(
                (m for m in range(k + 1, len(chain.signs)) if isinstance(chain.signs[m].value, tuple)), len(chain.signs)
            )
            target = _relation(sides[k + 1 : stop + 1], chain.signs[k + 1 : stop])
            node = Arrow(Span(source.span.start, target.span.end), source, target, sign.value[1])
            begin = k + 1
    return node if node is not None else _relation(sides, chain.signs)


def _relation(sides: list[Node], signs: list[Item]) -> Node:
    if not signs:
        return sides[0]
    spans = tuple(Span(s.start_pos, s.end_pos) for s in signs)
    span = Span(min(sides[0].span.start, spans[0].start), max(sides[-1].span.end, spans[-1].end))
    return Relation(span, tuple(sides), tuple(str(s.value) for s in signs), spans)
