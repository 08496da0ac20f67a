"""The index of a sum is not in the summand.

What: a sum whose summand has subscripts, none of which is the sum's index, while one of them is the sum's own upper bound and
is explained by nothing else in the equation. Also a sum of sums whose inner sum binds the same letter again, so that nothing is
left of the outer index. A constant summand, and a product of two sums over one letter, are not reported.

Why: such a sum adds one term over and over. The bound was written where the index was meant, or one index for another.

Example: `C = \\sum_{k=1}^{p} a_p b_p^\\top`.

Use instead: `C = \\sum_{k=1}^{p} a_k b_k^\\top`.

Fix safety: writing the index for the bound is offered; it is not applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Edit, Finding, Fix, Severity
from nablint.inference.literals import index_parts
from nablint.parse import nodes as n
from nablint.readings.indexing import IndexFault
from nablint.readings.judged import Judged
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.index_faults:
        if fault.kind == "rebound":
            yield _rebound(judged, fault)
        if fault.kind != "unused":
            continue
        summand = wording.shown(judged, fault.region, fault.at)
        message = f"{fault.index} is not in the summand {summand}: the sum adds the same term {fault.upper} times"
        span = judged.note.place(fault.region, fault.node)
        yield Finding("IDX002", Severity.WARNING, span, message, wording.related(fault.basis), (_fix(judged, fault),))


def _rebound(judged: Judged, fault: IndexFault) -> Finding:
    outer = wording.shown(judged, fault.region, fault.node)
    message = f"{fault.index} is bound again by a sum inside {outer}: its outer sum adds the same term over and over"
    return Finding("IDX002", Severity.WARNING, judged.note.place(fault.region, fault.at), message)


def _fix(judged: Judged, fault: IndexFault) -> Fix:
    names = fault.upper.names() if fault.upper else frozenset()
    edits = tuple(
        Edit(judged.note.place(fault.region, one), fault.index)
        for part in n.walk(fault.at)
        if isinstance(part, n.Sub)
        for one in index_parts(part.index)
        if isinstance(one, n.Symbol) and one.name.letter in names
    )
    return Fix(f"Write {fault.index} for the bound", edits)
