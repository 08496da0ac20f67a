"""What does not hold, as data: found by inference, turned into findings by the rules."""

from __future__ import annotations

from typing import Literal, TypeAlias

from nablint.base.values import dataclass
from nablint.parse.nodes import Node
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import UNKNOWN, Shape

ProblemKind: TypeAlias = Literal["product", "sum", "equation", "square", "argument", "elementwise", "literal", "block", "index"]
Alternatives: TypeAlias = tuple[Shape, ...]
ANYTHING: Alternatives = (UNKNOWN,)


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of what does not hold: the node as written and every shape it may have."""

    node: Node
    shapes: Alternatives


@dataclass(frozen=True, slots=True)
class Problem:
    """`node` is the whole expression, `operands` the smallest parts that do not go together, `sizes` what should be equal."""

    kind: ProblemKind
    node: Node
    operands: tuple[Operand, ...]
    sizes: tuple[Dim, Dim] | None = None
    detail: str = ""
