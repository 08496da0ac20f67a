"""A chain-rule product needs a transpose.

What: a product of derivatives that does not conform, or has not the shape of the derivative it is set equal to, and does with
one factor transposed.

Why: where gradients are columns beside Jacobians (mixed layout), the chain rule has a transpose in it: ∇ₓz = (dy/dx)ᵀ ∇ᵧz.

Example: with z a scalar whose gradients are columns, y of size m and x of size n,
`\\frac{dz}{dx} = \\frac{dy}{dx} \\frac{dz}{dy}` with Jacobians of size m × n.

Use instead: `\\frac{dz}{dx} = \\left(\\frac{dy}{dx}\\right)^\\top \\frac{dz}{dy}`.

Fix safety: writing the transpose is offered; it is not applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding
from nablint.readings.judged import Judged
from nablint.rules import chains, fixes, wording


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.chain_faults:
        grave = wording.severity(fault.basis)
        link = fault.transposed
        if fault.kind != "transpose" or grave is None or link is None:
            continue
        region = fault.region
        factors = ", ".join(chains.factor_text(judged, region, one) for one in fault.chain.links)
        verb = "without its transpose" if link.transposed else "transposed"
        message = (
            f"the factors {factors} do not give {chains.whole_text(judged, fault)} as they stand; "
            f"with {wording.shown(judged, region, link.node)} {verb} they do"
        )
        span = judged.note.place(region, fault.chain.product)
        offered = tuple(fixes.transposes(judged, region, (link.node,)))
        yield Finding("CHN005", grave, span, message, wording.related(fault.basis), offered)
