"""Growing a selection along the mathematics: symbol, factor, term, side, formula; then paragraph, section, note."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.features.knowledge import Knowledge


def ranges(knowledge: Knowledge, offset: int) -> list[Span]:
    """Spans around the offset, innermost first, each larger than the one before."""
    found: list[Span] = []
    spot = knowledge.spot(offset)
    if spot is not None:
        region = knowledge.regions.region(spot.region)
        inside = [knowledge.regions.in_file(spot.region, node.span) for node in reversed(spot.path) if len(node.span)]
        body = knowledge.regions.in_file(spot.region, Span(0, len(region.text)))
        found.extend([*inside, body, region.span])
    found.extend(b.span for b in sorted(knowledge.document.blocks, key=lambda b: len(b.span)) if b.span.touches(offset))
    found.extend(s.span for s in sorted(knowledge.document.scopes, key=lambda s: len(s.span)) if s.span.touches(offset))
    found.append(Span(0, len(knowledge.text)))
    grown: list[Span] = []
    for span in found:
        if span.touches(offset) and (not grown or (span.contains(grown[-1]) and span != grown[-1])):
            grown.append(span)
    return grown
