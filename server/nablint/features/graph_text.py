"""The graph of the chain rule in the languages of drawing tools, Mermaid and Graphviz, where a note's names are only text."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.features.graph import Graph, Vertex, edges_on_ways


def mermaid(made: Graph) -> str:
    """From the parts to the whole; the ways between two symbols are drawn thick, what has a finding red."""
    names = {vertex.id: f"n{k}" for k, vertex in enumerate(made.vertices)}
    lines = ["graph LR"]
    for vertex in made.vertices:
        opened, closed = ("[", "]") if vertex.defined else ("(", ")")
        lines.append(f'  {names[vertex.id]}{opened}"{_entities(_label(vertex, ": "))}"{closed}')
    marked, wrong = edges_on_ways(made), {fault.edge for fault in made.wrong}
    styles = []
    for k, edge in enumerate(made.edges):
        label = f'|"{_entities(edge.shape)}"|' if edge.shape else ""
        lines.append(f"  {names[edge.part]} -->{label} {names[edge.whole]}")
        style = [
            *(["stroke-width:4px"] if (edge.whole, edge.part) in marked else []),
            *(["stroke:#c00"] if (edge.whole, edge.part) in wrong else []),
        ]
        if style:
            styles.append(f"  linkStyle {k} {','.join(style)}")
    return "\n".join((*lines, *styles)) + "\n"


def dot(made: Graph) -> str:
    """The same for Graphviz."""
    return "\n".join(_dot(made)) + "\n"


def _dot(made: Graph) -> Iterator[str]:
    names = {vertex.id: f"n{k}" for k, vertex in enumerate(made.vertices)}
    marked, wrong = edges_on_ways(made), {fault.edge for fault in made.wrong}
    yield "digraph nablint {"
    yield "  rankdir=LR;"
    yield "  node [shape=box, style=rounded];"
    for vertex in made.vertices:
        style = "" if vertex.defined else ', style="rounded,dashed"'
        yield f'  {names[vertex.id]} [label="{_quoted(_label(vertex, chr(10)))}"{style}];'
    for edge in made.edges:
        options = [f'label="{_quoted(edge.shape)}"'] if edge.shape else []
        options += ["penwidth=3"] if (edge.whole, edge.part) in marked else []
        options += ['color="#cc0000"'] if (edge.whole, edge.part) in wrong else []
        listed = f" [{', '.join(options)}]" if options else ""
        yield f"  {names[edge.part]} -> {names[edge.whole]}{listed};"
    yield "}"


def _label(vertex: Vertex, between: str) -> str:
    return f"{vertex.name}{between}{vertex.shape}" if vertex.shape else vertex.name


def _entities(text: str) -> str:
    """Mermaid's own way to write what would end a label or be read as HTML."""
    return "".join(f"#{ord(c)};" if c in '"#;<>&`\\' or not c.isprintable() else c for c in text)


def _quoted(text: str) -> str:
    return "".join({"\\": "\\\\", '"': '\\"', "\n": "\\n"}.get(c, c if c.isprintable() else " ") for c in text)
