"""The factors of a chain-rule product do not link.

What: in a product such as `dz/dy · du/dx` every factor but one begins where the one before it ends. The two names that should
be one are both declared, neither stands for the other, and neither depends on the other. Also a derivative taken at arguments,
times the derivative of one of them, where the first is by another argument: `dq/dv(t(v), v) · dt/dv` for `q(z, v)`.

Why: the chain rule goes from variable to variable. A link that is broken is most often a lost hat, prime or index.

Example: with z a function of y, y of x, and u another vector, `\\frac{dz}{dx} = \\frac{dz}{dy} \\frac{du}{dx}`.

Use instead: `\\frac{dz}{dx} = \\frac{dz}{dy} \\frac{dy}{dx}`.

Fix safety: writing the missing name is offered; it is not applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Edit, Finding, Fix, Severity
from nablint.base.shortening import shortened
from nablint.readings.judged import Judged
from nablint.rules import wording
from nablint.rules.fixes import LONGEST_TITLE


def check(judged: Judged) -> Iterator[Finding]:
    for fault in judged.chain_faults:
        grave = wording.severity(fault.basis)
        gap = fault.gap
        if fault.kind != "link" or grave is None or gap is None:
            continue
        region = fault.region
        before, after = wording.shown(judged, region, gap.before.node), wording.shown(judged, region, gap.after.node)
        wrong, instead = wording.shown(judged, region, gap.wrong), wording.shown(judged, region, gap.instead_node)
        message = f"{before} and {after} do not link: the first is by {instead}, the second is of {wrong}"
        edit = Edit(judged.note.place(region, gap.wrong), judged.note.text(region, gap.instead_node))
        span = judged.note.place(region, gap.after.node)
        fix = Fix(shortened(f"Write {instead} for {wrong}", LONGEST_TITLE), (edit,))
        yield Finding("CHN003", grave, span, message, wording.related(fault.basis), (fix,))

    for slot in judged.wrong_slots:
        region = slot.region
        outer, inner, through, variable, formal = (
            wording.shown(judged, region, node) for node in (slot.outer, slot.inner, slot.through, slot.variable, slot.formal)
        )
        message = (
            f"{outer} and {inner} do not link: of {formal}, {outer} is by {variable}, but {inner} is of the argument {through}"
        )
        yield Finding("CHN003", Severity.WARNING, judged.note.place(region, slot.outer), message)
