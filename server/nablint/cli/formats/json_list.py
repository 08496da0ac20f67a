"""`json`: one list of findings."""

from __future__ import annotations

import json
from collections.abc import Iterator

from nablint.cli.formats import Style
from nablint.cli.formats.records import record
from nablint.cli.report import RunReport


def render(report: RunReport, style: Style) -> Iterator[str]:
    if not report.issues:
        yield "[]\n"
        return
    for k, issue in enumerate(report.issues):
        yield ("[\n" if k == 0 else ",\n") + json.dumps(record(issue), ensure_ascii=False)
    yield "\n]\n"
