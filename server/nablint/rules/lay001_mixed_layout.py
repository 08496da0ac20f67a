"""Two derivatives of one section lie in different layouts.

What: two derivatives of the same kind (a vector by a vector, a scalar by a vector, …) of which the note itself shows that one
lies as in numerator layout and the other as in denominator layout. Conventions that mix kinds on purpose (a gradient as a
column beside a Jacobian) are not reported: each kind is a choice of its own.

Why: a chain rule whose factors lie differently does not multiply. It is the commonest source of a stray transpose.

Example: in one section `\\frac{\\partial f}{\\partial x} \\in \\mathbb{R}^{1 \\times n}` and
`\\frac{\\partial g}{\\partial x} \\in \\mathbb{R}^{n}` for scalar f and g.

Use instead: one layout in a section, or a sentence that says where it changes.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Related, Severity
from nablint.readings.judged import Judged
from nablint.rules import wording

_KINDS = {
    "sv": "a scalar by a vector",
    "vs": "a vector by a scalar",
    "vv": "a vector by a vector",
    "sm": "a scalar by a matrix",
    "ms": "a matrix by a scalar",
    "nabla": "a gradient",
}


def check(judged: Judged) -> Iterator[Finding]:
    for first, second in judged.layouts.conflicts():
        shown = " ".join(second.text.split())[: wording.LONGEST]
        message = f"{shown}, {_KINDS[second.choice]}, lies as “{second.value.value}” here, but as “{first.value.value}” above"
        related = (Related(first.span, f"this derivative lies as “{first.value.value}”"),)
        yield Finding("LAY001", Severity.WARNING, second.span, message, related)
