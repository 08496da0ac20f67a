"""An expression times a number, as a person writes it: the numbers in front multiplied out."""

from __future__ import annotations

from fractions import Fraction

from nablint.calculus.symbolnodes import NOWHERE
from nablint.parse import nodes as n
from nablint.parse.nodes import ProductSign

_SIMPLE = (n.Symbol, n.Number, n.Sub, n.Group, n.Matrix, n.Call, n.Norm, n.Power, n.Transpose, n.Fraction)
_LONGEST = 9  # digits of a number that is worked with


def scaled(node: n.Node, by: Fraction) -> n.Node:
    """`by` times the expression: 2/3 of `3x` is `2x`, and of `\\frac{3x}{4}` it is `\\frac{x}{2}`."""
    number, rest = _split(node)
    total = number * by
    written = _written(abs(total), rest, isinstance(_positive(node), n.Fraction))
    return n.Negate(NOWHERE, written) if total < 0 else written


def _positive(node: n.Node) -> n.Node:
    return node.body if isinstance(node, n.Negate) else node


def _split(node: n.Node) -> tuple[Fraction, n.Node | None]:
    """The number in front, and what it multiplies; None where that is nothing else."""
    match node:
        case n.Negate(_, body):
            number, rest = _split(body)
            return -number, rest
        case n.Number(_, text) if len(text) <= _LONGEST and text.replace(".", "", 1).isdigit():
            return Fraction(text), None
        case n.Fraction(_, numerator, denominator):
            above, top = _split(numerator)
            below, bottom = _split(denominator)
            if not below:
                return Fraction(1), node
            if bottom is not None:
                top = n.Fraction(NOWHERE, top if top is not None else n.Number(NOWHERE, "1"), bottom)
            return above / below, top
        case n.Product(_, factors, signs) if set(signs) <= {"", "cdot"}:
            number, at = Fraction(1), 0
            while at < len(factors):
                one, rest = _split(factors[at])
                if rest is not None or isinstance(factors[at], n.Negate):
                    break
                number, at = number * one, at + 1
            return number, _joined(factors[at:], signs[at:])
        case _:
            return Fraction(1), node


def _joined(factors: tuple[n.Node, ...], signs: tuple[ProductSign, ...]) -> n.Node | None:
    if len(factors) > 1:
        return n.Product(NOWHERE, factors, signs)
    return factors[0] if factors else None


def _written(number: Fraction, rest: n.Node | None, as_fraction: bool) -> n.Node:
    if rest is None:
        return _number(number)
    if number == 1:
        return rest
    if as_fraction:
        above, below = (rest.numerator, rest.denominator) if isinstance(rest, n.Fraction) else (rest, None)
        top = _times(Fraction(number.numerator), None if _is_one(above) else above)
        bottom = _times(Fraction(number.denominator), below)
        return top if number.denominator == 1 and below is None else n.Fraction(NOWHERE, top, bottom)
    return _times(number, rest)


def _times(number: Fraction, rest: n.Node | None) -> n.Node:
    if rest is None:
        return _number(number)
    if number == 1:
        return rest
    if not isinstance(rest, n.Product):
        rest = rest if isinstance(rest, _SIMPLE) else n.Group(NOWHERE, rest, "()")
    factors, signs = (rest.factors, rest.signs) if isinstance(rest, n.Product) else ((rest,), ())
    # Two numbers side by side would read as one.
    sign: ProductSign = "cdot" if _begins_with_number(rest) else ""
    return n.Product(NOWHERE, (_number(number), *factors), (sign, *signs))


def _begins_with_number(node: n.Node) -> bool:
    while isinstance(node, n.Product | n.Power):
        node = node.factors[0] if isinstance(node, n.Product) else node.base
    return isinstance(node, n.Number | n.Fraction)


def _is_one(node: n.Node) -> bool:
    return isinstance(node, n.Number) and node.text == "1"


def _number(number: Fraction) -> n.Node:
    above: n.Node = n.Number(NOWHERE, str(number.numerator))
    return above if number.denominator == 1 else n.Fraction(NOWHERE, above, n.Number(NOWHERE, str(number.denominator)))
