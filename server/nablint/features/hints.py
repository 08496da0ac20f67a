"""Inlay hints: the shape behind a symbol or factor, in three densities, for the part of the note that is on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import ShapeFact
from nablint.features.knowledge import Knowledge
from nablint.features.units import is_number, is_operator
from nablint.features.wording import shape_short, shape_text, symbol_text, trust_text
from nablint.parse.nodes import Derivative, Fraction, Negate, Node, Product, Relation, Sum, walk
from nablint.parse.render import render_unicode
from nablint.sizes.shapes import Function, Shape

Density = Literal["declarations", "derivatives", "all"]


@dataclass(frozen=True, slots=True)
class Hint:
    """Shown behind `offset`; `about` is what it speaks of."""

    offset: int
    label: str
    tooltip: str
    about: Span


def hints(knowledge: Knowledge, within: Span, density: Density) -> list[Hint]:
    """`declarations`: what definitions make of a symbol; `derivatives`: derivatives and the factors beside them too;
    `all`: every factor, term and side."""
    found: dict[int, Hint] = {}
    for region in knowledge.regions.regions_in(within):
        for hint in _of_formula(knowledge, region, density):
            if within.start <= hint.offset <= within.end:
                found.setdefault(hint.offset, hint)
    return [found[offset] for offset in sorted(found)]


def _of_formula(knowledge: Knowledge, region: int, density: Density) -> Iterator[Hint]:
    tree = knowledge.regions.tree(region)
    for statement in knowledge.definitions_in(region):
        shape = knowledge.shape(region, statement)
        if shape is not None and not knowledge.is_stated(region, statement):
            yield _hint(knowledge, region, statement, shape)
    if density == "declarations":
        return
    for node in walk(tree):
        for part in _parts(node, density):
            shape = knowledge.shape(region, part)
            # What is said in the formula itself needs no hint, and a function's arrow is too long for one.
            if (
                shape is not None
                and not is_number(part)
                and not isinstance(shape, Function)
                and not knowledge.is_stated(region, part)
            ):
                yield _hint(knowledge, region, part, shape)


def _parts(node: Node, density: Density) -> tuple[Node, ...]:
    match node:
        case Product(factors=factors) if is_operator(factors[0]):
            return (node,)  # what follows is derived: its own shape would seem to be the derivative's
        case Product(factors=factors):
            return factors if density == "all" or any(isinstance(f, Derivative) for f in factors) else ()
        case Derivative() if node.of is not None:
            return (node,)
        # The hint behind a product would stand where that of its last factor does.
        case Sum(terms=terms) if density == "all":
            return tuple(term for term in terms if not isinstance(_bare(term), Product))
        case Relation(sides=sides, signs=signs) if density == "all" and "∈" not in signs:
            return tuple(side for side in sides if not isinstance(_bare(side), (Sum, Product, Fraction)))
        case _:
            return ()


def _bare(node: Node) -> Node:
    while isinstance(node, Negate):
        node = node.body
    return node


def _hint(knowledge: Knowledge, region: int, node: Node, shape: Shape) -> Hint:
    span = knowledge.in_file(region, node)
    return Hint(span.end, shape_short(shape), _why(knowledge, region, node, shape), span)


def _why(knowledge: Knowledge, region: int, node: Node, shape: Shape) -> str:
    found = next((o for o in knowledge.occurrences(region) if o.span == node.span), None)
    known = knowledge.known(found.key, knowledge.in_file(region, node).end) if found else None
    if found is None or known is None or not known.facts:
        return f"{render_unicode(node)}: {shape_text(shape)}, worked out from its parts"
    fact = next((f for f in known.facts if isinstance(f.value, ShapeFact)), known.facts[0])
    stated = f": {fact.text}" if fact.text else ""
    return f"{symbol_text(found.key)}: {shape_text(shape)}, {trust_text(fact.trust)}{stated}"
