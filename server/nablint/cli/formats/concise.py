"""`concise`: one line a finding, `path:row:column: CODE message`, as editors and grep read it."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.cli.console import Paint, one_line
from nablint.cli.formats import Style
from nablint.cli.formats.summary import summary
from nablint.cli.report import RunReport


def render(report: RunReport, style: Style) -> Iterator[str]:
    paint = Paint(style.colour)
    for issue in report.issues:
        cell = f"cell {issue.place.cell}:" if issue.place.cell else ""
        where = f"{one_line(issue.path)}:{cell}{issue.place.row}:{issue.place.column}:"
        mark = "" if issue.repair is None else " [*]" if issue.repair.safe else " [~]"
        yield f"{paint('bold', where)} {paint(issue.severity, issue.code)}{mark} {one_line(issue.message)}\n"
    if not style.quiet:
        for line in summary(report):
            yield line + "\n"
