"""A delimiter of mathematics without its partner.

What: `$$`, `\\[`, `\\begin{align}` and the like that are opened and never closed, or a `$` whose text is clearly TeX. A lone
dollar sign in prose is not reported.

Why: what follows is not shown as mathematics, and nothing in it is checked.

Example: `\\begin{align} y &= A x` without `\\end{align}`.

Use instead: close it.

Fix safety: no fix is offered: only the author knows where the formula ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Severity
from nablint.readings.note import Note


def check_note(note: Note) -> Iterator[Finding]:
    for unclosed in note.document.unclosed:
        message = f"{unclosed.delimiter} is never closed: {unclosed.expected} is missing"
        yield Finding("NOT001", Severity.ERROR, unclosed.span, message)
