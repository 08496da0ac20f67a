"""Fixes that hold: each is applied and the note checked again; kept only if its finding is gone and none is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from nablint.analysis.editing import edited
from nablint.base.findings import Finding, Fix
from nablint.base.source import Source

Recheck = Callable[[str], tuple[Finding, ...]]
IsIdle = Callable[[Finding, Fix], bool]

# What may be read again for all fixes of a note, so that a run stays linear in what it reads: a small note as often as it
# likes, a large one a few times over.
CHARACTERS = 200_000
TIMES = 16


def _none_is_idle(_: Finding, __: Fix) -> bool:
    return False


def affordable(
    source: Source,
    findings: tuple[Finding, ...],
    recheck: Recheck,
    budget: int | None = None,
    is_idle: IsIdle = _none_is_idle,
) -> tuple[Finding, ...]:
    """The findings with those of their fixes that help, in order, the safe ones first, as far as the budget of characters
    reaches; a fix that could not be checked is left out. Without a number the budget follows the length of the note. What
    `is_idle` knows not to help is left out without checking."""
    length = max(len(source.text), 1)
    left = max(CHARACTERS, TIMES * length) if budget is None else budget
    found = list(findings)
    for k in sorted(range(len(found)), key=lambda k: not any(fix.safe for fix in found[k].fixes)):
        hopeful = tuple(fix for fix in found[k].fixes if left >= length and not is_idle(found[k], fix))
        afforded = hopeful[: left // length]
        left -= len(afforded) * length
        found[k] = verified(source, replace(found[k], fixes=afforded), findings, recheck)
    return tuple(found)


def verified(
    source: Source,
    finding: Finding,
    all_findings: tuple[Finding, ...],
    recheck: Recheck,
    is_idle: IsIdle = _none_is_idle,
) -> Finding:
    """The finding with those of its fixes that help; `is_idle` as in `affordable`."""
    if not finding.fixes:
        return finding
    before = Counter(f.code for f in all_findings)
    hopeful = (fix for fix in finding.fixes if not is_idle(finding, fix))
    return replace(finding, fixes=tuple(f for f in hopeful if _helps(source, f, finding, before, recheck)))


def _helps(source: Source, fix: Fix, finding: Finding, before: Counter[str], recheck: Recheck) -> bool:
    if not fix.edits:
        return False
    after = Counter(f.code for f in recheck(edited(source, fix.edits)))
    gone = after[finding.code] < before[finding.code]
    return gone and not after - before
