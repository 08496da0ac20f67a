"""Shapes of symbols with sub- and superscripts: a symbol of its own, an entry, a row or a column, a member of a family."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nablint.declarations.facts import DefinitionFact, SymbolKey
from nablint.declarations.keys import canonical, key_of
from nablint.declarations.spaces import dim_of
from nablint.inference.combine import value_of
from nablint.inference.constants import commutation, constant, is_written_size
from nablint.inference.literals import index_parts
from nablint.inference.problems import ANYTHING, Alternatives
from nablint.parse import nodes as n
from nablint.sizes.shapes import SCALAR, UNKNOWN, Function, Matrix, Shape, Tensor, column, dims_of, row

if TYPE_CHECKING:
    from nablint.inference.infer import Inference


_SAMPLES = frozenset("ijkmnpst")  # letters that number samples and times, unlike the names of layers
_LONGEST = 16  # letters and digits of a subscript that may be a name and an index; each place to cut it is tried


def symbol(inf: Inference, node: n.Node) -> Iterable[Shape]:
    key = key_of(node)
    if key is not None:
        fixed = constant(key, node, inf.facts.names)
        if fixed is not None:
            return (fixed,)
        known = inf.known(key)
        array = key_of(node.base) if isinstance(node, n.Sub) else None
        whole = inf.known(array) if array is not None else None
        if known is not None and (known.firm or whole is None or not whole.firm):
            return _as_sample(node, inf.symbol(key) or ANYTHING)
        if isinstance(node, n.Sub) and whole is None and (prefixed := _entry_of_named(inf, node)) is not None:
            return prefixed
        if array is not None and (block := _own_block(inf, array, key)) is not None:
            return block
        if isinstance(node, n.Sub) and whole is not None:
            # An entry of something declared is that, also where the entry is defined on its own.
            return entry(inf, node.base, node.index)
        found = inf.symbol(key)
        if found is not None:
            return found
        turning = commutation(key, node, inf.facts)
        if turning is not None:
            return (turning,)
    match node:
        case n.Sub(_, base, index) if is_written_size(index):
            return inf.of(base)
        case n.Sub(_, base, index):
            return entry(inf, base, index)
        case n.Label(_, base, _, "star"):
            # An optimum, or an adjoint.
            return _starred(inf.of(base))
        case n.Label(_, base, _, "hat"):
            return tuple(_skew(s) for s in inf.of(base))
        case n.Prime(_, base, _):
            return _primed(inf, base)
        case _:
            return ANYTHING


def _own_block(inf: Inference, whole: SymbolKey, key: SymbolKey) -> Alternatives | None:
    """The `\\Sigma_{21}` of a Σ that is written out in its own blocks: as high as those beside it, as wide as those above and
    below. None where nobody says that they are more than entries."""
    defined = inf.definition(whole)
    value = defined[0].value.value if defined is not None and isinstance(defined[0].value, DefinitionFact) else None
    if not isinstance(value, n.Matrix):
        return None
    cells = {(i, k): name for i, row in enumerate(value.rows) for k, cell in enumerate(row) if (name := key_of(cell))}
    places = [place for place, name in cells.items() if name == key]
    known = {place: found.shape for place, name in cells.items() if (found := inf.known(name)) is not None}
    blocks = {place: shape for place, shape in known.items() if isinstance(shape, Matrix) and not shape.is_scalar}
    if not blocks or len(places) != 1:
        return None
    ((row_at, column_at),) = places
    height = next((shape.rows for (i, _), shape in blocks.items() if i == row_at), None)
    width = next((shape.cols for (_, k), shape in blocks.items() if k == column_at), None)
    return (Matrix(height, width),) if height is not None and width is not None else ANYTHING


def _as_sample(node: n.Node, shapes: Alternatives) -> Alternatives:
    """`x_n ∈ ℝᴰ`, the n-th of many, may be a row of the data as well as a column."""
    index = node.index if isinstance(node, n.Sub) else None
    if not isinstance(index, n.Symbol) or index.name.letter not in _SAMPLES or len(shapes) != 1:
        return shapes
    (shape,) = shapes
    return (shape, shape.transposed) if isinstance(shape, Matrix) and shape.is_column else shapes


def _entry_of_named(inf: Inference, node: n.Sub) -> Iterable[Shape] | None:
    """`b_{o1}` of a declared `b_o`: what follows the name in the subscript is the index."""
    parts, whole = index_parts(node.index), key_of(node.base)
    if whole is None or not 2 <= len(parts) <= _LONGEST:
        return None
    names = [canonical(part) or "?" for part in parts]
    for cut in range(len(parts) - 1, 0, -1):
        known = inf.known(whole.with_sub("".join(names[:cut])))
        if known is not None and isinstance(known.shape, Matrix) and all(map(is_index, parts[cut:])):
            shape, rest = known.shape, parts[cut:]
            if shape.is_column or shape.is_row:
                return (SCALAR,) if len(rest) == 1 else None
            return _of_matrix(inf, shape, rest)
    return None


def _starred(shapes: Alternatives) -> Iterable[Shape]:
    for shape in shapes:
        shape = value_of(shape)
        if not isinstance(shape, Matrix):
            return ANYTHING
    return (*shapes, *(s.transposed for s in shapes if isinstance(s, Matrix) and not s.is_column and not s.is_row))


def _skew(shape: Shape) -> Shape:
    shape = value_of(shape)
    return (
        Matrix(shape.rows, shape.rows) if isinstance(shape, Matrix) and shape.is_column and shape.rows.number == 3 else UNKNOWN
    )


def _primed(inf: Inference, base: n.Node) -> Iterable[Shape]:
    """A prime is a derivative, a transpose, or makes another symbol: only of a scalar all of these agree."""
    return (SCALAR,) if all(isinstance(s, Matrix) and s.is_scalar for s in inf.of(base)) else ANYTHING


def entry(inf: Inference, base: n.Node, index: n.Node) -> Iterable[Shape]:
    parts = index_parts(index)
    found: list[Shape] = []
    for shape in inf.of(base):
        if isinstance(shape, Function):
            value = shape.value
            vector = isinstance(value, Matrix) and (value.is_column or value.is_row)
            if len(parts) == 1 and vector and (_counts(parts[0]) or dim_of(parts[0]) in dims_of(value)):
                # A component of a vector of functions.
                found.append(Function(shape.domain, SCALAR))
                continue
            return ANYTHING
        match shape:
            case Matrix() if shape.is_scalar:
                return ANYTHING
            case Matrix() if shape.is_column or shape.is_row:
                found.extend(_of_vector(inf, base, shape, parts))
            case Matrix():
                found.extend(_of_matrix(inf, shape, parts))
            case Tensor(dims) if len(parts) == len(dims) and all(map(is_index, parts)):
                found.append(SCALAR)
            case _:
                return ANYTHING
    return found


def _counts(part: n.Node) -> bool:
    """A number, or a small Latin letter: what components are counted by, unlike the parameters of a family."""
    return isinstance(part, n.Number) or (
        isinstance(part, n.Symbol) and part.name.letter.isascii() and part.name.letter.islower()
    )


def _of_vector(inf: Inference, base: n.Node, shape: Matrix, parts: tuple[n.Node, ...]) -> Iterable[Shape]:
    if len(parts) != 1:
        # `y_{1i}`: a row counted as a matrix.
        return (SCALAR,) if len(parts) == 2 and all(map(is_index, parts)) else ANYTHING
    (part,) = parts
    if isinstance(part, n.Colon):
        return (shape,)
    if not is_index(part):
        return ANYTHING
    name = base.name if isinstance(base, n.Symbol) else None
    dressed = name is not None and name.font in ("bold", "arrow") and name.letter not in inf.entries
    # A dressed letter with a subscript is as often one of several vectors, unless the section shows that it counts entries.
    step = isinstance(part, n.Symbol) and f"_{part.name.letter}" in inf.families
    return (SCALAR, shape) if counts_vectors(part) or dressed or step else (SCALAR,)


def counts_vectors(index: n.Node) -> bool:
    """Whether a subscript may number whole vectors (iterates, times, starting points) as well as entries."""
    match index:
        case n.Number(_, text):
            return text == "0"
        case n.Symbol(_, name):
            return name.letter in ("t", "s", "τ", "*")
        case n.Sum():
            return True
    return False


def _of_matrix(inf: Inference, shape: Matrix, parts: tuple[n.Node, ...]) -> Iterable[Shape]:
    if any(isinstance(part, n.Symbol) and part.name.letter == "∗" for part in parts):
        return ANYTHING  # `A_{i*}` is a row, `K_{*n}` another matrix
    if len(parts) == 2:
        first, second = parts
        if isinstance(first, n.Colon) and isinstance(second, n.Colon):
            return (shape,)
        if isinstance(first, n.Colon):
            return (column(shape.rows),) if is_index(second) else ANYTHING
        if isinstance(second, n.Colon):
            if not is_index(first):
                return ANYTHING
            if inf.row_is_column is None:
                return (row(shape.cols), column(shape.cols))
            return (column(shape.cols),) if inf.row_is_column else (row(shape.cols),)
        return (SCALAR,) if is_index(first) and is_index(second) else ANYTHING
    # One index of a matrix: a row, a column, one of several matrices.
    return ANYTHING


def is_index(node: n.Node) -> bool:
    """A number, a letter, or a little arithmetic of them."""
    match node:
        case n.Number():
            return True
        case n.Symbol(_, name):
            return len(name.letter) == 1
        case n.Sum(_, _, terms):
            return all(map(is_index, terms))
        case n.Product(_, factors, _):
            return all(map(is_index, factors))
        case n.Negate(_, body) | n.Group(_, body, _):
            return is_index(body)
        case n.Sub(_, base, _) | n.Label(_, base, _, _) | n.Power(_, base, _):
            return is_index(base)
    return False
