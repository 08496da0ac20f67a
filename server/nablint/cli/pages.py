"""A note as the pieces that the `html` format prints."""

from __future__ import annotations

from nablint.base.findings import Finding
from nablint.base.source import Source
from nablint.cli.checking import Job, analysed, data_of, with_includes
from nablint.cli.discover import shown
from nablint.cli.places import Places
from nablint.cli.reading import Unreadable, decode
from nablint.cli.report import PagePiece, Place
from nablint.features.graph_svg import section_graphs, svg
from nablint.features.knowledge import Knowledge
from nablint.features.page import pieces


def page(job: Job, name: str) -> tuple[PagePiece, ...] | None:
    """None where the note cannot be read. `name` begins the names of what is drawn, which are one of a kind in a page."""
    try:
        data = data_of(job)
        text = decode(data).text
    except Unreadable:
        return None
    snapshot = analysed(Source.named(shown(job.path), text), with_includes(job, data))
    places = Places(text, snapshot.document.cells)

    def key(finding: Finding) -> tuple[str, Place, str]:
        return finding.code, places.place(finding.span), finding.message

    knowledge = Knowledge(snapshot)
    note = (
        PagePiece(piece.text, piece.drawn, piece.display, tuple(key(snapshot.findings[k]) for k in piece.findings))
        for piece in pieces(knowledge)
    )
    graphs_of = section_graphs(knowledge)
    graphs = (PagePiece(title, svg(made, f"{name}-{k}"), figure=True) for k, (title, made) in enumerate(graphs_of))
    return (*note, *graphs)
