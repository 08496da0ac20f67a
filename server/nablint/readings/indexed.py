"""Arrays that nobody declared, known by their entries: `w_{ij}` is a matrix's, and its sizes are where i and j run to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set

from nablint.calculus.declared import Declared
from nablint.calculus.indexing import dim_of, places_written
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import canonical, key_of
from nablint.parse import nodes as n
from nablint.readings.parts import Parts
from nablint.sizes.dims import SUPPOSED, Dim
from nablint.sizes.shapes import Matrix, Shape, Tensor, column, dims_of

COUNTERS = frozenset("ijklmn")  # letters that count wherever they stand
MOST_AXES = 4
KRONECKER = "δ"
MOST_DIGITS = 2  # of a place that tells a size

Axis = tuple[SymbolKey, int] | str  # an axis of an array, or a letter that runs along axes


def supposed_size(key: SymbolKey, axis: int = 0) -> Dim:
    """The size of an axis that nothing tells: it becomes the one that it meets."""
    return Dim.name(f"{SUPPOSED}{key.name.letter}{key.name.font}{key.sub}{key.sup}.{axis}")


def entry_of(node: n.Node, letters: frozenset[str]) -> tuple[SymbolKey, tuple[str, ...]] | None:
    """The array and the letters of `x_i`, `w_{ij}`, `w_{i,j}^{(l)}`; None for what is no entry."""
    if isinstance(node, n.Label):
        inner = entry_of(node.base, letters)
        key = key_of(node)
        return None if inner is None or key is None else (key.with_sub(""), inner[1])
    if not isinstance(node, n.Sub):
        return None
    match node.index:
        case n.Sequence(items=items, separators=separators) if set(separators) == {","}:
            written: tuple[n.Node, ...] = items
        case n.Product(factors=factors, signs=signs) if set(signs) == {""}:
            written = factors
        case _:
            written = (node.index,)
    names = [one.name.letter for one in written if isinstance(one, n.Symbol) and not one.name.font]
    if len(names) == 1 and len(names[0]) > 1 and set(names[0]) <= letters:
        names = list(names[0])  # read as one word
    key = key_of(node.base)
    if key is None or len(names) < len(written) or len(names) > MOST_AXES or not set(names) <= letters:
        return None
    return key, tuple(names)


def counted_out(nodes: Parts) -> Mapping[str, tuple[int, int]]:
    """The sizes of matrices whose entries are written out with numbers, by their capital: a_{23} is an entry of A, which has
    at least two rows and three columns."""
    found: dict[str, tuple[int, int]] = {}
    for node in nodes.of(n.Sub):
        if isinstance(node.base, n.Symbol) and places_written(node.index) == 2:
            digits = r"[0-9]+" if isinstance(node.index, n.Sequence) else r"[0-9]"
            written = re.findall(digits, canonical(node.index) or "")
            places = [int(one) for one in written if len(one) <= MOST_DIGITS]
            if len(places) == 2:
                letter = node.base.name.letter.upper()
                rows, cols = found.get(letter, (0, 0))
                found[letter] = max(rows, places[0]), max(cols, places[1])
    return {letter: sizes for letter, sizes in found.items() if max(sizes) > 1 and min(sizes) > 0}


def counting(nodes: Parts) -> frozenset[str]:
    """The letters that count in a formula: those of sums, and those that always do."""
    return COUNTERS | {letter for node in nodes.of(n.Big) for letter, _ in _bounds(node)}


def arrays(
    nodes: Parts, declared: Declared, is_open: Callable[[SymbolKey], bool], families: Set[SymbolKey]
) -> Mapping[SymbolKey, Shape]:
    """The open letters that stand with letters that count: column vectors, matrices, tensors. Where nothing
    tells a size, it is supposed. The members of `families` are vectors, columns of a matrix."""
    letters = counting(nodes)
    entries = [found for node in nodes.of(n.Sub, n.Label) if (found := entry_of(node, letters)) is not None]
    axes = {key: len(names) for key, names in entries}
    ragged = {key for key, names in entries if len(names) != axes[key]}
    sizes = _Sizes()
    for big in nodes.of(n.Big):
        for letter, last in _bounds(big):
            sizes.has(letter, last)
    for key, names in entries:
        for position, name in enumerate(names):
            sizes.join((key, position), name)
        known = declared.shape(key)
        stated = [dim for dim in dims_of(known[1]) if not dim.is_one] if known is not None else []
        if len(stated) == len(names):
            for position, dim in enumerate(stated):
                sizes.has((key, position), dim)
    shapes: dict[SymbolKey, Shape] = {}
    for key, count in axes.items():
        if key in ragged or not is_open(key) or (key.name.letter == KRONECKER and count == 2):
            continue
        dims = tuple(sizes.of((key, position)) or supposed_size(key, position) for position in range(count))
        if count == 1 and key in families:
            shapes[key] = Matrix(supposed_size(key, 1), dims[0])
            continue
        shapes[key] = column(dims[0]) if count == 1 else Matrix(*dims) if count == 2 else Tensor(dims)
    return shapes


def sizes_in_another_case(declared: Declared, nodes: Parts) -> Mapping[str, Dim]:
    """The N of a sum up to N, where the letters of a claim have the size n, and nothing has N."""
    ends = {last.single_name for node in nodes.of(n.Big) for _, last in _bounds(node) if last is not None}
    if not any(ends):
        return {}
    keys = {key_of(node) for node in nodes.of(n.Symbol)}
    stated = [declared.shape(key) for key in keys if key is not None]
    sizes = {name for one in stated if one is not None for dim in dims_of(one[1]) for name in dim.names()}
    found: dict[str, Dim] = {}
    for end in ends:
        if end is not None and end not in sizes and end.swapcase() in sizes and end not in declared.dims.values:
            apart = frozenset((end, end.swapcase())) in declared.dims.apart
            if not apart:
                found[end] = Dim.name(end.swapcase())
    return found


def _bounds(node: n.Big) -> Iterator[tuple[str, Dim | None]]:
    """The letters that a sum runs over, each with its last value."""
    lower = node.lower
    match lower:
        case n.Relation(sides=(n.Symbol(name=name), first), signs=("=",)):
            starts = isinstance(first, n.Number) and first.text == "1"
            yield name.letter, dim_of(node.upper) if starts and node.upper is not None else None
        case n.Relation(sides=(n.Symbol(name=name), _), signs=("≠",)) | n.Symbol(name=name):
            yield from ((letter, None) for letter in name.letter)
        case n.Sequence(items=parts) | n.Product(factors=parts):
            yield from ((one.name.letter, None) for one in parts if isinstance(one, n.Symbol))


class _Sizes:
    """Axes that a letter runs along have one size."""

    def __init__(self) -> None:
        self._parents: dict[Axis, Axis] = {}
        self._known: dict[Axis, Dim] = {}

    def _top(self, axis: Axis) -> Axis:
        while axis in self._parents:
            axis = self._parents[axis]
        return axis

    def join(self, one: Axis, other: Axis) -> None:
        one, other = self._top(one), self._top(other)
        if one != other:
            self._parents[one] = other
            if one in self._known:
                self._known.setdefault(other, self._known.pop(one))

    def has(self, axis: Axis, dim: Dim | None) -> None:
        if dim is not None and not dim.is_one:
            self._known.setdefault(self._top(axis), dim)

    def of(self, axis: Axis) -> Dim | None:
        return self._known.get(self._top(axis))
