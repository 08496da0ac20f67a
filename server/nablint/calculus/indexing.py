"""Subscripts: `x_i`, `A_{ij}`, `A_{i,:}`, `x_1`, `[Ax]_k`; and the sizes and numbers that subscripts and bounds write."""

from __future__ import annotations

from nablint.base.values import dataclass
from nablint.calculus.build import add
from nablint.calculus.product import mul
from nablint.calculus.rename import rename
from nablint.calculus.scope import Letter, Scope
from nablint.calculus.terms import Add, Index, Term, Unit, Where
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Algebra, Value
from nablint.declarations.keys import canonical
from nablint.parse.nodes import Colon, Group, Name, Node, Number, Product, Sequence, Sub, Sum, Symbol
from nablint.sizes.dims import ONE, Dim


@dataclass(frozen=True, slots=True)
class Place:
    """One position of a subscript: all of the axis, a letter plus an offset, or a fixed place."""

    letter: Letter | None = None
    offset: int = 0
    at: Dim | None = None


ALL = Place()


def dim_of(node: Node | None) -> Dim | None:
    """A size that a node writes: `n`, `n+1`, `2n`, `d_k`."""
    match node:
        case Number(text=text):
            return Dim.of(int(text)) if text.isdigit() and len(text) < 9 else None
        case Symbol() | Sub():
            name = canonical(node)
            return Dim.name(name) if name else None
        case Group(body=body):
            return dim_of(body)
        case Sum(signs=signs, terms=terms):
            total = Dim.of(0)
            for sign, term in zip(signs, terms, strict=True):
                dim = dim_of(term)
                if dim is None or sign not in "+-":
                    return None
                total = total + dim if sign == "+" else total - dim
            return total
        case Product(factors=factors, signs=signs) if set(signs) <= {"", "cdot", "times"}:
            product = ONE
            for factor in factors:
                dim = dim_of(factor)
                if dim is None:
                    return None
                product = product * dim
            return product
        case _:
            return None


def places(index: Node, axes: int, scope: Scope) -> list[Place] | None:
    """The positions that a subscript writes for `axes` axes; None where it writes something else."""
    items = _items(index, axes)
    if len(items) != axes:
        return None
    found = [_place(item, scope) for item in items]
    return None if any(p is None for p in found) else [p for p in found if p is not None]


def places_written(index: Node) -> int:
    """How many places a subscript writes: two in `1,2`, in `ij` and in `12`."""
    match index:
        case Sequence(items=items, separators=separators) if set(separators) == {","}:
            return len(items)
        case Product(factors=factors, signs=signs) if set(signs) == {""}:
            return len(factors)
        case Number(text=text) if text.isdigit():
            return len(text)
        case Symbol(name=name) if name.letter.isalpha():
            return len(name.letter)
        case _:
            return 1


def _items(index: Node, axes: int) -> list[Node]:
    match index:
        case Sequence(items=items):
            return list(items)
        case Symbol(name=name, span=span) if axes > 1 and len(name.letter) == axes and name.letter.isalpha():
            return [Symbol(span, Name(letter)) for letter in name.letter]
        case Product(factors=factors, signs=signs) if axes > 1 and set(signs) <= {""}:
            return list(factors)
        case Number(text=text, span=span) if axes > 1 and len(text) == axes and text.isdigit():
            return [Number(span, digit) for digit in text]
        case Group(body=body):
            return _items(body, axes)
        case _:
            return [index]


def _place(item: Node, scope: Scope) -> Place | None:
    match item:
        case Colon():
            return ALL
        case Symbol(name=name) if name.letter in scope.letters:
            return Place(scope.letters[name.letter])
        case Sum(signs=("+", sign), terms=(Symbol(name=name), Number(text=text))) if name.letter in scope.letters:
            if not text.isdigit() or len(text) > 4:
                return None
            return Place(scope.letters[name.letter], int(text) if sign == "+" else -int(text))
        case Sub() if (letter := scope.letters.get(canonical(item) or "")) is not None:
            return Place(letter)
        case _:
            dim = dim_of(item)
            return None if dim is None else Place(at=dim)


def letters_in(index: Node) -> list[str]:
    """The single letters that stand alone in a subscript."""
    return [item.name.letter for item in _items(index, 2) if isinstance(item, Symbol) and len(item.name.letter) == 1]


def places_said_elsewhere(index: Node) -> list[str]:
    """What stands in a subscript for a place that something else says: the x_t of `A_{:,x_t}`."""
    return [name for item in _items(index, 2) if isinstance(item, Sub) and (name := canonical(item))]


def picked(value: Value, wanted: list[Place], algebra: Algebra, node: Node) -> Value:
    """The entries of a value at the places wanted, one for each of its axes that is larger than 1."""
    value = value.fresh()
    names: dict[Index, Index] = {}
    extra: list[Term] = []
    bound: list[Index] = []
    remaining = iter(wanted)
    axes: list[Index | None] = []
    for axis in value.axes:
        if axis is None:
            axes.append(None)
            continue
        place = next(remaining)
        if place is ALL:
            axes.append(axis)
            continue
        axes.append(None)
        if place.letter is not None:
            index = place.letter.on(axis.dim)
            shift = place.letter.shift + place.offset
            if not shift and algebra.same(index.dim, axis.dim):
                names[axis] = index
                continue
            end = (axis.dim - index.dim - Dim.of(shift)).number
            if shift < 0 or end is None or end < 0:
                raise Unclear("an index may run past the size", node.span)
            extra.append(Where(axis, "=", index, Dim.of(shift), frozenset((axis, index))))
        elif place.at is not None:
            size = (axis.dim - place.at).number
            if place.at.number is None and size != 0:
                raise Unclear("an entry at a place that is not known", node.span)
            if size is not None and size < 0:
                raise Unclear("an entry past the size", node.span)
            extra.append(Unit(axis, place.at, frozenset((axis,))))
        bound.append(axis)
    kept = [a for a in axes if a is not None]
    term = rename(value.term, names)
    if extra:
        # Each term of a sum by itself, so that entries of identities are seen to be 0 or 1.
        parts = term.terms if isinstance(term, Add) else (term,)
        term = add(mul((part, *extra), bound) for part in parts)
    # A row that is picked from a matrix stays a row, a column a column.
    return Value(term, tuple(axes) if len(axes) == 2 else _tensor_axes(kept))


def _tensor_axes(kept: list[Index]) -> tuple[Index | None, ...]:
    if len(kept) > 2:
        return tuple(kept)
    return (kept[0] if kept else None, kept[1] if len(kept) > 1 else None)
