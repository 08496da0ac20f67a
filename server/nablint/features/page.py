"""A note as pieces of text and drawn formulas, each with the findings that begin in it: what a printed report shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nablint.analysis.snapshot import Snapshot
from nablint.base.findings import Finding
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge
from nablint.features.mathml import mathml
from nablint.features.wording import shape_text
from nablint.parse.nodes import Label, Node, Sub, Symbol
from nablint.sizes.shapes import Unknown


@dataclass(frozen=True, slots=True)
class Piece:
    """`drawn` is MathML, "" for text. `findings` are those that begin in the piece, by their place in `Snapshot.findings`."""

    text: str
    drawn: str = ""
    display: bool = False
    findings: tuple[int, ...] = ()


def pieces(knowledge: Knowledge) -> tuple[Piece, ...]:
    """The whole note in order."""
    snapshot = knowledge.snapshot
    order = sorted(range(len(snapshot.findings)), key=lambda k: snapshot.findings[k].span.start)
    return tuple(_pieces(knowledge, snapshot, order))


def _pieces(knowledge: Knowledge, snapshot: Snapshot, order: list[int]) -> Iterator[Piece]:
    text = snapshot.source.text
    at = 0
    for index, region in enumerate(snapshot.document.regions):
        if region.span.start < at:
            continue  # a formula nested in the text of another
        if region.span.start > at:
            span = Span(at, region.span.start)
            yield Piece(span.of(text), findings=_beginning(snapshot.findings, order, span))
        drawn = mathml(snapshot.trees[index], region.display, _titles(knowledge, index))
        yield Piece(region.text, drawn, region.display, _beginning(snapshot.findings, order, region.span))
        at = region.span.end
    if at < len(text):
        span = Span(at, len(text) + 1)
        yield Piece(text[at:], findings=_beginning(snapshot.findings, order, span))


def _beginning(findings: tuple[Finding, ...], order: list[int], span: Span) -> tuple[int, ...]:
    """Taken from the front of `order`, which the pieces use up together."""
    taken: list[int] = []
    while order and findings[order[0]].span.start < span.end:
        taken.append(order.pop(0))
    return tuple(taken)


def _titles(knowledge: Knowledge, region: int) -> Callable[[Node], str]:
    """The shape of each symbol, where it is known."""
    words: dict[Span, str] = {}
    for occurrence in knowledge.occurrences(region):
        shape = knowledge.shape_here(region, occurrence)
        if shape is not None and not isinstance(shape, Unknown):
            words[occurrence.span] = shape_text(shape)

    def title(node: Node) -> str:
        return words.get(node.span, "") if isinstance(node, Symbol | Sub | Label) else ""

    return title
