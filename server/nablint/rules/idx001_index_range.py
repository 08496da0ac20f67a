"""A sum runs over the wrong size.

What: `\\sum_{k=1}^{p}` whose index stands at a place of a declared vector or matrix that has another number of entries. A sum
to a number, or to an end counted from the size itself (`n-1`), may run over a part and is not reported.

Why: an index past the end names nothing; one that stops early leaves entries out.

Example: with A of size m × n and x of size n, m and n apart, `\\sum_{k=1}^{m} A_{ik} x_k`.

Use instead: `\\sum_{k=1}^{n} A_{ik} x_k`.

Fix safety: writing the size of the axis is offered; it is not applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Edit, Finding, Fix
from nablint.readings.judged import Judged
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.index_faults:
        grave = wording.severity(fault.basis)
        if fault.kind != "range" or grave is None or fault.base is None or fault.size is None:
            continue
        base = wording.shown(judged, fault.region, fault.base)
        message = (
            f"{fault.index} runs to {fault.upper}, but {base} has {fault.size} entries there: "
            f"{wording.differ_text((fault.upper, fault.size) if fault.upper else None)}"
        )
        span = judged.note.place(fault.region, fault.at)
        offered = (Fix(f"Sum to {fault.size}", (Edit(span, str(fault.size)),)),)
        yield Finding("IDX001", grave, span, message, wording.related(fault.basis), offered)
