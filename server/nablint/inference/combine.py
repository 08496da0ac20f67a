"""How shapes combine: product, sum, transpose and the rest, each answering with a shape or with the sizes that clash.

A free dim (its name begins with "?") fits anything. `Unknown` fits anything and, where the other operand decides it,
leaves what is still known of the result.
"""

from __future__ import annotations

from itertools import count

from nablint.base.values import dataclass
from nablint.sizes.dims import ONE, Answer, Dim, DimFacts
from nablint.sizes.shapes import SCALAR, UNKNOWN, Function, Matrix, Shape, Tensor, Unknown

_fresh = count(1)


def free() -> Dim:
    """A size that nobody stated."""
    return Dim.name(f"?{next(_fresh)}")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two shapes that do not go together: the two sizes that would have to be equal, or None where the kind is wrong."""

    left: Dim | None = None
    right: Dim | None = None


def value_of(shape: Shape) -> Shape:
    """A function's name used as a value stands for its value."""
    return shape.value if isinstance(shape, Function) else shape


def may_be_scalar(shape: Shape) -> bool:
    """Whether some sizes that the note allows make it 1 × 1."""
    if isinstance(shape, Matrix):
        return _may_be_one(shape.rows) and _may_be_one(shape.cols)
    return isinstance(shape, Unknown)


def _may_be_one(dim: Dim) -> bool:
    return dim.is_one or dim.is_free


def joined(left: Dim, right: Dim) -> Dim:
    """Of two sizes that go together the one that is known better."""
    return right if left.is_free else left


def differ(left: Dim, right: Dim, facts: DimFacts) -> bool:
    return facts.equal(left, right) is Answer.NO


def multiply(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    """The matrix product, or scaling where one of the two is a scalar."""
    left, right = value_of(left), value_of(right)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        return UNKNOWN
    if isinstance(left, Matrix) and left.is_scalar:
        return right
    if isinstance(right, Matrix) and right.is_scalar:
        return left
    if isinstance(left, Unknown) and isinstance(right, Unknown):
        return UNKNOWN
    # A factor of unknown shape may be a scalar or a matrix: rows come from the left and columns from the right all the same.
    if isinstance(left, Unknown):
        assert isinstance(right, Matrix)
        return Matrix(free(), right.cols) if not right.cols.is_free and not right.cols.is_one else UNKNOWN
    if isinstance(right, Unknown):
        assert isinstance(left, Matrix)
        return Matrix(left.rows, free()) if not left.rows.is_free and not left.rows.is_one else UNKNOWN
    assert isinstance(left, Matrix) and isinstance(right, Matrix)
    if differ(left.cols, right.rows, facts):
        if may_be_scalar(left) or may_be_scalar(right):
            return UNKNOWN
        return Clash(left.cols, right.rows)
    if may_be_scalar(left):
        return Matrix(free(), right.cols) if not right.cols.is_one else UNKNOWN
    if may_be_scalar(right):
        return Matrix(left.rows, free()) if not left.rows.is_one else UNKNOWN
    return Matrix(left.rows, right.cols)


def same(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    """Both shapes as one, entry by entry."""
    left, right = value_of(left), value_of(right)
    if isinstance(left, Unknown):
        return right
    if isinstance(right, Unknown):
        return left
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        if differ(left.rows, right.rows, facts):
            return Clash(left.rows, right.rows)
        if differ(left.cols, right.cols, facts):
            return Clash(left.cols, right.cols)
        return Matrix(joined(left.rows, right.rows), joined(left.cols, right.cols))
    if isinstance(left, Tensor) and isinstance(right, Tensor):
        if len(left.dims) != len(right.dims):
            return UNKNOWN
        for a, b in zip(left.dims, right.dims, strict=True):
            if differ(a, b, facts):
                return Clash(a, b)
        return left
    return UNKNOWN


def add(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    """A sum. Allowed by custom: a scalar with anything, a row or column repeated over a matrix (a bias over a batch)."""
    left, right = value_of(left), value_of(right)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        # A matrix decides the sum's shape; a scalar, row or column may be repeated over what is not known.
        known = right if isinstance(left, Unknown) else left
        return known if isinstance(known, Matrix) and _is_full(known) else UNKNOWN
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        if left.is_scalar or right.is_scalar:
            return right if left.is_scalar else left
        if may_be_scalar(left) or may_be_scalar(right):
            return UNKNOWN
    return broadcast(left, right, facts)


def _is_full(shape: Matrix) -> bool:
    return not any(side.is_one or side.is_free for side in (shape.rows, shape.cols))


def broadcast(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    """Entry by entry, where a number scales, and a row or a column may stand for a matrix that repeats it; a row with a
    column never."""
    fit = same(left, right, facts)
    if not isinstance(fit, Clash):
        return fit
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        for small, large in ((left, right), (right, left)):
            if small.is_scalar:
                return large
            if large.is_column or large.is_row or large.is_scalar:
                continue
            if small.is_row and not differ(small.cols, large.cols, facts):
                return large
            if small.is_column and not differ(small.rows, large.rows, facts):
                return large
            # A vector that belongs to each row of a batch is often written as a column.
            if small.is_column and not differ(small.rows, large.cols, facts):
                return large
    return fit


def inner(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    """The inner product of two vectors, each a column or a row, or of two matrices of one shape."""
    left, right = value_of(left), value_of(right)
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        a, b = _length(left), _length(right)
        if a is not None and b is not None:
            return Clash(a, b) if differ(a, b, facts) else SCALAR
        fit = same(left, right, facts)
        return fit if isinstance(fit, Clash) else SCALAR
    return SCALAR


def _length(shape: Matrix) -> Dim | None:
    if shape.cols.is_one:
        return shape.rows
    return shape.cols if shape.rows.is_one else None


def kronecker(left: Shape, right: Shape) -> Shape:
    left, right = value_of(left), value_of(right)
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        return Matrix(left.rows * right.rows, left.cols * right.cols)
    return UNKNOWN


def outer(left: Shape, right: Shape) -> Shape:
    """a bᵀ of two vectors, however they lie."""
    left, right = value_of(left), value_of(right)
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        a, b = _length(left), _length(right)
        if a is not None and b is not None:
            return Matrix(a, b)
    return UNKNOWN


def transpose(shape: Shape) -> Shape:
    shape = value_of(shape)
    if isinstance(shape, Matrix):
        return shape.transposed
    return Tensor(tuple(reversed(shape.dims))) if isinstance(shape, Tensor) else UNKNOWN


def entries(shape: Shape) -> Dim | None:
    """How many entries there are."""
    match value_of(shape):
        case Matrix(rows, cols):
            return rows * cols
        case Tensor(dims):
            total = ONE
            for dim in dims:
                total = total * dim
            return total
        case _:
            return None


def equate(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    """Two sides of an equation. Allowed by custom: an array flattened or unflattened without a word (the same number of
    entries, but not its transpose)."""
    left, right = value_of(left), value_of(right)
    fit = same(left, right, facts)
    if not isinstance(fit, Clash):
        return fit
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        if may_be_scalar(left) and may_be_scalar(right):
            return UNKNOWN
        if not isinstance(same(left.transposed, right, facts), Clash) and not (left.is_scalar or right.is_scalar):
            return fit
    a, b = entries(left), entries(right)
    if a is not None and b is not None and facts.equal(a, b) is Answer.YES:
        return left
    return fit
