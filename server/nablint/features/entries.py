"""A formula entry by entry: `y = A x` as `y_i = \\sum_j A_{ij} x_j`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.features.knowledge import Knowledge
from nablint.parse.nodes import Node, Relation
from nablint.parse.render import render_latex
from nablint.sizes.layouts import MIXED
from nablint.sizes.shapes import Matrix, Shape, Structure

if TYPE_CHECKING:
    from nablint.calculus.declared import Declared, Definition
    from nablint.declarations.facts import SymbolKey
    from nablint.sizes.dims import DimFacts

STEPS = 3_000
LETTERS = "ij"


class Undefined:
    """Declarations without definitions: a symbol stands for itself and is not written out."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared

    @property
    def dims(self) -> DimFacts:
        return self._declared.dims

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        return self._declared.shape(key)

    def definition(self, key: SymbolKey) -> Definition | None:
        return None

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return None

    def is_assumed(self, key: SymbolKey) -> bool:
        return False


def entrywise(knowledge: Knowledge, region: int, relation: Relation) -> str | None:
    """Both sides of an equation for one entry; None where a side is not understood, or is a scalar anyway."""
    if relation.signs != ("=",):
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


def _entry(knowledge: Knowledge, region: int, node: Node) -> str | None:
    from nablint.base.budget import Budget, BudgetExceeded
    from nablint.calculus.indexform import named_index_node
    from nablint.calculus.readings import Reading
    from nablint.calculus.translate import Translator
    from nablint.calculus.unclear import Unclear
    from nablint.calculus.values import Mismatch

    layout = knowledge.chosen(region).layout.filled(MIXED)
    translator = Translator(Undefined(knowledge.declared(region, node)), layout, Reading(), Budget(STEPS))
    try:
        value = translator.value(node)
        axes = [axis for axis in value.axes if axis is not None]
        return render_latex(named_index_node(value, translator.variables, LETTERS[: len(axes)]))
    except (Unclear, Mismatch, BudgetExceeded):
        return None
