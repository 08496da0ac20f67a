"""What can be folded: sections, displays over several lines, and stretches where nablint is switched off."""

from __future__ import annotations

from typing import Literal

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge

FoldKind = Literal["section", "display", "silent"]


@dataclass(frozen=True, slots=True)
class Fold:
    span: Span
    kind: FoldKind


def folds(knowledge: Knowledge) -> list[Fold]:
    """Only what spans a line end; in the order of the note, outer before inner."""
    text = knowledge.text
    found = [Fold(_trimmed(text, s.span), "section") for s in knowledge.document.scopes if s.parent >= 0]
    found.extend(Fold(region.span, "display") for region in knowledge.document.regions if region.display)
    found.extend(Fold(span, "silent") for span in knowledge.declarations.silent)
    several = [fold for fold in found if _has_line_end(text, fold.span)]
    return sorted(several, key=lambda f: (f.span.start, -f.span.end))


def _trimmed(text: str, span: Span) -> Span:
    """Without the blank lines at its end, so that they stay visible between two folded sections."""
    end = span.end
    while end > span.start and text[end - 1] in " \t\r\n":
        end -= 1
    return Span(span.start, end)


def _has_line_end(text: str, span: Span) -> bool:
    return text.find("\n", span.start, span.end) >= 0 or text.find("\r", span.start, span.end) >= 0
