"""One note checked: from its path and settings to a report of plain values. Runs in any process, prints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nablint.analysis.settings import Settings
from nablint.base.findings import Edit, Finding, Fix
from nablint.base.source import Source
from nablint.cli.discover import shown
from nablint.cli.places import Places
from nablint.cli.reading import Unreadable, decode, read_bytes
from nablint.cli.report import Change, FileReport, Issue, Note, Repair, order_key
from nablint.rules.registry import rule_name


@dataclass(frozen=True, slots=True)
class Job:
    """A file to check. `data` is given where it comes from standard input."""

    path: str
    settings: Settings
    data: bytes | None = None


def check(job: Job) -> FileReport:
    """The report of one file; what cannot be read is a problem, never an exception."""
    name = shown(job.path)
    try:
        data = read_bytes(job.path) if job.data is None else job.data
        text = decode(data).text
    except Unreadable as error:
        return FileReport(name, problem=str(error))
    source = Source.named(name, text)
    return FileReport(name, report_issues(source, findings(source, job.settings)))


def findings(source: Source, settings: Settings) -> Sequence[Finding]:
    from nablint.analysis.analyse import analyse

    return analyse(source, settings).findings


def report_issues(source: Source, found: Sequence[Finding]) -> tuple[Issue, ...]:
    """Findings as people read them, in order."""
    if not found:
        return ()
    places = Places(source)
    return tuple(sorted((_issue(source, places, finding) for finding in found), key=order_key))


def _issue(source: Source, places: Places, finding: Finding) -> Issue:
    notes = tuple(
        Note(r.message, r.path or source.path, places.place(r.span), places.lines(r.span, 1))
        for r in finding.related
        if r.path is None or r.path == source.path
    )
    return Issue(
        finding.code,
        rule_name(finding.code),
        finding.severity.word,
        finding.message,
        source.path,
        places.place(finding.span),
        places.lines(finding.span),
        notes,
        _repair(places, finding.fixes[0]) if finding.fixes else None,
    )


def _repair(places: Places, fix: Fix) -> Repair:
    def change(edit: Edit) -> Change:
        return Change(places.place(edit.span), edit.text)

    return Repair(fix.title, fix.safe, tuple(map(change, fix.edits)))
