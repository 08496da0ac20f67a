"""The size of a matrix literal, read through dots, blocks, rules and blank cells: what its first and last entries say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from nablint.base.values import dataclass
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.spaces import dim_of as space_dim
from nablint.inference.combine import differ, free, may_be_scalar, value_of
from nablint.inference.problems import Alternatives, Operand, Problem
from nablint.parse import nodes as n
from nablint.parse.nodes import Name
from nablint.sizes.dims import ONE, Dim, DimFacts
from nablint.sizes.shapes import UNKNOWN, Matrix, Shape

ShapeOf = Callable[[n.Node], Alternatives]
DimOf = Callable[[n.Node], Dim | None]
Rows = list[tuple[n.Node, ...]]


@dataclass(frozen=True, slots=True)
class Literal:
    """The literal's shape, and what is wrong with it."""

    shape: Shape
    problem: Problem | None = None


def is_drawing(cell: n.Node) -> bool:
    """Dots, rules and blanks are drawn; they are no entries."""
    return isinstance(cell, n.Dots | n.Rule | n.Blank)


def literal(node: n.Matrix, shape_of: ShapeOf, dim_of: DimOf) -> Literal:
    columns_drawn = any(any(isinstance(c, n.Rule) for c in row) and all(map(is_drawing, row)) for row in node.rows)
    rows_drawn = any(any(isinstance(c, n.Rule) for c in row) and not all(map(is_drawing, row)) for row in node.rows)
    if columns_drawn or rows_drawn:
        shape_of = _along_rules(shape_of, columns_drawn, rows_drawn)
    rows: Rows = [tuple(cell for cell in row if not isinstance(cell, n.Rule)) for row in node.rows]
    rows = [row for row in rows if row and not all(isinstance(cell, n.Blank) for cell in row)]
    if not rows:
        return Literal(UNKNOWN)
    if any(_is_spaced(cell) for row in rows for cell in row):
        return Literal(UNKNOWN)
    picture = any(is_drawing(cell) for row in rows for cell in row)
    if any(_is_block(cell, shape_of) for row in rows for cell in row):
        # Beside blocks a number stands for a block of it, as large as its neighbours.
        shape_of = _with_numbers_unknown(shape_of)
    widths = {len(row) for row in rows}
    if len(widths) > 1 and not picture:
        return Literal(UNKNOWN, Problem("literal", node, (), detail=_ragged(rows)))
    heights = [_height(row, shape_of) for row in rows if not all(map(is_drawing, row))]
    if any(h is None for h in heights):
        height: Dim | None = None
    elif any(_is_dotted(row) for row in rows):
        height = _through_dots([_lead(row) for row in rows], heights, dim_of)
    else:
        height = _total(heights)
    width = _width(rows, picture, len(widths) == 1, shape_of, dim_of)
    return Literal(Matrix(height or free(), width or free()))


def stand_side_by_side(node: n.Node, shape_of: ShapeOf, facts: DimFacts) -> bool:
    """Whether letters in square brackets are blocks with nothing between them, as in `[X_1 X_2]`: they have as many rows each,
    and could not be multiplied."""
    if not isinstance(node, n.Product) or any(node.signs) or any(key_of(factor) is None for factor in node.factors):
        return False
    certain = [shapes[0] for factor in node.factors if len(shapes := shape_of(factor)) == 1]
    blocks = [shape for shape in certain if isinstance(shape, Matrix)]
    heights = {facts.normal(block.rows) for block in blocks}
    if len(blocks) < len(node.factors) or len(heights) > 1:
        return False
    (height,) = heights
    fits = all(facts.normal(block.cols) == height for block in blocks[:-1])
    return not (height.is_one or height.is_free or fits)


def listed(items: tuple[n.Node, ...], shape_of: ShapeOf, dim_of: DimOf) -> Dim | None:
    """The length of a list of scalars such as `x_1, \\dots, x_n`; None where it cannot be told."""
    entries = [item for item in items if not isinstance(item, n.Blank)]
    written = [item for item in entries if not is_drawing(item)]
    sizes = [_extent(item, shape_of, "rows") for item in written]
    if not written or any(not _is_one(item, shape_of) for item in written):
        return None
    if any(isinstance(item, n.Dots) for item in entries):
        return _through_dots(list(entries), sizes, dim_of)
    return Dim.of(len(entries))


def own_entries(key: SymbolKey, value: n.Node, shape_of: ShapeOf) -> Matrix | None:
    """The shape of a vector that is written out in its own entries, upright or as the transpose of a row:
    `x = [x_1, \\dots, x_n]^\\top`; None for anything else.

    The entries are numbers where nothing else is known of them and they are set in plain small letters: a list of vectors is
    a matrix, and named in capitals. A row without a transpose may be a list of anything.
    """
    turned = isinstance(value, n.Transpose)
    inner = value.base if isinstance(value, n.Transpose) else value
    if turned and isinstance(inner, n.Group) and isinstance(inner.body, n.Sequence):
        cells = inner.body.items
    elif isinstance(inner, n.Matrix) and inner.brackets in ("()", "[]") and inner.rows:
        cells = inner.rows[0] if turned else tuple(row[0] for row in inner.rows)
        if any(len(row) != (len(cells) if turned else 1) for row in inner.rows) or (turned and len(inner.rows) > 1):
            return None
    else:
        return None
    entries = [cell for cell in cells if not is_drawing(cell)]
    if not all(_is_own(entry, key) and _may_be_number(entry, shape_of) for entry in entries):
        return None
    length = _through_dots(list(cells), [ONE] * len(entries), space_dim) if len(entries) < len(cells) else None
    return None if length is None or length.number is not None else Matrix(length, ONE)


def _may_be_number(cell: n.Node, shape_of: ShapeOf) -> bool:
    shapes = map(value_of, shape_of(cell))
    return all(not isinstance(shape, Matrix) or shape.is_scalar for shape in shapes)


def _is_own(cell: n.Node, key: SymbolKey) -> bool:
    """`x_k` in plain type, of a small x in any type."""
    return (
        isinstance(cell, n.Sub)
        and isinstance(cell.base, n.Symbol)
        and cell.base.name == Name(key.name.letter, accents=key.name.accents)
        and key.name.letter.islower()
        and not key.sub
        and not key.sup
        and len(index_parts(cell.index)) == 1
    )


def _is_one(item: n.Node, shape_of: ShapeOf) -> bool:
    """Whether an entry surely is one number, and no block."""
    extents = (_extent(item, shape_of, "rows"), _extent(item, shape_of, "cols"))
    return all(extent is not None and extent.is_one for extent in extents)


def _ragged(rows: Rows) -> str:
    first = len(rows[0])
    at = next(k for k, row in enumerate(rows) if len(row) != first)
    return f"row 1 has {first} {_entries(first)}, row {at + 1} has {len(rows[at])}"


def _entries(count: int) -> str:
    return "entry" if count == 1 else "entries"


def _is_dotted(row: tuple[n.Node, ...]) -> bool:
    """A row that stands for the rows left out: nothing but dots and blanks."""
    return all(map(is_drawing, row)) and any(isinstance(cell, n.Dots) for cell in row)


def _lead(row: tuple[n.Node, ...]) -> n.Node:
    return row[0]


def blocks_apart(node: n.Matrix, shape_of: ShapeOf, facts: DimFacts) -> Problem | None:
    """The first two blocks that cannot stand side by side, or one above the other.

    Only of matrices with several rows and columns of blocks that are all written: a single row or column is as often a list,
    whatever its members are, and how a derivative lies is another question.
    """
    rows = node.rows
    if node.brackets not in ("()", "[]") or len(rows) < 2 or len(rows[0]) < 2 or len({len(row) for row in rows}) > 1:
        return None
    if any(is_drawing(cell) for row in rows for cell in row):
        return None
    for lines, side in ((rows, "rows"), (tuple(zip(*rows, strict=True)), "cols")):
        for line in lines:
            blocks = [(cell, shape) for cell in line if (shape := _block(cell, shape_of)) is not None]
            for (first, one), (second, other) in pairwise(blocks):
                sizes = (one.rows, other.rows) if side == "rows" else (one.cols, other.cols)
                if differ(*sizes, facts):
                    operands = (Operand(first, (one,)), Operand(second, (other,)))
                    return Problem("block", node, operands, sizes, detail="beside" if side == "rows" else "above")
    return None


def _block(cell: n.Node, shape_of: ShapeOf) -> Matrix | None:
    """The certain shape of a cell that is a matrix with several rows and columns."""
    if any(isinstance(part, n.Derivative | n.Nabla) for part in n.walk(cell)):
        return None
    shapes = shape_of(cell)
    shape = shapes[0] if len(shapes) == 1 else UNKNOWN
    sides = (shape.rows, shape.cols) if isinstance(shape, Matrix) else ()
    return shape if isinstance(shape, Matrix) and not any(dim.is_one or dim.is_free for dim in sides) else None


def _height(row: tuple[n.Node, ...], shape_of: ShapeOf) -> Dim | None:
    """How many rows this row of the literal has: one, or those of its blocks."""
    heights = [_extent(cell, shape_of, "rows") for cell in row if not is_drawing(cell)]
    known = [h for h in heights if h is not None]
    if len(known) < len(heights) and not any(not h.is_one for h in known):
        return None
    return next((h for h in known if not h.is_one), known[0] if known else None)


def _width(rows: Rows, picture: bool, even: bool, shape_of: ShapeOf, dim_of: DimOf) -> Dim | None:
    """The first row that is written out tells the width."""
    for row in rows:
        if all(map(is_drawing, row)) or any(isinstance(cell, n.Blank) for cell in row):
            continue
        widths = [_extent(cell, shape_of, "cols") for cell in row if not is_drawing(cell)]
        if any(w is None for w in widths):
            return None
        if any(isinstance(cell, n.Dots) for cell in row):
            return _through_dots(list(row), widths, dim_of)
        if picture and not even:
            return None
        return _total(widths)
    return None


def _along_rules(shape_of: ShapeOf, columns: bool, rows: bool) -> ShapeOf:
    """A rule drawn above and below a cell says that it is a column, one on both sides that it is a row: a cell that seems to
    be a number is then a vector whose length is not known."""

    def extended(cell: n.Node) -> Alternatives:
        found: list[Shape] = []
        for shape in map(value_of, shape_of(cell)):
            if not isinstance(shape, Matrix):
                return (UNKNOWN,)
            height = free() if columns and shape.rows.is_one else shape.rows
            width = free() if rows and shape.cols.is_one else shape.cols
            found.append(Matrix(height, width))
        return tuple(found)

    return extended


def _is_spaced(cell: n.Node) -> bool:
    """Two numbers side by side: columns that only spaces set apart."""
    return isinstance(cell, n.Product) and any(
        isinstance(a, n.Number) and isinstance(b, n.Number) and sign == ""
        for a, b, sign in zip(cell.factors, cell.factors[1:], cell.signs, strict=False)
    )


def _with_numbers_unknown(shape_of: ShapeOf) -> ShapeOf:
    return lambda cell: (UNKNOWN,) if isinstance(cell, n.Number) else shape_of(cell)


def _is_block(cell: n.Node, shape_of: ShapeOf) -> bool:
    """Whether an entry is larger than one number, or may be."""
    if is_drawing(cell) or isinstance(cell, n.Number):
        return False
    shapes = [value_of(shape) for shape in shape_of(cell)]
    return any(not isinstance(s, Matrix) or not s.is_scalar for s in shapes)


def _extent(cell: n.Node, shape_of: ShapeOf, side: str) -> Dim | None:
    """Rows or columns of an entry: 1 of a scalar, more of a block; None where it is not known."""
    shapes = shape_of(cell)
    sizes = set()
    for shape in shapes:
        shape = value_of(shape)
        if not isinstance(shape, Matrix) or (may_be_scalar(shape) and not shape.is_scalar):
            return None
        sizes.add(shape.rows if side == "rows" else shape.cols)
    size = sizes.pop() if len(sizes) == 1 else None
    return size if size is not None and not size.is_free else None


def _total(sizes: list[Dim | None]) -> Dim | None:
    total = Dim.of(0)
    for size in sizes:
        if size is None:
            return None
        total = total + size
    return total


def _through_dots(cells: list[n.Node], sizes: list[Dim | None], dim_of: DimOf) -> Dim | None:
    """The length of `first, second, …, last`: what counts up from the first entry to the last, where exactly one subscript
    does and it begins with 0 or 1."""
    entries = [cell for cell in cells if not is_drawing(cell)]
    if len(entries) < 2 or is_drawing(cells[-1]) or any(size is None or not size.is_one for size in sizes):
        return None
    span = counted(entries[0], entries[-1], dim_of)
    if span is None:
        return None
    first, last = span
    if first.is_one:
        return last
    return last + ONE if first.number == 0 else None


def counted(first: n.Node, last: n.Node, dim_of: DimOf) -> tuple[Dim, Dim] | None:
    """The one subscript in which two entries differ otherwise alike: (its first value, its last); None if not so."""
    found: set[tuple[Dim, Dim]] = set()
    if not _alike(first, last, dim_of, found) or len(found) != 1:
        return None
    return found.pop()


def _alike(a: n.Node, b: n.Node, dim_of: DimOf, found: set[tuple[Dim, Dim]]) -> bool:
    if isinstance(a, n.Sub) and isinstance(b, n.Sub):
        return _alike(a.base, b.base, dim_of, found) and _index_alike(a.index, b.index, dim_of, found)
    if type(a) is not type(b):
        return False
    match a, b:
        case (n.Symbol(_, x), n.Symbol(_, y)):
            return x == y
        case (n.Number(_, x), n.Number(_, y)):
            return x == y
    below, beyond = list(n.children(a)), list(n.children(b))
    return len(below) == len(beyond) > 0 and all(_alike(x, y, dim_of, found) for x, y in zip(below, beyond, strict=True))


def _index_alike(a: n.Node, b: n.Node, dim_of: DimOf, found: set[tuple[Dim, Dim]]) -> bool:
    left, right = index_parts(a), index_parts(b)
    if len(left) != len(right):
        return False
    for x, y in zip(left, right, strict=True):
        p, q = dim_of(x), dim_of(y)
        if p is not None and q is not None:
            if p != q:
                found.add((p, q))
        elif type(x) is not type(y):
            return False
    return True


def index_parts(index: n.Node) -> tuple[n.Node, ...]:
    """The indices that a subscript holds: `ij` and `i,j` are two."""
    match index:
        case n.Product(_, factors, signs) if all(sign == "" for sign in signs):
            return factors
        case n.Number(span, text) if len(text) > 1 and text.isdigit():
            return tuple(n.Number(span, digit) for digit in text)
        case n.Sequence(_, items, _):
            return items
        case n.Group(_, body, _):
            return index_parts(body)
        case _:
            return (index,)
