"""The two sides of an equation have different free indices.

What: an entry on the left (`D_{ij}`), entries of declared arrays on the right, one index of the left missing there and another,
which is neither summed nor repeated, in its stead.

Why: an equation between entries holds for every value of its free indices; both sides need the same ones.

Example: with D, a and b declared, `D_{ij} = a_i b_k`.

Use instead: `D_{ij} = a_i b_j`.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.index_faults:
        grave = wording.severity(fault.basis)
        if fault.kind != "free" or grave is None or fault.base is None:
            continue
        left = wording.shown(judged, fault.region, fault.base)
        message = f"the index {fault.index} is free on the right, but not in {left}"
        yield Finding("IDX003", grave, judged.note.place(fault.region, fault.at), message, wording.related(fault.basis))
