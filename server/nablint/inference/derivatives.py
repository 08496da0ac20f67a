"""The shape of a derivative: from the shapes of what is derived and of the variable, and from the layout's choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nablint.inference.combine import may_be_scalar, value_of
from nablint.inference.problems import Alternatives
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import (
    Layout,
    MatrixByScalar,
    NablaSide,
    ScalarByMatrix,
    ScalarByVector,
    VectorByScalar,
    VectorByVector,
)
from nablint.sizes.shapes import SCALAR, UNKNOWN, Matrix, Shape, column, row


def derivative(of: Shape, by: Shape, layout: Layout, of_transposed: bool = False, by_transposed: bool = False) -> Alternatives:
    """Every shape that d`of`/d`by` may have. A variable or numerator written with a transpose (`∂yᵀ/∂x`, `∂y/∂xᵀ`) says by
    itself how the derivative lies; a row counts by its entries."""
    of, by = value_of(of), value_of(by)
    if not isinstance(of, Matrix) or not isinstance(by, Matrix):
        return (UNKNOWN,)
    if (may_be_scalar(of) and not of.is_scalar) or (may_be_scalar(by) and not by.is_scalar):
        return (UNKNOWN,)
    m, n = _length(of), _length(by)
    if of.is_scalar and by.is_scalar:
        return (SCALAR,)
    if of.is_scalar and n is not None:
        if by_transposed:
            return (column(n),) if by.is_row else (row(n),)
        if by.is_row:
            # The gradient by a declared row: as the row, or by its entries as the layout says.
            return (row(n), column(n))
        return _choose(layout.sv, {ScalarByVector.ROW: row(n), ScalarByVector.COLUMN: column(n)})
    if m is not None and by.is_scalar:
        return _choose(layout.vs, {VectorByScalar.COLUMN: column(m), VectorByScalar.ROW: row(m)})
    if m is not None and n is not None:
        return _vector_by_vector(m, n, layout, of_transposed or (by_transposed and of.is_row), by_transposed)
    if of.is_scalar:
        found = _choose(layout.sm, {ScalarByMatrix.AS_X: by, ScalarByMatrix.TRANSPOSED: by.transposed})
        return tuple(s.transposed for s in found if isinstance(s, Matrix)) if by_transposed else found
    if by.is_scalar:
        return _choose(layout.ms, {MatrixByScalar.AS_Y: of, MatrixByScalar.TRANSPOSED: of.transposed})
    return (UNKNOWN,)


def _vector_by_vector(m: Dim, n: Dim, layout: Layout, of_transposed: bool, by_transposed: bool) -> Alternatives:
    jacobian, gradient = Matrix(m, n), Matrix(n, m)
    if by_transposed:
        # How a row by a row lies is settled nowhere.
        return (jacobian, gradient) if of_transposed else (jacobian,)
    if of_transposed:
        # dyᵀ/dx is the transposed Jacobian in every convention, but many notes write yᵀ for a row without meaning it.
        return (gradient, jacobian)
    return _choose(layout.vv, {VectorByVector.ROWS_Y: jacobian, VectorByVector.ROWS_X: gradient})


def gradient(of: Shape, by: Shape, layout: Layout) -> Alternatives:
    """The shape of ∇ of something: that of its variable; of a vector function the Jacobian or its transpose."""
    of, by = value_of(of), value_of(by)
    if not isinstance(by, Matrix) or may_be_scalar(by):
        return (SCALAR,) if isinstance(by, Matrix) and by.is_scalar and isinstance(of, Matrix) and of.is_scalar else (UNKNOWN,)
    n = _length(by)
    if isinstance(of, Matrix) and of.is_scalar:
        if n is None:
            return (by,)
        if layout.nabla is None and layout.sv is ScalarByVector.ROW:
            return (column(n), row(n))
        return (row(n),) if layout.nabla is NablaSide.ROW else (by,)
    if isinstance(of, Matrix) and n is not None and (m := _length(of)) is not None and not may_be_scalar(of):
        # The Jacobian or its transpose; or the gradient of a scalar that goes by the same letter.
        return (Matrix(m, n), Matrix(n, m), by)
    return (UNKNOWN,)


def hessian(of: Shape, by: Shape) -> Alternatives:
    """Second order by one variable; a Laplacian where `\\nabla^2` may be one is added by the caller."""
    of, by = value_of(of), value_of(by)
    if isinstance(of, Matrix) and of.is_scalar and isinstance(by, Matrix):
        if by.is_scalar:
            return (SCALAR,)
        n = _length(by)
        if n is not None and not may_be_scalar(by):
            return (Matrix(n, n),)
    return (UNKNOWN,)


def _choose(choice: object, shapes: Mapping[Any, Matrix]) -> Alternatives:
    return tuple(shapes.values()) if choice is None else (shapes[choice],)


def _length(shape: Matrix) -> Dim | None:
    """The number of entries of a vector, however it lies; None for a scalar or a matrix."""
    if shape.is_scalar:
        return None
    if shape.cols.is_one:
        return shape.rows
    return shape.cols if shape.rows.is_one else None
