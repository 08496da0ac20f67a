"""What do letters look like that nobody declared? Their shapes, and what they depend on, from how a claim writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from typing import TypeGuard

from nablint.calculus.calls import is_activation
from nablint.calculus.declared import Declared, in_any_font, other_fonts
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.dependences import Functions, applications, dependences, head_of
from nablint.readings.enumerations import counted, enumerations
from nablint.readings.indexed import COUNTERS, MOST_DIGITS, arrays, counted_out, supposed_size
from nablint.readings.parts import Parts
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import SCALAR, Function, Matrix, Shape, column

_DRESSED = ("bold", "arrow", "underline")
_NO_LETTERS = "eπdI∂∞"
_MULTIPLIERS = "αβγηκλμνρτω"  # before a bracket they are factors more often than functions
_VECTORS = (n.Transpose, n.Norm, n.Call, n.Symbol, n.Sub, n.Label, n.Prime)  # what may show that a letter is a vector
_OF_VECTORS = ("softmax", "logsumexp", "lse", "diag")

Depends = Mapping[SymbolKey, tuple[SymbolKey, ...]]


def looks(declared: Declared, nodes: Parts, free: Set[SymbolKey]) -> tuple[Depends, dict[SymbolKey, Shape]]:
    """What the open letters of a claim depend on, and their shapes. `free` ones are open though they are defined."""
    matrices = counted_out(nodes)
    capitals = _capitals(nodes)
    said: dict[SymbolKey, bool] = {}

    def is_said(key: SymbolKey) -> bool:
        found = said.get(key)
        if found is None:
            found = said[key] = any(map(declared.shape, in_any_font(key)))
        return found

    def is_open(key: SymbolKey) -> bool:
        return key in free or declared.definition(key) is None

    families = _families(nodes)
    known = arrays(nodes, declared, lambda key: is_open(key) and not is_said(key), families)

    def whole(key: SymbolKey) -> SymbolKey:
        if key.sub:
            capital = key.name.letter.upper()
            if key.name.letter.islower() and capital in matrices and capital in capitals:
                return capitals[capital]  # a_{12} is an entry of A
            base = key.with_sub("")
            if base in known or (declared.shape(key) is None and is_said(base)):
                key = base
            elif declared.definition(key) is None:
                key = next(
                    (v for v in other_fonts(base) if v.name.font in _DRESSED and declared.definition(v) is not None), key
                )
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
    shapes = _Shapes(declared, nodes, free, known, functions, depends, matrices, capitals, families, is_said).found()
    return {key: on for key, on in depends.items() if key in shapes or is_said(key)}, shapes


class _Shapes:
    """The shapes of open letters, from all that a claim and its definitions write of them."""

    def __init__(
        self,
        declared: Declared,
        nodes: Parts,
        free: Set[SymbolKey],
        known: Mapping[SymbolKey, Shape],
        functions: Functions,
        depends: Depends,
        matrices: Mapping[str, tuple[int, int]],
        capitals: Mapping[str, SymbolKey],
        families: Set[SymbolKey],
        is_said: Callable[[SymbolKey], bool],
    ) -> None:
        self._declared = declared
        self._free = free
        self._known = known
        self._functions = functions
        self._depends = depends
        self._matrices = matrices
        self._capitals = capitals
        self._families = families
        self._is_said = is_said
        bases = {id(node.base) for node in nodes.of(n.Sub, n.Label, n.Prime)}
        self._named = [node for node in nodes.of(n.Symbol, n.Sub, n.Label) if id(node) not in bases]
        self._written = {key_of(node) for node in nodes.of(n.Symbol)}
        self._below = {key_of(node.denominator) for node in nodes.of(n.Fraction)}
        places = (place for node in nodes.of(n.Sub, n.Big) for place in _places(node))
        self._counting = {one.name.letter for place in places for one in n.walk(place) if _is_symbol(one)}
        # p_i before a bracket is no function where p is an array, and p_j is another entry.
        wholes = {key.with_sub("") for key in functions.abstract if key.sub in COUNTERS and not functions.is_named(key)}
        self._factors = {w for w in wholes if w in known or any(map(declared.definition, in_any_font(w)))}
        self._last = dict(_written_out(nodes))
        self._sizes = _sizes(nodes, declared, self._last)

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
        if undeclared and key.sub and key.with_sub("") in self._factors:
            return
        if key in functions.abstract and undeclared and not is_activation(key):
            found[key] = self._signature(key) or Function((SCALAR,) * functions.abstract[key], SCALAR)
            return
        if key in functions.applied and key not in self._depends and letter not in _MULTIPLIERS:
            return
        whole = key.with_sub("")
        if key.sub and whole in self._families and undeclared and not self._is_said(whole) and whole not in self._known:
            last = self._last.get(letter)
            if last is None:
                found[key] = column(supposed_size(whole, 1))
            else:
                found[whole] = Matrix(supposed_size(whole, 1), last)
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

    def _signature(self, function: SymbolKey) -> Function | None:
        """Of f in `z = f(y)`, where a number z is what f makes of an array y."""
        for node in self._named:
            key = key_of(node)
            definition = None if key is None else self._declared.definition(key)
            if key is None or definition is None or definition.parameters or not isinstance(definition.value, n.Product):
                continue
            if head_of(definition.value) != function or len(on := tuple(applications(definition.value))) != 1:
                continue
            value, argument = self._declared.shape(key), self._declared.shape(on[0][1])
            if value is not None and value[1] == SCALAR and argument is not None and isinstance(argument[1], Matrix):
                return Function((argument[1],), SCALAR)
        return None

    def _supposed(self, key: SymbolKey) -> Shape | None:
        if key in self._below and not key.name.font:
            return SCALAR
        depends = key in self._depends or bool(self._declared.depends(key))
        if depends and key in self._functions.only_derived and key.name.font not in _DRESSED:
            return SCALAR  # a loss
        return _supposed(key, self._sizes, self._matrices)


def _families(nodes: Parts) -> frozenset[SymbolKey]:
    """Letters whose numbered members are vectors, as a transpose, a norm or their font shows, and that never stand alone."""
    members: set[SymbolKey] = set()
    for node in nodes.of(n.Sub, n.Transpose, n.Norm):
        if isinstance(node, n.Sub):
            if isinstance(node.base, n.Symbol) and node.base.name.font in _DRESSED:
                members.add(SymbolKey(node.base.name))
        elif isinstance(node, n.Transpose):
            if isinstance(node.base, n.Sub) and isinstance(node.base.base, n.Symbol):
                members.add(SymbolKey(node.base.base.name))
        elif node.bars == 2 and isinstance(node.body, n.Sub) and _is_symbol(node.body.base):
            members.add(SymbolKey(node.body.base.name))
    members = {key for key in members if key.name.letter.islower()}
    bases = {id(node.base) for node in nodes.of(n.Sub)}
    alone = {SymbolKey(node.name) for node in nodes.of(n.Symbol) if id(node) not in bases}
    return frozenset(members - alone)


def _sizes(nodes: Parts, declared: Declared, written_out: Mapping[str, Dim]) -> dict[str, Dim]:
    """The sizes of vectors, by their letters."""
    sizes = dict(written_out)
    keys = {key for node in nodes.of(*_VECTORS) for key in _as_vector(node)}
    for key in tuple(keys):
        definition = declared.definition(key)
        if definition is not None and isinstance(definition.value, n.Sum):
            keys.update(_small(definition.value))  # y = x - m: all three are
    vectors = {key.name.letter for key in keys}
    for letter in vectors - sizes.keys():
        highest = max((int(k) for node in nodes.of(n.Sub) if (k := _number_of_entry(node, letter))), default=0)
        sizes[letter] = Dim.of(highest) if highest > 1 else supposed_size(SymbolKey(n.Name(letter)))
    return sizes


def _capitals(nodes: Parts) -> Mapping[str, SymbolKey]:
    return {node.name.letter: SymbolKey(node.name) for node in nodes.of(n.Symbol) if node.name.letter.isupper()}


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
        return Matrix(supposed_size(key), supposed_size(key, 1)) if key.name.font in ("", "bold", "rm") else None
    if not key.sub and letter in sizes:
        return column(sizes[letter])
    if key.name.font in _DRESSED:
        return column(supposed_size(key))
    return SCALAR if not key.name.font else None


def _as_vector(node: n.Node) -> Iterator[SymbolKey]:
    """Small letters that are in bold, transposed, or whose norm is taken."""
    body = node.base if isinstance(node, n.Transpose) else node.body if isinstance(node, n.Norm) and node.bars == 2 else node
    if isinstance(node, n.Call):
        body = node.args[0] if node.function in _OF_VECTORS and len(node.args) == 1 else node
    if body is not node and isinstance(body, n.Group) and not isinstance(body.body, n.Sum):
        body = body.body
    if body is not node and isinstance(body, n.Group) and isinstance(body.body, n.Sum):
        yield from _small(body.body)  # (x - m)ᵀ: each term is one
    key = key_of(body)
    if key is not None and not key.name.letter.isupper() and not key.sub and (body is not node or key.name.font in _DRESSED):
        yield key


def _small(node: n.Sum) -> Iterator[SymbolKey]:
    """The small letters that are terms of a sum."""
    return (SymbolKey(term.name) for term in node.terms if isinstance(term, n.Symbol) and term.name.letter.islower())


def _number_of_entry(node: n.Sub, letter: str) -> str:
    """The k of x_k, where it is a number."""
    key = key_of(node)
    return key.sub if key is not None and key.name.letter == letter and _is_count(key.sub) else ""


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _places(node: n.Sub | n.Big) -> Iterator[n.Node]:
    """Where letters count, and stand for no value: subscripts, and the bounds of sums."""
    if isinstance(node, n.Sub):
        yield node.index
    else:
        yield from (bound for bound in (node.lower, node.upper) if bound is not None)


def _written_out(nodes: Parts) -> Iterator[tuple[str, Dim]]:
    """The sizes of vectors whose entries stand with dots between them."""
    for node in nodes.of(n.Matrix, n.Sequence, n.Sum):
        if not isinstance(node, n.Sum):
            lists = enumerations(node)
        elif any(isinstance(term, n.Dots) for term in node.terms):
            lists = tuple(counted(node.terms))
        else:
            continue
        for one in lists:
            key = key_of(one.base)
            if key is not None and one.position < 0:
                yield key.name.letter, one.last


def _is_symbol(node: n.Node) -> TypeGuard[n.Symbol]:
    return isinstance(node, n.Symbol)
