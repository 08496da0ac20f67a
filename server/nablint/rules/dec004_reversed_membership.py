"""A membership is written backwards: the space in the symbol, not the symbol in the space.

What: `X \\ni \\mathbb{R}^{m \\times n}` or `\\mathbb{R}^n \\in x`, where the set is one letter and the element a space with its
size. Letters in calligraphic and similar type are names of sets and may hold spaces; `\\mathbb{R}^n \\ni x` is right.

Why: nothing is declared by it, so every size that it was to state is missing from what follows.

Example: `X \\ni \\mathbb{R}^{m \\times n}`.

Use instead: `X \\in \\mathbb{R}^{m \\times n}`.

Fix safety: turning the sign round is offered; it is not applied unasked, since it declares the symbol.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Edit, Finding, Fix, Severity
from nablint.base.spans import Span
from nablint.readings.judged import Judged
from nablint.readings.memberships import Backwards
from nablint.rules import wording

_COMMANDS = {"∈": "\\in", "∋": "\\ni"}


def check(judged: Judged) -> Iterator[Finding]:
    for one in judged.backwards:
        region = one.statement.region
        element, space = wording.shown(judged, region, one.element), wording.shown(judged, region, one.space)
        message = f"the space {space} is said to lie in {element}: {element} ∈ {space} is meant"
        yield Finding("DEC004", Severity.WARNING, one.statement.span, message, (), _fix(judged, one))


def _fix(judged: Judged, one: Backwards) -> tuple[Fix, ...]:
    """The sign turned round, in the spelling that the author used for it."""
    region = one.statement.region
    text = judged.note.document.regions[region].text
    gap = text[one.statement.left.span.end : one.statement.right.span.start]
    written = gap.strip()
    start = one.statement.left.span.end + len(gap) - len(gap.lstrip())
    if not written or " " in written:
        return ()
    turned = _COMMANDS[one.meant] if written.startswith("\\") else one.meant
    place = judged.note.document.regions[region].map.span(Span(start, start + len(written)))
    return (Fix("Turn the sign round", (Edit(place, turned),)),)
