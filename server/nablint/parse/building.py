"""The grammar's rules as functions: what each reduction makes of the values on its right side."""

from __future__ import annotations

from typing import Any

from nablint.base.spans import Span
from nablint.parse.items import BigHead, FunctionHead, Item
from nablint.parse.nodes import Arrow, Blank, Call, Colon, Name, Negate, Node, Relation, Sequence, Sum, Symbol
from nablint.parse.operators import product_of
from nablint.parse.scripts import primed, subscript, superscript


class _Factors:
    """A product of several pieces as it grows; `signs[k]` stands before `pieces[k]`."""

    __slots__ = ("pieces", "signs")

    def __init__(self, pieces: list[Any], signs: list[Any]) -> None:
        self.pieces = pieces
        self.signs = signs


class _Terms:
    """A sum as it grows: `signs[k]` stands before `terms[k]`, either may be missing."""

    __slots__ = ("signs", "terms")

    def __init__(self, sign: Item | None, term: Node | None) -> None:
        self.signs: list[Any] = [sign]  # an Item, or None before a first term without a sign
        self.terms: list[Node | None] = [term]


class _Chain:
    """A chain of relations as it grows."""

    __slots__ = ("sides", "signs")

    def __init__(self, side: Node | None) -> None:
        self.sides: list[Node | None] = [side]
        self.signs: list[Item] = []


class _Listed:
    """A sequence of several chains as it grows."""

    __slots__ = ("chains", "separators")

    def __init__(self, chain: Any) -> None:
        self.chains: list[Any] = [chain]
        self.separators: list[Item] = []


class Build:
    """One method for each alternative of grammar/math.lark; None where an alternative only renames what is on its right.

    What stands alone stays what it is, a lone factor the node itself; a `_Factors`, `_Terms`, `_Chain` or `_Listed` begins
    with the second part, and then grows in place: each is used once.
    """

    def start(self, sequence: Any) -> Node:
        if type(sequence) is not _Listed:
            only = _chain_node(sequence)
            assert only is not None  # a run is never empty
            return only
        separators = sequence.separators
        items: list[Node] = []
        for k, chain in enumerate(sequence.chains):
            node = _chain_node(chain)
            if node is None:
                at = separators[k - 1].end_pos if k else separators[0].start_pos
                node = Blank(Span(at, at))
            items.append(node)
        span = Span(min(items[0].span.start, separators[0].start_pos), max(items[-1].span.end, separators[-1].end_pos))
        return Sequence(span, tuple(items), tuple([s.value for s in separators]))

    sequence_of = None

    def sequence_more(self, sequence: Any, separator: Item, chain: Any) -> _Listed:
        listed = sequence if type(sequence) is _Listed else _Listed(sequence)
        listed.separators.append(separator)
        listed.chains.append(chain)
        return listed

    def chain_empty(self) -> _Chain:
        return _Chain(None)

    chain_of = None

    def chain_open(self, sides: Any, sign: Item) -> _Chain:
        chain = sides if type(sides) is _Chain else _Chain(_sum_node(sides))
        chain.signs.append(sign)
        chain.sides.append(None)
        return chain

    def chain_more(self, sides: Any, sign: Item, side: Any) -> _Chain:
        chain = sides if type(sides) is _Chain else _Chain(_sum_node(sides))
        chain.signs.append(sign)
        chain.sides.append(_sum_node(side))
        return chain

    sum_of = None

    def sum_bare(self, sign: Item) -> _Terms:
        return _Terms(sign, None)

    def sum_signed(self, sign: Item, product: Any) -> _Terms:
        return _Terms(sign, _term(product))

    def sum_more(self, terms: Any, sign: Item, product: Any) -> _Terms:
        grown = terms if type(terms) is _Terms else _Terms(None, _term(terms))
        grown.signs.append(sign)
        grown.terms.append(_term(product))
        return grown

    def sum_open(self, terms: Any, sign: Item) -> _Terms:
        grown = terms if type(terms) is _Terms else _Terms(None, _term(terms))
        grown.signs.append(sign)
        grown.terms.append(None)
        return grown

    product_of = None

    def product_negative(self, sign: Item, piece: Any) -> _Factors:
        return _with_negative(_Factors([], []), "", sign, piece)

    def product_bare(self, sign: Item) -> Any:
        start, end = sign.start_pos, sign.end_pos
        if sign.value == "cdot":
            return Symbol(Span(start, end), Name("⋅"))
        return _Factors([Blank(Span(start, start)), Blank(Span(end, end))], ["", sign.value])

    def product_signed(self, sign: Item, piece: Any) -> _Factors:
        start = sign.start_pos
        return _Factors([Blank(Span(start, start)), piece], ["", sign.value])

    def product_next(self, product: Any, piece: Any) -> _Factors:
        if type(product) is not _Factors:
            return _Factors([product, piece], ["", ""])
        product.pieces.append(piece)
        product.signs.append("")
        return product

    def product_next_negative(self, product: Any, sign: Item, piece: Any) -> _Factors:
        return _with_negative(_factors(product), "", sign, piece)

    def product_more(self, product: Any, sign: Item, piece: Any) -> _Factors:
        grown = _factors(product)
        grown.pieces.append(piece)
        grown.signs.append(sign.value)
        return grown

    def product_more_negative(self, product: Any, before: Item, sign: Item, piece: Any) -> _Factors:
        return _with_negative(_factors(product), before.value, sign, piece)

    def product_open(self, product: Any, sign: Item) -> _Factors:
        end = sign.end_pos
        grown = _factors(product)
        grown.pieces.append(Blank(Span(end, end)))
        grown.signs.append(sign.value)
        return grown

    product_at = product_next

    script_of = None  # an ATOM as it is

    def script_up(self, base: Any, sign: Item) -> Any:
        return superscript(base, sign.value, sign.end_pos)

    def script_down(self, base: Any, sign: Item) -> Any:
        return subscript(base, sign.value, sign.end_pos)

    def script_prime(self, base: Any, sign: Item) -> Any:
        return primed(base, sign.value, sign.end_pos)

    def script_bang(self, base: Any, sign: Item) -> Any:
        if isinstance(base, (FunctionHead, BigHead)):
            base = product_of([base], [""])
        return Call(Span(base.span.start, sign.end_pos), "factorial", (base,), Span(sign.start_pos, sign.end_pos))


def _factors(product: Any) -> _Factors:
    return product if type(product) is _Factors else _Factors([product], [""])


def _term(product: Any) -> Node:
    """The node of a finished product."""
    kind = type(product)
    if kind is _Factors:
        return product_of(product.pieces, product.signs)
    if kind is FunctionHead or kind is BigHead:
        return product_of([product], [""])
    node: Node = product
    return node


def _with_negative(product: _Factors, before: str, sign: Item, piece: Any) -> _Factors:
    """A factor with a sign of its own; where a function or big operator is near, the sign waits until that is applied."""
    pieces, signs = product.pieces, product.signs
    heads = (FunctionHead, BigHead)
    if sign.value == "-" and (isinstance(piece, heads) or (pieces and isinstance(pieces[-1], heads))):
        pieces += [sign, piece]
        signs += [before, ""]
    else:
        if isinstance(piece, heads):
            piece = product_of([piece], [""])
        pieces.append(_negated(sign, piece))
        signs.append(before)
    return product


def _negated(sign: Item, piece: Node) -> Node:
    span = Span(sign.start_pos, piece.span.end)
    if sign.value == "-":
        return Negate(span, piece)
    return piece if sign.value == "+" else Sum(span, (str(sign.value),), (piece,))


def _sum_node(sum_: Any) -> Node:
    if type(sum_) is not _Terms:
        return _term(sum_)
    if len(sum_.terms) == 1:
        sign, term = sum_.signs[0], sum_.terms[0]
        if term is None:
            term = Blank(Span(sign.end_pos, sign.end_pos))
        span = Span(sign.start_pos, term.span.end)
        return Negate(span, term) if sign.value == "-" else Sum(span, (sign.value,), (term,))
    signs: list[str] = []
    terms: list[Node] = []
    for sign, term in zip(sum_.signs, sum_.terms, strict=True):
        signs.append("+" if sign is None else sign.value)
        terms.append(term if term is not None else Blank(Span(sign.end_pos, sign.end_pos)))
    start = terms[0].span.start if sum_.signs[0] is None else sum_.signs[0].start_pos
    return Sum(Span(start, terms[-1].span.end), tuple(signs), tuple(terms))


def _chain_node(chain: Any) -> Node | None:
    """The chain's node; None where nothing stands there. Named arrows part the chain."""
    if type(chain) is not _Chain:
        return _sum_node(chain)
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
    spans = tuple([Span(s.start_pos, s.end_pos) for s in signs])
    span = Span(min(sides[0].span.start, spans[0].start), max(sides[-1].span.end, spans[-1].end))
    return Relation(span, tuple(sides), tuple([str(s.value) for s in signs]), spans)
