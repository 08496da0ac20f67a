"""Is `A_{i,:}` written as a row or as a column? A note that draws a matrix by its rows shows it, section by section."""

from __future__ import annotations

from nablint.inference.literals import index_parts
from nablint.parse import nodes as n
from nablint.readings.note import Note


class RowsOfMatrices:
    """`- A_{1,:}^T -`, drawn as a row of a literal, says that A_{1,:} itself is a column; without the transpose, a row."""

    def __init__(self, note: Note) -> None:
        self._shown: dict[int, set[bool]] = {}
        for region, tree in note.formulas():
            for part in n.walk(tree) if n.Rule in note.kinds[region] else ():
                if isinstance(part, n.Matrix):
                    for row in part.rows:
                        self._look_at(row, note.scope(region))

    def _look_at(self, row: tuple[n.Node, ...], scope: int) -> None:
        entries = [cell for cell in row if not isinstance(cell, n.Rule | n.Blank | n.Negate)]
        if len(entries) != 1 or len(row) == len(entries):
            return
        (cell,) = entries
        transposed = isinstance(cell, n.Transpose)
        inner = cell.base if isinstance(cell, n.Transpose) else cell
        if isinstance(inner, n.Sub):
            parts = index_parts(inner.index)
            if len(parts) == 2 and isinstance(parts[1], n.Colon) and not isinstance(parts[0], n.Colon):
                self._shown.setdefault(scope, set()).add(transposed)

    def at(self, scope: int) -> bool | None:
        """Whether the section writes them as columns; None where it does not show it, or shows both."""
        shown = self._shown.get(scope, set())
        return next(iter(shown)) if len(shown) == 1 else None
