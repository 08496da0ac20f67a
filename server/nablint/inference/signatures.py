"""What the functions of the field make of the shapes of their arguments: one table; users add to it by declaring a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from nablint.base.values import dataclass
from nablint.inference.combine import Clash, differ, free, inner, kronecker, outer, same, value_of
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import SCALAR, UNKNOWN, Matrix, Shape, column


@dataclass(frozen=True, slots=True)
class NotSquare:
    """The argument has to be square and is not."""

    shape: Matrix


Result: TypeAlias = Shape | Clash | NotSquare
Signature: TypeAlias = Callable[[tuple[Shape, ...], DimFacts], Result]


def _entrywise(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    return value_of(args[0])


def _scalar(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    return SCALAR


def _unknown(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    return UNKNOWN


def _square_to_scalar(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    shape = value_of(args[0])
    if isinstance(shape, Matrix) and differ(shape.rows, shape.cols, facts):
        return NotSquare(shape)
    return SCALAR


def _square_to_square(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    shape = value_of(args[0])
    if isinstance(shape, Matrix) and differ(shape.rows, shape.cols, facts):
        return NotSquare(shape)
    return shape


def _diag(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    """Of a vector the matrix with that diagonal; of a square matrix its diagonal, or the matrix with all else zero."""
    if len(args) > 1:
        return UNKNOWN
    shape = value_of(args[0])
    if isinstance(shape, Matrix):
        if shape.is_scalar:
            return UNKNOWN
        if shape.cols.is_one:
            return Matrix(shape.rows, shape.rows)
        if shape.rows.is_one:
            return Matrix(shape.cols, shape.cols)
    return UNKNOWN


def _vec(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    shape = value_of(args[0])
    return column(shape.rows * shape.cols) if isinstance(shape, Matrix) and not _free(shape) else UNKNOWN


def _free(shape: Matrix) -> bool:
    return shape.rows.is_free or shape.cols.is_free


def _reduction(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    """A sum or mean of all entries; of a matrix perhaps along one axis."""
    shape = value_of(args[0])
    if len(args) == 1 and isinstance(shape, Matrix) and (shape.is_column or shape.is_row or shape.is_scalar):
        return SCALAR
    return UNKNOWN


def _kron(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    return kronecker(args[0], args[1]) if len(args) == 2 else UNKNOWN


def _outer(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    return outer(args[0], args[1]) if len(args) == 2 else UNKNOWN


def _inner(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    return inner(args[0], args[1], facts) if len(args) == 2 else UNKNOWN


def _hadamard(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    return same(args[0], args[1], facts) if len(args) == 2 else UNKNOWN


def _covariance(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    shape = value_of(args[0])
    if isinstance(shape, Matrix) and shape.is_scalar and len(args) == 1:
        return SCALAR
    if len(args) == 1 and isinstance(shape, Matrix) and shape.cols.is_one and not shape.rows.is_free:
        return Matrix(shape.rows, shape.rows)
    return UNKNOWN


def _pseudo_inverse(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    shape = value_of(args[0])
    return shape.transposed if isinstance(shape, Matrix) else UNKNOWN


def _skew(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    shape = value_of(args[0])
    return Matrix(shape.rows, shape.rows) if isinstance(shape, Matrix) and shape.cols.is_one else UNKNOWN


def _column_of_unknown_length(args: tuple[Shape, ...], facts: DimFacts) -> Result:
    return column(free())


_ENTRYWISE = (
    "sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan asin acos atan asinh acosh atanh arsinh arcosh "
    "artanh arctanh log ln lg sqrt abs sign sgn relu elu gelu selu silu swish softplus sigmoid sigm logistic logit erf erfc "
    "gamma floor ceil round heaviside step conj re im real imag softmax logsoftmax sparsemax layernorm normalize dropout "
    "norm_layer leakyrelu lrelu hardtanh clip square expit probit"
)
_SCALAR = "rank cond dim card prob pr p nnz logsumexp lse argmax_index dist tv kl entropy"
_SQUARE_SCALAR = "tr trace det logdet"
_SQUARE_SAME = "expm logm sqrtm inv adj cof"
_UNKNOWN = (
    "argmin argmax supp span ker null im_space range image eig svd gcd lcm mod o conv concat concatenate cat stack reshape"
)

SIGNATURES: dict[str, Signature] = {
    **dict.fromkeys(_ENTRYWISE.split(), _entrywise),
    **dict.fromkeys(_SCALAR.split(), _scalar),
    **dict.fromkeys(_SQUARE_SCALAR.split(), _square_to_scalar),
    **dict.fromkeys(_SQUARE_SAME.split(), _square_to_square),
    **dict.fromkeys(_UNKNOWN.split(), _unknown),
    # exp of a square matrix is entry by entry or the matrix exponential: the shape is the same.
    "exp": _entrywise,
    "diag": _diag,
    "vec": _vec,
    "vech": _column_of_unknown_length,
    "sum": _reduction,
    "mean": _reduction,
    "avg": _reduction,
    "average": _reduction,
    "std": _reduction,
    "min": _reduction,
    "max": _reduction,
    "e": _entrywise,
    "expectation": _entrywise,
    "var": _covariance,
    "cov": _covariance,
    "kron": _kron,
    "outer": _outer,
    "inner": _inner,
    "dot": _inner,
    "hadamard": _hadamard,
    "pinv": _pseudo_inverse,
    "skew": _skew,
    "hat": _skew,
}


def is_entrywise(function: str) -> bool:
    """Whether a function is applied to each entry, so that it keeps the shape."""
    return SIGNATURES.get(function) is _entrywise


def apply(function: str, args: tuple[Shape, ...], facts: DimFacts) -> Result:
    """The shape of a call; unknown where the table does not have the function."""
    signature = SIGNATURES.get(function)
    return signature(args, facts) if signature and args else UNKNOWN
