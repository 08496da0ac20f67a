"""`json-lines`: one finding a line, for programs that read as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from nablint.cli.formats import Style
from nablint.cli.formats.records import record
from nablint.cli.report import RunReport


def render(report: RunReport, style: Style) -> Iterator[str]:
    for issue in report.issues:
        yield json.dumps(record(issue), ensure_ascii=False) + "\n"
