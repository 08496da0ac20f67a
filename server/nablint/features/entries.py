"""An equation entry by entry, and back: `y = A x` as `y_i = \\sum_j A_{ij} x_j`."""

from __future__ import annotations

from nablint.features.knowledge import Knowledge
from nablint.features.wording import by_hand, transpose_sign
from nablint.parse.nodes import Derivative, Nabla, Node, Relation, walk
from nablint.parse.render import LatexStyle, render_latex
from nablint.sizes.shapes import Matrix


def entrywise(knowledge: Knowledge, region: int, relation: Relation) -> str | None:
    """Both sides of an equation for one entry; None where a side is not understood, or is a scalar anyway."""
    if relation.signs != ("=",) or _is_half_written(knowledge.source_of(region, relation)):
        return None
    # Of a derivative only its value has entries that can be written: `a_i = a_i` for ∂(aᵀx)/∂x = aᵀ says nothing.
    if any(isinstance(node, (Derivative, Nabla)) for node in walk(relation)):
        return None
    sides = []
    shapes = [knowledge.shape(region, side) for side in relation.sides]
    if not all(isinstance(shape, Matrix) and not shape.is_scalar for shape in shapes):
        return None
    for side in relation.sides:
        text = _entry(knowledge, region, side)
        if text is None:
            return None
        sides.append(text)
    return " = ".join(sides)


def _is_half_written(source: str) -> bool:
    return source.count(r"\begin{") != source.count(r"\end{")


def _entry(knowledge: Knowledge, region: int, node: Node) -> str | None:
    from nablint.calculus.conversions import to_index
    from nablint.calculus.declared import Undefined

    found = to_index(node, Undefined(knowledge.declared(region, node)))
    return None if found is None else _written(knowledge, found)


def matrixwise(knowledge: Knowledge, region: int, relation: Relation) -> str | None:
    """An equation of entries as one of whole arrays: `y_i = \\sum_j A_{ij} x_j` as `y = A x`; None where a side has no such
    form, or the sides are entries at different letters."""
    from nablint.calculus.conversions import to_matrix
    from nablint.calculus.declared import Undefined

    if relation.signs != ("=",):
        return None
    sides = [to_matrix(side, Undefined(knowledge.declared(region, side))) for side in relation.sides]
    if sides[0] is None or sides[1] is None or not sides[0].letters or sides[0].letters != sides[1].letters:
        return None
    return " = ".join(_written(knowledge, side.whole) for side in sides if side is not None)


def _written(knowledge: Knowledge, node: Node) -> str:
    return by_hand(render_latex(node, LatexStyle(transpose_sign(knowledge.text))))
