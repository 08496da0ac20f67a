"""An entrywise product or quotient of different shapes.

What: `⊙` and `⊘` between arrays whose sizes are known to differ. A row or column repeated over a matrix is custom and is not
reported.

Why: entry meets entry; both operands need one shape. Often the matrix product was meant, or a transpose is missing.

Example: with x of size n and y of size m, `x \\odot y` does not exist.

Use instead: operands of one shape.

Fix safety: transposing an operand is offered where that alone makes it fit; it is never applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import fixes, wording


def check(judged: Judged) -> Iterator[Finding]:
    for trouble in judged.troubles:
        grave = wording.severity_of(trouble)
        if trouble.problem.kind != "elementwise" or grave is None:
            continue
        left, right = trouble.problem.operands
        message = (
            f"cannot take entry by entry {wording.operand_text(judged, trouble.region, left)} "
            f"and {wording.operand_text(judged, trouble.region, right)}: {wording.differ_text(trouble.problem.sizes)}"
        )
        offered = tuple(fixes.transposes(judged, trouble.region, (left.node, right.node)))
        yield Finding("SHP006", grave, trouble.span, message, wording.related(trouble.basis), offered)
