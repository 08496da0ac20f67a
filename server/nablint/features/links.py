"""Files that a note reads, as links: \\input, \\include and their like."""

from __future__ import annotations

import posixpath

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge

_TEX_KINDS = frozenset({"input", "include", "subfile", "subimport", "import"})


@dataclass(frozen=True, slots=True)
class Link:
    """`target` is a path, relative to the note's folder where the note wrote it so."""

    span: Span
    target: str
    tooltip: str


def links(knowledge: Knowledge) -> list[Link]:
    found = []
    for include in knowledge.document.includes:
        name = include.name.strip()
        if not name or "\n" in name or "\0" in name:
            continue
        target = name
        if include.kind.lstrip("\\") in _TEX_KINDS and not posixpath.splitext(name)[1]:
            target += ".tex"
        at = knowledge.text.find(include.name, include.span.start, include.span.end)
        span = Span(at, at + len(include.name)) if at >= 0 else include.span
        found.append(Link(span, target, f"Open {target}"))
    return found
