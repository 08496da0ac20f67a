"""The chain-rule graph of a section as SVG: what depends on what, from left to right, and the same in words."""

from __future__ import annotations

from functools import partial
from html import escape
from itertools import count
from typing import TypeAlias

from nablint.features.chains import dependencies
from nablint.features.graph import Edge, Graph, Vertex, edges_on_ways, graph
from nablint.features.knowledge import Knowledge

MOST_DRAWN = 60  # symbols of one graph; more cannot be read

Slot: TypeAlias = "str | tuple[str, str, int]"  # a symbol, or a link (whole, part) where it passes a column

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
    wrong, thick = _wrong(made), edges_on_ways(made)

    def line(edge: Edge) -> str:
        link = (edge.whole, edge.part)
        return _line(edge, places, link in wrong, link in thick, name)

    lines = "".join(map(line, made.edges))
    return head + lines + "".join(_box(vertex, *places[vertex.id]) for vertex in made.vertices) + "</svg>"


def svg_file(made: Graph) -> str:
    """A picture that stands by itself."""
    space = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="14"'
    style = "<style>.wrong { color: #c00 }</style>"
    return svg(made).replace("<svg ", f"<svg {space} ", 1).replace("<defs>", f"{style}<defs>", 1) + "\n"


def _wrong(made: Graph) -> set[tuple[str, str]]:
    return {wrong.edge for wrong in made.wrong if wrong.edge is not None}


def _columns(made: Graph) -> dict[str, int]:
    """How many steps away from the results each symbol stands, without gaps."""
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
    return {member: used[step] for member, step in column.items()}


def _places(made: Graph) -> dict[Slot, tuple[int, int]]:
    """A place in the grid for each symbol, and for each link in every column that it passes; each near to what it is below."""
    column = _columns(made)
    slots: dict[int, list[Slot]] = {}
    above: dict[Slot, list[Slot]] = {}
    for vertex in made.vertices:
        slots.setdefault(column[vertex.id], []).append(vertex.id)
    for edge in made.edges:
        last: Slot = edge.whole
        for step in range(column[edge.whole] + 1, column[edge.part]):
            passed = (edge.whole, edge.part, step)
            slots.setdefault(step, []).append(passed)
            above[passed] = [last]
            last = passed
        above.setdefault(edge.part, []).append(last)
    rows: dict[Slot, int] = {}
    for step in sorted(slots):
        rows.update(zip(sorted(slots[step], key=partial(_height, above, dict(rows))), count(), strict=False))
    columns = {slot: step for step, members in slots.items() for slot in members}
    return {slot: (12 + columns[slot] * _WIDE, 12 + row * _HIGH) for slot, row in rows.items()}


def _height(above: dict[Slot, list[Slot]], rows: dict[Slot, int], slot: Slot) -> float:
    known = [rows[other] for other in above.get(slot, ()) if other in rows]
    return sum(known) / len(known) if known else 0.0


def _line(edge: Edge, places: dict[Slot, tuple[int, int]], wrong: bool, thick: bool, name: str) -> str:
    """From the part to the whole by way of the places that are kept free for it, with the shape of the derivative."""
    x, y = places[edge.part]
    at = (x, y + _TALL // 2)
    path = f"M{at[0]} {at[1]}"
    label: tuple[int, int] | None = None
    passed = sorted((slot for slot in places if isinstance(slot, tuple) and slot[:2] == (edge.whole, edge.part)), key=_step)
    way: list[Slot] = [*reversed(passed), edge.whole]
    for slot in way:
        x, y = places[slot]
        to = (x + _BOX, y + _TALL // 2)
        middle = (at[0] + to[0]) // 2
        label = label or (middle, (at[1] + to[1]) // 2 - 5)
        path += f" C{middle} {at[1]} {middle} {to[1]} {to[0]} {to[1]}"
        at = to
        if slot != edge.whole:
            at = (x, to[1])
            path += f" L{at[0]} {at[1]}"
    kind = ' class="wrong"' if wrong else ""
    words = (
        f'<text x="{label[0]}" y="{label[1]}" text-anchor="middle" font-size="11">{escape(edge.shape)}</text>' if label else ""
    )
    width = ' stroke-width="3"' if thick else ""
    return f'<g{kind}><path d="{path}" fill="none" stroke="currentColor"{width} marker-end="url(#{name}a)"/>{words}</g>'


def _step(slot: Slot) -> int:
    return slot[2] if isinstance(slot, tuple) else 0


def _box(vertex: Vertex, x: int, y: int) -> str:
    weight = ' stroke-width="2"' if vertex.defined else ' stroke-dasharray="3 2"'
    shape = f'<tspan font-size="11" dx="6">{escape(vertex.shape)}</tspan>' if vertex.shape else ""
    return (
        f'<rect x="{x}" y="{y}" width="{_BOX}" height="{_TALL}" rx="6" fill="none" stroke="currentColor"{weight}/>'
        f'<text x="{x + _BOX // 2}" y="{y + _TALL // 2 + 5}" text-anchor="middle">{escape(vertex.name)}{shape}</text>'
    )
