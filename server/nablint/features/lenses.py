"""A line above each section: the layout that its derivatives use, and how its claims fare."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge
from nablint.features.status import claims
from nablint.features.wording import layout_name
from nablint.parse.nodes import Derivative, Nabla, walk
from nablint.parse.render import render_unicode


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
            found.append(Lens(line, name if name.endswith(" layout") else f"layout: {name}", "layout", offset))
        counted = [claims(knowledge, span) for span in own]
        total, wrong = sum(c.total for c in counted), sum(c.wrong for c in counted)
        verified = sum(c.verified for c in counted)
        if total:
            text = type(counted[0])(total, verified, wrong).text
            found.append(Lens(line, text, "claims", scope.span.start))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """What a click on a lens lists: `text` as it reads, `state` in a word, `why` where there is more to say."""

    span: Span
    text: str
    state: str
    why: str


_STATES = {"fails": "wrong", "unchecked": "not checked", "holds": "verified"}


def places(knowledge: Knowledge, offset: int, topic: str) -> list[Place]:
    """The claims of the sections that begin at the offset, those first that want a look; or what their layout rests on."""
    scopes = [scope.id for scope in knowledge.document.scopes if scope.span.start == offset]
    if topic == "layout":
        return [place for scope in scopes for place in _evidence(knowledge, scope)]
    own = [span for scope in scopes for span in _own(knowledge, scope)]
    found = []
    for claim in knowledge.claims:
        statement, verdict = claim.statement, claim.verdict
        if any(span.contains(statement.span) for span in own):
            text = f"{render_unicode(statement.left)} {statement.sign} {render_unicode(statement.right)}"
            found.append(Place(statement.span, text, _STATES[verdict.status], verdict.why))
    return sorted(found, key=lambda place: (list(_STATES.values()).index(place.state), place.span))


def _evidence(knowledge: Knowledge, scope: int) -> list[Place]:
    """Where the layout is stated, else the derivatives that show it, else those that leave it open."""
    open_: dict[Span, Place] = {}
    for region, tree in enumerate(knowledge.snapshot.trees):
        first = next((node for node in walk(tree) if isinstance(node, (Derivative, Nabla))), None)
        if knowledge.scope_at(region) != scope or first is None:
            continue
        chosen = knowledge.chosen(region)
        stated = [Place(f.span, f.text, "stated", "") for f in chosen.stated if f.origin is None]
        shown = stated or [Place(vote.span, vote.text, "shown", "") for vote in chosen.votes]
        if shown:
            return shown
        span = knowledge.in_file(region, first)
        open_[span] = Place(span, render_unicode(first), "open", "")
    return list(open_.values())


def _own(knowledge: Knowledge, scope: int) -> list[Span]:
    """The section without its subsections, as the spans of its own blocks."""
    return [block.span for block in knowledge.document.blocks if block.scope == scope and block.regions]
