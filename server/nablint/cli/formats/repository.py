"""A report for services that look a path up in a repository: paths below the working directory are relative to it."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache

from nablint.cli.discover import shown
from nablint.cli.report import Issue, RunReport


def below_here(report: RunReport) -> RunReport:
    """CI starts where the repository is. What lies elsewhere keeps the path that it was given by."""
    here = os.getcwd()
    return replace(report, issues=tuple(_moved(issue, here) for issue in report.issues))


def _moved(issue: Issue, here: str) -> Issue:
    paths = {issue.path, *(note.path for note in issue.notes)}
    if not any(map(os.path.isabs, paths)):
        return issue
    notes = tuple(replace(note, path=_relative(note.path, here)) for note in issue.notes)
    return replace(issue, path=_relative(issue.path, here), notes=notes)


@lru_cache(maxsize=64)
def _relative(path: str, here: str) -> str:
    if not os.path.isabs(path):
        return path
    try:
        relative = shown(os.path.relpath(path, here))
    except ValueError:  # another drive
        return path
    return path if relative.split("/")[0] == ".." else relative
