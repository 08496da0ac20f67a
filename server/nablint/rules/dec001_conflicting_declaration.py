"""One symbol is declared with two shapes in one sentence or display.

What: two shapes for one symbol, stated together, whose sizes are known to differ. A later section may declare a symbol anew;
that is not reported.

Why: a reader cannot know which of the two holds, and neither can nablint: it takes the symbol as unknown.

Example: "Let $x \\in \\mathbb{R}^n$ and $A, x \\in \\mathbb{R}^{m \\times n}$."

Use instead: one declaration for each symbol.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Related, Severity
from nablint.declarations.facts import ShapeFact
from nablint.readings.note import Note
from nablint.rules import wording


def check_note(note: Note) -> Iterator[Finding]:
    for first, second in note.index.conflicts():
        assert isinstance(first.value, ShapeFact) and isinstance(second.value, ShapeFact)
        before, after = wording.shape_text(first.value.shape), wording.shape_text(second.value.shape)
        name = wording.symbol_text(second)
        message = f"{name} is declared as {after} here, but as {before} in the same place"
        related = (Related(first.span, f"{name} is declared as {before} here"),)
        yield Finding("DEC001", Severity.ERROR, second.span, message, related)
