"""Subscripts, and the symbols that everybody writes without declaring them: π, I_n, a vector of ones, e_i, K_{mn}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.calculus import places as equal_places
from nablint.calculus.declared import in_any_font
from nablint.calculus.granted import ENTRIES, PLACES
from nablint.calculus.indexing import ALL, Place, dim_of, letters_in, picked, places, places_said_elsewhere, places_written
from nablint.calculus.members import member
from nablint.calculus.product import delta, mul, number, ones, size
from nablint.calculus.scope import Letter, Scope
from nablint.calculus.terms import Constant, Fuse, Index, Unit
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value, scalar
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Group, Label, Name, Node, Number, Product, Sequence, Sub, Symbol
from nablint.sizes.dims import ONE, Dim
from nablint.sizes.shapes import Matrix

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_SPECIAL = frozenset({"I", "1", "0", "K", "e"})
_OUTSIDE = Scope()
_AS_IT_IS = frozenset({"as_mat"})  # a derivative by a matrix, laid out as one


def special(t: Translator, node: Symbol) -> Value:
    """What everybody writes without declaring it: π, I, a vector of ones, a size used as a number."""
    letter, font = node.name.letter, node.name.font
    if letter == "π" and not font:
        return scalar(Constant("π"))
    if letter == "e" and font in ("", "rm"):
        return scalar(Constant("e"))
    if letter == "I" and not node.name.accents:
        return identity(t.algebra.unknown())
    if letter == "1" and font in ("bold", "bb"):
        return all_ones(t.algebra.unknown())
    if letter == "0" and font == "bold":
        return scalar(number(0))
    if t.is_size(letter):
        return scalar(size(t.declared.dims.normal(Dim.name(letter))))
    raise Unclear(f"{letter} is not declared", node.span)


def identity(dim: Dim) -> Value:
    if dim.is_one:
        return scalar(number(1))
    row, col = Index(dim), Index(dim)
    return Value(delta(row, col), (row, col))


def all_ones(dim: Dim) -> Value:
    if dim.is_one:
        return scalar(number(1))
    index = Index(dim)
    return Value(ones(index), (index, None))


def subscripted(t: Translator, node: Sub, scope: Scope) -> Value:
    if isinstance(node.base, Group) and isinstance(node.index, Symbol) and node.index.name.letter in _AS_IT_IS:
        return t.value(node.base, scope)
    if (one := member(t, node, scope)) is not None:
        return one
    key = key_of(node)
    assumed = key is not None and t.declared.is_assumed(key)
    if key is not None and not assumed:
        known = t.lookup(key, scope, node)
        if known is not None:
            if key.sub in scope.letters:
                t.members.add(key)
            return known
    special = equal_places.kronecker(t, node, scope) or _special_sub(t, node, scope)
    if special is not None:
        return special
    if key is not None and key.as_size and t.is_size(key.as_size):
        return scalar(size(t.declared.dims.normal(Dim.name(key.as_size))))
    if key is not None and assumed:
        known = t.lookup(key, scope, node)
        if known is not None:
            return known
    base = node.base if not isinstance(node.base, Symbol) else with_entries(t, node.base, scope)
    if base is node.base and isinstance(base, Symbol):
        base = of_capital(t, base, node.index)
    return entries(t, t.value(base, scope), node.index, scope, node)


def inside_out(node: Node) -> Sub | None:
    """`w_i^{(2)}` as the entry of w^{(2)} that it is; None for what is none."""
    if isinstance(node, Label) and isinstance(node.base, Sub):
        inner = node.base
        return Sub(node.span, Label(node.span, inner.base, node.label, node.style), inner.index)
    return None


def with_entries(t: Translator, node: Symbol, scope: Scope = _OUTSIDE) -> Symbol:
    """The symbol whose entries `z_1` are: **z** where z itself is a scalar, or nothing that is known."""
    own = SymbolKey(node.name)
    if own in scope.bindings or own in scope.kept:
        return node
    for key in in_any_font(own):
        try:
            shape = t.variable_shape(key, node)
        except Unclear:
            continue
        if shape is not None and not (isinstance(shape[1], Matrix) and shape[1].is_scalar):
            return Symbol(node.span, key.name)
    return node


def of_capital(t: Translator, node: Symbol, index: Node) -> Symbol:
    """The matrix A of `a_{ij}`, where a itself is nothing: so many write, and some mean another matrix."""
    letter = node.name.letter
    own = SymbolKey(node.name)
    if not letter.islower() or places_written(index) != 2 or any(map(t.stated_shape, in_any_font(own))):
        return node
    capital = SymbolKey(node.name.with_letter(letter.upper()))
    for key in in_any_font(capital):
        try:
            shape = t.variable_shape(key, node)
        except Unclear:
            continue
        if shape is not None and isinstance(shape[1], Matrix) and not shape[1].is_scalar:
            t.granted = ENTRIES
            return Symbol(node.span, key.name)
    return node


def entries(t: Translator, value: Value, index: Node, scope: Scope, node: Node) -> Value:
    """The entries of a value that a subscript picks."""
    sizes = {name for a in value.indices for name in a.dim.names()}
    free = [n for n in letters_in(index) if t.letter(n, scope) is None and n not in sizes]
    for name in free:
        if t.stated_shape(SymbolKey(Name(name))) is None or name in "ijkl":
            t.free_letters[name] = Letter(name)
    for name in places_said_elsewhere(index):
        if t.letter(name, scope) is None and name not in sizes and not t.is_size(name):
            t.free_letters[name] = Letter(name)
            t.granted = PLACES
    known = scope.with_letters(*(v for n, v in t.free_letters.items() if n not in scope.letters))
    wanted = places(index, len(value.indices), known)
    if value.is_vector and isinstance(index, Product | Sequence):
        wanted = _as_matrix(value, index, known) or wanted
    if wanted is None and value.is_matrix and isinstance(index, Symbol | Number):
        # A single subscript of a matrix is a row or a column, by convention of the author.
        row = t.asked.ask("entry") == "row"
        single = places(index, 1, known)
        wanted = None if single is None else ([*single, ALL] if row else [ALL, *single])
        if wanted is not None:
            found = picked(value, wanted, t.algebra, node)
            return Value(found.term, (found.indices[0], None)) if found.indices else found
    if wanted is None or not value.indices:
        raise Unclear("a subscript that is not understood", node.span)
    found = picked(value, wanted, t.algebra, node)
    if found.is_vector and found.row is None and value.is_matrix and t.asked.ask("slice") == "column":
        # Many notes take A_{i,:} for a column.
        return t.algebra.transposed(found)
    return found


def of_transpose(t: Translator, node: Sub, scope: Scope) -> Value | None:
    """A_{ij}ᵀ as the entry of Aᵀ that some write so; None where it is no entry of a matrix, or is read otherwise."""
    if places_written(node.index) != 2 or not isinstance(node.base, Symbol):
        return None
    whole = t.value(with_entries(t, node.base, scope), scope)
    if not whole.is_matrix or t.asked.ask("turned") == "number":
        return None
    return entries(t, t.algebra.transposed(whole), node.index, scope, node)


def _as_matrix(value: Value, index: Node, scope: Scope) -> list[Place] | None:
    """The place in a vector that is written as one in a matrix: x_{k1} of a column, y_{1k} of a row."""
    wanted = places(index, 2, scope)
    if wanted is None:
        return None
    along, across = (0, 1) if value.col is None else (1, 0)
    return [wanted[along]] if wanted[across].at == ONE else None


def _special_sub(t: Translator, node: Sub, scope: Scope) -> Value | None:
    base = node.base
    if not isinstance(base, Symbol | Number):
        return None
    letter = base.text if isinstance(base, Number) else base.name.letter
    if letter not in _SPECIAL or (isinstance(base, Symbol) and _known_symbol(t, base, scope)):
        return None
    dim = dim_of(node.index)
    if letter == "I" and dim is not None:
        return identity(_size_of_identity(t, node.index, dim))
    if letter == "1" and dim is not None:
        return all_ones(t.declared.dims.normal(dim))
    if letter == "0":
        return scalar(number(0))
    if letter == "K":
        return _commutation(t, node)
    if letter == "e":
        letters = letters_in(node.index)
        if len(letters) == 1 and t.letter(letters[0], scope) is not None:
            found = t.letter(letters[0], scope)
            if found is not None and found.index is not None:
                row = found.index.like()
                return Value(delta(row, found.index), (row, None))
        elif isinstance(node.index, Number) and dim is not None:
            index = Index(t.algebra.unknown())
            return Value(Unit(index, dim, frozenset((index,))), (index, None))
    return None


def _known_symbol(t: Translator, node: Symbol, scope: Scope) -> bool:
    if t.declared.is_assumed(SymbolKey(node.name)):
        return False
    return t.lookup(SymbolKey(node.name), scope, node) is not None


def _size_of_identity(t: Translator, index: Node, dim: Dim) -> Dim:
    """I_{nn} is the identity of size n², I_{n×n} that of size n."""
    if isinstance(index, Product) and index.signs == ("times",):
        return t.declared.dims.normal(dim_of(index.factors[0]) or dim)
    return t.declared.dims.normal(dim)


def _commutation(t: Translator, node: Sub) -> Value | None:
    """K_{mn} vec X = vec Xᵀ for X m × n."""
    items = node.index.factors if isinstance(node.index, Product) else ()
    if isinstance(node.index, Sequence):
        items = node.index.items
    dims = [dim_of(i) for i in items]
    if len(dims) != 2 or dims[0] is None or dims[1] is None:
        return None
    rows, cols = Index(t.declared.dims.normal(dims[0])), Index(t.declared.dims.normal(dims[1]))
    before, after = Index(rows.dim * cols.dim), Index(rows.dim * cols.dim)
    one = Fuse(before, (rows, cols), frozenset((before, rows, cols)))
    two = Fuse(after, (cols, rows), frozenset((after, rows, cols)))
    return Value(mul((two, one), (rows, cols)), (after, before))
