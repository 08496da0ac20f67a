"""The terms of a sum have different shapes.

What: two terms whose shapes differ in a size that the note knows to differ. A scalar added to an array, and a row or column
repeated over a matrix (a bias over a batch), are custom and not reported; a row plus a column is.

Why: a sum is taken entry by entry. Terms that lie differently come from a missing transpose or a wrong declaration.

Example: with x of size n, `x + x^\\top` has no meaning as a vector.

Use instead: terms of one shape.

Fix safety: transposing a term is offered where that alone makes the sum fit; it is never applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import fixes, wording


def check(judged: Judged) -> Iterator[Finding]:
    for trouble in judged.troubles:
        grave = wording.severity_of(trouble)
        if trouble.problem.kind != "sum" or grave is None:
            continue
        left, right = trouble.problem.operands
        message = (
            f"cannot add {wording.operand_text(judged, trouble.region, right)} "
            f"to {wording.operand_text(judged, trouble.region, left)}: {wording.differ_text(trouble.problem.sizes)}"
        )
        offered = fixes.turned_to_fit(judged, trouble, (left.node, right.node))
        yield Finding("SHP002", grave, trouble.span, message, wording.related(trouble.basis), offered)
