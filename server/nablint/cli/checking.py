"""One note checked: from its path and settings to a report of plain values. Runs in any process, prints nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from nablint.analysis.settings import Settings
from nablint.base.budget import BudgetExceeded
from nablint.base.cycles import look_rarely
from nablint.base.findings import Edit, Finding, Fix
from nablint.base.source import Source
from nablint.cli.cache import Cache
from nablint.cli.discover import shown
from nablint.cli.places import Places
from nablint.cli.reading import Unreadable, decode, read_bytes
from nablint.cli.report import Change, FileReport, Issue, Note, Place, Repair, order_key
from nablint.rules.registry import rule_name

if TYPE_CHECKING:
    from nablint.analysis.snapshot import Snapshot
    from nablint.cli.archives import Member
    from nablint.documents.model import Cell


@dataclass(slots=True)
class Job:
    """A file to check. `data` is given where it comes from standard input; fixing replaces it. `inside` says where in an
    archive it stands."""

    path: str
    settings: Settings
    data: bytes | None = None
    inside: Member | None = None

    @property
    def file(self) -> str:
        """The file of the file system that holds it."""
        return self.inside.archive if self.inside else self.path


def data_of(job: Job) -> bytes:
    """Its bytes, wherever they stand."""
    if job.data is not None:
        return job.data
    if job.inside is None:
        return read_bytes(job.path)
    from nablint.cli.archives import read_member

    return read_member(job.inside)


_TOP = Place(1, 1, 1, 1)  # of another file, whose text is not at hand

# What a defect of nablint itself may raise on one note: it must not cost the reports on the others.
_DEFECTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    RecursionError,
    TypeError,
    ValueError,
    BudgetExceeded,
)


def check_all(jobs: Iterable[Job], cache: Cache | None = None) -> Iterator[FileReport]:
    """The report of each, from the cache where it has it."""
    look_rarely()
    for job in jobs:
        yield check(job, cache)


def check(job: Job, cache: Cache | None = None) -> FileReport:
    """The report of one file; what cannot be read is a problem, never an exception."""
    name = shown(job.path)
    try:
        data = data_of(job)
        settings = with_includes(job, data)
    except Unreadable as error:
        return FileReport(name, problem=str(error))
    return check_data(name, data, settings, cache)


def key_of(cache: Cache, name: str, data: bytes, settings: Settings) -> str:
    """Where the cache keeps the report of a note."""
    return cache.key(os.path.splitext(name)[1], data, settings)


def check_data(name: str, data: bytes, settings: Settings, cache: Cache | None = None) -> FileReport:
    """The report of a note whose bytes are at hand, with settings that hold what its includes say."""
    try:
        key = key_of(cache, name, data, settings) if cache else ""
        issues = cache.load(key, name) if cache else None
        if issues is None:
            snapshot = analysed(Source.named(name, decode(data).text), settings)
            if snapshot.document.problem:
                return FileReport(name, problem=snapshot.document.problem)
            issues = report_issues(snapshot.source, snapshot.findings, snapshot.document.cells)
            if cache:
                cache.store(key, issues)
    except Unreadable as error:
        return FileReport(name, problem=str(error))
    except _DEFECTS as error:
        return FileReport(name, problem=f"not checked, nablint has a defect: {_told(error)}")
    return FileReport(name, issues)


def with_includes(job: Job, data: bytes) -> Settings:
    """The settings with the macros of the files that a note reads."""
    if b"\\in" not in data and b"\\subfile" not in data:
        return job.settings
    from nablint.analysis.includes import included_macros

    macros = included_macros(job.path, data.decode("utf-8", "replace"), partial(_text_of, job.inside))
    return replace(job.settings, macros=f"{job.settings.macros}\n{macros}") if macros else job.settings


def _text_of(inside: Member | None, path: str) -> str | None:
    """The text of a file that a note reads. A note in an archive reads only files of that archive."""
    try:
        if inside is None:
            return decode(read_bytes(path)).text
        from nablint.cli.archives import listing, read_member

        member = listing(inside.archive).members.get(path)
        return None if member is None else decode(read_member(member)).text
    except Unreadable:
        return None


def _told(error: BaseException) -> str:
    """The error with the innermost place of the program it comes from, for a report of the defect."""
    from traceback import extract_tb

    frames = extract_tb(error.__traceback__)
    where = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {str(error)[:200]}{where}"


def analysed(source: Source, settings: Settings) -> Snapshot:
    from nablint.analysis.analyse import analyse

    return analyse(source, settings)


def report_issues(source: Source, found: Sequence[Finding], cells: tuple[Cell, ...] = ()) -> tuple[Issue, ...]:
    """Findings as people read them, in order."""
    if not found:
        return ()
    places = Places(source.text, cells)
    return tuple(sorted((_issue(source, places, finding) for finding in found), key=order_key))


def _issue(source: Source, places: Places, finding: Finding) -> Issue:
    notes = tuple(
        Note(r.message, source.path, places.place(r.span), places.lines(r.span, 1))
        if r.path is None or r.path == source.path
        else Note(r.message, r.path, _TOP)
        for r in finding.related
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
