"""The notes of a merged report, read again for a page: only those that are still what the shards checked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256

from nablint.analysis.configuration import Configurations
from nablint.cli.archives import is_archive, listing
from nablint.cli.checking import Job, data_of
from nablint.cli.discover import shown
from nablint.cli.onpages import on_pages
from nablint.cli.reading import Unreadable
from nablint.cli.report import Page, RunReport

GONE = "The note is not shown: it could not be read when the reports were merged."
CHANGED = "The note is not shown: it has changed since it was checked."


def digests(jobs: Sequence[Job], report: RunReport) -> dict[str, str]:
    """Of the notes that a page shows, by path."""
    made = ((shown(job.path), _digest(job)) for job in on_pages(jobs, report))
    return {path: digest for path, digest in made if digest is not None}


def pages_again(report: RunReport, configurations: Configurations) -> Iterator[Page]:
    """The notes under the settings of their folders; what was asked of the shards besides is not known here."""
    from nablint.cli.pages import page

    for number, job in enumerate(on_pages([_job(path, configurations) for path in report.digests], report)):
        path, digest = shown(job.path), _digest(job)
        if digest != report.digests[path]:
            yield path, GONE if digest is None else CHANGED
        elif (pieces := page(job, f"g{number}")) is not None:
            yield path, pieces


def _digest(job: Job) -> str | None:
    try:
        return sha256(data_of(job)).hexdigest()[:32]
    except Unreadable:
        return None


def _job(path: str, configurations: Configurations) -> Job:
    archive = _archive_of(path)
    settings = configurations.for_note(archive or path).settings_for(path)
    return Job(path, settings, inside=listing(archive).members.get(path) if archive else None)


def _archive_of(path: str) -> str | None:
    if os.path.lexists(path):
        return None
    folder = os.path.dirname(path)
    while folder and folder != os.path.dirname(folder):
        if is_archive(folder):
            return folder
        folder = os.path.dirname(folder)
    return None
