"""How a run ends, whole or merged: its report goes out in every format, and the exit code is chosen."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from dataclasses import replace

from nablint.analysis.configuration import Configuration
from nablint.cli.console import complain, say
from nablint.cli.exits import FINDINGS, UNABLE, WELL
from nablint.cli.formats import FORMATS
from nablint.cli.formats.summary import counted
from nablint.cli.outputs import FOR_PEOPLE, Output, emit
from nablint.cli.report import SEVERITIES, RunReport


def finish(report: RunReport, wanted: tuple[Output, ...], arguments: Namespace, main: Configuration) -> int:
    """Prints what there is to say; the exit code."""
    if report.outdated:
        gone = f"{counted(report.outdated, 'finding')} that no longer {'occurs' if report.outdated == 1 else 'occur'}"
        outdated = f"the baseline has {gone}; run nablint check without --frozen-baseline"
        report = replace(report, notices=(*report.notices, outdated))
    if arguments.statistics:
        _statistics(report, arguments)
    else:
        for output in wanted:
            failure = emit(output, report, arguments)
            if failure:
                complain(failure)
                return UNABLE
    if not report.files:
        return _nothing_checked(report)
    fail_on = SEVERITIES.index(arguments.fail_on or str(main.get("fail-on")))
    failing = report.outdated or any(issue.rank >= fail_on for issue in report.issues)
    if (failing and not arguments.exit_zero) or (report.fixed and getattr(arguments, "exit_non_zero_on_fix", False)):
        return FINDINGS
    return WELL


def configured_format(main: Configuration) -> str:
    configured = str(main.get("output-format"))
    return configured if configured.partition("=")[0] in FORMATS else FOR_PEOPLE[0]


def _nothing_checked(report: RunReport) -> int:
    if report.problems:
        return UNABLE
    complain("nothing to check: " + ("all that was given is excluded" if report.shard[1] == 1 else "this shard is empty"))
    return WELL


def _statistics(report: RunReport, arguments: Namespace) -> None:
    """How many of each rule, the most frequent first, and of claims; as JSON where that is the format."""
    issues = report.issues
    counts = Counter((issue.code, issue.name) for issue in issues)
    fixable = Counter(issue.code for issue in issues if issue.repair)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if "json" in arguments.output_format:
        import json

        say(json.dumps([{"code": c, "name": n, "count": k, "fixable": fixable[c]} for (c, n), k in ordered], indent=2))
        return
    width = len(str(max(counts.values(), default=0)))
    for (code, name), count in ordered:
        say(f"{count:>{width}}  {code}  {'[*]' if fixable[code] else '   '}  {name}")
    if any(report.claims):
        verified, wrong, unchecked = report.claims
        say(f"{counted(sum(report.claims), 'claim')}: {verified} verified, {wrong} wrong, {unchecked} not checked")
