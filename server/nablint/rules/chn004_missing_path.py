"""A total derivative leaves out a dependency.

What: a derivative written with d, or with ∂ by an indirect argument, of something that depends on the variable in several ways,
set equal to what one of these ways alone gives.

Why: the chain rule adds up all paths from the variable to the value. A path that is left out is a wrong derivative.

Example: with z = x y and y = x², `\\frac{dz}{dx} = y`.

Use instead: `y + x \\frac{dy}{dx}`.

Fix safety: no fix is offered.
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
        if claim.verdict.status != "fails" or grave is None or repair is None or repair.kind != "path":
            continue
        left, right = values.sides(judged, claim)
        message = f"{left} is not {right}: {values.reason(judged, claim)}"
        span = judged.note.place(claim.statement.region, claim.statement.right)
        yield Finding("CHN004", grave, span, message, wording.related(claim.basis))
