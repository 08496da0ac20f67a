"""Terms with their axes in order: scalars, columns, rows, matrices, tensors; and the operations of matrix algebra on them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from nablint.base.values import dataclass
from nablint.calculus.build import add, inverse, power, scaled, with_indices
from nablint.calculus.build import det as det_term
from nablint.calculus.build import expm as expm_term
from nablint.calculus.build import matrix_power as power_term
from nablint.calculus.product import delta, mul, number
from nablint.calculus.rename import rename
from nablint.calculus.terms import Fuse, Index, Term
from nablint.sizes.dims import ONE, SUPPOSED, Answer, Dim, DimFacts
from nablint.sizes.shapes import Matrix, Shape, Tensor


class Mismatch(Exception):
    """Shapes that do not fit, or cannot be told to; the message says what of what."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """`axes` are rows and columns, None where the size is 1; three and more axes are a tensor."""

    term: Term
    axes: tuple[Index | None, ...] = (None, None)
    of_axes: int = 0  # of a derivative with three axes or more: how many belong to what was derived

    @property
    def row(self) -> Index | None:
        return self.axes[0]

    @property
    def col(self) -> Index | None:
        return self.axes[1]

    @property
    def is_scalar(self) -> bool:
        return not any(self.axes) and len(self.axes) == 2

    @property
    def is_tensor(self) -> bool:
        return len(self.axes) > 2

    @property
    def is_vector(self) -> bool:
        """A row or a column."""
        return len(self.axes) == 2 and (self.axes[0] is None) != (self.axes[1] is None)

    @property
    def is_matrix(self) -> bool:
        return len(self.axes) == 2 and None not in self.axes

    @property
    def indices(self) -> tuple[Index, ...]:
        return tuple(a for a in self.axes if a is not None)

    @property
    def shape(self) -> Shape:
        dims = tuple(ONE if a is None else a.dim for a in self.axes)
        return Matrix(dims[0], dims[1]) if len(dims) == 2 else Tensor(dims)

    def fresh(self) -> Value:
        """The same value with new axes."""
        names = {a: a.like() for a in self.indices}
        return Value(rename(self.term, names), tuple(names[a] if a else None for a in self.axes), self.of_axes)

    def along(self, axes: tuple[Index | None, ...]) -> Value:
        """The same value with given axes; they must be None at the same places."""
        names = {old: new for old, new in zip(self.axes, axes, strict=True) if old is not None and new is not None}
        return Value(rename(self.term, names), axes, self.of_axes)

    def with_term(self, term: Term) -> Value:
        return Value(term, self.axes, self.of_axes)


def scalar(term: Term) -> Value:
    return Value(term)


def constant(value: Fraction | int) -> Value:
    return Value(number(value))


class Algebra:
    """Matrix algebra among values, by what is known of sizes."""

    def __init__(self, dims: DimFacts) -> None:
        self.dims = dims
        self.learnt: dict[str, Dim] = {}

    def unknown(self) -> Dim:
        """The size of an identity or a vector of ones that is written without one; learnt when it meets another size."""
        return Dim.name(f"?{Index(ONE).number}")

    def known(self, dim: Dim) -> Dim:
        """The size with what was learnt put in."""
        for _ in range(8):
            if not dim.is_free:
                break
            dim = dim.substitute(self.learnt)
        return dim

    def settled(self, value: Value) -> Value:
        """The value with axes of the sizes that were learnt."""
        names = {a: Index(self.known(a.dim)) for a in value.indices if a.dim.is_free}
        return value.along(tuple(names.get(a, a) if a is not None else None for a in value.axes)) if names else value

    def same(self, left: Dim, right: Dim) -> bool:
        """Whether two sizes are equal; a size that was left out becomes the other one."""
        left, right = self.known(left), self.known(right)
        if left == right:
            return True
        pairs = ((left, right), (right, left))
        # A supposed size stays where it meets one that was left out: it can be drawn.
        for one, other in pairs[::-1] if (left.single_name or "").startswith(SUPPOSED) else pairs:
            name = one.single_name
            if name and one.is_free and name not in other.names() and not (other.is_one and name.startswith(SUPPOSED)):
                self.learnt[name] = other
                return True
        return self.dims.equal(left, right) is Answer.YES

    def _meet(self, left: Index | None, right: Index | None, what: str) -> None:
        a, b = ONE if left is None else left.dim, ONE if right is None else right.dim
        if not self.same(a, b):
            raise Mismatch(f"{what}: {a} and {b}")

    def times(self, left: Value, right: Value) -> Value:
        """The matrix product, or a scaling where one of them is a scalar."""
        if left.is_scalar or right.is_scalar:
            axes = right.axes if left.is_scalar else left.axes
            return Value(mul((left.term, right.term)), axes)
        if left.is_tensor or right.is_tensor:
            raise Mismatch("a product with a tensor")
        self._meet(left.col, right.row, "product")
        right = self._apart(left, right)
        if left.col is None or right.row is None:
            return Value(mul((left.term, right.term)), (left.row, right.col))
        met = rename(right.term, {right.row: left.col})
        return Value(mul((left.term, met), (left.col,)), (left.row, right.col))

    def _apart(self, left: Value, right: Value) -> Value:
        """The right value, with new axes where it shares one with the left."""
        return right.fresh() if set(left.indices) & set(right.indices) else right

    def entrywise(self, left: Value, right: Value, combine: Callable[[Term, Term], Term], what: str = "sum") -> Value:
        """Entry by entry; a scalar, or a row or column beside a matrix, is repeated."""
        right = self._apart(left, right)
        if left.is_scalar:
            left, axes = Value(left.term, left.axes), right.axes
        elif right.is_scalar:
            axes = left.axes
        else:
            if len(left.axes) != len(right.axes):
                raise Mismatch(f"{what}: shapes differ")
            if left.is_vector and right.is_vector and (left.row is None) != (right.row is None):
                raise Mismatch(f"{what}: a row and a column")
            names: dict[Index, Index] = {}
            out: list[Index | None] = []
            for a, b in zip(left.axes, right.axes, strict=True):
                if a is not None and b is not None:
                    self._meet(a, b, what)
                    names[b] = a
                out.append(a or b)
            right = Value(rename(right.term, names), right.axes)
            axes = tuple(out)
        kept = frozenset(a for a in axes if a is not None) | left.term.free | right.term.free
        return Value(combine(with_indices(left.term, kept), with_indices(right.term, kept)), axes)

    def plus(self, left: Value, right: Value, sign: int = 1) -> Value:
        return self.entrywise(left, right, lambda a, b: add((a, scaled(b, sign))))

    def hadamard(self, left: Value, right: Value) -> Value:
        return self.entrywise(left, right, lambda a, b: mul((a, b)), "elementwise product")

    def divided(self, left: Value, right: Value) -> Value:
        """Entry by entry; by a scalar, that is a scaling."""
        if right.is_scalar and not left.is_scalar:
            return left.with_term(mul((left.term, power(right.term, number(-1)))))
        return self.entrywise(left, right, lambda a, b: mul((a, power(b, number(-1)))), "elementwise quotient")

    def transposed(self, value: Value) -> Value:
        if value.is_tensor:
            raise Mismatch("a transpose of a tensor")
        return Value(value.term, (value.col, value.row))

    def inner(self, left: Value, right: Value) -> Value:
        """Σ of the products of entries; rows and columns count alike."""
        if left.is_vector and right.is_vector:
            right = right.fresh()
            (a,), (b,) = left.indices, right.indices
            self._meet(a, b, "inner product")
            return Value(mul((left.term, rename(right.term, {b: a})), (a,)))
        product = self.hadamard(left, right)
        if left.axes.count(None) != right.axes.count(None):
            raise Mismatch("inner product: shapes differ")
        return Value(mul((product.term,), product.indices))

    def outer(self, left: Value, right: Value) -> Value:
        """x yᵀ of two vectors, rows or columns."""
        if not left.is_vector or not right.is_vector:
            raise Mismatch("an outer product of matrices")
        right = self._apart(left, right)
        return Value(mul((left.term, right.term)), (left.indices[0], right.indices[0]))

    def kronecker(self, left: Value, right: Value) -> Value:
        if left.is_tensor or right.is_tensor:
            raise Mismatch("a Kronecker product of tensors")
        right = self._apart(left, right)
        row, fuse_rows = self._fused(right.row, left.row)
        col, fuse_cols = self._fused(right.col, left.col)
        bound = {*left.indices, *right.indices} - {row, col}
        return Value(mul((left.term, right.term, *fuse_rows, *fuse_cols), bound), (row, col))

    def _fused(self, fast: Index | None, slow: Index | None) -> tuple[Index | None, tuple[Term, ...]]:
        if fast is None or slow is None:
            return fast or slow, ()
        whole = Index(fast.dim * slow.dim)
        return whole, (Fuse(whole, (fast, slow), frozenset((whole, fast, slow))),)

    def vec(self, value: Value) -> Value:
        """Column by column."""
        if value.is_tensor:
            raise Mismatch("vec of a tensor")
        if not value.is_matrix:
            return Value(value.term, (value.row or value.col, None))
        whole, fuse = self._fused(value.row, value.col)
        return Value(mul((value.term, *fuse), value.indices), (whole, None))

    def flattened(self, value: Value, of_axes: int) -> Value:
        """∂vec(Y)/∂vec(X)ᵀ of a derivative with the axes of Y first (or of vec X first, where `of_axes` counts those)."""
        axes = value.indices
        row, fuse_rows = self._fused_all(axes[:of_axes])
        col, fuse_cols = self._fused_all(axes[of_axes:])
        bound = {i for f in (*fuse_rows, *fuse_cols) for i in f.parts}
        return Value(mul((value.term, *fuse_rows, *fuse_cols), bound), (row, col))

    def _fused_all(self, axes: tuple[Index, ...]) -> tuple[Index | None, tuple[Fuse, ...]]:
        if len(axes) < 2:
            return (axes[0] if axes else None), ()
        dim = ONE
        for a in axes:
            dim = dim * a.dim
        whole = Index(dim)
        return whole, (Fuse(whole, axes, frozenset((whole, *axes))),)

    def unvec(self, value: Value, rows: Index, cols: Index) -> Value:
        """The matrix whose vec is the column."""
        (whole,) = value.indices
        fuse = Fuse(whole, (rows, cols), frozenset((whole, rows, cols)))
        return Value(mul((value.term, fuse), (whole,)), (rows, cols))

    def diag(self, value: Value) -> Value:
        """Of a vector the matrix; of a matrix its diagonal."""
        if value.is_scalar:
            return value
        if value.is_vector:
            (index,) = value.indices
            other = index.like()
            return Value(mul((value.term, delta(index, other))), (index, other))
        row, col = self.square(value)
        return Value(rename(value.term, {col: row}), (row, None))

    def square(self, value: Value) -> tuple[Index, Index]:
        if value.is_tensor or value.row is None or value.col is None:
            raise Mismatch("not a square matrix")
        self._meet(value.row, value.col, "not square")
        return value.row, value.col

    def trace(self, value: Value) -> Value:
        if value.is_scalar:
            return value
        row, col = self.square(value)
        return Value(mul((rename(value.term, {col: row}),), (row,)))

    def det(self, value: Value) -> Value:
        if value.is_scalar:
            return value
        return Value(det_term(value.term, *self.square(value)))

    def inverse(self, value: Value) -> Value:
        if value.is_scalar or value.is_vector:
            return value.with_term(power(value.term, number(-1)))
        row, col = self.square(value)
        new_row, new_col = row.like(), row.like()
        return Value(inverse(value.term, row, col, new_row, new_col), (new_row, new_col))

    def expm(self, value: Value) -> Value:
        row, col = self.square(value)
        new_row, new_col = row.like(), row.like()
        return Value(expm_term(value.term, row, col, new_row, new_col), (new_row, new_col))

    def symbolic_power(self, value: Value, exponent: Term) -> Value:
        row, col = self.square(value)
        new_row, new_col = row.like(), row.like()
        return Value(power_term(value.term, row, col, new_row, new_col, exponent), (new_row, new_col))

    def matrix_power(self, value: Value, exponent: int) -> Value:
        """Powers of a square matrix, up to the 12th."""
        row, col = self.square(value)
        if exponent == 0:
            return Value(delta(row, col), (row, col))
        if abs(exponent) > 12:
            raise Mismatch("too large a power of a matrix")
        base = value if exponent > 0 else self.inverse(value)
        total = base
        for _ in range(abs(exponent) - 1):
            total = self.times(total, base.fresh())
        return total
