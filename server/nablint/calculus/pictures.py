"""A matrix drawn with dots, compared entry by entry with what it claims to be: each cell that is written counts."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.budget import Budget
from nablint.base.values import dataclass
from nablint.calculus.choices import Settled
from nablint.calculus.compare import Comparison, paired
from nablint.calculus.declared import Declared
from nablint.calculus.literals import is_dots, without_rules
from nablint.calculus.matrixform import matrix_form
from nablint.calculus.product import mul
from nablint.calculus.readings import Reading, all_readings
from nablint.calculus.terms import Index, Unit, symbols
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value
from nablint.calculus.verdict import Repair, Verdict, unchecked
from nablint.parse.nodes import Blank, Matrix, Node, Rule
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import Layout

_STEPS = 300_000
_TRANSLATION_STEPS = 6_000
_MOST_READINGS = 8


@dataclass(frozen=True, slots=True)
class _Cell:
    node: Node
    row: Dim
    col: Dim


def verify(left: Node, right: Node, declared: Declared, layouts: tuple[Layout, ...]) -> Verdict | None:
    """The verdict on a claim whose right side is drawn with dots; None where it is not, or where its cells are blocks."""
    if not isinstance(right, Matrix) or not any(is_dots(c) for row in right.rows for c in row):
        return None
    worst: Verdict | None = None
    settled = Settled()
    for layout in dict.fromkeys(layouts):
        if settled.covers(layout):
            continue
        for verdict, t in _in_readings(left, right, declared, layout):
            if verdict is None or verdict.status == "holds":
                return verdict
            settled.add(layout, t.layout.asked)
            if worst is None or verdict.status == "unchecked":
                worst = verdict
    return worst


def _in_readings(left: Node, right: Matrix, declared: Declared, layout: Layout) -> Iterator[tuple[Verdict | None, Translator]]:
    """A verdict for each reading that translation asks for."""
    t = Translator(declared, layout, Reading(), Budget(_TRANSLATION_STEPS))
    yield _in_layout(t, left, right, layout), t
    options = {q: o for q, o in t.asked.questions.items() if len(o) > 1}
    for k, reading in enumerate((options and all_readings(options)) or ()):
        if 0 < k < _MOST_READINGS:
            t = Translator(declared, layout, reading, Budget(_TRANSLATION_STEPS))
            yield _in_layout(t, left, right, layout), t


def _in_layout(t: Translator, left: Node, right: Matrix, layout: Layout) -> Verdict | None:
    try:
        value = t.value(left)
        if value.is_tensor:
            return unchecked("a picture of a tensor")
        rows = None if value.row is None else value.row.dim
        cols = None if value.col is None else value.col.dim
        if _has_blocks(right, rows, cols):
            return None
        cells = _cells(right, rows, cols)
        if cells is None:
            return unchecked("a picture whose rows differ")
        # Larger than the picture, so that no place after the dots is one before them.
        smallest = max(len(right.rows), max(map(len, right.rows)))
        comparison = Comparison(t, Budget(_STEPS), smallest)
        for cell in cells:
            entry = _entry(value, cell)
            found = t.value(cell.node)
            pair = paired(t, entry, found)
            if pair is None:
                return None
            outcome = comparison.outcome(pair)
            if outcome == "different" and symbols(found.term) - symbols(entry.term):
                return unchecked("a symbol stands on the right side only")
            if outcome == "different":
                place = f"entry ({cell.row}, {cell.col})"
                return Verdict(
                    "fails", f"{place} is wrong", Reading(), layout, None, Repair("entry", place, cell.node), _written(t, entry)
                )
            if outcome == "unknown":
                return unchecked("no draw decides it")
    except Unclear as unclear:
        return unchecked(unclear.why)
    return Verdict("holds", "", Reading(), layout)


def _has_blocks(right: Matrix, rows: Dim | None, cols: Dim | None) -> bool:
    """One row or one column of cells, for what has more: columns side by side, or rows one below the other."""
    body = without_rules(right.rows)
    return (len(body) == 1 and rows is not None) or (all(len(row) == 1 for row in body) and cols is not None)


def _written(t: Translator, entry: Value) -> Node:
    return matrix_form(entry, t.shapes, t.layout.whole).node


def _entry(value: Value, cell: _Cell) -> Value:
    factors: list[Unit] = []
    bound: list[Index] = []
    fresh = value.fresh()
    for axis, at in ((fresh.row, cell.row), (fresh.col, cell.col)):
        if axis is not None:
            factors.append(Unit(axis, at, frozenset((axis,))))
            bound.append(axis)
    return Value(mul((fresh.term, *factors), bound))


def _cells(right: Matrix, rows: Dim | None, cols: Dim | None) -> list[_Cell] | None:
    """Every written cell with its place; rows and columns after the dots count from the end."""
    body = list(without_rules(right.rows))
    width = max(map(len, body))
    # A row of nothing but dots may have fewer or more of them than there are columns.
    body = [(row[0],) * width if all(map(is_dots, row)) else row for row in body]
    if any(len(row) != width for row in body):
        return None
    row_at = _places([all(is_dots(c) or isinstance(c, Blank) for c in row) for row in body], rows)
    columns = [[row[k] for row in body] for k in range(width)]
    col_at = _places([all(is_dots(c) or isinstance(c, Blank) for c in column) for column in columns], cols)
    if row_at is None or col_at is None:
        return None
    out: list[_Cell] = []
    for r, row in zip(row_at, body, strict=True):
        for c, cell in zip(col_at, row, strict=True):
            if r is not None and c is not None and not is_dots(cell) and not isinstance(cell, Blank | Rule):
                out.append(_Cell(cell, r, c))
    return out


def _places(dotted: list[bool], size: Dim | None) -> list[Dim | None] | None:
    """Where each row stands: from the start before the dots, from the end after them."""
    if size is None:
        return [Dim.of(1)] if len(dotted) == 1 else None
    if dotted.count(True) != 1:
        return [Dim.of(k + 1) for k in range(len(dotted))] if not any(dotted) and size.number == len(dotted) else None
    at = dotted.index(True)
    after = len(dotted) - at - 1
    before: list[Dim | None] = [Dim.of(k + 1) for k in range(at)]
    return [*before, None, *(size - Dim.of(after - 1 - k) for k in range(after))]
