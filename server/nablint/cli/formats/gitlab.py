"""`gitlab`: the Code Quality report that merge requests show."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.cli.formats import Style
from nablint.cli.formats.fingerprints import fingerprints
from nablint.cli.formats.repository import below_here
from nablint.cli.formats.streamed import streamed
from nablint.cli.report import RunReport

_SEVERITIES = {"error": "major", "warning": "minor", "hint": "info"}


def render(report: RunReport, style: Style) -> Iterator[str]:
    report = below_here(report)
    items = (
        {
            "description": f"{issue.code} {issue.name}: {issue.message}",
            "check_name": issue.code,
            "fingerprint": mark,
            "severity": _SEVERITIES[issue.severity],
            "location": {
                "path": issue.path,
                "positions": {
                    "begin": {"line": issue.place.row, "column": issue.place.column},
                    "end": {"line": issue.place.end_row, "column": issue.place.end_column},
                },
            },
        }
        for issue, mark in zip(report.issues, fingerprints(report.issues), strict=True)
    )
    yield from streamed([], "", items, 1)
