"""The chain-rule graph of a section as SVG: what depends on what, from left to right, and the same in words."""

from __future__ import annotations

from html import escape
from itertools import count

from nablint.features.chains import dependencies
from nablint.features.graph import Edge, Graph, Vertex, graph
from nablint.features.knowledge import Knowledge

MOST_DRAWN = 60  # symbols of one graph; more cannot be read

_WIDE, _HIGH = 190, 64  # of a place in the grid
_BOX, _TALL = 110, 40  # of a symbol


def section_graphs(knowledge: Knowledge) -> list[tuple[str, Graph]]:
    """Each section in which something depends on what itself depends on something, with its title."""
    scopes = {fact.scope for fact in dependencies(knowledge).definitions.values()}
    found: list[tuple[str, Graph]] = []
    for scope in knowledge.snapshot.document.scopes:
        if scope.id not in scopes:
            continue
        made = graph(knowledge, scope.span.start)
        chained = {edge.whole for edge in made.edges} & {edge.part for edge in made.edges}
        if chained and len(made.vertices) <= MOST_DRAWN:
            found.append((scope.title, made))
    return found


def in_words(made: Graph) -> str:
    """The text that stands for the picture."""
    names = {vertex.id: vertex.name for vertex in made.vertices}

    def link(edge: Edge) -> str:
        derivative = f" (derivative: {edge.shape})" if edge.shape else ""
        wrong = " – a finding is about this link" if (edge.whole, edge.part) in _wrong(made) else ""
        return f"{names[edge.whole]} depends on {names[edge.part]}{derivative}{wrong}"

    return "; ".join(map(link, made.edges))


def svg(made: Graph, name: str = "g") -> str:
    """Self-contained, in the colours of the page; `name` tells the pictures of one page apart."""
    places = _places(made)
    width = max(x for x, _ in places.values()) + _BOX + 12
    height = max(y for _, y in places.values()) + _TALL + 12
    head = (
        f'<svg class="graph" role="img" aria-labelledby="{name}t {name}d" viewBox="0 0 {width} {height}" width="{width}">'
        f'<title id="{name}t">What depends on what</title><desc id="{name}d">{escape(in_words(made))}</desc>'
        f'<defs><marker id="{name}a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="currentColor"/></marker></defs>'
    )
    wrong = _wrong(made)
    lines = "".join(_line(edge, places, (edge.whole, edge.part) in wrong, name) for edge in made.edges)
    return head + lines + "".join(_box(vertex, *places[vertex.id]) for vertex in made.vertices) + "</svg>"


def _wrong(made: Graph) -> set[tuple[str, str]]:
    return {wrong.edge for wrong in made.wrong if wrong.edge is not None}


def _places(made: Graph) -> dict[str, tuple[int, int]]:
    """A column for each step away from the results; within it, near to what the symbol stands under."""
    column = {vertex.id: 0 for vertex in made.vertices}
    for _ in column:  # as often as a path can be long: a loop of definitions ends too
        moved = False
        for edge in made.edges:
            if column[edge.part] <= column[edge.whole] < len(column) - 1:
                column[edge.part] = column[edge.whole] + 1
                moved = True
        if not moved:
            break
    used = {step: k for k, step in enumerate(sorted(set(column.values())))}
    rows: dict[str, float] = {}
    for step in used:
        members = [vertex.id for vertex in made.vertices if column[vertex.id] == step]

        def height(member: str) -> float:
            above = [rows[edge.whole] for edge in made.edges if edge.part == member and edge.whole in rows]
            return sum(above) / len(above) if above else 0.0

        rows.update(zip(sorted(members, key=height), count(), strict=False))
    return {member: (12 + used[column[member]] * _WIDE, 12 + int(rows[member]) * _HIGH) for member in column}


def _line(edge: Edge, places: dict[str, tuple[int, int]], wrong: bool, name: str) -> str:
    """From the part to the whole, with the shape of the derivative; a link over several columns bends around others."""
    (x1, y1), (x2, y2) = places[edge.part], places[edge.whole]
    start, end = (x1, y1 + _TALL // 2), (x2 + _BOX, y2 + _TALL // 2)
    bend = _HIGH // 2 if abs(x1 - x2) > _WIDE and y1 == y2 else 0
    middle = (start[0] + end[0]) // 2
    path = f"M{start[0]} {start[1]} C{middle} {start[1] + bend} {middle} {end[1] + bend} {end[0]} {end[1]}"
    label = (middle, (start[1] + end[1]) // 2 + bend * 3 // 4 - 5)
    kind = ' class="wrong"' if wrong else ""
    return (
        f'<g{kind}><path d="{path}" fill="none" stroke="currentColor" marker-end="url(#{name}a)"/>'
        f'<text x="{label[0]}" y="{label[1]}" text-anchor="middle" font-size="11">{escape(edge.shape)}</text></g>'
    )


def _box(vertex: Vertex, x: int, y: int) -> str:
    weight = ' stroke-width="2"' if vertex.defined else ' stroke-dasharray="3 2"'
    shape = f'<tspan font-size="11" dx="6">{escape(vertex.shape)}</tspan>' if vertex.shape else ""
    return (
        f'<rect x="{x}" y="{y}" width="{_BOX}" height="{_TALL}" rx="6" fill="none" stroke="currentColor"{weight}/>'
        f'<text x="{x + _BOX // 2}" y="{y + _TALL // 2 + 5}" text-anchor="middle">{escape(vertex.name)}{shape}</text>'
    )
