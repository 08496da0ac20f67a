"""Fixes that hold: each is applied and the note checked again; kept only if its finding is gone and none is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from nablint.analysis.editing import edited
from nablint.base.findings import Finding, Fix
from nablint.base.source import Source

Recheck = Callable[[str], tuple[Finding, ...]]


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
