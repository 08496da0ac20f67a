"""Shapes that nobody declared, learned from equations whose other side is known: `z = A x + b` tells A and b."""

from __future__ import annotations

from collections.abc import Callable

from nablint.base.values import dataclass
from nablint.declarations.facts import ShapeFact, SymbolKey
from nablint.inference.combine import value_of
from nablint.inference.infer import Inference
from nablint.inference.solve import applied, solve
from nablint.parse import nodes as n
from nablint.readings.note import EQUALITIES, Note
from nablint.sizes.shapes import Function, Matrix, dims_of


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
        maps = any(isinstance(f.value, ShapeFact) and isinstance(f.value.shape, Function) for f in note.declarations.facts)
        for statement in note.declarations.statements:
            region = statement.region
            if statement.sign not in EQUALITIES or statement.kind == "denied" or statement.left_region != region:
                continue
            note.pause()
            walk = inference(region)
            taken = applied(walk, statement.left, statement.right) if maps else ()
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
