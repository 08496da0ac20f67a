"""The inner sizes of a matrix product differ.

What: a product is reported if no bracketing and no reading of its signs fits the shapes that the note states. A scalar may
stand anywhere; `·` may be an inner product, `*` an entrywise one.

Why: `A x` needs as many columns in A as x has rows. Where they differ, a factor is in the wrong place, a transpose is
missing, or a size was declared wrongly.

Example: with A of size m × n and x of size m, `A x` does not exist.

Use instead: `A^\\top x`, or correct the declaration.

Fix safety: transposing a factor, or both ends of a product such as `H^\\top P H`, is offered where that alone makes the product
fit; it is never applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.parse import nodes as n
from nablint.readings.chains import as_chain
from nablint.readings.judged import Judged
from nablint.rules import fixes, wording


def check(judged: Judged) -> Iterator[Finding]:
    for trouble in judged.troubles:
        problem = trouble.problem
        grave = wording.severity_of(trouble)
        if problem.kind != "product" or grave is None or _is_chain(problem.node):
            continue
        left, right = problem.operands
        verb = "divide" if problem.detail == "slash" else "multiply"
        message = (
            f"cannot {verb} {wording.operand_text(judged, trouble.region, left)} "
            f"by {wording.operand_text(judged, trouble.region, right)}: {wording.differ_text(problem.sizes)}"
        )
        offered = (
            *fixes.turned_around(judged, trouble.region, problem.node),
            *fixes.transposes(judged, trouble.region, (left.node, right.node)),
        )
        yield Finding("SHP001", grave, trouble.span, message, wording.related(trouble.basis), offered)


def _is_chain(node: n.Node) -> bool:
    """Products of two derivatives or more belong to the rules for chains."""
    return isinstance(node, n.Product) and as_chain(node, None) is not None
