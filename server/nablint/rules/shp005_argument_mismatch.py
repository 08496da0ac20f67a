"""A function gets something outside its declared domain.

What: a function with a declared signature is applied to an argument of another size. A scalar function applied to an array is
taken entry by entry, and a matrix may be a batch of vectors: neither is reported.

Why: `f : ℝⁿ → ℝᵐ` takes n numbers. Another size means that the wrong variable was put in, or that the signature is wrong.

Example: with f : ℝⁿ → ℝ and y of size m, `f(y)` has no value.

Use instead: an argument of the declared size.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import wording
from nablint.sizes.shapes import Function


def check(judged: Judged) -> Iterator[Finding]:
    for trouble in judged.troubles:
        problem = trouble.problem
        grave = wording.severity_of(trouble)
        if problem.kind != "argument" or grave is None:
            continue
        argument = problem.operands[0]
        text = wording.operand_text(judged, trouble.region, argument)
        if problem.detail == "declared":
            function = problem.operands[1]
            declared = next(s for s in function.shapes if isinstance(s, Function))
            message = (
                f"{wording.shown(judged, trouble.region, function.node)} takes {wording.shape_text(declared.domain[0])}, "
                f"but gets {text}"
            )
        else:
            others = " and ".join(wording.operand_text(judged, trouble.region, o) for o in problem.operands)
            message = (
                f"{problem.detail} needs arguments that go together, but gets {others}: {wording.differ_text(problem.sizes)}"
            )
        yield Finding("SHP005", grave, trouble.span, message, wording.related(trouble.basis))
