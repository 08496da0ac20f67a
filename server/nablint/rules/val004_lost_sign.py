"""The derivatives in a solution are those of another function than the exercise prints: a minus is lost.

What: two derivatives or more of one letter among solutions, which hold of nothing that any exercise of their section says, but
of one exercise if a minus is put between two of its factors: `(u v)e^u` for `(u - v)e^u`.

Why: signs vanish in scans and copies. A reader who works from the exercise cannot come to the solution.

Example: the exercise asks for the derivatives of `f = a^2 b^3`, the solution says `\\partial f / \\partial a = 2a` and
`\\partial f / \\partial b = -3b^2`.

Use instead: `f = a^2 - b^3`.

Fix safety: no fix is offered, since the exercise or the solution may be what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Related, Severity
from nablint.parse.render import render_unicode
from nablint.readings.judged import Judged
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    for one in judged.misprints:
        name = wording.symbol_text(one.fact)
        written, meant = render_unicode(one.written), render_unicode(one.meant)
        message = f"{name} is {written} here, but the solution derives {meant}: {one.why}"
        related = tuple(Related(s.span, f"this derivative of {name} is one of {meant}") for s in one.derived[:2])
        yield Finding("VAL004", Severity.WARNING, one.fact.span, message, related)
