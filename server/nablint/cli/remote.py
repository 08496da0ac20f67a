"""What a worker of a cluster does: notes as bytes in, reports as JSON out. It reads and writes no file."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nablint import __version__
from nablint.analysis.settings import Settings
from nablint.base.cycles import look_rarely
from nablint.cli.checking import check_data
from nablint.cli.report import FileReport
from nablint.cli.stored import issues_from, to_plain

Task = tuple[str, bytes, Settings]


class WrongVersion(ValueError):
    """A worker with another nablint would say something else of the same note."""


def check_tasks(version: str, tasks: Sequence[Task]) -> str:
    """Runs on a worker."""
    if version != __version__:
        raise WrongVersion(f"a worker has nablint {__version__}, and this is {version}")
    look_rarely()
    reports = (check_data(name, data, settings) for name, data, settings in tasks)
    return json.dumps([[report.problem, [to_plain(issue) for issue in report.issues]] for report in reports])


def reports_from(text: str, tasks: Sequence[Task]) -> list[FileReport]:
    """What a worker answered, read where the run began."""
    return [
        FileReport(name, issues_from(issues, name), None if problem is None else str(problem))
        for (name, _, _), (problem, issues) in zip(tasks, json.loads(text), strict=True)
    ]
