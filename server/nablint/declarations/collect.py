"""The one entry of this room: a scanned and parsed note in, all that its author states out."""

from __future__ import annotations

from collections.abc import Sequence

from nablint.declarations.facts import Declarations
from nablint.documents.model import Document
from nablint.parse.nodes import Node


def collect(document: Document, trees: Sequence[Node]) -> Declarations:
    """Facts, statements, annotations and directives of a note; `trees[k]` belongs to `document.regions[k]`. Never raises."""
    return Declarations()
