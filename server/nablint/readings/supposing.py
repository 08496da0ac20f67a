"""What letters that nobody declared may be taken for, to see whether a claim holds: never to call one false.

Small letters are numbers, in bold or transposed they are vectors, capitals are square matrices; entries that are written out
tell a size, and all sizes that nothing tells are equal. A letter with a bracket is a smooth function, and what is derived but
nowhere defined depends on what it is derived by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from nablint.calculus.declared import Declared, Definition, other_fonts
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.dependences import reached
from nablint.readings.indexed import COUNTERS, sizes_in_another_case
from nablint.readings.looks import looks
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import SCALAR, Shape, Structure

MOST_NODES = 600  # of the claim and of the definitions that it rests on


class Supposing:
    """Other declarations, and a shape for each letter in a claim that they leave open.

    With `keeping`, what a derivative is taken by stays what the note defines it as: dL/dW = dL/dy dy/dW, with y = Wx. With
    `by_entries`, z_i = … for one letter i says what all entries of z are. With `constant`, what the note declares and says
    nothing more of depends on nothing: the b of d(Ax + b)/dx.
    """

    def __init__(
        self,
        declared: Declared,
        left: n.Node,
        right: n.Node,
        keeping: bool = False,
        by_entries: bool = False,
        constant: bool = False,
    ) -> None:
        self._declared = declared
        gathered = _Gathered(declared, left, right, keeping)
        self._defined = gathered.defined
        entries = _entry_definitions(declared, gathered)
        self._has_entries = bool(entries)
        self._entries = entries if by_entries else {}
        self._depends, self._shapes = looks(declared, gathered.nodes, gathered.free) if gathered.complete else ({}, {})
        for key in self._entries.keys() & self._shapes.keys():
            del self._shapes[key]  # the definition tells
        self._has_declared = any(declared.shape(key) is not None for key in self._depends)
        if constant:
            # On nothing, rather than on what nobody says.
            self._depends = {key: () if declared.shape(key) is not None else on for key, on in self._depends.items()}
        self._free = gathered.free & (self._shapes.keys() | self._depends.keys())
        same = sizes_in_another_case(declared, gathered.nodes)
        self._dims = replace(declared.dims, values={**declared.dims.values, **same}) if same else declared.dims
        self._has_same = bool(same)

    @staticmethod
    def ways(declared: Declared, left: n.Node, right: n.Node) -> Iterator[Supposing]:
        """All that may be supposed of a claim, the simplest first."""
        first = Supposing(declared, left, right)
        if first.says_anything:
            yield first
        if first._defined:
            yield Supposing(declared, left, right, keeping=True)
        if first._has_entries:
            yield Supposing(declared, left, right, keeping=True, by_entries=True)
        if first._has_declared:
            yield Supposing(declared, left, right, constant=True)

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
        for variant in (key, *other_fonts(key)):
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
    """All nodes of a claim and of the definitions that it rests on."""

    def __init__(self, declared: Declared, left: n.Node, right: n.Node, keeping: bool) -> None:
        self.nodes: list[n.Node] = []
        self.complete = True
        self.entries: dict[SymbolKey, Definition] = {}  # arrays of which another entry is defined
        derived = [part for side in (left, right) for part in _standing(side) if isinstance(part, n.Derivative)]
        by = {key for part in derived for key in _derived_by(part)}
        self.defined = any(declared.definition(key) is not None for key in by)
        # What holds whatever a letter is holds for what it is defined as; so do derivatives by it.
        self.free: set[SymbolKey] = set() if keeping else by
        todo: list[tuple[n.Node, SymbolKey | None]] = [(left, None), (right, None)]
        seen = set(self.free)
        rests: dict[SymbolKey, set[SymbolKey]] = {}
        while todo:
            node, of = todo.pop()
            for part in _standing(node):
                if len(self.nodes) >= MOST_NODES:
                    self.complete = False
                    return
                self.nodes.append(part)
                key = key_of(part) if isinstance(part, n.Symbol | n.Sub | n.Label | n.Prime) else None
                if key is None:
                    continue
                if of is not None and key not in self.free:
                    rests.setdefault(of, set()).add(key)
                if key in seen:
                    continue
                seen.add(key)
                definition = declared.definition(key) or self._of_another_letter(declared, key)
                if definition is not None:
                    todo.append((definition.value, key))
        # What rests on itself was said in several places that know nothing of each other.
        self.free |= {key for key in rests if key in reached(key, rests)}

    def _of_another_letter(self, declared: Declared, key: SymbolKey) -> Definition | None:
        """What z_i is said to be tells of z_j."""
        if key.sub in COUNTERS and declared.shape(key) is None:
            for letter in sorted(COUNTERS):
                found = declared.definition(key.with_sub(letter))
                if found is not None and not found.parameters:
                    self.entries.setdefault(key.with_sub(""), Definition(found.value, (), letter))
                    return found
        return None


def _standing(node: n.Node) -> Iterator[n.Node]:
    """All parts but what is struck out."""
    if not any(isinstance(part, n.Mark) for part in n.walk(node)):
        yield from n.walk(node)
        return
    todo = [node]
    while todo:
        part = todo.pop()
        if not isinstance(part, n.Mark) or part.style != "cancel":
            yield part
            todo.extend(reversed(tuple(n.children(part))))


def _derived_by(node: n.Derivative) -> Iterator[SymbolKey]:
    for by in node.by:
        key = key_of(by.variable)
        if key is not None and not key.sub:
            yield key


def _entry_definitions(declared: Declared, gathered: _Gathered) -> Mapping[SymbolKey, Definition]:
    """Arrays that are defined by their entries: z_i = …, for all i."""
    found: dict[SymbolKey, Definition] = {}
    for node in gathered.nodes:
        key = key_of(node) if isinstance(node, n.Sub | n.Label) else None
        if key is None or key.sub not in COUNTERS:
            continue
        whole = key.with_sub("")
        definition = declared.definition(key)
        known = any(declared.shape(v) or declared.definition(v) for v in (whole, *other_fonts(whole)))
        if known:
            continue
        if definition is not None and not definition.parameters:
            found.setdefault(whole, Definition(definition.value, (), key.sub))
        elif definition is None and whole in gathered.entries:
            found.setdefault(whole, gathered.entries[whole])
    return found
