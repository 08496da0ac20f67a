"""What is said of a derivative: which of the nine cases it is, its shape by the layout, and how the chain rule runs there."""

from __future__ import annotations

from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge
from nablint.parse.nodes import Derivative, Node
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Matrix, Shape

# What is derived, and by what → the choice of a layout that says how the derivative lies.
_CHOICE = {
    ("scalar", "vector"): "sv",
    ("vector", "scalar"): "vs",
    ("vector", "vector"): "vv",
    ("scalar", "matrix"): "sm",
    ("matrix", "scalar"): "ms",
}
LYING = tuple(_CHOICE.values())


@dataclass(frozen=True, slots=True)
class Case:
    """`of` and `by` are words ("scalar", "vector", "matrix"); `shape` is None while the layout leaves it open."""

    of: str
    by: str
    of_shape: Matrix
    by_shape: Matrix
    shape: Shape | None

    @property
    def name(self) -> str:
        return f"{self.of} by {self.by}"


def case_of(knowledge: Knowledge, region: int, node: Derivative) -> Case | None:
    """None where a shape is unknown, or the derivative is of another order."""
    if node.of is None or len(node.by) != 1 or node.order != 1:
        return None
    of, by = knowledge.shape(region, node.of), knowledge.shape(region, node.by[0].variable)
    if not isinstance(of, Matrix) or not isinstance(by, Matrix):
        return None
    return Case(_word(of), _word(by), of, by, derivative_shape(of, by, knowledge.chosen(region).layout))


def is_open(knowledge: Knowledge, region: int, node: Derivative) -> bool:
    """Whether neither the note nor the formula says how the derivative lies."""
    layout = knowledge.shown_layout(region)
    case = case_of(knowledge, region, node)
    if case is None:
        return layout.sv is None and layout.vv is None
    return choice_of(case.of_shape, case.by_shape) is not None and (
        derivative_shape(case.of_shape, case.by_shape, layout) is None
    )


def derivative_at(path: tuple[Node, ...]) -> Derivative | None:
    """The innermost derivative fraction around the cursor."""
    return next((node for node in reversed(path) if isinstance(node, Derivative)), None)


def choice_of(of: Matrix, by: Matrix) -> str | None:
    """The choice of a layout that says how ∂of/∂by lies; "" for scalars, None for derivatives of more than two axes."""
    words = (_word(of), _word(by))
    return "" if words == ("scalar", "scalar") else _CHOICE.get(words)


def derivative_shape(of: Matrix, by: Matrix, layout: Layout) -> Matrix | None:
    """The shape of ∂of/∂by by the choices that the layout has made; None where the one that is needed is open, and for
    derivatives of more than two axes."""
    length_of, length_by = (of.cols if of.is_row else of.rows), (by.cols if by.is_row else by.rows)
    match choice_of(of, by):
        case "":
            return of
        case "sv":
            return _turned(Matrix(length_by, of.rows), layout.sv and layout.sv.value, "column")
        case "vs":
            return _turned(Matrix(length_of, by.rows), layout.vs and layout.vs.value, "column")
        case "vv":
            return _turned(Matrix(length_of, length_by), layout.vv and layout.vv.value, "rows follow y")
        case "sm":
            return _turned(by, layout.sm and layout.sm.value, "p × q")
        case "ms":
            return _turned(of, layout.ms and layout.ms.value, "shape of Y")
        case _:
            return None


def _turned(shape: Matrix, choice: str | None, upright: str) -> Matrix | None:
    return None if choice is None else shape if choice == upright else shape.transposed


def _word(shape: Matrix) -> str:
    return "scalar" if shape.is_scalar else "vector" if shape.rows.is_one or shape.cols.is_one else "matrix"
