"""Symbols that mean the same to everybody: the identity and the vector of ones; their subscript or place says how large."""

from __future__ import annotations

from collections.abc import Set

from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.spaces import dim_of
from nablint.inference.combine import free
from nablint.parse import nodes as n
from nablint.sizes.dims import Dim, DimFacts
from nablint.sizes.shapes import UNKNOWN, Matrix, Shape, column

IDENTITIES = frozenset({"I", "Id", "𝐈", "𝕀"})
FILLED = frozenset({"0", "1", "𝟎", "𝟏", "𝟙"})  # vectors and matrices of zeros or ones


def is_identity(key: SymbolKey) -> bool:
    return key.name.letter in IDENTITIES and not key.name.accents and not key.sup


def is_constant(node: n.Node) -> bool:
    key = key_of(node)
    return key is not None and constant(key, node) is not None


def constant(key: SymbolKey, node: n.Node, sizes: Set[str] | None = None) -> Shape | None:
    """The shape of a symbol that needs no declaration; None where it is no such symbol. A subscript that is no size of the
    note (`sizes`) tells none: `I_x` may be an image derived by x."""
    index = node.index if isinstance(node, n.Sub) else None
    if is_identity(key):
        return _identity(index) if sizes is None or _is_of(index, sizes) else UNKNOWN
    if key.name.letter in FILLED and index is not None:
        if is_written_size(index):
            return _identity(index)
        size = _size(index)
        return column(size) if size is not None else UNKNOWN
    return None


def commutation(key: SymbolKey, node: n.Node, facts: DimFacts) -> Shape | None:
    """`K_{mn}`, which turns vec X into vec Xᵀ; where m and n are sizes that the note sets apart, and K is nothing else."""
    if key.name.letter != "K" or key.sup or not isinstance(node, n.Sub) or not isinstance(node.index, n.Product):
        return None
    sizes = [dim_of(factor) for factor in node.index.factors]
    if len(sizes) != 2 or sizes[0] is None or sizes[1] is None:
        return None
    if frozenset((sizes[0].single_name, sizes[1].single_name)) not in facts.apart:
        return None
    return Matrix(sizes[0] * sizes[1], sizes[0] * sizes[1])


def _identity(index: n.Node | None) -> Shape:
    """As large as its neighbours need, or as its subscript says."""
    if index is None:
        return UNKNOWN
    if isinstance(index, n.Product) and is_written_size(index):
        rows, cols = dim_of(index.factors[0]), dim_of(index.factors[1])
        return Matrix(rows or free(), cols or free())
    size = _size(index)
    return Matrix(size, size) if size is not None else UNKNOWN


def is_written_size(index: n.Node) -> bool:
    """`m × n` as a subscript: a mark of how large something is, and no place in it."""
    return isinstance(index, n.Product) and set(index.signs) == {"times"} and len(index.factors) == 2


def _is_of(index: n.Node | None, sizes: Set[str]) -> bool:
    """Whether a subscript is made of sizes of the note; a word (`I_{kernel}`) may be one that stands in no shape."""
    size = _size(index) if index is not None else None
    return size is None or all(name in sizes or len(name) > 1 for name in size.names())


def _size(index: n.Node) -> Dim | None:
    return dim_of(index) if not isinstance(index, n.Sequence) else None
