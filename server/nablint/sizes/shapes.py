"""Shapes: matrices (scalars, columns and rows are matrices with a side of 1), tensors, functions; and structure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Flag, auto
from typing import TypeAlias

from nablint.base.values import dataclass
from nablint.sizes.dims import ONE, Dim


@dataclass(frozen=True, slots=True)
class Matrix:
    """`rows × cols`. 1 × 1 is a scalar, n × 1 a column vector, 1 × n a row."""

    rows: Dim
    cols: Dim

    @property
    def is_scalar(self) -> bool:
        return self.rows.is_one and self.cols.is_one

    @property
    def is_column(self) -> bool:
        """n × 1 with n not known to be 1."""
        return self.cols.is_one and not self.rows.is_one

    @property
    def is_row(self) -> bool:
        return self.rows.is_one and not self.cols.is_one

    @property
    def transposed(self) -> Matrix:
        return Matrix(self.cols, self.rows)

    def __str__(self) -> str:
        if self.is_scalar:
            return "scalar"
        return str(self.rows) if self.cols.is_one else f"{self.rows} × {self.cols}"


@dataclass(frozen=True, slots=True)
class Tensor:
    """Three axes or more."""

    dims: tuple[Dim, ...]

    def __str__(self) -> str:
        return " × ".join(map(str, self.dims))


@dataclass(frozen=True, slots=True)
class Function:
    """`f : domain₁ × domain₂ → value`; a scalar function may be applied to an array, entry by entry."""

    domain: tuple[Shape, ...]
    value: Shape

    def __str__(self) -> str:
        return f"{', '.join(map(str, self.domain))} → {self.value}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known; contradicts nothing."""

    def __str__(self) -> str:
        return "unknown"


Shape: TypeAlias = Matrix | Tensor | Function | Unknown

SCALAR = Matrix(ONE, ONE)
UNKNOWN = Unknown()


def column(dim: Dim) -> Matrix:
    return Matrix(dim, ONE)


def row(dim: Dim) -> Matrix:
    return Matrix(ONE, dim)


def substitute(shape: Shape, values: Mapping[str, Dim]) -> Shape:
    match shape:
        case Matrix(rows, cols):
            return Matrix(rows.substitute(values), cols.substitute(values))
        case Tensor(dims):
            return Tensor(tuple(d.substitute(values) for d in dims))
        case Function(domain, value):
            return Function(tuple(substitute(d, values) for d in domain), substitute(value, values))
        case _:
            return shape


def dims_of(shape: Shape) -> tuple[Dim, ...]:
    """Every dim that stands in the shape, in order."""
    match shape:
        case Matrix(rows, cols):
            return (rows, cols)
        case Tensor(dims):
            return dims
        case Function(domain, value):
            return tuple(d for part in (*domain, value) for d in dims_of(part))
        case _:
            return ()


class Structure(Flag):
    """What is known of an object beyond its shape."""

    NONE = 0
    SYMMETRIC = auto()
    POSITIVE_DEFINITE = auto()
    POSITIVE_SEMIDEFINITE = auto()
    INVERTIBLE = auto()
    ORTHOGONAL = auto()
    DIAGONAL = auto()
    UPPER = auto()
    LOWER = auto()
    IDENTITY = auto()
    ZERO = auto()
    ONES = auto()
    SKEW = auto()
    SQUARE = auto()
    POSITIVE = auto()
    CONSTANT = auto()
    UNIT = auto()
    INTEGER = auto()
    ELEMENTWISE = auto()
    STOCHASTIC = auto()  # positive entries whose sum is 1
    ONE_HOT = auto()
    ORTHONORMAL_COLUMNS = auto()
    ORTHONORMAL_ROWS = auto()
    BINARY = auto()  # each entry 0 or 1
    SIGNS = auto()  # each entry 1 or -1


_OF_MATRICES = (
    Structure.SYMMETRIC
    | Structure.POSITIVE_DEFINITE
    | Structure.POSITIVE_SEMIDEFINITE
    | Structure.INVERTIBLE
    | Structure.ORTHOGONAL
    | Structure.DIAGONAL
    | Structure.UPPER
    | Structure.LOWER
    | Structure.IDENTITY
    | Structure.SKEW
    | Structure.SQUARE
    | Structure.ORTHONORMAL_COLUMNS
    | Structure.ORTHONORMAL_ROWS
)


def possible(structure: Structure, shape: Shape) -> Structure:
    """What can be so of an object of that shape: "μ ∈ ℝ^d and Σ ∈ ℝ^{d×d} be symmetric" speaks of the matrix alone."""
    vector = isinstance(shape, Matrix) and not shape.is_scalar and (shape.is_column or shape.is_row)
    return structure & ~_OF_MATRICES if vector else structure
