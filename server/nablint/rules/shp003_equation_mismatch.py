"""The two sides of an equation have different shapes.

What: both sides are known, and no reading makes their sizes agree. A number stands for an array of it (`∇f = 0`), an array may
be flattened without a word, and an entry may be set equal to the vector it belongs to.

Why: what is equal has one shape. A side that lies across comes from a missing transpose, a wrong factor order, or a declaration
that the formula contradicts.

Example: with y of size n and X of size m × n, `y = X θ` cannot hold: X θ has m rows.

Use instead: an expression of the declared size, or a declaration that fits.

Fix safety: transposing a side is offered where that alone makes the equation fit; it is never applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import fixes, wording
from nablint.rules.shp007_literal_mismatch import is_literal


def check(judged: Judged) -> Iterator[Finding]:
    for trouble in judged.troubles:
        statement = trouble.statement
        grave = wording.severity_of(trouble)
        if trouble.problem.kind != "equation" or statement is None or grave is None or is_literal(trouble):
            continue
        left, right = trouble.problem.operands
        message = (
            f"{wording.shown(judged, statement.left_region, left.node)} is {wording.shapes_text(left)}, but "
            f"{wording.shown(judged, statement.region, right.node)} is {wording.shapes_text(right)}: "
            f"{wording.differ_text(trouble.problem.sizes)}"
        )
        offered = fixes.turned_to_fit(judged, trouble, (right.node,))
        yield Finding("SHP003", grave, trouble.span, message, wording.related(trouble.basis), offered)
