"""What a worker of a cluster does: notes as bytes in, reports as JSON out. It reads and writes no file."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nablint import __version__
from nablint.analysis.settings import Settings
from nablint.base.cycles import look_rarely
from nablint.cli.checking import check_data
from nablint.cli.report import FileReport
from nablint.cli.stored import report_from, report_to_plain

Task = tuple[str, bytes, Settings]


class WrongVersion(ValueError):
    """A worker with another nablint would say something else of the same note."""


def check_tasks(version: str, tasks: Sequence[Task], counting: bool = False) -> str:
    """Runs on a worker. `counting`: claims are counted, too."""
    if version != __version__:
        raise WrongVersion(f"a worker has nablint {__version__}, and this is {version}")
    look_rarely()
    reports = (check_data(name, data, settings, counting=counting) for name, data, settings in tasks)
    return json.dumps([report_to_plain(report) for report in reports])


def reports_from(text: str, tasks: Sequence[Task]) -> list[FileReport]:
    """What a worker answered, read where the run began."""
    return [report_from(plain, name) for (name, _, _), plain in zip(tasks, json.loads(text), strict=True)]
