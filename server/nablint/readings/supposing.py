"""What letters that nobody declared may be taken for, to see whether a claim holds: never to call one false.

Small letters are numbers, in bold or transposed they are vectors, capitals are square matrices; entries that are written out
tell a size, and all sizes that nothing tells are equal. A letter with a bracket is a smooth function, and what is derived but
nowhere defined depends on what it is derived by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from nablint.calculus.declared import Around, Declared, Definition, in_any_font
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.dependences import reached
from nablint.readings.indexed import COUNTERS, sizes_in_another_case
from nablint.readings.looks import looks
from nablint.readings.parts import Parts
from nablint.sizes.dims import Dim, DimFacts
from nablint.sizes.shapes import SCALAR, Shape, Structure

MOST_NODES = 600  # of the claim and of the definitions that it rests on
_LETTERS = frozenset((n.Symbol, n.Sub, n.Label, n.Prime))


class Supposing(Around):
    """And a shape for each letter in a claim that they leave open.

    With `by_entries`, z_i = … for one letter i says what all entries of z are. With `constant`, what the note declares and
    says nothing more of depends on nothing: the b of d(Ax + b)/dx.
    """

    def __init__(self, declared: Declared, gathered: _Gathered, by_entries: bool = False, constant: bool = False) -> None:
        super().__init__(declared)
        self._entries = gathered.entries if by_entries else {}
        self._depends, self._shapes = gathered.looks
        if self._entries:
            # The definition tells.
            self._shapes = {key: shape for key, shape in self._shapes.items() if key not in self._entries}
        if constant:
            # On nothing, rather than on what nobody says.
            self._depends = {key: () if declared.shape(key) is not None else on for key, on in self._depends.items()}
        self._free = gathered.free & (self._shapes.keys() | self._depends.keys())
        same = gathered.same_sizes
        self._dims = replace(declared.dims, values={**declared.dims.values, **same}) if same else declared.dims
        self._has_same = bool(same)

    @staticmethod
    def ways(declared: Declared, left: n.Node, right: n.Node) -> Iterator[Supposing]:
        """All that may be supposed of a claim, the simplest first."""
        gathered = _Gathered(declared, left, right, keeping=False)
        first = Supposing(declared, gathered)
        if first.says_anything:
            yield first
        if gathered.defined or gathered.entries:
            kept = _Gathered(declared, left, right, keeping=True)
            if gathered.defined:
                yield Supposing(declared, kept)
            if gathered.entries:
                yield Supposing(declared, kept, by_entries=True)
        if any(declared.shape(key) is not None for key in first._depends):
            yield Supposing(declared, gathered, constant=True)

    @property
    def says_anything(self) -> bool:
        return bool(self._shapes or self._depends or self._entries or self._has_same)

    @property
    def dims(self) -> DimFacts:
        return self._dims

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        known = self._declared.shape(key)
        if known is not None:
            return known
        for variant in in_any_font(key):
            if variant in self._shapes:
                return variant, self._shapes[variant], Structure.NONE
        return None

    def definition(self, key: SymbolKey) -> Definition | None:
        if key in self._free:
            return None
        if self._entries and (key in self._entries or (key.sub and key.with_sub("") in self._entries)):
            return self._entries.get(key)  # z_1, z_j are entries of it
        return self._declared.definition(key)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        stated = self._declared.depends(key)
        if stated or key in self._depends:
            return stated or self._depends[key]
        known = self._declared.shape(key)
        return self._depends.get(known[0]) if known is not None else None

    def is_assumed(self, key: SymbolKey) -> bool:
        """Scalars only: a letter supposed to be a vector may be transposed, and has entries."""
        found = self.shape(key)
        plain = found is not None and found[1] == SCALAR and self._declared.shape(key) is None
        return plain and key not in self._depends


class _Gathered:
    """All nodes of a claim and of the definitions that it rests on, and what they say of its letters.

    With `keeping`, what a derivative is taken by stays what the note defines it as: dL/dW = dL/dy dy/dW, with y = Wx.
    """

    def __init__(self, declared: Declared, left: n.Node, right: n.Node, keeping: bool) -> None:
        self._declared = declared
        self._others: dict[SymbolKey, Definition] = {}  # arrays of which another entry is defined
        derived = [part for side in (left, right) for part in _standing(side) if isinstance(part, n.Derivative)]
        by = {key for part in derived for key in _derived_by(part)}
        self.defined = any(declared.definition(key) is not None for key in by)
        # What holds whatever a letter is holds for what it is defined as; so do derivatives by it.
        self.free: set[SymbolKey] = set() if keeping else by
        self._complete = True
        self._nodes = Parts(self._gathered(left, right))

    def _gathered(self, left: n.Node, right: n.Node) -> list[n.Node]:
        found: list[n.Node] = []
        todo: list[tuple[n.Node, SymbolKey | None]] = [(left, None), (right, None)]
        seen = set(self.free)
        rests: dict[SymbolKey, set[SymbolKey]] = {}
        while todo:
            node, of = todo.pop()
            written = _standing(node)
            if len(found) + len(written) > MOST_NODES:
                self._complete = False
                return found
            found += written
            for part in written:
                key = key_of(part) if part.__class__ in _LETTERS else None
                if key is None:
                    continue
                if of is not None and key not in self.free:
                    rests.setdefault(of, set()).add(key)
                if key not in seen:
                    seen.add(key)
                    definition = self._declared.definition(key) or self._of_another_letter(key)
                    if definition is not None:
                        todo.append((definition.value, key))
        # What rests on itself was said in several places that know nothing of each other.
        self.free |= {key for key in rests if key in reached(key, rests)}
        return found

    def _of_another_letter(self, key: SymbolKey) -> Definition | None:
        """What z_i is said to be tells of z_j."""
        if key.sub in COUNTERS and self._declared.shape(key) is None:
            for letter in sorted(COUNTERS):
                found = self._declared.definition(key.with_sub(letter))
                if found is not None and not found.parameters:
                    self._others.setdefault(key.with_sub(""), Definition(found.value, (), letter))
                    return found
        return None

    @cached_property
    def looks(self) -> tuple[Mapping[SymbolKey, tuple[SymbolKey, ...]], Mapping[SymbolKey, Shape]]:
        return looks(self._declared, self._nodes, self.free) if self._complete else ({}, {})

    @cached_property
    def same_sizes(self) -> Mapping[str, Dim]:
        """Sizes that have to be the same: the N of a sum over what has n entries."""
        return sizes_in_another_case(self._declared, self._nodes)

    @cached_property
    def entries(self) -> Mapping[SymbolKey, Definition]:
        """Arrays that are defined by their entries: z_i = …, for all i."""
        declared = self._declared
        found: dict[SymbolKey, Definition] = {}
        for node in self._nodes.of(n.Sub, n.Label):
            key = key_of(node)
            if key is None or key.sub not in COUNTERS:
                continue
            whole = key.with_sub("")
            definition = declared.definition(key)
            if any(declared.shape(v) or declared.definition(v) for v in in_any_font(whole)):
                continue
            if definition is not None and not definition.parameters:
                found.setdefault(whole, Definition(definition.value, (), key.sub))
            elif definition is None and whole in self._others:
                found.setdefault(whole, self._others[whole])
        return found


def _standing(node: n.Node) -> tuple[n.Node, ...]:
    """All parts but what is struck out."""
    parts = tuple(n.walk(node))
    if not any(part.__class__ is n.Mark for part in parts):
        return parts
    found: list[n.Node] = []
    todo = [node]
    while todo:
        part = todo.pop()
        if not isinstance(part, n.Mark) or part.style != "cancel":
            found.append(part)
            todo.extend(reversed(tuple(n.children(part))))
    return tuple(found)


def _derived_by(node: n.Derivative) -> Iterator[SymbolKey]:
    for by in node.by:
        key = key_of(by.variable)
        if key is not None and not key.sub:
            yield key
