"""The dots of a list lead from an entry to that same entry.

What: entries that count on, `x_1, x_2`, then dots, then the entry before the dots again as the last one. A list that ends at
its first entry may be a cycle, and one with more entries after the dots may run back; both are not reported.

Why: the last entry tells how long the list is. A number was left there where the size was meant.

Example: `[x_1, x_2, \\dots, x_2]`.

Use instead: `[x_1, x_2, \\dots, x_n]`.

Fix safety: no fix is offered, since the size is not written.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Severity
from nablint.readings.judged import Judged
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.index_faults:
        if fault.kind == "back" and fault.base is not None:
            base = wording.shown(judged, fault.region, fault.base)
            message = f"the dots count the entries of {base} on, but end at {fault.index}, where they began"
            yield Finding("IDX005", Severity.WARNING, judged.note.place(fault.region, fault.at), message)
