"""A directive or setting that is not understood.

What: a `nablint:` comment whose text is no directive, names no rule, or declares something that cannot be read.

Why: what is not understood has no effect, and its author believes that it has.

Example: `<!-- nablint: let x : n by -->`.

Use instead: one of `let`, `def`, `constant`, `layout`, `dims`, `ignore`, `ignore-file`, `off`, `on`; the message says what was
expected.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from nablint.base.findings import Finding, Severity
from nablint.readings.note import Note
from nablint.rules.registry import codes, find_code, is_known


def check_note(note: Note) -> Iterator[Finding]:
    for error in note.declarations.errors:
        yield Finding("NOT002", Severity.WARNING, error.span, error.message)
    for suppression in note.declarations.suppressions:
        for code in suppression.codes:
            if not is_known(code):
                named = find_code(code)
                near = get_close_matches(code, codes(), n=1)
                hint = f"; write {named}" if named else f"; did you mean {near[0]}?" if near else ""
                yield Finding("NOT002", Severity.WARNING, suppression.span, f"there is no rule {code}{hint}")
