"""What do letters look like that nobody declared? Their shapes, and what they depend on, from how a claim writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
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
_MULTIPLIERS = "αβγηκλμνρτω"  # before a bracket they are factors more often than functions
_VECTORS = (n.Transpose, n.Norm, n.Symbol, n.Sub, n.Label, n.Prime)  # what may show that a letter is a vector

Depends = Mapping[SymbolKey, tuple[SymbolKey, ...]]


def looks(declared: Declared, nodes: Sequence[n.Node], free: Set[SymbolKey]) -> tuple[Depends, dict[SymbolKey, Shape]]:
    """What the open letters of a claim depend on, and their shapes. `free` ones are open though they are defined."""
    matrices = counted_out(nodes)
    capitals = _capitals(nodes)
    said: dict[SymbolKey, bool] = {}

    def is_said(key: SymbolKey) -> bool:
        found = said.get(key)
        if found is None:
            found = said[key] = bool(declared.shape(key)) or any(declared.shape(variant) for variant in other_fonts(key))
        return found

    def is_open(key: SymbolKey) -> bool:
        return key in free or declared.definition(key) is None

    known = arrays(nodes, declared, lambda key: is_open(key) and not is_said(key), _SIZE)

    def whole(key: SymbolKey) -> SymbolKey:
        if key.sub:
            capital = key.name.letter.upper()
            if key.name.letter.islower() and capital in matrices and capital in capitals:
                return capitals[capital]  # a_{12} is an entry of A
            base = key.with_sub("")
            if base in known or (declared.shape(key) is None and is_said(base)):
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
    shapes = _Shapes(declared, nodes, free, known, functions, depends, matrices, capitals, is_said).found()
    return {key: on for key, on in depends.items() if key in shapes or is_said(key)}, shapes


class _Shapes:
    """The shapes of open letters, from all that a claim and its definitions write of them."""

    def __init__(
        self,
        declared: Declared,
        nodes: Sequence[n.Node],
        free: Set[SymbolKey],
        known: Mapping[SymbolKey, Shape],
        functions: Functions,
        depends: Depends,
        matrices: Mapping[str, tuple[int, int]],
        capitals: Mapping[str, SymbolKey],
        is_said: Callable[[SymbolKey], bool],
    ) -> None:
        self._declared = declared
        self._free = free
        self._known = known
        self._functions = functions
        self._depends = depends
        self._matrices = matrices
        self._capitals = capitals
        self._is_said = is_said
        # One walk: what is looked for below stands in nodes of few kinds.
        bases: set[int] = set()
        self._named: list[n.Symbol | n.Sub | n.Label] = []
        self._written: set[SymbolKey | None] = set()
        self._below: set[SymbolKey | None] = set()
        self._counting: set[str] = set()
        for node in nodes:
            if isinstance(node, n.Symbol):
                self._named.append(node)
                self._written.add(key_of(node))
            elif isinstance(node, n.Sub | n.Label | n.Prime):
                bases.add(id(node.base))
                if not isinstance(node, n.Prime):
                    self._named.append(node)
            elif isinstance(node, n.Fraction):
                self._below.add(key_of(node.denominator))
            if isinstance(node, n.Sub | n.Big):
                self._counting |= {one.name.letter for place in _places(node) for one in n.walk(place) if _is_symbol(one)}
        self._named = [node for node in self._named if id(node) not in bases]
        self._sizes = _sizes(nodes, declared)

    def found(self) -> dict[SymbolKey, Shape]:
        sizes = self._sizes
        found = {
            key: column(sizes[key.name.letter]) if _is_list(key, shape, sizes) else shape for key, shape in self._known.items()
        }
        tried: set[SymbolKey] = set()
        for node in self._named:
            key = key_of(node)
            if key is not None and key not in tried:
                tried.add(key)
                self._add(key, found)
        return found

    def _add(self, key: SymbolKey, found: dict[SymbolKey, Shape]) -> None:
        declared, functions, letter = self._declared, self._functions, key.name.letter
        if not key.sub and letter in self._counting:
            return
        if key.sub and letter.islower() and letter.upper() in self._matrices and letter.upper() in self._capitals:
            return  # a_{12} is an entry of A
        undeclared = declared.definition(key) is None and declared.shape(key) is None
        if key in functions.abstract and undeclared and not is_activation(key):
            found[key] = Function((SCALAR,) * functions.abstract[key], SCALAR)
            return
        if key in functions.applied and key not in self._depends and letter not in _MULTIPLIERS:
            return
        if key.sub and not key.sup and (letter in self._sizes or _is_place(key, self._written)):
            key = key.with_sub("")
        if key not in self._free and declared.definition(key) is not None:
            return
        if declared.shape(key) or key in found:
            return
        if any(v in found or (v in self._written and declared.shape(v)) for v in other_fonts(key)):
            return
        whole = key.with_sub("")
        if key.sub and (whole in self._known or self._is_said(whole)):
            return  # an entry of something declared
        shape = self._supposed(key)
        if shape is not None:
            found[key] = shape

    def _supposed(self, key: SymbolKey) -> Shape | None:
        if key in self._below and not key.name.font:
            return SCALAR
        depends = key in self._depends or bool(self._declared.depends(key))
        if depends and key in self._functions.only_derived and key.name.font not in _DRESSED:
            return SCALAR  # a loss
        return _supposed(key, self._sizes, self._matrices)


def _sizes(nodes: Sequence[n.Node], declared: Declared) -> dict[str, Dim]:
    """The sizes of vectors, by their letters."""
    sizes = dict(_written_out(nodes))
    keys = {key for node in nodes if isinstance(node, _VECTORS) for key in _as_vector(node)}
    for key in tuple(keys):
        definition = declared.definition(key)
        if definition is not None and isinstance(definition.value, n.Sum):
            keys.update(_small(definition.value))  # y = x - m: all three are
    vectors = {key.name.letter for key in keys}
    for letter in vectors - sizes.keys():
        highest = max((int(k) for node in nodes if (k := _number_of_entry(node, letter))), default=0)
        sizes[letter] = Dim.of(highest) if highest > 1 else _SIZE
    return sizes


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
    if body is not node and isinstance(body, n.Group) and isinstance(body.body, n.Sum):
        yield from _small(body.body)  # (x - m)ᵀ: each term is one
    key = key_of(body)
    if key is not None and not key.name.letter.isupper() and not key.sub and (body is not node or key.name.font in _DRESSED):
        yield key


def _small(node: n.Sum) -> Iterator[SymbolKey]:
    """The small letters that are terms of a sum."""
    return (SymbolKey(term.name) for term in node.terms if isinstance(term, n.Symbol) and term.name.letter.islower())


def _number_of_entry(node: n.Node, letter: str) -> str:
    """The k of x_k, where it is a number."""
    key = key_of(node) if isinstance(node, n.Sub) else None
    return key.sub if key is not None and key.name.letter == letter and _is_count(key.sub) else ""


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _places(node: n.Sub | n.Big) -> Iterator[n.Node]:
    """Where letters count, and stand for no value: subscripts, and the bounds of sums."""
    if isinstance(node, n.Sub):
        yield node.index
    else:
        yield from (bound for bound in (node.lower, node.upper) if bound is not None)


def _written_out(nodes: Sequence[n.Node]) -> Iterator[tuple[str, Dim]]:
    """The sizes of vectors whose entries stand with dots between them."""
    for node in nodes:
        if isinstance(node, n.Matrix | n.Sequence):
            lists = enumerations(node)
        elif isinstance(node, n.Sum) and any(isinstance(term, n.Dots) for term in node.terms):
            lists = tuple(counted(node.terms))
        else:
            continue
        for one in lists:
            key = key_of(one.base)
            if key is not None and one.position < 0:
                yield key.name.letter, one.last


def _is_symbol(node: n.Node) -> TypeGuard[n.Symbol]:
    return isinstance(node, n.Symbol)
