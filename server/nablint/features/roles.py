"""What a letter is that the note says nothing of: a size of what is declared, an index, the identity; or really unknown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from nablint.base.values import dataclass
from nablint.declarations.facts import Fact, ShapeFact
from nablint.declarations.spaces import dim_of
from nablint.features.knowledge import Knowledge
from nablint.features.occurrences import Occurrence
from nablint.inference.constants import is_identity
from nablint.parse.nodes import Big, Label, Node, Power, Relation, Sub, Symbol, walk
from nablint.parse.render import render_unicode
from nablint.sizes.shapes import dims_of

MOST = 5  # symbols that are named as having a size


@dataclass(frozen=True, slots=True)
class Role:
    """`node` is what plays it, of which the letter may be a part: d_k where the cursor is on d. `first` and `last` are the
    ends of what an index runs over, "" where they are not written. `of` are declarations that a size stands in."""

    kind: Literal["size", "index", "identity"]
    node: Node
    first: str = ""
    last: str = ""
    of: tuple[Fact, ...] = ()


def role_of(knowledge: Knowledge, region: int, occurrence: Occurrence, path: tuple[Node, ...]) -> Role | None:
    """None for what is declared or defined, and for what could be anything. `path` leads to the occurrence."""
    if knowledge.names.names(occurrence.key) or knowledge.binding(region, occurrence).opening is not None:
        return None
    if is_identity(occurrence.key):
        return Role("identity", occurrence.node)
    return _size(knowledge, occurrence.node, path) or _index(knowledge, region, occurrence, path)


def size_at(knowledge: Knowledge, path: tuple[Node, ...]) -> Role | None:
    """The size that the innermost node of a path is a name of, in the power of a set: the d of ℝ^d is no differential."""
    for outer, node in pairwise(path):
        base = outer.base if isinstance(outer, Power) else None
        if isinstance(base, Symbol) and base.name.font == "bb" and base is not node:
            return _size(knowledge, path[-1], path)
    return None


def _size(knowledge: Knowledge, letter: Node, path: tuple[Node, ...]) -> Role | None:
    """The largest of the names around the letter that some declared size has."""
    for node in (*(n for n in path if isinstance(n, (Sub, Label))), letter):
        dim = dim_of(node) if node.span.contains(letter.span) else None
        name = dim.single_name if dim is not None else None
        if name is not None and name in knowledge.sizes:
            return Role("size", node, of=tuple(_having(knowledge, name))[:MOST])
    return None


def _having(knowledge: Knowledge, name: str) -> Iterator[Fact]:
    seen = set()
    for fact in knowledge.declarations.facts:
        if not isinstance(fact.value, ShapeFact) or fact.symbol in seen:
            continue
        if any(name in dim.names() for dim in dims_of(fact.value.shape)):
            seen.add(fact.symbol)
            yield fact


def _index(knowledge: Knowledge, region: int, occurrence: Occurrence, path: tuple[Node, ...]) -> Role | None:
    """Bound by a sum or product around it, or written as a subscript."""
    letter = occurrence.key
    for big in (node for node in reversed(path) if isinstance(node, Big)):
        lower = big.lower
        bound = lower.sides[0] if isinstance(lower, Relation) else lower
        if bound is None or not any(isinstance(n, Symbol) and n.name == letter.name for n in walk(bound)):
            continue
        first = lower.sides[1] if isinstance(lower, Relation) and lower.signs == ("=",) else None
        begin, end = (render_unicode(node) if node is not None else "" for node in (first, big.upper))
        return Role("index", occurrence.node, begin, end)
    for node in path:
        if isinstance(node, Sub) and node.index.span.contains(occurrence.span):
            return Role("index", occurrence.node)
    return None
