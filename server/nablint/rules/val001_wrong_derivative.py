"""The claimed derivative is not the derivative.

What: an equation whose left side is a derivative of something that the note defines, or a row of a table whose headings are a
function and its derivative. A display without a left side, right below the definition of a function, counts where one lost
sign or factor alone keeps it from being the derivative. Both sides are evaluated at random draws of distinct sizes, under
every layout that the note leaves open; it is reported if two independent draws disagree under all of them. What cannot be
evaluated is not checked, and nothing is said.

Why: a wrong sign, a forgotten factor 2 or a missing transpose goes into every later step. The message says what would hold,
where a small change does, and numbers at which the claim fails.

Example: with A of size n × n, `\\frac{\\partial (x^\\top A x)}{\\partial x} = 2 x^\\top A`, which holds only if A is symmetric.

Use instead: `x^\\top (A + A^\\top)`.

Fix safety: the repaired right side is offered; it is never applied unasked.
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
        if repair is not None and repair.kind in ("transposed", "path"):
            continue
        left, right = values.sides(judged, claim)
        message = f"{left} is not {right}: {values.reason(judged, claim)}"
        span = judged.note.place(claim.statement.region, claim.statement.right)
        yield Finding("VAL001", grave, span, message, wording.related(claim.basis), values.repaired(judged, claim))
