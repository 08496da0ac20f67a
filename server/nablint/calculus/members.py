"""`x_i` under a letter that counts: one of many arrays of one size, which are together an array with an axis more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nablint.calculus.build import var
from nablint.calculus.declared import Around, Definition
from nablint.calculus.granted import MEMBERS
from nablint.calculus.indexing import ALL, Place, picked, places
from nablint.calculus.scope import Scope
from nablint.calculus.terms import Index
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.declarations.families import Script
from nablint.declarations.stacked import cells_of
from nablint.parse.nodes import Dots, Label, Node, Sub, Transpose
from nablint.sizes import shapes
from nablint.sizes.dims import Dim

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_USUAL = "i"  # what a member is asked for by that a pattern of entries counts


def member(t: Translator, node: Sub | Label, scope: Scope) -> Value | None:
    """The member at the letter; None where the letter does not count here, or nobody said how large such members are."""
    script = Script.of(node)
    wanted = places(script.index, 1, scope) if script is not None else None
    if script is None or not wanted or t.declared.definition(script.key) is not None:
        return None
    (place,) = wanted
    if place.letter is None and (place.at is None or script.saying("") not in t.families):
        return None
    shape = _shape(t, script.key if script.text.isascii() else script.saying(_USUAL))
    if shape is None:
        return None
    t.members.add(script.key)
    many, count = _together(t, script, place, shape)
    sides = t.axes_of(shape, node)
    kept = tuple(side for side in sides if side is not None)
    first = Index(count)
    whole = Value(var(many, (first, *kept)), (first, *kept) if kept else (first, None))
    one = picked(whole, [place, *(ALL for _ in kept)], t.algebra, node)
    left = iter(one.indices)
    return Value(one.term, tuple(None if side is None else next(left) for side in sides))


class Whole(Around):
    """A matrix of known size stands for itself where its definition only says what its rows or columns are called."""

    met = False  # whether there was such a matrix

    def definition(self, key: SymbolKey) -> Definition | None:
        found = self._declared.definition(key)
        if found is None or found.parameters or not _only_names(found.value) or self.shape(key) is None:
            return found
        self.met = True
        return None


def _only_names(value: Node) -> bool:
    """`[a_1 ⋯ a_n]`, or its transpose, and the like with rows."""
    if isinstance(value, Transpose):
        return _only_names(value.base)
    _, cells = cells_of(value) or (False, ())
    bare = [cell.base if isinstance(cell, Transpose) else cell for cell in cells if not isinstance(cell, Dots)]
    scripts = [Script.of(cell) for cell in bare]
    return len(bare) > 1 and None not in scripts and len({one.saying("") for one in scripts if one is not None}) == 1


def _shape(t: Translator, key: SymbolKey) -> shapes.Matrix | None:
    stated = None if t.declared.is_assumed(key) else t.stated_shape(key)
    if stated is None or not isinstance(stated[1], shapes.Matrix) or stated[2] is not shapes.Structure.NONE:
        return None
    return stated[1]


def _together(t: Translator, script: Script, place: Place, shape: shapes.Matrix) -> tuple[SymbolKey, Dim]:
    """The array of all members, and how many there are: as many as the first letter counts that stands below one of them."""
    letter, plain = place.letter, script.saying("")
    known = t.families.get(plain)
    if known is None:
        end = t.algebra.unknown()
        if letter is not None and letter.index is not None:
            end = letter.index.dim + Dim.of(letter.shift + max(place.offset, 0))
        if any(other is not plain and replace(script, key=other).saying("") is plain for other in t.variables):
            t.granted = MEMBERS  # some of them stand for themselves already
        known = t.families[plain] = (script.saying(f"1…{end}"), end)
        dims = (end, *(dim for dim in (shape.rows, shape.cols) if not dim.is_one))
        whole = shapes.Tensor(dims) if len(dims) > 1 else shapes.column(end)
        t.variables[known[0]] = (whole, shapes.Structure.NONE)
    return known
