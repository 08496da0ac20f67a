"""One note checked: from its path and settings to a report of plain values. Runs in any process, prints nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nablint.analysis.settings import Included, Settings
from nablint.base.budget import BudgetExceeded
from nablint.base.cycles import look_rarely
from nablint.base.findings import Edit, Finding, Fix, Related
from nablint.base.source import Source
from nablint.base.values import dataclass
from nablint.cli.cache import Cache
from nablint.cli.discover import shown
from nablint.cli.places import Places
from nablint.cli.reading import Unreadable, decode, read_bytes
from nablint.cli.report import Change, Claims, FileReport, Issue, Note, Place, Repair, order_key
from nablint.rules.registry import rule_name

if TYPE_CHECKING:
    from nablint.analysis.snapshot import Snapshot
    from nablint.cli.archives import Member
    from nablint.documents.model import Cell


@dataclass(slots=True)
class Job:
    """A file to check. `data` is given where it comes from standard input; fixing replaces it. `inside` says where in an
    archive it stands. `counting`: the claims of it are counted too."""

    path: str
    settings: Settings
    data: bytes | None = None
    inside: Member | None = None
    counting: bool = False

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
    return check_data(name, data, settings, cache, job.counting)


def key_of(cache: Cache, name: str, data: bytes, settings: Settings) -> str:
    """Where the cache keeps the report of a note."""
    return cache.key(os.path.splitext(name)[1], data, settings)


def kept(cache: Cache | None, key: str, name: str, counting: bool) -> FileReport | None:
    """What the cache has of a note; `counting`: only where its claims were counted, too."""
    report = cache.load(key, name) if cache is not None else None
    return None if report is None or (counting and report.claims is None) else report


def check_data(name: str, data: bytes, settings: Settings, cache: Cache | None = None, counting: bool = False) -> FileReport:
    """The report of a note whose bytes are at hand, with settings that hold what its includes say."""
    try:
        key = key_of(cache, name, data, settings) if cache else ""
        report = kept(cache, key, name, counting)
        if report is not None:
            return report
        snapshot = analysed(Source.named(name, decode(data).text), settings)
        if snapshot.document.problem:
            return FileReport(name, problem=snapshot.document.problem)
        issues = report_issues(snapshot.source, snapshot.findings, snapshot.document.cells, settings.includes)
        report = FileReport(name, issues, claims=_counted_claims(snapshot, settings) if counting else None)
        if cache:
            cache.store(key, report)
    except Unreadable as error:
        return FileReport(name, problem=str(error))
    except _DEFECTS as error:
        return FileReport(name, problem=f"not checked, nablint has a defect: {_told(error)}")
    return report


def _counted_claims(snapshot: Snapshot, settings: Settings) -> Claims:
    from nablint.features.knowledge import Knowledge

    tried = [claim.verdict.status for claim in Knowledge(snapshot, values=settings.values).claims]
    return tried.count("holds"), tried.count("fails"), tried.count("unchecked")


def with_includes(job: Job, data: bytes) -> Settings:
    """The settings with what other files say for a note: those that it includes, and those of its project."""
    from nablint.analysis.projects import gathered
    from nablint.cli.shelves import shelf_for

    shelf, path = shelf_for(job.path, job.inside)
    found = gathered(path, data.decode("utf-8", "replace"), shelf)
    return replace(job.settings, includes=(*job.settings.includes, *found)) if found else job.settings


def _told(error: BaseException) -> str:
    """The error with the innermost place of the program it comes from, for a report of the defect."""
    from traceback import extract_tb

    frames = extract_tb(error.__traceback__)
    where = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {str(error)[:200]}{where}"


def analysed(source: Source, settings: Settings, every_fix: bool = False) -> Snapshot:
    from nablint.analysis.analyse import analyse

    return analyse(source, settings, every_fix=every_fix)


def report_issues(
    source: Source, found: Sequence[Finding], cells: tuple[Cell, ...] = (), includes: Sequence[Included] = ()
) -> tuple[Issue, ...]:
    """Findings as people read them, in order."""
    if not found:
        return ()
    places = Places(source.text, cells)
    others = _Others(includes)
    return tuple(sorted((_issue(source, places, others, finding) for finding in found), key=order_key))


class _Others:
    """Places in the files that a note reads, by their paths."""

    def __init__(self, includes: Sequence[Included]) -> None:
        self._left = list(includes)
        self._texts: dict[str, str] = {}
        self._places: dict[str, Places] = {}

    def note(self, related: Related, path: str) -> Note:
        places = self._of(path)
        if places is None:
            return Note(related.message, path, _TOP)
        return Note(related.message, path, places.place(related.span), places.lines(related.span, 1))

    def _of(self, path: str) -> Places | None:
        while self._left:
            file = self._left.pop()
            # Of a main file only what stands before the note is taken: the beginning of its text.
            self._texts[file.path] = max(self._texts.get(file.path, ""), file.text, key=len)
            self._left.extend(file.inner)
        if path not in self._places and path in self._texts:
            self._places[path] = Places(self._texts[path], ())
        return self._places.get(path)


def _issue(source: Source, places: Places, others: _Others, finding: Finding) -> Issue:
    notes = tuple(
        Note(r.message, source.path, places.place(r.span), places.lines(r.span, 1))
        if r.path is None or r.path == source.path
        else others.note(r, r.path)
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
