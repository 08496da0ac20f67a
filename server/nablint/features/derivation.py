"""A derivation to take away: the formula at a place with the size of each factor below it, in its own delimiters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nablint.base.findings import Edit, apply_edits
from nablint.base.spans import Span
from nablint.features.derivatives import derivative_at
from nablint.features.knowledge import Knowledge
from nablint.features.rewriting import expansion, markable, marked
from nablint.features.sides import chains
from nablint.features.units import units
from nablint.parse.nodes import Derivative, Group, Mark, Negate, Node, Product, Sum, walk
from nablint.sizes.shapes import Shape

_PREFIX = re.compile(r"^[ \t>]+", re.MULTILINE)


def derivation(knowledge: Knowledge, offset: int) -> str | None:
    """A derivative alone with its chain rule; an equation or an alignment as it stands. None where there is no derivative, or
    no size is known."""
    spot = knowledge.spot(offset)
    if spot is None:
        return None
    tree = knowledge.regions.tree(spot.region)
    if not any(isinstance(node, Derivative) for node in walk(tree)):
        return None
    sides = [side for chain in chains(tree) for side in chain.sides]
    edits = [Edit(span, text) for side in sides for span, text in _marks(knowledge, spot.region, side)]
    alone = derivative_at(spot.path)
    if alone is not None and sides == [alone]:
        expanded = expansion(knowledge, spot.region, alone, offset)
        if expanded is not None:
            edits.append(Edit(Span(alone.span.end, alone.span.end), f" = {expanded.latex}"))
    return _delimited(knowledge, spot.region, edits) if edits else None


def _marks(knowledge: Knowledge, region: int, node: Node) -> Iterator[tuple[Span, str]]:
    match node:
        case Negate(body=body) | Group(body=body):
            yield from _marks(knowledge, region, body)
        case Sum(terms=terms):
            for term in terms:
                yield from _marks(knowledge, region, term)
        case Product():
            for unit in units(knowledge, region, node):
                if not isinstance(unit.factors[0], Mark):
                    yield from _mark(knowledge, region, unit.span, unit.shape)
        case Mark():
            pass
        case _:
            yield from _mark(knowledge, region, node.span, knowledge.shape(region, node))


def _mark(knowledge: Knowledge, region: int, span: Span, shape: Shape | None) -> Iterator[tuple[Span, str]]:
    text = span.of(knowledge.regions.region(region).text)
    # One half of a pair of brackets, or a cell's end, cannot stand under a brace.
    whole = text.count("\\left") == text.count("\\right") and ("&" not in text or "\\begin" in text)
    if whole and shape is not None and markable(shape):
        yield span, marked(text, shape)


def _delimited(knowledge: Knowledge, region: int, edits: list[Edit]) -> str:
    """The formula between its delimiters, without the prefixes of a quote or a list."""
    found = knowledge.regions.region(region)
    body = knowledge.regions.in_file(region, Span(0, len(found.text)))
    opener, closer = (
        _PREFIX.sub("", span.of(knowledge.text))
        for span in (Span(found.span.start, body.start), Span(body.end, found.span.end))
    )
    return opener + apply_edits(found.text, tuple(edits)) + closer
