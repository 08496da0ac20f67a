"""Which fractions are derivatives: `\\frac{\\partial^2 f}{\\partial x\\,\\partial y}`, `dy/dx`, `\\frac{d}{dx}`."""

from __future__ import annotations

from typing import Literal, TypeAlias, cast

from nablint.base.spans import Span
from nablint.parse.nodes import By, Derivative, Fraction, Group, Node, Number, Power, Product, ProductSign, Symbol

DerivativeSign: TypeAlias = Literal["d", "∂", "δ", "D"]

BESIDE: ProductSign = ""  # no sign: juxtaposed

_SIGNS = ("d", "∂", "δ", "D")
_D_FONTS = ("", "rm", "bold", "sf")


def fraction(span: Span, numerator: Node, denominator: Node) -> Node:
    """A Derivative where both parts begin with one sign of differentiation, else a Fraction."""
    lower = _split(denominator)
    if lower is not None and lower[2]:
        sign = lower[0]
        upper = _split(numerator)
        if upper is not None and upper[0] == sign:
            found = _derivative(span, sign, upper[1], upper[2], denominator)
            if found is not None:
                return found
    return Fraction(span, numerator, denominator)


def sign_of(node: Node) -> DerivativeSign | None:
    """The sign of differentiation that a symbol is, or None."""
    if type(node) is not Symbol or node.name.letter not in _SIGNS or node.name.accents:
        return None
    upright = node.name.letter in ("∂", "δ") or node.name.font in _D_FONTS
    return cast(DerivativeSign, node.name.letter) if upright else None


def _order_of(node: Node) -> tuple[DerivativeSign, int | None] | None:
    """`∂` is ("∂", 1), `d^2` ("d", 2), `∂^n` ("∂", None)."""
    sign = sign_of(node)
    if sign is not None:
        return sign, 1
    if type(node) is Power:
        sign = sign_of(node.base)
        if sign is not None:
            return sign, _count(node.exponent)
    return None


def _count(node: Node) -> int | None:
    return int(node.text) if isinstance(node, Number) and node.text.isdigit() and len(node.text) < 3 else None


def _factors(node: Node) -> tuple[Node, ...] | None:
    if type(node) is Product:
        return node.factors if not any(node.signs) else None
    return (node,)


def _split(node: Node) -> tuple[DerivativeSign, int | None, tuple[Node, ...]] | None:
    """The sign and order that a numerator or denominator begins with, and the factors after it."""
    if type(node) is Product:
        head = _order_of(node.factors[0])
        if head is None:
            return None
        if any(node.signs):
            rest: tuple[Node, ...] = (
                Product(Span(node.factors[1].span.start, node.span.end), node.factors[1:], node.signs[1:]),
            )
            return (*head, rest if len(node.factors) > 2 else node.factors[1:])
        return (*head, node.factors[1:])
    head = _order_of(node)
    return (*head, ()) if head is not None else None


def _derivative(
    span: Span, sign: DerivativeSign, order: int | None, operand: tuple[Node, ...], denominator: Node
) -> Derivative | None:
    factors = _factors(denominator)
    if factors is None:
        lower = _split(denominator)
        assert lower is not None
        return Derivative(span, sign, juxtaposed(operand), (By(lower[2][0].span, lower[2][0]),), order)
    by: list[By] = []
    k = 0
    while k < len(factors):
        head = _order_of(factors[k])
        if head is None or head[0] != sign:
            return None
        begin = k + 1
        k = begin
        while k < len(factors) and not ((after := _order_of(factors[k])) is not None and after[0] == sign):
            k += 1
        variable = juxtaposed(factors[begin:k])
        if variable is None:
            return None
        by.append(_by(variable, head[1], order))
    return Derivative(span, sign, juxtaposed(operand), tuple(by), order)


def _by(variable: Node, written: int | None, order: int | None) -> By:
    """`∂x²` below `∂²` is By(x, 2); below a single `∂` the square is part of the variable."""
    if written != 1:
        return By(variable.span, variable, written)
    if type(variable) is Power and order != 1:
        count = _count(variable.exponent)
        if order is None or (count is not None and 1 < count <= order):
            return By(variable.span, variable.base, count)
    return By(variable.span, variable, 1)


def juxtaposed(factors: tuple[Node, ...]) -> Node | None:
    if not factors:
        return None
    if len(factors) == 1:
        return factors[0]
    return Product(Span(factors[0].span.start, factors[-1].span.end), factors, (BESIDE,) * (len(factors) - 1))


def slash_derivatives(factors: list[Node], signs: list[ProductSign]) -> tuple[list[Node], list[ProductSign]]:
    """Every `∂y/∂x` and `dy/dx` of a flat product made one factor. Signs stand before their factor."""
    out: list[Node] = []
    before: list[ProductSign] = []
    k = 0
    while k < len(factors):
        if k and signs[k] == "slash" and out:
            head = _order_of(factors[k])
            begin = _numerator_begin(out, before, head[0]) if head is not None else None
            if head is not None and begin is not None:
                upper_order = _order_of(out[begin])
                assert upper_order is not None
                stop = _denominator_end(factors, signs, k, head[0], upper_order[1])
                if stop > k + 1:
                    span = Span(out[begin].span.start, factors[stop - 1].span.end)
                    denominator = juxtaposed(tuple(factors[k:stop]))
                    assert denominator is not None
                    found = _derivative(span, head[0], upper_order[1], tuple(out[begin + 1 :]), denominator)
                    if found is not None:
                        del out[begin:]
                        del before[begin + 1 :]
                        out.append(found)
                        k = stop
                        continue
        out.append(factors[k])
        before.append(signs[k])
        k += 1
    return out, before[: len(out)]


def _numerator_begin(out: list[Node], before: list[ProductSign], sign: str) -> int | None:
    for k in range(len(out) - 1, max(len(out) - 6, -1), -1):
        head = _order_of(out[k])
        if head is not None and head[0] == sign:
            return k
        if before[k]:
            return None
    return None


def _denominator_end(factors: list[Node], signs: list[ProductSign], k: int, sign: str, order: int | None) -> int:
    """Where the denominator that begins with a sign at `k` ends: one variable, or as many as the order asks for."""
    left = order or 1
    while k < len(factors):
        head = _order_of(factors[k])
        if head is None or head[0] != sign or k + 1 >= len(factors) or signs[k + 1]:
            return k
        variable = factors[k + 1]
        k += 2
        count = _count(variable.exponent) if type(variable) is Power else None
        left -= max(count or 1, head[1] or 1)
        if left <= 0 or (k < len(factors) and signs[k]):
            return k
        if type(variable) is Symbol and k < len(factors) and type(factors[k]) is Group and left > 0:
            return k
    return k
