"""Which shape would an undeclared symbol need, so that what stands beside it conforms?"""

from __future__ import annotations

from itertools import pairwise

from nablint.features.knowledge import Knowledge
from nablint.parse.nodes import (
    Big,
    By,
    Derivative,
    Fraction,
    Group,
    Label,
    Node,
    Power,
    Prime,
    Product,
    Relation,
    Sub,
    Sum,
    Symbol,
    Transpose,
    children,
)
from nablint.sizes.dims import ONE, Dim
from nablint.sizes.shapes import SCALAR, Matrix, Shape

DEEPEST = 60


def fitting_shape(knowledge: Knowledge, region: int, node: Node) -> Shape | None:
    """From the neighbours in products, sums and equations; None where they do not fix it."""
    path = _path(knowledge.regions.tree(region), node)
    return _wanted(knowledge, region, path, len(path) - 1, 0) if path else None


def _path(root: Node, node: Node) -> list[Node]:
    """From the root to the node; empty where it is not below."""
    stack: list[tuple[Node, list[Node]]] = [(root, [root])]
    while stack:
        top, path = stack.pop()
        if top is node:
            return path
        if len(path) < DEEPEST and top.span.contains(node.span):
            stack.extend((child, [*path, child]) for child in children(top))
    return []


def _wanted(knowledge: Knowledge, region: int, path: list[Node], at: int, depth: int) -> Matrix | None:
    """The shape that the node at `path[at]` should have, seen from above."""
    if at == 0 or depth > 8:
        return None
    parent, node = path[at - 1], path[at]
    match parent:
        case Group():
            return _wanted(knowledge, region, path, at - 1, depth + 1)
        case Transpose():
            outer = _wanted(knowledge, region, path, at - 1, depth + 1)
            return None if outer is None else outer.transposed
        case Fraction(denominator=part) | Power(exponent=part) | Big(upper=part) if part is node:
            return SCALAR
        case Derivative(of=of, by=by) if of is node:
            return _derived(knowledge, region, by)
        case Sum(terms=parts) | Relation(sides=parts):
            beside = _first_matrix(knowledge, region, tuple(p for p in parts if p is not node))
            return beside or _wanted(knowledge, region, path, at - 1, depth + 1)
        case Product(factors=factors, signs=signs) if all(sign in ("", "cdot") for sign in signs):
            return _factor(knowledge, region, path, at, factors, depth)
        case _:
            return None


def _derived(knowledge: Knowledge, region: int, by: tuple[By, ...]) -> Matrix | None:
    """By a matrix only scalars are derived, or nearly so; by a vector anything is."""
    shape = knowledge.shape(region, by[0].variable) if len(by) == 1 else None
    return SCALAR if isinstance(shape, Matrix) and not (shape.is_column or shape.is_row) else None


def _first_matrix(knowledge: Knowledge, region: int, nodes: tuple[Node, ...]) -> Matrix | None:
    shapes = (knowledge.shape(region, node) for node in nodes)
    return next((shape for shape in shapes if isinstance(shape, Matrix)), None)


def _factor(
    knowledge: Knowledge, region: int, path: list[Node], at: int, factors: tuple[Node, ...], depth: int
) -> Matrix | None:
    """Between its neighbours in a product; at an end, the product's own size counts."""
    k = next(i for i, factor in enumerate(factors) if factor is path[at])
    whole = _wanted(knowledge, region, path, at - 1, depth + 1)
    # Numbers stand in front: the λ of `λ w`.
    if k == 0 and _is_small(path[at]) and _conform(knowledge, region, factors[1:], whole):
        return SCALAR
    left = _size(knowledge, region, factors[:k][::-1], "cols")
    right = _size(knowledge, region, factors[k + 1 :], "rows")
    rows = left if left is not None or k else whole.rows if whole is not None else None
    cols = right if right is not None or k < len(factors) - 1 else whole.cols if whole is not None else None
    if rows is None and cols is None:
        return None
    behind = _size(knowledge, region, factors[::-1], "cols") if whole is not None and k < len(factors) - 1 else None
    if whole is not None and behind is not None and behind != whole.cols:
        return None  # the rest does not give what is wanted, whatever stands here
    # With nothing behind it and no equation, a factor is taken for a vector: the simplest that conforms.
    if rows is not None and cols is None and k == len(factors) - 1:
        cols = ONE
    # In front nothing says how many rows: a name that no size of the note has yet.
    if cols is not None and rows is None and k == 0:
        rows = next((Dim.name(name) for name in "mpqrst" if name not in knowledge.sizes), None)
    return Matrix(rows, cols) if rows is not None and cols is not None else None


def _is_small(node: Node) -> bool:
    """Whether a letter looks like a number: lower case, in no dress of vectors."""
    while isinstance(node, (Sub, Label, Prime)):
        node = node.base
    return isinstance(node, Symbol) and node.name.letter.islower() and node.name.font not in ("bold", "arrow", "underline")


def _conform(knowledge: Knowledge, region: int, factors: tuple[Node, ...], whole: Matrix | None) -> bool:
    """Whether the other factors alone are a product of several sizes, and what is wanted."""
    shapes = [knowledge.shape(region, factor) for factor in factors]
    matrices = [shape for shape in shapes if isinstance(shape, Matrix) and not shape.is_scalar]
    if len(shapes) > sum(isinstance(shape, Matrix) for shape in shapes) or not matrices:
        return False
    if any(left.cols != right.rows for left, right in pairwise(matrices)):
        return False
    return whole is None or whole == Matrix(matrices[0].rows, matrices[-1].cols)


def _size(knowledge: Knowledge, region: int, nodes: tuple[Node, ...], side: str) -> Dim | None:
    """The side of the nearest factor that is no scalar; None where its shape is unknown."""
    for node in nodes:
        shape = knowledge.shape(region, node)
        if not isinstance(shape, Matrix):
            return None
        if not shape.is_scalar:
            return shape.cols if side == "cols" else shape.rows
    return None
