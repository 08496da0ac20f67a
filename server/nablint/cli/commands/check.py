"""`nablint check`: notes in, findings out."""

from __future__ import annotations

import sys
from argparse import Namespace

from nablint.cli.console import complain, say_all, wants_colour
from nablint.cli.exits import FINDINGS, UNABLE, WELL
from nablint.cli.formats import Style, render
from nablint.cli.report import SEVERITIES, FileReport, RunReport, order_key


def run(arguments: Namespace) -> int:
    from nablint.analysis.settings import Settings
    from nablint.cli.checking import Job, check
    from nablint.cli.discover import discover
    from nablint.cli.patterns import Patterns

    found = discover(arguments.paths or ["."], Patterns(arguments.exclude), Patterns([]), not arguments.no_respect_gitignore)
    settings = Settings()
    reports = [check(Job(path, settings)) for path in found.files]
    report = gathered(reports, found.problems, arguments.fail_on or "warning", arguments.hints)
    for problem in report.problems:
        complain(problem)
    style = Style(wants_colour(sys.stdout, arguments.color), arguments.quiet)
    for name in arguments.output_format or ["full"]:
        say_all(render(name, report, style))
    if not report.files:
        return UNABLE
    least = SEVERITIES.index(arguments.fail_on or "warning")
    failing = any(issue.rank >= least for issue in report.issues)
    return FINDINGS if failing and not arguments.exit_zero else WELL


def gathered(reports: list[FileReport], problems: list[str], fail_on: str, hints: bool) -> RunReport:
    """All reports as one, in the order in which they are shown."""
    least = 0 if hints or fail_on == "hint" else SEVERITIES.index("warning")
    issues = sorted((i for r in reports for i in r.issues if i.rank >= least), key=order_key)
    unread = [f"{r.path}: {r.problem}" for r in reports if r.problem]
    return RunReport(tuple(issues), sum(1 for r in reports if r.problem is None), (*problems, *unread))
