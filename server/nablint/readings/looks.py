"""What do letters look like that nobody declared? Their shapes, and what they depend on, from how a claim writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TypeGuard

from nablint.calculus.calls import is_activation
from nablint.calculus.declared import Declared, other_fonts
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.dependences import Functions, dependences
from nablint.readings.enumerations import counted, enumerations
from nablint.readings.indexed import MOST_DIGITS, arrays, counted_out
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import SCALAR, Function, Matrix, Shape, column

_DRESSED = ("bold", "arrow", "underline")
_SIZE = Dim.name("n")
_NO_LETTERS = "eπdI∂∞"

Depends = Mapping[SymbolKey, tuple[SymbolKey, ...]]


def looks(declared: Declared, nodes: Sequence[n.Node], free: Set[SymbolKey]) -> tuple[Depends, dict[SymbolKey, Shape]]:
    """What the open letters of a claim depend on, and their shapes. `free` ones are open though they are defined."""
    matrices = counted_out(nodes)
    capitals = _capitals(nodes)

    def is_said(key: SymbolKey) -> bool:
        return any(declared.shape(variant) for variant in (key, *other_fonts(key)))

    def is_open(key: SymbolKey) -> bool:
        return declared.definition(key) is None or key in free

    known = arrays(nodes, declared, lambda key: is_open(key) and not is_said(key), _SIZE)

    matrices = counted_out(nodes)
    capitals = {
        key.name.letter: key for node in nodes if _is_symbol(node) and (key := SymbolKey(node.name)).name.letter.isupper()
    }

    def whole(key: SymbolKey) -> SymbolKey:
        capital = key.name.letter.upper()
        if key.sub and key.name.letter.islower() and capital in matrices and capital in capitals:
            return capitals[capital]  # a_{12} is an entry of A
        base = key.with_sub("")
        if key.sub and (base in known or (declared.shape(key) is None and is_said(base))):
            key = base
        found = declared.shape(key)
        return key if found is None else found[0]

    functions = Functions.among(nodes)

    def may_depend(key: SymbolKey) -> bool:
        found = declared.shape(key)
        stated = found is not None and isinstance(found[1], Function)
        named = key in functions.abstract or is_activation(key)
        return is_open(key) and not stated and not named and not declared.depends(key)

    derived = {whole(key) for key in functions.derived}

    def is_dependent(key: SymbolKey) -> bool:
        return may_depend(key) and (key in derived or functions.may_be(key) or is_said(key))

    depends = dependences(nodes, declared, is_dependent, whole)
    shapes = _shapes(declared, nodes, free, known, functions, depends)
    return {key: on for key, on in depends.items() if key in shapes or is_said(key)}, shapes


def _shapes(
    declared: Declared,
    nodes: Sequence[n.Node],
    free: Set[SymbolKey],
    known: Mapping[SymbolKey, Shape],
    functions: Functions,
    depends: Mapping[SymbolKey, tuple[SymbolKey, ...]],
) -> dict[SymbolKey, Shape]:
    sizes = dict(_written_out(nodes))
    matrices = counted_out(nodes)
    capitals = _capitals(nodes)
    vectors = {key.name.letter for node in nodes for key in _as_vector(node)}
    for letter in vectors - sizes.keys():
        highest = max((int(k) for node in nodes if (k := _number_of_entry(node, letter))), default=0)
        sizes[letter] = Dim.of(highest) if highest > 1 else _SIZE
    counting = {part.name.letter for node in nodes for place in _places(node) for part in n.walk(place) if _is_symbol(part)}
    below = {key_of(node.denominator) for node in nodes if isinstance(node, n.Fraction)}
    bases = {id(node.base) for node in nodes if isinstance(node, n.Sub | n.Label | n.Prime)}
    written = {key_of(node) for node in nodes if isinstance(node, n.Symbol)}
    found = {key: column(sizes[key.name.letter]) if _is_list(key, shape, sizes) else shape for key, shape in known.items()}
    for node in nodes:
        if not isinstance(node, n.Symbol | n.Sub | n.Label) or id(node) in bases:
            continue
        key = key_of(node)
        if key is None or (not key.sub and key.name.letter in counting):
            continue
        letter = key.name.letter
        if letter.upper() in matrices and letter.islower() and letter.upper() in capitals and key.sub:
            continue  # a_{12} is an entry of A
        if (
            key in functions.abstract
            and not is_activation(key)
            and declared.shape(key) is None
            and declared.definition(key) is None
        ):
            found[key] = Function((SCALAR,) * functions.abstract[key], SCALAR)
            continue
        if key in functions.applied and key not in depends:
            continue
        if key.sub and not key.sup and (key.name.letter in sizes or _is_place(key, written)):
            key = key.with_sub("")
        if declared.definition(key) is not None and key not in free:
            continue
        if declared.shape(key) or any(v in found or (v in written and declared.shape(v)) for v in (key, *other_fonts(key))):
            continue
        whole = key.with_sub("")
        if key.sub and (whole in known or any(declared.shape(variant) for variant in (whole, *other_fonts(whole)))):
            continue  # an entry of something declared
        if key in below and not key.name.font:
            shape: Shape | None = SCALAR
        elif key in depends and key in functions.only_derived and key.name.font not in _DRESSED:
            shape = SCALAR  # a loss
        else:
            shape = _supposed(key, sizes, matrices)
        if shape is not None:
            found[key] = shape
    return found


def _capitals(nodes: Sequence[n.Node]) -> Mapping[str, SymbolKey]:
    return {node.name.letter: SymbolKey(node.name) for node in nodes if _is_symbol(node) and node.name.letter.isupper()}


def _is_place(key: SymbolKey, written: Set[SymbolKey | None]) -> bool:
    """A_{11} is an entry, and W_1 a matrix of its own where no W is written."""
    digits = key.name.letter.isupper() and key.sub.isdigit()
    return digits and (len(key.sub) > 1 or key.with_sub("") in written)


def _is_list(key: SymbolKey, shape: Shape, sizes: Mapping[str, Dim]) -> bool:
    """Whether a vector's entries are written out, which tells its size."""
    return key.name.letter in sizes and not key.sup and isinstance(shape, Matrix) and shape.is_column


def _supposed(key: SymbolKey, sizes: dict[str, Dim], matrices: Mapping[str, tuple[int, int]]) -> Shape | None:
    letter = key.name.letter
    if len(letter) != 1 or not letter.isalpha() or letter in _NO_LETTERS:
        return None
    if letter.isupper() and letter in matrices and not key.sub:
        rows, cols = matrices[letter]
        return Matrix(Dim.of(rows), Dim.of(cols))
    if letter.isupper():
        return Matrix(_SIZE, _SIZE) if key.name.font in ("", "bold", "rm") else None
    if not key.sub and letter in sizes:
        return column(sizes[letter])
    if key.name.font in _DRESSED:
        return column(_SIZE)
    return SCALAR if not key.name.font else None


def _as_vector(node: n.Node) -> Iterator[SymbolKey]:
    """Small letters that are in bold, transposed, or whose norm is taken."""
    body = node.base if isinstance(node, n.Transpose) else node.body if isinstance(node, n.Norm) and node.bars == 2 else node
    key = key_of(body)
    if key is not None and not key.name.letter.isupper() and not key.sub and (body is not node or key.name.font in _DRESSED):
        yield key


def _number_of_entry(node: n.Node, letter: str) -> str:
    """The k of x_k, where it is a number."""
    key = key_of(node) if isinstance(node, n.Sub) else None
    return key.sub if key is not None and key.name.letter == letter and _is_count(key.sub) else ""


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _places(node: n.Node) -> Iterator[n.Node]:
    """Where letters count, and stand for no value: subscripts, and the bounds of sums."""
    if isinstance(node, n.Sub):
        yield node.index
    elif isinstance(node, n.Big):
        yield from (bound for bound in (node.lower, node.upper) if bound is not None)


def _written_out(nodes: Sequence[n.Node]) -> Iterator[tuple[str, Dim]]:
    """The sizes of vectors whose entries stand with dots between them."""
    for node in nodes:
        lists = list(enumerations(node)) if isinstance(node, n.Matrix | n.Sequence) else []
        if isinstance(node, n.Sum):
            lists = list(counted(tuple(node.terms)))
        for one in lists:
            key = key_of(one.base)
            if key is not None and one.position < 0:
                yield key.name.letter, one.last


def _is_symbol(node: n.Node) -> TypeGuard[n.Symbol]:
    return isinstance(node, n.Symbol)
