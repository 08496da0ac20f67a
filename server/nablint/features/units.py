"""The factors of a product that keep together: a function with its argument, an operator with all that follows it."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge
from nablint.parse.nodes import Derivative, Group, Nabla, Node, Product
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
        elif isinstance(shape, Function) and end < len(factors) and isinstance(factors[end], Group):
            end, shape = end + 1, shape.value
        found.append(Unit(factors[at:end], shape))
        at = end
    return found


def is_operator(node: Node) -> bool:
    """Whether it acts on the factors behind it."""
    return isinstance(node, Nabla) or (isinstance(node, Derivative) and node.of is None)
