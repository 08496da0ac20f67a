"""Which letters of a section count the entries of their vector? Those that it writes out, or sums, from 1 to its size."""

from __future__ import annotations

from nablint.declarations.items import Item
from nablint.declarations.keys import key_of
from nablint.declarations.spaces import dim_of
from nablint.inference.combine import value_of
from nablint.inference.literals import index_parts
from nablint.parse import nodes as n
from nablint.readings.enumerations import enumerations
from nablint.readings.note import Note
from nablint.sizes.dims import Answer, Dim
from nablint.sizes.shapes import Matrix


class Entries:
    """`v_1, …, v_p` or `\\sum_{k=1}^{p} … v_k` of a vector of p entries: then `v_i` is an entry, in whatever dress."""

    def __init__(self, note: Note) -> None:
        self._letters: dict[tuple[int, tuple[Item, ...]], set[str]] = {}
        for region, tree in note.formulas():
            kinds = note.kinds[region]
            if n.Sub not in kinds:
                continue
            if n.Dots in kinds:
                for counted in enumerations(tree):
                    if counted.position < 0:
                        self._look_at(note, region, counted.base, counted.last)
            if n.Big in kinds:
                for part in n.walk(tree):
                    if isinstance(part, n.Big) and part.operator == "sum":
                        self._look_at_sum(note, region, part)

    def at(self, note: Note, region: int) -> frozenset[str]:
        """What the section shows; of several exercises in it, only the one that the formula stands in."""
        return frozenset(self._letters.get(note.exercise(region), ())) if self._letters else frozenset()

    def _look_at_sum(self, note: Note, region: int, node: n.Big) -> None:
        lower, last = node.lower, dim_of(node.upper) if node.upper is not None else None
        if not isinstance(lower, n.Relation) or last is None or node.body is None or not isinstance(lower.sides[0], n.Symbol):
            return
        index = lower.sides[0].name
        for part in n.walk(node.body):
            if isinstance(part, n.Sub):
                parts = index_parts(part.index)
                if len(parts) == 1 and isinstance(parts[0], n.Symbol) and parts[0].name == index:
                    self._look_at(note, region, part.base, last)

    def _look_at(self, note: Note, region: int, base: n.Node, last: Dim) -> None:
        key = key_of(base)
        view = note.view(region)
        known = view.known(key) if key is not None else None
        shape = value_of(known.shape) if known is not None else None
        if key is None or not isinstance(shape, Matrix) or not (shape.is_column or shape.is_row):
            return
        length = shape.rows if shape.is_column else shape.cols
        if view.dims.equal(length, last) is Answer.YES:
            self._letters.setdefault(note.exercise(region), set()).add(key.name.letter)
