"""What a sub- or superscript makes of its base: index, power, transpose, label, prime, limits of an operator."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from nablint.base.spans import Span
from nablint.parse.items import BigHead, FunctionHead, Piece
from nablint.parse.nodes import (
    Adjoint,
    Blank,
    By,
    Colon,
    Derivative,
    Group,
    Label,
    Nabla,
    Name,
    Negate,
    Node,
    Norm,
    Number,
    Power,
    Prime,
    Product,
    ProductSign,
    Relation,
    Sequence,
    Sub,
    Sum,
    Symbol,
    Transpose,
)

LabelStyle: TypeAlias = Literal["paren", "bracket", "star", "plus", "minus", "hat", "vee", "perp", "text"]

_TRANSPOSES = {"⊤", "⊺", "T"}
_ADJOINTS = {"H", "†", "‡"}
_SIGN_STYLES: dict[str, LabelStyle] = {
    "∗": "star",
    "*": "star",
    "⋆": "star",
    "★": "star",
    "+": "plus",
    "-": "minus",
    "∧": "hat",
    "∨": "vee",
    "⟂": "perp",
    "⊥": "perp",
    "×": "hat",
    "♯": "text",
    "♮": "text",
    "∘": "text",
    "°": "text",
    "⊙": "text",
    "⊗": "text",
    "⊕": "text",
    "♭": "text",
    "±": "text",
    "∓": "text",
}


def index_of(node: Node) -> Node:
    """A subscript's content in its one form: `1:n` is a Sequence with ":", a lone `:` a Colon."""
    if isinstance(node, Relation) and all(sign == ":" for sign in node.signs):
        if all(isinstance(side, Blank) for side in node.sides):
            return Colon(node.span)
        return Sequence(node.span, node.sides, (":",) * len(node.signs))
    if isinstance(node, Sequence):
        items = tuple(index_of(item) for item in node.items)
        if items != node.items:
            return Sequence(node.span, items, node.separators)
    return node


def subscript(base: Piece, index: Node, end: int) -> Piece:
    span = Span(base.span.start, max(end, base.span.end))
    if isinstance(base, FunctionHead):
        return replace(base, index=index if base.index is None else base.index, span=span)
    if isinstance(base, BigHead):
        return replace(base, lower=index, span=span)
    if isinstance(base, Nabla) and base.by is None:
        return Nabla(span, index, base.order)
    if isinstance(base, Norm) and base.index is None:
        return Norm(span, base.body, base.bars, index)
    if isinstance(base, Symbol) and base.name.letter == "∂":
        variables = index.items if isinstance(index, Sequence) else (index,)
        return Derivative(span, "∂", None, tuple(By(item.span, item) for item in variables), len(variables))
    if isinstance(index, Blank):
        return replace(base, span=span)
    if _is_cross(index):
        return Label(span, base, index, "hat")  # `[ω]_×` is the matrix of ω × …, as `ω^×` and `ω^∧` are
    return Sub(span, base, _index_for(base, index_of(index)))


def _is_cross(index: Node) -> bool:
    return isinstance(index, Symbol) and index.name.letter in ("×", "∧")


_FAN_IN = frozenset("dnNDCHWFkKfLPQchmM")


def _index_for(base: Node, index: Node) -> Node:
    """`W_{mxn}` is a size; `w_{in}` has the indices i and n, `d_{in}` a word."""
    if isinstance(index, Product):
        return times_by_letter(index)
    if (
        isinstance(index, Symbol)
        and index.name == _IN
        and isinstance(base, Symbol)
        and base.name.letter not in _FAN_IN
        and len(index.span) == 2
    ):
        start = index.span.start
        letters = Symbol(Span(start, start + 1), Name("i")), Symbol(Span(start + 1, start + 2), Name("n"))
        return Product(index.span, letters, ("",))
    return index


_IN = Name("in")


def times_by_letter(node: Node) -> Node:
    """`mxn` in a size: the letter x between two factors means "times"."""
    if not isinstance(node, Product) or len(node.factors) < 3:
        return node
    factors: list[Node] = [node.factors[0]]
    signs: list[ProductSign] = []
    k = 1
    while k < len(node.factors):
        factor = node.factors[k]
        between = not node.signs[k - 1] and k + 1 < len(node.factors) and not node.signs[k]
        if between and isinstance(factor, Symbol) and factor.name == _X:
            signs.append("times")
            factors.append(node.factors[k + 1])
            k += 2
        else:
            signs.append(node.signs[k - 1])
            factors.append(factor)
            k += 1
    return Product(node.span, tuple(factors), tuple(signs)) if len(factors) < len(node.factors) else node


_X = Name("x")


def superscript(base: Piece, content: Node, end: int) -> Piece:
    span = Span(base.span.start, max(end, base.span.end))
    if isinstance(base, FunctionHead):
        primes = _primes(content)
        if primes:
            return replace(base, primes=base.primes + primes, span=span)
        return replace(base, power=content if base.power is None else base.power, span=span)
    if isinstance(base, BigHead):
        return replace(base, upper=content, span=span)
    if isinstance(base, Nabla) and isinstance(content, Number) and content.text.isdigit() and len(content.text) < 3:
        return Nabla(span, base.by, int(content.text))
    return replace(base, span=span) if isinstance(content, Blank) else _raised(base, content, span)


def _raised(base: Node, content: Node, span: Span) -> Node:
    if isinstance(content, Number):
        return Power(span, base, content)
    if isinstance(content, Symbol):
        return _raised_to_symbol(base, content, span)
    if isinstance(content, Group):
        if isinstance(base, Number) or (isinstance(base, Symbol) and base.name.letter in ("e", "2")):
            return Power(span, base, content)
        return Label(span, base, content.body, "paren" if content.brackets == "()" else "bracket")
    if isinstance(content, Negate):
        return _raised_to_negative(base, content, span)
    if isinstance(content, Product):
        if isinstance(base, Symbol) and base.name.font == "bb":
            return Power(span, base, times_by_letter(content))
        return _raised_to_product(base, content, span)
    if isinstance(content, Transpose) and isinstance(content.base, (Group, Number)):
        return Transpose(span, _raised(base, content.base, Span(span.start, content.base.span.end)))
    if isinstance(content, Power) and isinstance(content.base, Group) and not isinstance(base, Number):
        inner = _raised(base, content.base, Span(span.start, content.base.span.end))
        return _raised(inner, content.exponent, span)
    if isinstance(content, Prime) and isinstance(content.base, Blank):
        return Prime(span, base, content.count)
    if isinstance(content, Relation) and len(content.sides) == 3 and content.signs == ("<", ">"):
        return Label(span, base, content.sides[1], "bracket")
    if isinstance(content, Relation) and len(content.signs) == 1 and all(isinstance(side, Blank) for side in content.sides):
        return Label(span, base, content, "perp" if content.signs[0] == "⟂" else "text")
    if isinstance(content, Sequence) and not isinstance(base, Number):
        return Label(span, base, content, "text")
    if isinstance(content, Sum) and len(content.terms) == 1 and isinstance(content.terms[0], Blank):
        return Label(span, base, content, _SIGN_STYLES.get(content.signs[0], "text"))
    return Power(span, base, content)


def _raised_to_symbol(base: Node, content: Symbol, span: Span) -> Node:
    letter = content.name.letter
    if letter == "′":
        return Prime(span, base, 1)
    style = _SIGN_STYLES.get(letter)
    if style is not None:
        return Label(span, base, content, style)
    space = isinstance(base, Number) or (isinstance(base, Symbol) and base.name.font == "bb")
    if not space and not content.name.accents:
        if letter in _TRANSPOSES and content.name.font in ("", "rm", "sf", "tt", "bold", "macro"):
            return Transpose(span, base)
        if letter in _ADJOINTS and content.name.font in ("", "rm", "sf"):
            return Adjoint(span, base)
    if len(letter) > 1:
        return Label(span, base, content, "text")
    return Power(span, base, content)


def _raised_to_negative(base: Node, content: Negate, span: Span) -> Node:
    body = content.body
    minus_one = Negate(content.span, Number(body.span, "1"))
    if isinstance(body, Blank):
        return Label(span, base, content, "minus")
    if _is_transpose_sign(body):
        return Transpose(span, Power(span, base, minus_one))
    if (
        isinstance(body, Product)
        and len(body.factors) == 2
        and isinstance(body.factors[0], Number)
        and _is_transpose_sign(body.factors[1])
    ):
        return Transpose(span, Power(span, base, Negate(content.span, body.factors[0])))
    if isinstance(body, Transpose):
        return Transpose(span, Power(span, base, Negate(content.span, body.base)))
    return Power(span, base, content)


def _raised_to_product(base: Node, content: Product, span: Span) -> Node:
    primes = _primes(content)
    if primes:
        return Prime(span, base, primes)
    if any(content.signs):
        return Power(span, base, content)
    last = content.factors[-1]
    marks = (Group, Transpose)
    if isinstance(content.factors[0], marks) or _is_transpose_sign(last) or _is_mark(content.factors[0]):
        node: Node = base
        for factor in content.factors:
            if not (isinstance(factor, marks) or _is_transpose_sign(factor) or _is_mark(factor) or isinstance(factor, Number)):
                return Power(span, base, content)
            node = _raised(node, factor, Span(span.start, max(factor.span.end, node.span.end)))
        return replace(node, span=span)
    return Power(span, base, content)


def _is_transpose_sign(node: Node) -> bool:
    return isinstance(node, Symbol) and node.name.letter in _TRANSPOSES


def _is_mark(node: Node) -> bool:
    return isinstance(node, Symbol) and (node.name.letter in _SIGN_STYLES or node.name.letter == "′")


def _primes(node: Node) -> int:
    if isinstance(node, Symbol) and node.name.letter == "′":
        return 1
    if isinstance(node, Product) and all(isinstance(f, Symbol) and f.name.letter == "′" for f in node.factors):
        return len(node.factors)
    return 0


def primed(base: Piece, count: int, end: int) -> Piece:
    span = Span(base.span.start, max(end, base.span.end))
    if isinstance(base, FunctionHead):
        return replace(base, primes=base.primes + count, span=span)
    if isinstance(base, BigHead):
        return replace(base, span=span)
    if isinstance(base, Prime):
        return Prime(span, base.base, base.count + count)
    return Prime(span, base, count)
