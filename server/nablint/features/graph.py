"""The data behind the chain-rule panel: symbols with shapes, dependencies with the derivative's shape, and the paths."""

from __future__ import annotations

from itertools import pairwise

from nablint.base.findings import Finding
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.bindings import Binding
from nablint.features.chains import Dependencies, Link, dependencies, paths
from nablint.features.derivatives import derivative_shape
from nablint.features.knowledge import Knowledge
from nablint.features.wording import layout_name, shape_short, symbol_latex, symbol_text
from nablint.parse.nodes import Derivative
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Matrix, Shape

MOST_NODES = 200


@dataclass(frozen=True, slots=True)
class Vertex:
    id: str
    name: str
    latex: str
    shape: str
    span: Span
    defined: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """`whole` depends on `part`; `shape` is that of ∂whole/∂part in the note's layout, "" where it is open."""

    whole: str
    part: str
    latex: str
    shape: str
    span: Span


@dataclass(frozen=True, slots=True)
class Wrong:
    """A finding about a chain rule, on the factor it underlines; `edge` is (whole, part) where it is one derivative."""

    code: str
    message: str
    span: Span
    edge: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Graph:
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    paths: tuple[tuple[str, ...], ...]
    wrong: tuple[Wrong, ...]
    layout: str


def graph(knowledge: Knowledge, offset: int) -> Graph:
    """What the formula or section at `offset` is about: from a derivative under the cursor its paths, else the section."""
    made = dependencies(knowledge)
    asked = _derivative_at(knowledge, offset)
    ways = paths(made, *asked) if asked is not None else []
    wanted = {b for way in ways for b in way} if ways else _section(knowledge, made, offset)
    edges = [
        link for whole in made.links for link in made.below(whole) if (whole in wanted and (link.part in wanted or not ways))
    ]
    return drawn(knowledge, made, edges, ways, offset)


def drawn(knowledge: Knowledge, made: Dependencies, edges: list[Link], ways: list[tuple[Binding, ...]], offset: int) -> Graph:
    """These links with the symbols that they join; bounded. `offset`: where shapes and layout are asked for."""
    members: dict[Binding, None] = dict.fromkeys(b for link in edges for b in (link.whole, link.part))
    if len(members) > MOST_NODES:
        members = dict.fromkeys(list(members)[:MOST_NODES])
        edges = [link for link in edges if link.whole in members and link.part in members]
    ids = {binding: f"{symbol_text(binding.symbol)}#{binding.number}" for binding in members}
    shapes = {binding: _shape(knowledge, binding, offset) for binding in members}
    layout = knowledge.layout_at(offset)
    spans = {link.part: link.spans[0] for link in reversed(edges)}
    return Graph(
        tuple(
            Vertex(
                ids[b],
                symbol_text(b.symbol),
                symbol_latex(b.symbol),
                _short(shapes[b]),
                made.definitions[b].span if b in made.definitions else spans.get(b, Span(offset, offset)),
                b in made.definitions,
            )
            for b in members
        ),
        tuple(
            Edge(
                ids[link.whole],
                ids[link.part],
                rf"\frac{{\partial {symbol_latex(link.whole.symbol)}}}{{\partial {symbol_latex(link.part.symbol)}}}",
                _derivative(shapes[link.whole], shapes[link.part], layout),
                link.spans[0],
            )
            for link in edges
        ),
        tuple(tuple(ids[b] for b in way) for way in ways if all(b in ids for b in way)),
        tuple(_wrong(knowledge, finding, ids) for finding in knowledge.snapshot.findings if finding.code.startswith("CHN")),
        layout_name(layout),
    )


def edges_on_ways(made: Graph) -> set[tuple[str, str]]:
    """The links (whole, part) that a way of the graph goes along."""
    return {pair for way in made.paths for pair in pairwise(way)}


def _derivative(of: Shape | None, by: Shape | None, layout: Layout) -> str:
    return _short(derivative_shape(of, by, layout)) if isinstance(of, Matrix) and isinstance(by, Matrix) else ""


def _short(shape: Shape | None) -> str:
    return "" if shape is None else shape_short(shape)


def _shape(knowledge: Knowledge, binding: Binding, offset: int) -> Shape | None:
    opening = binding.opening
    known = knowledge.known(binding.symbol, opening.span.end if opening is not None else offset)
    if known is not None and isinstance(known.shape, Matrix):
        return known.shape
    return knowledge.defined_shape(binding)


def _section(knowledge: Knowledge, made: Dependencies, offset: int) -> set[Binding]:
    """What the section around the offset defines; all definitions where it defines nothing."""
    scope = knowledge.bindings.scope_at(offset)
    own = {binding for binding, fact in made.definitions.items() if fact.scope == scope}
    return own or set(made.definitions)


def _derivative_at(knowledge: Knowledge, offset: int) -> tuple[Binding, Binding] | None:
    spot = knowledge.spot(offset)
    node = next((n for n in reversed(spot.path) if isinstance(n, Derivative)), None) if spot is not None else None
    if spot is None or node is None or node.of is None or len(node.by) != 1:
        return None
    whole, part = knowledge.binding_of(spot.region, node.of), knowledge.binding_of(spot.region, node.by[0].variable)
    return (whole, part) if whole is not None and part is not None else None


def _wrong(knowledge: Knowledge, finding: Finding, ids: dict[Binding, str]) -> Wrong:
    asked = _derivative_at(knowledge, finding.span.start + 1)
    edge = (ids[asked[0]], ids[asked[1]]) if asked is not None and asked[0] in ids and asked[1] in ids else None
    return Wrong(finding.code, finding.message, finding.span, edge)
