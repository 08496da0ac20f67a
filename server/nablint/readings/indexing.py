"""Sums and indices of a note, judged: does a sum run over the size of what it indexes, and is its index used?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from nablint.base.values import dataclass
from nablint.declarations.keys import key_of
from nablint.declarations.spaces import dim_of
from nablint.inference.combine import value_of
from nablint.inference.literals import index_parts
from nablint.parse import nodes as n
from nablint.readings.basis import Basis
from nablint.readings.enumerations import comebacks, enumerations
from nablint.readings.note import EQUALITIES
from nablint.readings.troubles import CHECKED, ReadNote
from nablint.sizes.dims import ONE, Answer, Dim
from nablint.sizes.shapes import Matrix


@dataclass(frozen=True, slots=True)
class IndexFault:
    """`node` is the sum, or the side of an equation; `at` the smallest wrong part of it."""

    kind: Literal["range", "unused", "rebound", "free", "past", "back"]
    region: int
    node: n.Node
    at: n.Node
    index: str
    basis: Basis
    base: n.Node | None = None
    upper: Dim | None = None
    size: Dim | None = None


def index_faults(note: ReadNote) -> Iterator[IndexFault]:
    for region, tree in note.note.formulas():
        if n.Sub not in note.note.kinds[region] or note.is_denied(region):
            continue
        if n.Dots in note.note.kinds[region]:
            yield from _past(note, region, tree)
            yield from _back(note, region, tree)
        for part in n.walk(tree) if n.Big in note.note.kinds[region] else ():
            if isinstance(part, n.Big) and part.operator in ("sum", "prod"):
                yield from _ranges(note, region, part)
                yield from _rebound(note, region, part)
        for statement in note.note.statements.get(region, ()):
            if statement.sign in EQUALITIES and statement.kind in CHECKED:
                if n.Big in note.note.kinds[region]:
                    yield from _unused(note, region, statement.left, statement.right)
                if statement.left_region == region:
                    yield from _free(note, region, statement.left, statement.right)


@dataclass(frozen=True, slots=True)
class Bounds:
    """`\\sum_{index=first}^{last}`."""

    index: str
    first: int
    last: Dim


def bounds_of(node: n.Big) -> Bounds | None:
    lower = node.lower
    if not isinstance(lower, n.Relation) or lower.signs != ("=",) or node.upper is None:
        return None
    index, first, last = _letter(lower.sides[0]), dim_of(lower.sides[1]), dim_of(node.upper)
    if index is None or first is None or last is None or first.number not in (0, 1):
        return None
    return Bounds(index, first.number or 0, last)


def _letter(node: n.Node) -> str | None:
    """A letter as indices are written: small."""
    return (
        node.name.letter if isinstance(node, n.Symbol) and len(node.name.letter) == 1 and node.name.letter.islower() else None
    )


def _past(note: ReadNote, region: int, tree: n.Node) -> Iterator[IndexFault]:
    """`x_1, …, x_m` where x has n entries and m is known to differ from n."""
    view = note.note.view(region)
    for counted in enumerations(tree):
        size = _axis(note, region, counted.base, counted.position)
        if size is None or counted.last.number is not None or view.dims.equal(counted.last, size) is not Answer.NO:
            continue
        if not _part_of_it(counted.last, size):
            basis = note.basis(region, counted.base)
            yield IndexFault("past", region, tree, counted.at, "", basis, counted.base, counted.last, size)
            return


def _back(note: ReadNote, region: int, tree: n.Node) -> Iterator[IndexFault]:
    """`x_1, x_2, …, x_2` of an x with n entries: the dots end at the entry where they began."""
    for base, at in comebacks(tree):
        key = key_of(base)
        shapes = note.inference(region).symbol(key) if key is not None else None
        shape = value_of(shapes[0]) if shapes is not None and len(shapes) == 1 else None
        if not isinstance(shape, Matrix) or not (shape.is_column or shape.is_row):
            continue
        size = shape.rows if shape.is_column else shape.cols
        if size.number is None and not size.is_free:
            yield IndexFault("back", region, tree, at, note.note.text(region, at), note.basis(region, base), base, size=size)
            return


def _ranges(note: ReadNote, region: int, node: n.Big) -> Iterator[IndexFault]:
    bounds = bounds_of(node)
    if bounds is None or node.body is None:
        return
    view = note.note.view(region)
    for base, position, _count in _uses(node.body, bounds.index):
        size = _axis(note, region, base, position)
        if size is None:
            continue
        lasts = (bounds.last,) if bounds.first == 1 else (bounds.last, bounds.last + ONE)
        if all(view.dims.equal(last, size) is Answer.NO for last in lasts) and not _part_of_it(bounds.last, size):
            basis = note.basis(region, base)
            yield IndexFault("range", region, node, node.upper or node, bounds.index, basis, base, bounds.last, size)
            return


def _rebound(note: ReadNote, region: int, node: n.Big) -> Iterator[IndexFault]:
    """`\\sum_i \\sum_i a_i`: the inner sum takes the index from the outer one, whose terms are all the same then."""
    index = _bound_by(node)
    if index is None or node.body is None or not _plain(node.body):
        return
    inner = next((part for part in n.walk(node.body) if isinstance(part, n.Big) and _bound_by(part) == index), None)
    if inner is not None and not _stands_free(node.body, index):
        yield IndexFault("rebound", region, node, inner.lower or inner, index, note.basis(region, inner), inner)


def _bound_by(node: n.Big) -> str | None:
    """The one letter that a sum or product runs over."""
    if node.operator not in ("sum", "prod") or node.lower is None:
        return None
    lower = node.lower
    if isinstance(lower, n.Relation):
        return _letter(lower.sides[0]) if lower.signs in (("=",), ("∈",)) else None
    return _letter(lower)


def _stands_free(node: n.Node, letter: str) -> bool:
    """Whether a letter stands anywhere in an expression outside the sums that bind it there."""
    if isinstance(node, n.Symbol):
        return node.name.letter == letter
    if isinstance(node, n.Big) and _bound_by(node) == letter:
        start = node.lower.sides[1:] if isinstance(node.lower, n.Relation) else ()
        return any(_stands_free(part, letter) for part in (*start, *((node.upper,) if node.upper else ())))
    return any(_stands_free(part, letter) for part in n.children(node))


def _part_of_it(last: Dim, size: Dim) -> bool:
    """A sum may well run over a part: to a number, or to an end that is counted from the size itself."""
    return last.number is not None or bool(last.names() & size.names())


def _uses(body: n.Node, index: str) -> Iterator[tuple[n.Node, int, int]]:
    """(base, position, number of positions) of every subscript that is exactly the index."""
    for part in n.walk(body):
        if isinstance(part, n.Sub):
            parts = index_parts(part.index)
            for position, one in enumerate(parts):
                if _letter(one) == index:
                    yield part.base, position if len(parts) > 1 else -1, len(parts)


def _axis(note: ReadNote, region: int, base: n.Node, position: int) -> Dim | None:
    """The size of the axis that the index runs along, where the base is a declared vector or matrix."""
    key = key_of(base)
    inference = note.inference(region)
    # What is only defined, and never declared, may be an example; a definition does tell more than an ended declaration.
    shapes = inference.symbol(key) if key is not None and inference.known(key) is not None else None
    shape = value_of(shapes[0]) if shapes is not None and len(shapes) == 1 else None
    if key is None or not isinstance(shape, Matrix) or shape.is_scalar:
        return None
    if position < 0:
        # `x_i` of a plain x, or bold in both, may as well be the i-th of several vectors.
        if not (shape.is_column or shape.is_row) or key.name.font or not _is_dressed(note, region, base):
            return None
        size = shape.rows if shape.is_column else shape.cols
    elif shape.is_column or shape.is_row or position > 1:
        return None
    else:
        size = (shape.rows, shape.cols)[position]
    return None if size.is_free else size


def _is_dressed(note: ReadNote, region: int, base: n.Node) -> bool:
    """Whether the vector itself is set in bold or with an arrow, so that its plain letter can only write entries."""
    own = key_of(base)
    facts = note.basis(region, base).facts
    return any(f.symbol.name.font for f in facts if own is not None and f.symbol.name.letter == own.name.letter)


def _unused(note: ReadNote, region: int, left: n.Node, right: n.Node) -> Iterator[IndexFault]:
    """A sum whose summand has subscripts, none of them the index, and one that nothing else in the equation explains."""
    for part in n.walk(right):
        if not isinstance(part, n.Big) or part.operator != "sum" or part.body is None:
            continue
        bounds = bounds_of(part)
        if bounds is None or _mentions(part.body, bounds.index) or not _plain(part.body):
            continue
        letters = _index_letters(part.body) - _bound_in(right) - _index_letters(left)
        if letters and letters <= bounds.last.names():
            yield IndexFault("unused", region, part, part.body, bounds.index, note.basis(region, part.body), upper=bounds.last)


def _mentions(node: n.Node, letter: str) -> bool:
    return any(isinstance(part, n.Symbol) and part.name.letter == letter for part in n.walk(node))


def _plain(node: n.Node) -> bool:
    """Nothing in it hides an index: no dots, no text, nothing unread."""
    return not any(isinstance(part, n.Dots | n.Text | n.Opaque | n.Hole) for part in n.walk(node))


def _bound_in(node: n.Node) -> set[str]:
    """The indices that sums and the like in the expression bind."""
    found = set()
    for part in n.walk(node):
        if isinstance(part, n.Big) and part.lower is not None:
            found |= {s.name.letter for s in n.walk(part.lower) if isinstance(s, n.Symbol)}
    return found


def _index_letters(node: n.Node) -> set[str]:
    return {
        letter
        for part in n.walk(node)
        if isinstance(part, n.Sub)
        for one in index_parts(part.index)
        if (letter := _letter(one)) is not None
    }


def _free(note: ReadNote, region: int, left: n.Node, right: n.Node) -> Iterator[IndexFault]:
    """`D_{ij} = a_i b_k`: an index of a declared array that stands once on the right and nowhere on the left."""
    if not isinstance(left, n.Sub) or not _plain(right) or not _all_entries(note, region, (left,)):
        return
    entries = [part for part in n.walk(right) if isinstance(part, n.Sub)]
    if not entries or not _all_entries(note, region, entries):
        return
    given = _index_letters(left)
    if not given or any(isinstance(part, n.Derivative | n.Nabla | n.Norm) for part in n.walk(right)):
        return
    counted = Counter(letter for part in entries for one in index_parts(part.index) if (letter := _letter(one)))
    loose = [letter for letter, times in counted.items() if times == 1 and letter not in given | _bound_in(right)]
    missing = [letter for letter in given if letter not in counted and not _mentions(right, letter)]
    if len(loose) == 1 and len(missing) == 1:
        at = next(part for part in entries if loose[0] in _index_letters(part))
        yield IndexFault("free", region, right, at, loose[0], note.basis(region, left, right), base=left)


def _all_entries(note: ReadNote, region: int, nodes: tuple[n.Sub, ...] | list[n.Sub]) -> bool:
    """Whether every subscripted node surely is one entry of a declared array."""
    inference = note.inference(region)
    for node in nodes:
        shapes = inference.of(node)
        key = key_of(node.base)
        declared = inference.known(key) if key is not None else None
        if declared is None or not all(isinstance(s, Matrix) and s.is_scalar for s in shapes):
            return False
    return True
