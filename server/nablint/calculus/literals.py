"""Matrices and vectors written out, with blocks, dots, rules and blank cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from nablint.base.values import dataclass
from nablint.calculus.build import add, literal, with_indices
from nablint.calculus.indexing import dim_of
from nablint.calculus.product import delta, mul, number
from nablint.calculus.rename import rename
from nablint.calculus.scope import Letter, Scope
from nablint.calculus.symbolnodes import juxtaposed
from nablint.calculus.terms import Index, Term, Where
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value, scalar
from nablint.parse.nodes import Blank, Dots, Matrix, Name, Node, Number, Product, Rule, Sequence, Sum, Symbol
from nablint.parse.render import render_latex
from nablint.sizes.dims import ONE, Dim

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_MOST_CELLS = 144
_DEEPEST = 40


def is_dots(node: Node) -> bool:
    return isinstance(node, Dots) or (isinstance(node, Product) and all(isinstance(f, Dots) for f in node.factors))


@dataclass(frozen=True, slots=True)
class Pattern:
    """What two entries have in common, with a letter where the first has 1 and the last has `last`."""

    node: Node
    last: Node
    letter: str


def generalised(first: Node, last: Node, letter: str) -> Pattern | None:
    """The pattern of a run of entries from its first and last one: x_1 and x_n give x_ⅰ."""
    found: list[Node] = []
    node = _common(first, last, letter, found, 0)
    if node is None or not found:
        return None
    keys = {dim_of(f) for f in found}
    if len(keys) != 1 or None in keys:
        return None
    return Pattern(node, found[0], letter)


def _common(first: Node, last: Node, letter: str, found: list[Node], depth: int) -> Node | None:
    if depth > _DEEPEST:
        return None
    if isinstance(first, Number) and first.text == "1" and not (isinstance(last, Number) and last.text == "1"):
        if dim_of(last) is None:
            return None
        found.append(last)
        return Symbol(first.span, Name(letter))
    # A_{11} and A_{1n}: one number of two digits beside a digit and a letter.
    if isinstance(first, Number) and isinstance(last, Product) and len(first.text) == len(last.factors) > 1:
        first = juxtaposed(tuple(Number(first.span, d) for d in first.text))
    if type(first) is not type(last):
        return None
    changes: dict[str, Any] = {}
    for field in fields(first):
        a, b = getattr(first, field.name), getattr(last, field.name)
        if field.name.endswith("span"):
            continue
        new = _common_field(a, b, letter, found, depth + 1)
        if new is _DIFFERENT:
            return None
        changes[field.name] = new
    return replace(first, **changes)


_DIFFERENT = object()


def _common_field(a: Any, b: Any, letter: str, found: list[Node], depth: int) -> Any:
    if isinstance(a, tuple) and isinstance(b, tuple):
        if len(a) != len(b):
            return _DIFFERENT
        items = [_common_field(x, y, letter, found, depth) for x, y in zip(a, b, strict=True)]
        return _DIFFERENT if any(i is _DIFFERENT for i in items) else tuple(items)
    if hasattr(a, "span") and hasattr(b, "span"):
        node = _common(a, b, letter, found, depth)
        return _DIFFERENT if node is None else node
    if hasattr(a, "start") and hasattr(a, "end"):
        return a
    return a if a == b else _DIFFERENT


def matches(pattern: Pattern, entry: Node, at: Number) -> bool:
    """Whether an entry is the pattern at a place."""
    found: list[Node] = []
    letter = pattern.letter
    first = _common(_filled(pattern.node, {letter: Number(at.span, "1")}), entry, letter, found, 0)
    if first is not None and found:
        return all(isinstance(f, Number) and f.text == at.text for f in found)
    return _squeezed(_filled(pattern.node, {letter: at})) == _squeezed(entry)


def _filled(node: Node, values: Mapping[str, Node]) -> Node:
    """The pattern with something put for its letters."""
    if isinstance(node, Symbol) and node.name.letter in values:
        return values[node.name.letter]
    changes: dict[str, Any] = {}
    for field in fields(node):
        a = getattr(node, field.name)
        if isinstance(a, tuple) and a and hasattr(a[0], "span"):
            changes[field.name] = tuple(_filled(x, values) for x in a)
        elif hasattr(a, "span"):
            changes[field.name] = _filled(a, values)
    return replace(node, **changes) if changes else node


def column(entries: tuple[Term, ...]) -> Value:
    if len(entries) == 1:
        return scalar(entries[0])
    free = frozenset().union(*(e.free for e in entries))
    index = Index(Dim.of(len(entries)))
    return Value(literal(tuple(with_indices(e, free) for e in entries), (index,)), (index, None))


def vector(t: Translator, node: Sequence, scope: Scope) -> Value:
    """`[x_1, …, x_n]` or `(a, b)`: a row, as it is written."""
    if any(s not in (",",) for s in node.separators):
        raise Unclear("a list that is no vector", node.span)
    return _grid(t, (node.items,), node, scope)


def matrix(t: Translator, node: Matrix, scope: Scope) -> Value:
    if sum(map(len, node.rows)) > _MOST_CELLS:
        raise Unclear("too large a matrix", node.span)
    value = _grid(t, without_rules(node.rows), node, scope)
    return t.algebra.det(value) if node.brackets == "||" else value


def without_rules(rows: tuple[tuple[Node, ...], ...]) -> tuple[tuple[Node, ...], ...]:
    """The cells without the lines that are drawn above and below columns, or before and behind rows, and without columns at
    the end in which nothing stands: many end each row with a sign for the next cell."""
    width = max(map(len, rows), default=0)
    while width > 1 and all(isinstance(row[width - 1], Blank) for row in rows if len(row) >= width):
        width -= 1
    rows = tuple(row[:width] for row in rows)
    if not any(isinstance(c, Rule) for row in rows for c in row):
        return rows
    rows = tuple(row for row in rows if not all(isinstance(c, Rule | Blank) for c in row))
    dotted = [all(isinstance(c, Blank) or is_dots(c) for c in row) for row in rows]
    written = [row for row, only_dots in zip(rows, dotted, strict=True) if not only_dots]
    width = max(map(len, written), default=0)
    kept = [k for k in range(width) if not all(isinstance(c, Rule | Blank) for row in written for c in row[k : k + 1])]
    found = []
    for row, only_dots in zip(rows, dotted, strict=True):
        dots = next((c for c in row if is_dots(c)), None) if only_dots else None
        found.append((dots,) * len(kept) if dots is not None else tuple(row[k] for k in kept if k < len(row)))
    return tuple(found)


def _grid(t: Translator, rows: tuple[tuple[Node, ...], ...], node: Node, scope: Scope) -> Value:
    if not rows or not rows[0]:
        raise Unclear("an empty matrix", node.span)
    if any(is_dots(c) for row in rows for c in row):
        return _pattern(t, rows, node, scope)
    width = max(map(len, rows))
    if any(len(row) != width for row in rows):
        raise Unclear("a ragged matrix", node.span)
    if any(isinstance(c, Rule) for row in rows for c in row):
        raise Unclear("a matrix drawn with rules", node.span)
    values = [[_cell(t, c, scope) for c in row] for row in rows]
    if all(v.is_scalar for row in values for v in row):
        return entries(values)
    values = [[_zeros(values, r, c) if _is_zero(rows[r][c]) else v for c, v in enumerate(row)] for r, row in enumerate(values)]
    blocks = [joined(t, row, node, across=True) for row in values]
    return joined(t, blocks, node, across=False)


def _is_zero(cell: Node) -> bool:
    return isinstance(cell, Blank) or (isinstance(cell, Number) and cell.text == "0")


def _zeros(values: list[list[Value]], r: int, c: int) -> Value:
    """The 0 that stands at row `r` and column `c` beside blocks: a block of zeros, as large as its neighbours."""
    beside = next((v for v in values[r] if not v.is_scalar and not v.is_tensor), None)
    above = next((row[c] for row in values if not row[c].is_scalar and not row[c].is_tensor), None)
    if beside is None or above is None:
        return values[r][c]
    height, width = beside.axes[0], above.axes[1]
    axes = (None if height is None else height.like(), None if width is None else width.like())
    return Value(with_indices(number(0), frozenset(a for a in axes if a is not None)), axes)


def _cell(t: Translator, cell: Node, scope: Scope) -> Value:
    return scalar(number(0)) if isinstance(cell, Blank) else t.value(cell, scope)


def entries(values: list[list[Value]]) -> Value:
    flat = [v.term for row in values for v in row]
    free = frozenset().union(*(e.free for e in flat))
    row = Index(Dim.of(len(values))) if len(values) > 1 else None
    col = Index(Dim.of(len(values[0]))) if len(values[0]) > 1 else None
    slots = tuple(i for i in (row, col) if i is not None)
    if not slots:
        return scalar(flat[0])
    return Value(literal(tuple(with_indices(e, free) for e in flat), slots), (row, col))


def joined(t: Translator, values: list[Value], node: Node, across: bool) -> Value:
    """Blocks side by side, or one below the other."""
    if len(values) == 1:
        return values[0]
    values = [v.fresh() for v in values]
    along, other = (1, 0) if across else (0, 1)
    total = Dim.of(0)
    shared: Index | None = None
    for v in values:
        if v.is_tensor:
            raise Unclear("blocks of a tensor", node.span)
        total = total + (ONE if v.axes[along] is None else v.axes[along].dim)  # type: ignore[union-attr]
        shared = shared or v.axes[other]
    place = Index(total)
    terms: list[Term] = []
    start = Dim.of(0)
    for v in values:
        term, mine, cross = v.term, v.axes[along], v.axes[other]
        if (cross is None) != (shared is None) or (cross and shared and not t.algebra.same(cross.dim, shared.dim)):
            raise Unclear("blocks of different sizes", node.span)
        if cross is not None and shared is not None:
            term = rename(term, {cross: shared})
        if mine is None:
            at: Term = Where(place, "=", None, start + ONE, frozenset((place,)))
            terms.append(mul((term, at)))
            start = start + ONE
        else:
            at = Where(place, "=", mine, start, frozenset((place, mine)))
            terms.append(mul((term, at), (mine,)))
            start = start + mine.dim
    axes: list[Index | None] = [None, None]
    axes[along], axes[other] = place, shared
    free = frozenset().union(*(x.free for x in terms))
    return Value(add(with_indices(x, free) for x in terms), tuple(axes))


def _pattern(t: Translator, rows: tuple[tuple[Node, ...], ...], node: Node, scope: Scope) -> Value:
    """A matrix with dots: its corners say what all entries are."""
    if len(rows) == 1 or all(len(row) == 1 for row in rows):
        lies = len(rows) == 1
        return _run(t, rows[0] if lies else tuple(row[0] for row in rows), node, scope, lies)
    top, bottom = rows[0], rows[-1]
    if len(top) < 2 or len(bottom) != len(top):
        raise Unclear("a ragged matrix", node.span)
    corners = top[0], top[-1], bottom[0], bottom[-1]
    if is_dots(top[0]) or is_dots(bottom[-1]):
        raise Unclear("a matrix whose corners are dots", node.span)
    if all(_is_nought(c) for c in (top[-1], bottom[0])):
        return _diagonal(t, rows, node, scope)
    across = generalised(corners[0], corners[1], "ⅱ")
    below = generalised(corners[2], corners[3], "ⅱ")
    if across is None or below is None:
        raise Unclear("a matrix whose corners do not match", node.span)
    whole = generalised(across.node, below.node, "ⅰ")
    height, width = (None if whole is None else dim_of(whole.last)), dim_of(across.last)
    if whole is None or height is None or width is None or dim_of(below.last) != width:
        raise Unclear("a matrix whose corners do not match", node.span)
    _check_known_cells(rows, whole, across.last, node)
    first, second = Letter("ⅰ", Index(height)), Letter("ⅱ", Index(width))
    value = t.value(whole.node, scope.with_letters(first, second))
    if not value.is_scalar or first.index is None or second.index is None:
        raise Unclear("a matrix of blocks with dots", node.span)
    return Value(with_indices(value.term, frozenset((first.index, second.index))), (first.index, second.index))


def _squeezed(node: Node) -> str:
    """As text, in which the places 1 1 and 11 are one."""
    return render_latex(node).replace(" ", "").replace(r"\cdot", "")


def _check_known_cells(rows: tuple[tuple[Node, ...], ...], whole: Pattern, width: Node, node: Node) -> None:
    """What is written beside the corners must be what the corners say."""
    heights = _places([all(is_dots(c) or isinstance(c, Blank) for c in row) for row in rows], whole.last)
    columns = [[row[k] for row in rows if k < len(row)] for k in range(len(rows[0]))]
    widths = _places([all(is_dots(c) or isinstance(c, Blank) for c in column) for column in columns], width)
    for at, row in zip(heights, rows, strict=True):
        for place, cell in zip(widths, row, strict=False):
            if at is None or place is None or is_dots(cell) or isinstance(cell, Blank):
                continue
            expected = _filled(whole.node, {"ⅰ": at, "ⅱ": place})
            if _squeezed(expected) != _squeezed(cell):
                raise Unclear("a matrix that is not what its corners say", node.span)


def _places(dotted: list[bool], last: Node) -> list[Node | None]:
    """The number of each row before the dots, the last one after them; None where more stands there."""
    if dotted.count(True) != 1:
        return [None] * len(dotted)
    at = dotted.index(True)
    after = len(dotted) - at - 1
    before: list[Node | None] = [Number(last.span, str(k + 1)) for k in range(at)]
    return [*before, None, *([last] if after == 1 else [None] * after)]


def _is_nought(cell: Node) -> bool:
    return isinstance(cell, Blank) or (isinstance(cell, Number) and cell.text == "0")


def _run(t: Translator, cells: tuple[Node, ...], node: Node, scope: Scope, across: bool) -> Value:
    """A column or a row from its first entries, dots, and its last; several such runs are joined. Columns may stand side by
    side, and rows one below the other."""
    at = [k for k, c in enumerate(cells) if is_dots(c)]
    if len(at) > 1 and len(at) * 3 <= len(cells) and at[-1] == len(cells) - 2:
        starts = [0, *(k + 2 for k in at[:-1])]
        runs = [_run(t, cells[k : end + 2], node, scope, across) for k, end in zip(starts, at, strict=True)]
        return joined(t, runs, node, across)
    if at != [len(cells) - 2] or len(cells) < 3:
        raise Unclear("dots at an unexpected place", node.span)
    pattern = generalised(cells[0], cells[-1], "ⅰ")
    end = None if pattern is None else dim_of(pattern.last)
    if pattern is None or end is None:
        raise Unclear("dots between entries that do not match", node.span)
    for k, cell in enumerate(cells[1 : at[0]]):
        if not matches(pattern, cell, Number(node.span, str(k + 2))):
            raise Unclear("dots between entries that do not match", node.span)
    letter = Letter("ⅰ", Index(end))
    value = t.value(pattern.node, scope.with_letters(letter))
    at_end = letter.index
    beside, along = (value.row, value.col) if across else (value.col, value.row)
    if value.is_tensor or along is not None or at_end is None:
        raise Unclear("a column of blocks with dots", node.span)
    term = with_indices(value.term, frozenset((at_end, *(() if beside is None else (beside,)))))
    return Value(term, (beside, at_end) if across else (at_end, beside))


def _diagonal(t: Translator, rows: tuple[tuple[Node, ...], ...], node: Node, scope: Scope) -> Value:
    pattern = generalised(rows[0][0], rows[-1][-1], "ⅰ")
    end = None if pattern is None else dim_of(pattern.last)
    if pattern is None or end is None:
        raise Unclear("a diagonal whose ends do not match", node.span)
    for k, row in enumerate(rows):
        for m, cell in enumerate(row):
            if k != m and not _is_nought(cell) and not is_dots(cell):
                raise Unclear("a matrix that is not diagonal", node.span)
    letter = Letter("ⅰ", Index(end))
    value = t.value(pattern.node, scope.with_letters(letter))
    if not value.is_scalar or letter.index is None:
        raise Unclear("a diagonal of blocks", node.span)
    index = letter.index
    other = index.like()
    return Value(mul((with_indices(value.term, frozenset((index,))), delta(index, other))), (index, other))


__all__ = ["Pattern", "Sum", "column", "generalised", "is_dots", "matches", "matrix", "vector"]
