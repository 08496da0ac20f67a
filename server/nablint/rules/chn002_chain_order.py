"""The factors of a chain-rule product stand in the order of the other layout.

What: the factors link from z to x, but in the order of numerator layout (dz/dy · dy/dx) where the note is in denominator
layout, or the other way round. It is reported also where all sizes are equal and the product exists. The layout is the one
that the note states, or that another derivative of the note shows.

Why: Jacobians do not commute. In the wrong order the product is another matrix, or none.

Example: in denominator layout, `\\frac{dz}{dx} = \\frac{dz}{dy} \\frac{dy}{dx}` for vectors x, y, z.

Use instead: `\\frac{dz}{dx} = \\frac{dy}{dx} \\frac{dz}{dy}`.

Fix safety: reversing the factors is offered; it is not applied unasked, since the layout may be what was stated wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import chains, wording
from nablint.sizes.layouts import VectorByVector


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.chain_faults:
        grave = wording.severity(fault.basis)
        if fault.kind != "order" or grave is None:
            continue
        chosen = judged.chosen(fault.region)
        numerator = chosen.layout.vv is VectorByVector.ROWS_Y
        layout = "numerator" if numerator else "denominator"
        right = " ".join(wording.shown(judged, fault.region, link.node) for link in reversed(fault.chain.links))
        source = "which is stated" if "vv" in chosen.stated_choices() else "which another derivative of this note shows"
        message = (
            f"in {layout} layout, {source}, {chains.whole_text(judged, fault)} is {right}: "
            "these factors stand in the opposite order"
        )
        span = judged.note.place(fault.region, fault.chain.product)
        fixes = (chains.reversed_fix(judged, fault.region, fault.chain),)
        yield Finding("CHN002", grave, span, message, wording.related(fault.basis), fixes)
