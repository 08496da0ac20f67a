"""The factors of a chain-rule product do not conform.

What: a product of derivatives whose inner sizes differ in every layout that the note leaves open, which neither another order
nor a transpose repairs.

Why: the chain rule multiplies matrices. If they do not conform, a factor is missing, is of another variable, or has a size that
was declared wrongly.

Example: in numerator layout with x of size n, y of size m and z of size p, `\\frac{dz}{dy} \\frac{du}{dx}` with u of size q.

Use instead: the factors from z to x, each beginning with the variable at which the one before it ends.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.chain_faults:
        grave = wording.severity(fault.basis)
        if fault.kind != "mismatch" or grave is None or fault.problem is None:
            continue
        left, right = fault.problem.operands
        message = (
            f"cannot multiply {wording.operand_text(judged, fault.region, left)} "
            f"by {wording.operand_text(judged, fault.region, right)}: {wording.differ_text(fault.problem.sizes)}"
        )
        span = judged.note.place(fault.region, left.node).cover(judged.note.place(fault.region, right.node))
        yield Finding("CHN001", grave, span, message, wording.related(fault.basis))
