"""Fixes that hold: each is applied and the note checked again; kept only if its finding is gone and none is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from nablint.analysis.editing import edited
from nablint.base.findings import Finding, Fix
from nablint.base.source import Source

Recheck = Callable[[str], tuple[Finding, ...]]

# What may be read again for all fixes of a note, so that a run stays linear in what it reads: a small note as often as it
# likes, a large one a few times over.
CHARACTERS = 200_000
TIMES = 16


def affordable(
    source: Source, findings: tuple[Finding, ...], recheck: Recheck, budget: int | None = None
) -> tuple[Finding, ...]:
    """The findings with those of their fixes that help, in order, the safe ones first, as far as the budget of characters
    reaches; a fix that could not be checked is left out. Without a number the budget follows the length of the note."""
    length = max(len(source.text), 1)
    left = max(CHARACTERS, TIMES * length) if budget is None else budget
    found = list(findings)
    for k in sorted(range(len(found)), key=lambda k: not any(fix.safe for fix in found[k].fixes)):
        afforded = found[k].fixes[: left // length]
        left -= len(afforded) * length
        found[k] = verified(source, replace(found[k], fixes=afforded), findings, recheck)
    return tuple(found)


def verified(source: Source, finding: Finding, all_findings: tuple[Finding, ...], recheck: Recheck) -> Finding:
    """The finding with those of its fixes that help."""
    if not finding.fixes:
        return finding
    before = Counter(f.code for f in all_findings)
    return replace(finding, fixes=tuple(f for f in finding.fixes if _helps(source, f, finding, before, recheck)))


def _helps(source: Source, fix: Fix, finding: Finding, before: Counter[str], recheck: Recheck) -> bool:
    if not fix.edits:
        return False
    after = Counter(f.code for f in recheck(edited(source, fix.edits)))
    gone = after[finding.code] < before[finding.code]
    return gone and not after - before
