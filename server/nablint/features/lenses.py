"""A line above each section: the layout that its derivatives use, and how its claims fare."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge
from nablint.features.status import claims
from nablint.features.wording import layout_name
from nablint.parse.nodes import Derivative, Nabla, walk


@dataclass(frozen=True, slots=True)
class Lens:
    """`topic` is "layout" or "claims"; `offset` is what a click shows more of."""

    span: Span
    title: str
    topic: str
    offset: int


def lenses(knowledge: Knowledge) -> list[Lens]:
    """Only where there is something to say: sections with derivatives of their own, or with claims."""
    derivatives: dict[int, int] = {}
    for region, tree in enumerate(knowledge.snapshot.trees):
        section = knowledge.scope_at(region)
        if section not in derivatives and any(isinstance(node, (Derivative, Nabla)) for node in walk(tree)):
            derivatives[section] = region
    found = []
    for scope in knowledge.document.scopes:
        own = _own(knowledge, scope.id)
        line = Span(scope.span.start, scope.span.start)
        if scope.id in derivatives:
            region = derivatives[scope.id]
            name = layout_name(knowledge.chosen(region).layout)
            offset = knowledge.regions.region(region).span.start
            found.append(Lens(line, f"layout: {name}", "layout", offset))
        counted = [claims(knowledge, span) for span in own]
        total, wrong = sum(c.total for c in counted), sum(c.wrong for c in counted)
        verified = sum(c.verified for c in counted)
        if total:
            text = type(counted[0])(total, verified, wrong).text
            found.append(Lens(line, text, "claims", scope.span.start))
    return found


def _own(knowledge: Knowledge, scope: int) -> list[Span]:
    """The section without its subsections, as the spans of its own blocks."""
    return [block.span for block in knowledge.document.blocks if block.scope == scope and block.regions]
