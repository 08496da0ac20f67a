"""The dots of a list lead from an entry to that same entry.

What: entries of a vector whose size the note states, which count on, `x_1, x_2`, then dots, then the entry before the dots
again as the last one. A list that ends at its first entry may be a cycle, one with more entries after the dots may run back,
and letters without a size may be few values that repeat; none of these is reported.

Why: the last entry tells how long the list is. A number was left there where the size was meant.

Example: with x of size n, `[x_1, x_2, \\dots, x_2]`.

Use instead: `[x_1, x_2, \\dots, x_n]`.

Fix safety: writing the size for the last index is offered; it is not applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Edit, Finding, Fix
from nablint.readings.judged import Judged
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.index_faults:
        grave = wording.severity(fault.basis)
        if fault.kind != "back" or grave is None or fault.base is None or fault.size is None:
            continue
        base = wording.shown(judged, fault.region, fault.base)
        message = (
            f"the dots count the entries of {base} on, but end at {fault.index}, where they began: {base} has {fault.size}"
        )
        span = judged.note.place(fault.region, fault.at)
        offered = (Fix(f"End at {fault.size}", (Edit(span, str(fault.size)),)),)
        yield Finding("IDX005", grave, span, message, wording.related(fault.basis), offered)
