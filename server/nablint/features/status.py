"""One line about a note: the layout at the cursor, how many findings, and how many claims hold."""

from __future__ import annotations

from nablint.base.findings import Severity
from nablint.base.spans import LineIndex, Span
from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge
from nablint.features.wording import layout_name
from nablint.parse.nodes import Derivative, Nabla, Node, walk


@dataclass(frozen=True, slots=True)
class Claims:
    """Of the equations whose truth was tried: `wrong` do not hold, `verified` do, the rest could not be decided."""

    total: int
    verified: int
    wrong: int

    @property
    def text(self) -> str:
        if not self.total:
            return "no claims"
        parts = [f"{self.total} claim{'s' if self.total > 1 else ''}"]
        details = [f"{self.verified} verified" if self.verified else "", f"{self.wrong} wrong" if self.wrong else ""]
        shown = ", ".join(filter(None, details)) or "not checked"
        return f"{parts[0]}: {shown}"


@dataclass(frozen=True, slots=True)
class Status:
    """`relevant`: the note declares or differentiates something. `layout` is "" where it is open, `stated` whether the
    author said it, `why` what it rests on."""

    relevant: bool
    layout: str
    stated: bool
    why: str
    errors: int
    warnings: int
    hints: int
    claims: Claims


def status(knowledge: Knowledge, offset: int) -> Status:
    counted = dict.fromkeys(Severity, 0)
    for finding in knowledge.snapshot.findings:
        counted[finding.severity] += 1
    layout, stated, why = _layout(knowledge, offset)
    return Status(
        bool(knowledge.declarations.facts) or any(map(_differentiates, knowledge.snapshot.trees)),
        layout,
        stated,
        why,
        counted[Severity.ERROR],
        counted[Severity.WARNING],
        counted[Severity.HINT],
        claims(knowledge, Span(0, len(knowledge.text))),
    )


def _layout(knowledge: Knowledge, offset: int) -> tuple[str, bool, str]:
    """Name, whether it was stated, and where that comes from."""
    if not knowledge.document.regions:
        return "", False, ""
    chosen = knowledge.chosen(knowledge.region_before(offset))
    name = layout_name(chosen.layout)
    lines = LineIndex(knowledge.text)
    if chosen.stated:
        return name, True, f"line {lines.position(chosen.stated[0].span.start)[0] + 1}"
    if chosen.votes:
        return name, False, f"inferred from line {lines.position(chosen.votes[0].span.start)[0] + 1}"
    return "", False, ""


def _differentiates(tree: Node) -> bool:
    return any(isinstance(node, (Derivative, Nabla)) for node in walk(tree))


def claims(knowledge: Knowledge, within: Span) -> Claims:
    """The claims that stand in a part of the note."""
    tried = [c.verdict.status for c in knowledge.claims if within.contains(c.statement.span)]
    return Claims(len(tried), tried.count("holds"), tried.count("fails"))
