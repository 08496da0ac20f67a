"""`report`: all that a run found, without loss, for `nablint merge`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from nablint import __version__
from nablint.cli.formats import Style
from nablint.cli.report import RunReport
from nablint.cli.stored import to_plain

VERSION = 1


def render(report: RunReport, style: Style) -> Iterator[str]:
    """One JSON object; an issue stands as a pair of its path and what `stored` makes of it, one on a line."""
    head = {
        "report": VERSION,
        "nablint": __version__,
        "shard": report.shard,
        "files": report.files,
        "fixed": report.fixed,
        "known": report.known,
        "outdated": report.outdated,
        "problems": report.problems,
        "claims": report.claims,
        "notes": dict(report.digests),
    }
    yield json.dumps(head)[:-1] + ', "issues": ['
    for k, issue in enumerate(report.issues):
        yield (",\n" if k else "\n") + json.dumps([issue.path, to_plain(issue)])
    yield "]}\n"
