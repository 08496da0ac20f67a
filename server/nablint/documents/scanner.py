"""The one entry of this room: a source in, its regions, blocks and scopes out."""

from __future__ import annotations

from nablint.base.source import Source
from nablint.documents.blocks import MarkdownScanner
from nablint.documents.gathered import Gathered
from nablint.documents.latex import LatexScanner
from nablint.documents.model import Document
from nablint.documents.notebook import scan_notebook
from nablint.documents.rst import RstScanner


def scan(source: Source) -> Document:
    """Never raises on a note's text; takes time linear in it."""
    out = Gathered(source)
    if source.kind == "latex":
        LatexScanner(out).scan()
    elif source.kind == "notebook":
        scan_notebook(out)
    elif source.kind == "rst":
        RstScanner(out).scan()
    else:
        MarkdownScanner(out).scan()
    return out.finish()
