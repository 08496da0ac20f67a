"""One step of a derivation, or a matrix written out, does not follow.

What: a later step of a chain of equations, a literal set equal to an expression, or a formula in exponentials that is said to
be a function with a name (`\\tanh(x) = …`), whose two sides are evaluated and differ; a solution, `\\Rightarrow x = …`, that
only lacks a sign or a factor to fulfil the equation before it. Of a chain only the first false step is
reported.

Why: what comes after a false step is wrong even where each later step is right.

Example: `\\frac{d}{dx} x^3 e^x = 3x^2 e^x + x^3 e^x = 3x^2 e^x (1 + x)`.

Use instead: `x^2 e^x (3 + x)`.

Fix safety: the repaired step is offered where a small change makes it right; it is never applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import values, wording


def check(judged: Judged) -> Iterator[Finding]:
    for claim in judged.tried:
        grave = values.severity(claim)
        if claim.verdict.status != "fails" or grave is None or claim.chained:
            continue
        if claim.first and claim.derivative is not None:
            continue
        left, right = values.sides(judged, claim)
        relation = f"{left} is not {right}" if claim.named else f"{right} does not follow from {left}"
        if claim.solves is not None:
            equation = (wording.shown(judged, claim.solves.region, side) for side in (claim.solves.left, claim.solves.right))
            relation = f"{left} = {right} does not fulfil {' = '.join(equation)}"
        message = f"{relation}: {values.reason(judged, claim)}"
        span = judged.note.place(claim.statement.region, claim.statement.right)
        yield Finding("VAL003", grave, span, message, wording.related(claim.basis), values.repaired(judged, claim))
