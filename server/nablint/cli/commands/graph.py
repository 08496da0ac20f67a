"""`nablint graph FILE[:LINE] [--of L] [--wrt x]`: what depends on what, with the shapes of symbols and derivatives."""

from __future__ import annotations

import json
from argparse import Namespace

from nablint.base.spans import Span
from nablint.cli.console import complain, say_all
from nablint.cli.exits import UNABLE, WELL
from nablint.cli.onenote import OneNote, note_and_row
from nablint.features.graph import Graph, edges_on_ways
from nablint.features.graph_asked import graph_of


def run(arguments: Namespace) -> int:
    place = note_and_row(arguments.file, arguments)
    if place is None:
        return UNABLE
    note, row = place
    offset = note.places.offset(row, 1) if row else None
    made = graph_of(note.knowledge, arguments.of, arguments.wrt, offset)
    if isinstance(made, str):
        complain(made)
        return UNABLE
    say_all([_written(note, made, arguments.format)])
    return WELL


def _written(note: OneNote, made: Graph, format_: str) -> str:
    if format_ == "json":
        return json.dumps(_record(note, made), ensure_ascii=False, indent=1) + "\n"
    if format_ == "svg":
        from nablint.features.graph_svg import svg_file

        return svg_file(made)
    from nablint.features.graph_text import dot, mermaid

    return dot(made) if format_ == "dot" else mermaid(made)


def _record(note: OneNote, made: Graph) -> dict[str, object]:
    marked = edges_on_ways(made)
    return {
        "layout": made.layout,
        "nodes": [
            {
                "id": vertex.id,
                "name": vertex.name,
                "latex": vertex.latex,
                "shape": vertex.shape,
                "defined": vertex.defined,
                **_place(note, vertex.span),
            }
            for vertex in made.vertices
        ],
        "edges": [
            {
                "whole": edge.whole,
                "part": edge.part,
                "latex": edge.latex,
                "shape": edge.shape,
                "on_path": (edge.whole, edge.part) in marked,
                **_place(note, edge.span),
            }
            for edge in made.edges
        ],
        "paths": [list(way) for way in made.paths],
        "findings": [
            {"code": fault.code, "message": fault.message, "edge": fault.edge, **_place(note, fault.span)}
            for fault in made.wrong
        ],
    }


def _place(note: OneNote, span: Span) -> dict[str, object]:
    place = note.places.place(span)
    return {"cell": place.cell, "location": {"row": place.row, "column": place.column}}
