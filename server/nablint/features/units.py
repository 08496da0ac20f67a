"""The factors of a product that keep together: a function with its argument, an operator with what it acts on."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import SymbolKey
from nablint.features.knowledge import Knowledge
from nablint.parse.nodes import (
    Adjoint,
    Derivative,
    Fraction,
    Group,
    Label,
    Nabla,
    Negate,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Sub,
    Symbol,
    Transpose,
    walk,
)
from nablint.sizes.shapes import Function, Matrix, Shape


@dataclass(frozen=True, slots=True)
class Unit:
    """`shape` is None where it is unknown or open."""

    factors: tuple[Node, ...]
    shape: Shape | None

    @property
    def span(self) -> Span:
        return self.factors[0].span.cover(self.factors[-1].span)

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.shape, Matrix) and self.shape.is_scalar


def units(knowledge: Knowledge, region: int, product: Product) -> list[Unit]:
    """All factors, in order."""
    found: list[Unit] = []
    factors, at = product.factors, 0
    while at < len(factors):
        factor = factors[at]
        shape = knowledge.shape(region, factor)
        end = at + 1
        if is_operator(factor):
            end, shape = len(factors), knowledge.shape(region, product) if at == 0 else None
        elif end < len(factors) and is_differential(knowledge, factor):
            end, shape = end + 1, knowledge.shape(region, factors[end])
        elif end < len(factors) and isinstance(factors[end], Group) and isinstance(shape, Function):
            end, shape = end + 1, shape.value
        elif (
            end < len(factors)
            and (shape is None or isinstance(shape, Function))
            and is_applied(factor, factors[end], product.signs[at])
        ):
            end, shape = end + 1, None
        found.append(Unit(factors[at:end], shape))
        at = end
    return found


def is_applied(factor: Node, argument: Node, sign: str) -> bool:
    """Whether `\\sigma(z)` of a σ that nobody declared reads as a function's value: nothing stands in between."""
    adjacent = not sign and factor.span.end == argument.span.start
    bracket = bare_bracket(argument)
    named = isinstance(factor, (Symbol, Prime, Label, Sub))
    return adjacent and named and isinstance(bracket, Group) and bracket.brackets == "()"


def bare_bracket(node: Node) -> Node:
    """Of `(x)^\\top` the bracket: what is transposed or raised behind a function's argument is its value."""
    return node.base if isinstance(node, (Transpose, Adjoint, Power)) else node


def is_differential(knowledge: Knowledge, node: Node) -> bool:
    """The d of `dX`, where the note has no symbol of that name."""
    return isinstance(node, Symbol) and node.name.letter in ("d", "∂", "δ") and not knowledge.names.names(SymbolKey(node.name))


def is_operator(node: Node) -> bool:
    """Whether it acts on the factors behind it."""
    return isinstance(node, Nabla) or (isinstance(node, Derivative) and node.of is None)


def is_number(node: Node) -> bool:
    """Of a number nobody asks the shape, but of what it stands in."""
    return all(isinstance(part, (Number, Negate, Fraction, Group)) for part in walk(node))
