"""The last lines of a run for people: how many, what can be fixed, what to do next."""

from __future__ import annotations

from nablint.cli.report import RunReport

MANY = 100  # findings from which a baseline is the better beginning


def counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def summary(report: RunReport) -> list[str]:
    """Plain lines, without colour."""
    files = counted(report.files, "file")
    lines = []
    if report.issues:
        lines.append(f"{', '.join(counted(n, s) for s, n in report.counted().items())} in {files}")
        safe = sum(1 for i in report.issues if i.repair and i.repair.safe)
        unsafe = sum(1 for i in report.issues if i.repair and not i.repair.safe)
        if safe:
            lines.append(f"{safe} fixable with --fix" + (f", {unsafe} more with --unsafe-fixes" if unsafe else ""))
        elif unsafe:
            lines.append(f"{unsafe} fixable with --fix --unsafe-fixes")
    elif report.files:
        lines.append(f"nothing found in {files}")
    if report.fixed:
        lines.append(f"{counted(report.fixed, 'finding')} fixed")
    if report.known:
        lines.append(f"{counted(report.known, 'finding')} already in the baseline")
    if len(report.issues) >= MANY and not report.known:
        lines.append("to begin from here and see only what is new: nablint baseline")
    return lines + list(report.notices)
