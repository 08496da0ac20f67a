"""A suppression that suppresses nothing.

What: an `ignore` or `ignore-file` directive whose rule reports nothing where it holds.

Why: it was written against a finding that is gone; left in place it would hide the next one.

Example: `<!-- nablint: ignore SHP001 -->` before a formula that is right.

Use instead: remove the directive.

Fix safety: removing it changes nothing that is reported, and is safe.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Edit, Finding, Fix, Severity
from nablint.declarations.facts import Suppression


def unused(suppression: Suppression, codes: tuple[str, ...]) -> Iterator[Finding]:
    """`codes` are those of the suppression that silenced nothing, of the rules that were run."""
    listed = ", ".join(codes)
    fixes: tuple[Fix, ...] = ()
    if codes == suppression.codes and suppression.whole is not None:
        fixes = (Fix("Remove the directive", (Edit(suppression.whole, ""),), safe=True),)
    yield Finding("NOT003", Severity.WARNING, suppression.span, f"nothing is reported here for {listed}", (), fixes)
