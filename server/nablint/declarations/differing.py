"""When two shapes that were declared cannot be one."""

from __future__ import annotations

from nablint.sizes.dims import Answer, DimFacts
from nablint.sizes.shapes import Function, Matrix, Shape, Tensor, dims_of


def differ(left: Shape, right: Shape, dims: DimFacts) -> bool:
    """Whether two shapes cannot be the same for any sizes that the note allows."""
    match left, right:
        case Matrix(a, b), Matrix(c, d):
            return dims.equal(a, c) is Answer.NO or dims.equal(b, d) is Answer.NO
        case Tensor(a), Tensor(b):
            return len(a) != len(b) or any(dims.equal(x, y) is Answer.NO for x, y in zip(a, b, strict=True))
        case Function(domain, value), Function(other, result):
            if len(domain) != len(other):
                return True
            return differ(value, result, dims) or any(differ(x, y, dims) for x, y in zip(domain, other, strict=True))
        case Matrix() | Tensor(), Matrix() | Tensor():
            return not any(dim.is_free for shape in (left, right) for dim in dims_of(shape))
        case _:
            return False
