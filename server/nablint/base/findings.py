"""What nablint says: findings, the places they rest on, and fixes. Spans are offsets in the file that is named."""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum

from nablint.base.spans import Span
from nablint.base.values import dataclass


class Severity(IntEnum):
    """`ERROR`: what the author stated contradicts itself. `WARNING`: it rests on an inferred convention. `HINT`: the rest."""

    HINT = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Related:
    """A place that a finding rests on; `path` is None where it stands in the same file."""

    span: Span
    message: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands in `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that makes it right. `safe`: it changes no meaning beyond the finding's own."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    severity: Severity
    span: Span
    message: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = field(default=())


def apply_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """The text after all edits; where two overlap the later one is left out."""
    out: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        if edit.span.start < at:
            continue
        out.append(text[at : edit.span.start])
        out.append(edit.text)
        at = edit.span.end
    out.append(text[at:])
    return "".join(out)
