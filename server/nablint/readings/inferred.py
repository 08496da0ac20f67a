"""Shapes that nobody declared, learned from equations whose other side is known (`z = A x + b` tells A and b), from sums of
numbers (`‖r‖² + λ wᵀw` tells λ), and from the sizes of gradients: `∂L/∂W ∈ ℝ^{p×q}`, of a p × q W, tells that L is a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, ShapeFact, SymbolKey
from nablint.declarations.keys import key_of
from nablint.inference.combine import value_of
from nablint.inference.infer import Inference
from nablint.inference.solve import applied, scaling, solve
from nablint.parse import nodes as n
from nablint.readings.note import EQUALITIES, Note
from nablint.sizes.shapes import SCALAR, Matrix, dims_of


@dataclass(frozen=True, slots=True)
class Told:
    """A shape, and the formula that tells it."""

    shape: Matrix
    region: int


class Inferred:
    """Shapes by section, in the order of the note: the latest equation before a place holds there."""

    def __init__(self, note: Note, inference: Callable[[int], Inference], is_firm: Callable[[int, n.Node], bool]) -> None:
        self._told: dict[int, list[tuple[SymbolKey, Told]]] = {}
        self._arguments: dict[int, list[tuple[SymbolKey, Told]]] = {}
        for region, key in _of_gradients(note, inference):
            if is_firm(region, note.trees[region]):
                self._told.setdefault(note.scope(region), []).append((key, Told(SCALAR, region)))
        for statement in note.said:
            region = statement.region
            if statement.sign not in EQUALITIES or statement.kind == "denied" or statement.left_region != region:
                continue
            note.pause()
            walk = inference(region)
            taken = applied(walk, statement.left, statement.right) if note.index.has_maps else ()
            for key, total in scaling(walk, statement.left, statement.right):
                if not _is_said(note, key) and is_firm(region, total):
                    self._told.setdefault(note.scope(region), []).append((key, Told(SCALAR, region)))
            for key, shape, head in taken:
                if is_firm(region, head):
                    self._arguments.setdefault(note.scope(region), []).append((key, Told(shape, region)))
            for known, other in ((statement.left, statement.right), (statement.right, statement.left)):
                shapes = [value_of(s) for s in walk.of(known)]
                if len(shapes) != 1 or not isinstance(shapes[0], Matrix) or any(d.is_free for d in dims_of(shapes[0])):
                    continue
                solved = [(key, Told(shape, region)) for key, shape in solve(walk, other, shapes[0])]
                if solved and is_firm(region, known):
                    self._told.setdefault(note.scope(region), []).extend(solved)

    def arguments(self, scope: int, region: int) -> dict[SymbolKey, Matrix]:
        """What the arguments of declared maps are, up to a formula: a letter may stand for a number the next time."""
        return {key: told.shape for key, told in self._arguments.get(scope, ()) if told.region <= region}

    def at(self, scope: int, region: int) -> dict[SymbolKey, Told]:
        """What the equations of a section tell, up to one of its formulas."""
        return {key: told for key, told in self._told.get(scope, ()) if told.region <= region}


def _of_gradients(note: Note, inference: Callable[[int], Inference]) -> Iterator[tuple[int, SymbolKey]]:
    """What is derived where the size of a derivative is stated, and is that of its variable.

    What the note defines is what its definition says, and by what stands inside of a chain the note derives as well: its
    derivative may be written as the vector of its entries' derivatives.
    """
    for annotation in note.annotations:
        body, region = annotation.body, annotation.region
        if not isinstance(body, n.Derivative) or body.of is None or body.order != 1 or len(body.by) != 1:
            continue
        key = key_of(body.of)
        if key is None or not isinstance(annotation.shape, Matrix):
            continue
        by = inference(region).of(body.by[0].variable)
        variable = by[0] if len(by) == 1 else None
        if not isinstance(variable, Matrix) or variable.is_scalar or any(dim.is_free for dim in dims_of(variable)):
            continue
        # By what stands inside of a chain the note derives as well.
        inside = _is_said(note, key) or key in note.derived_by
        if annotation.shape in (variable, variable.transposed) and not inside:
            yield region, key


def _is_said(note: Note, key: SymbolKey) -> bool:
    """Whether the note says anywhere what a letter is."""
    return note.ask(_says, key)


def _says(note: Note, key: SymbolKey) -> bool:
    return any(isinstance(fact.value, ShapeFact | DefinitionFact) for fact in note.index.by_symbol.get(key, ()))
