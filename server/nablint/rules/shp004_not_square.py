"""A trace, determinant, inverse or matrix power of something that is not square.

What: `tr`, `det`, `log det`, `^{-1}` and the matrix functions, of a matrix whose two sizes are known to differ. A power or
inverse of a vector is taken entry by entry and is not reported.

Why: these exist for square matrices only. Often a pseudo-inverse, or a factor such as `A^\\top A`, was meant.

Example: with X of size n × d, `X^{-1}` does not exist; `(X^\\top X)^{-1}` may.

Use instead: a square expression.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import wording

_WORDS = {
    "tr": "trace",
    "trace": "trace",
    "det": "determinant",
    "logdet": "determinant",
    "inverse": "inverse",
    "inv": "inverse",
}


def check(judged: Judged) -> Iterator[Finding]:
    for trouble in judged.troubles:
        problem = trouble.problem
        grave = wording.severity_of(trouble)
        if problem.kind != "square" or grave is None:
            continue
        word = _WORDS.get(problem.detail, problem.detail)
        operand = wording.operand_text(judged, trouble.region, problem.operands[0])
        message = f"the {word} needs a square matrix, but {operand} is not square: {wording.differ_text(problem.sizes)}"
        yield Finding("SHP004", grave, trouble.span, message, wording.related(trouble.basis))
