"""What goes without saying in a note, tried where a claim fails: a target's entries add up to 1; letters that stand twice in
a product are summed over. With it the claim may be seen to hold; it makes nothing false."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from nablint.calculus.declared import Around
from nablint.calculus.remembered import remembered
from nablint.calculus.verdict import unchecked
from nablint.calculus.verify import verify_equal
from nablint.declarations.facts import Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.inference.literals import index_parts
from nablint.parse import nodes as n
from nablint.readings.note import Note
from nablint.readings.troubles import ReadNote
from nablint.readings.visible import Visible
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Matrix, Shape, Structure

if TYPE_CHECKING:
    from nablint.calculus.declared import Declared, Definition
    from nablint.calculus.verdict import Verdict

_CONVENTION = (
    "einstein", "summation convention", "implied sum", "summationskonvention", "爱因斯坦", "repeated index", "repeated indices",
    "dummy index", "dummy indices", "double index", "double indices",
)  # fmt: skip
_MOST_DEFINITIONS = 12  # that a claim rests on
_SUMS = re.compile(r"\\sum|∑|Σ_")


def unsaid(note: ReadNote, statement: Statement, declared: Visible, layouts: tuple[Layout, ...]) -> Verdict | None:
    """Whether a claim that fails as it is written holds with what notes leave out; or, for sums, may hold."""
    left, right = statement.left, statement.right

    def distributed(stated: Declared) -> Verdict:
        return verify_equal(left, right, Distributed(stated, left, right), layouts, explain=False)

    found = remembered("distributed", left, right, declared, layouts, distributed)
    if found.status == "holds":
        return replace(found, why="where the entries of what is given add up to 1")
    if not note.note.ask(sums_silently):
        return None
    kept = free_letters(left) | free_letters(right)
    summed = with_sums(left, kept), with_sums(right, kept)
    stated = Summed(declared, left, right)
    if summed == (left, right) and not stated.is_summed:
        return None
    found = verify_equal(*summed, stated, layouts, explain=False)
    return found if found.status == "holds" else unchecked("letters that stand twice may be summed over")


class Summed(Around):
    """Letters that stand twice in a product of a definition are summed over."""

    def __init__(self, declared: Declared, left: n.Node, right: n.Node) -> None:
        super().__init__(declared)
        self._definitions: dict[SymbolKey, Definition | None] = {}
        self.is_summed = False
        todo, seen = [left, right], 0
        while todo and seen < _MOST_DEFINITIONS:
            for part in n.walk(todo.pop()):
                key = key_of(part) if isinstance(part, n.Symbol | n.Sub | n.Label) else None
                if key is not None and key not in self._definitions and (found := self._with_sums(key)) is not None:
                    todo.append(found.value)
                    seen += 1

    def _with_sums(self, key: SymbolKey) -> Definition | None:
        found = self._declared.definition(key)
        if found is not None:
            value = with_sums(found.value, free_letters(found.value))
            self.is_summed |= value != found.value
            found = replace(found, value=value)
        self._definitions[key] = found
        return found

    def definition(self, key: SymbolKey) -> Definition | None:
        return self._definitions[key] if key in self._definitions else self._with_sums(key)


class Distributed(Around):
    """Every vector that is given, and that nothing is derived by, is a distribution."""

    def __init__(self, declared: Declared, left: n.Node, right: n.Node) -> None:
        super().__init__(declared)
        derived = (part for side in (left, right) for part in n.walk(side))
        self._derived = {key for part in derived for key in _variables(part)}

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        found = self._declared.shape(key)
        if found is None or found[0] in self._derived or self._declared.definition(key) is not None:
            return found
        own, shape, structure = found
        vector = isinstance(shape, Matrix) and (shape.is_column or shape.is_row)
        return (own, shape, structure | Structure.STOCHASTIC) if vector else found


def _variables(node: n.Node) -> Iterator[SymbolKey]:
    by = [b.variable for b in node.by] if isinstance(node, n.Derivative) else []
    if isinstance(node, n.Nabla) and node.by is not None:
        by.append(node.by)
    for variable in by:
        key = key_of(variable.base if isinstance(variable, n.Sub) else variable)
        if key is not None:
            yield key


def sums_silently(note: Note) -> bool:
    """Whether a note says that it leaves out the signs of sums, or has none at all."""
    text = note.document.source.text
    return _SUMS.search(text) is None or any(map(text.lower().__contains__, _CONVENTION))


def with_sums(node: n.Node, kept: frozenset[str]) -> n.Node:
    """The expression with a sum over each letter that stands twice as an index of one product; `kept` are free letters."""
    match node:
        case n.Sum(span, signs, terms):
            return n.Sum(span, signs, tuple(with_sums(term, kept) for term in terms))
        case n.Negate(span, body):
            return n.Negate(span, with_sums(body, kept))
        case n.Product(span):
            found: n.Node = node
            for letter, symbol in _doubled(node):
                if letter not in kept:
                    found = n.Big(span, "sum", symbol, None, found)
            return found
        case _:
            return node


def free_letters(node: n.Node) -> frozenset[str]:
    """The letters that stand once as an index of some term: the equation holds for each of them."""
    if isinstance(node, n.Sum | n.Negate):
        terms = node.terms if isinstance(node, n.Sum) else (node.body,)
        return frozenset[str]().union(*map(free_letters, terms))
    count = Counter(letter for letter, _ in _indices(node))
    return frozenset(letter for letter, times in count.items() if times == 1)


def _doubled(product: n.Product) -> Iterator[tuple[str, n.Symbol]]:
    written = list(_indices(product))
    bound = {letter for part in n.walk(product) if isinstance(part, n.Big) and part.lower for letter in _names(part.lower)}
    count = Counter(letter for letter, _ in written)
    symbols = dict(written)
    for letter, times in count.items():
        if times == 2 and letter not in bound:
            yield letter, symbols[letter]


def _indices(node: n.Node) -> Iterator[tuple[str, n.Symbol]]:
    for part in n.walk(node):
        for index in index_parts(part.index) if isinstance(part, n.Sub) else ():
            if isinstance(index, n.Symbol) and len(index.name.letter) == 1 and index.name.letter.islower():
                yield index.name.letter, index


def _names(node: n.Node) -> Iterator[str]:
    return (part.name.letter for part in n.walk(node) if isinstance(part, n.Symbol))
