"""The result of looking at one note: immutable, and all that the doors need."""

from __future__ import annotations

from nablint.base.findings import Finding
from nablint.base.source import Source
from nablint.base.values import dataclass
from nablint.declarations.facts import Declarations
from nablint.documents.model import Document
from nablint.parse.nodes import Node


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`trees[k]` is the syntax tree of `document.regions[k]`."""

    source: Source
    document: Document
    trees: tuple[Node, ...]
    declarations: Declarations
    findings: tuple[Finding, ...]
