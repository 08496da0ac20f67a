"""A layout: independent choices, one for each kind of derivative, each made or open; and the conventions by name."""

from __future__ import annotations

from dataclasses import fields, replace
from enum import Enum
from typing import Any

from nablint.base.values import dataclass


class _Choice(Enum):
    # Members are compared by identity; the hash of an Enum is that of its name, worked out anew each time.
    __hash__ = object.__hash__


class ScalarByVector(_Choice):
    ROW = "row"
    COLUMN = "column"


class VectorByVector(_Choice):
    """The rows follow y (m × n, a Jacobian) or x (n × m)."""

    ROWS_Y = "rows follow y"
    ROWS_X = "rows follow x"


class VectorByScalar(_Choice):
    COLUMN = "column"
    ROW = "row"


class ScalarByMatrix(_Choice):
    AS_X = "p × q"
    TRANSPOSED = "q × p"


class MatrixByScalar(_Choice):
    AS_Y = "shape of Y"
    TRANSPOSED = "transpose of Y"


class NablaSide(_Choice):
    COLUMN = "column"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Layout:
    """`None` is open. Field names follow the note: s scalar, v vector, m matrix; `sv` is scalar by vector."""

    sv: ScalarByVector | None = None
    vs: VectorByScalar | None = None
    vv: VectorByVector | None = None
    sm: ScalarByMatrix | None = None
    ms: MatrixByScalar | None = None
    nabla: NablaSide | None = None
    collapsed: bool = False  # d(Xv)/dX := vᵀ, as some courses define it

    def chosen(self, choice: str, value: Enum) -> Layout:
        """This layout with one choice made; `choice` is a key of `CHOICES`."""
        made: dict[str, Any] = {choice: value}
        return replace(self, **made)

    def filled(self, other: Layout) -> Layout:
        """This layout, its open choices taken from `other`."""
        open_ = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        return replace(self, **open_, collapsed=self.collapsed or other.collapsed)


CHOICES: dict[str, type[Enum]] = {
    "sv": ScalarByVector,
    "vs": VectorByScalar,
    "vv": VectorByVector,
    "sm": ScalarByMatrix,
    "ms": MatrixByScalar,
    "nabla": NablaSide,
}
NUMERATOR = Layout(
    ScalarByVector.ROW, VectorByScalar.COLUMN, VectorByVector.ROWS_Y, ScalarByMatrix.TRANSPOSED, MatrixByScalar.AS_Y
)
DENOMINATOR = Layout(
    ScalarByVector.COLUMN,
    VectorByScalar.ROW,
    VectorByVector.ROWS_X,
    ScalarByMatrix.AS_X,
    MatrixByScalar.TRANSPOSED,
    NablaSide.COLUMN,
)
MIXED = Layout(
    ScalarByVector.COLUMN,
    VectorByScalar.COLUMN,
    VectorByVector.ROWS_Y,
    ScalarByMatrix.AS_X,
    MatrixByScalar.AS_Y,
    NablaSide.COLUMN,
)
PRESETS: dict[str, Layout] = {"numerator": NUMERATOR, "denominator": DENOMINATOR, "mixed": MIXED}


def stated(preset: str) -> Layout:
    """What a note that names a convention has fixed: vector by vector and scalar by vector; the rest stays open."""
    full = PRESETS[preset]
    return Layout(sv=full.sv, vv=full.vv)
