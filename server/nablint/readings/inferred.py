"""Shapes that nobody declared, learned from equations whose other side is known: `z = A x + b` tells A and b."""

from __future__ import annotations

from collections.abc import Callable

from nablint.declarations.facts import SymbolKey
from nablint.inference.combine import value_of
from nablint.inference.infer import Inference
from nablint.inference.solve import solve
from nablint.readings.note import EQUALITIES, Note
from nablint.sizes.shapes import Matrix, dims_of


class Inferred:
    """Shapes by section. A symbol that two equations of a section tell differently is left out."""

    def __init__(self, note: Note, inference: Callable[[int], Inference]) -> None:
        self._shapes: dict[int, dict[SymbolKey, Matrix]] = {}
        self._regions: dict[tuple[int, SymbolKey], int] = {}
        contradicted: set[tuple[int, SymbolKey]] = set()
        for statement in note.declarations.statements:
            region = statement.region
            if statement.sign not in EQUALITIES or statement.kind == "denied" or statement.left_region != region:
                continue
            walk, scope = inference(region), note.scope(region)
            for known, other in ((statement.left, statement.right), (statement.right, statement.left)):
                shapes = [value_of(s) for s in walk.of(known)]
                if len(shapes) != 1 or not isinstance(shapes[0], Matrix) or any(d.is_free for d in dims_of(shapes[0])):
                    continue
                for key, shape in solve(walk, other, shapes[0]):
                    earlier = self._shapes.setdefault(scope, {}).setdefault(key, shape)
                    self._regions.setdefault((scope, key), region)
                    if earlier != shape:
                        contradicted.add((scope, key))
        for scope, key in contradicted:
            del self._shapes[scope][key]

    def at(self, scope: int) -> dict[SymbolKey, Matrix]:
        return self._shapes.get(scope, {})

    def region(self, scope: int, key: SymbolKey) -> int | None:
        """The formula that tells it."""
        return self._regions.get((scope, key))
