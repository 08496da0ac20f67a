"""The claimed derivative is the transpose of the derivative.

What: an equation whose left side is a derivative that the note defines, in a layout that the note states or shows; the right
side is its transpose. Where the layout is open, both are accepted.

Why: entry by entry it is right, but it lies across: the next factor of a chain rule does not fit.

Example: in numerator layout, `\\frac{d (A x)}{d x} = A^\\top`.

Use instead: `A`, or say that the note uses denominator layout.

Fix safety: transposing the right side is offered; it is never applied unasked, since the layout may be what was stated wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import values, wording


def check(judged: Judged) -> Iterator[Finding]:
    for claim in judged.tried:
        grave = values.severity(claim)
        repair = claim.verdict.repair
        if claim.verdict.status != "fails" or not claim.first or claim.derivative is None or claim.chained or grave is None:
            continue
        if repair is None or repair.kind != "transposed":
            continue
        left, right = values.sides(judged, claim)
        message = f"{left} is the transpose of {right} in the layout of this note"
        span = judged.note.place(claim.statement.region, claim.statement.right)
        yield Finding("VAL002", grave, span, message, wording.related(claim.basis), values.repaired(judged, claim))
