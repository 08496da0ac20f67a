"""A formula with declared symbols could not be read. A hint, shown only when asked for.

What: a part of a formula that the grammar does not know, in a formula that names a declared symbol.

Why: what is not read is not checked; the rest of the formula is.

Example: a figure drawn with TikZ inside a display.

Use instead: nothing, if it is meant so; else simpler notation, or a macro that nablint can expand.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Severity
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.judged import Judged


def check(judged: Judged) -> Iterator[Finding]:
    for region, tree in judged.note.formulas():
        if n.Opaque not in judged.note.kinds[region]:
            continue
        parts = list(n.walk(tree))
        opaque = [part for part in parts if isinstance(part, n.Opaque)]
        view = judged.note.view(region)
        keys = (key_of(part) for part in parts if isinstance(part, n.Symbol))
        if any(key is not None and view.known(key) is not None for key in keys):
            message = f"this part of the formula could not be read ({opaque[0].why}); the rest of it is checked"
            yield Finding("NOT004", Severity.HINT, judged.note.place(region, opaque[0]), message)
