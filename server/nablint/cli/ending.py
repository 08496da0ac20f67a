"""How a run ends, whole or merged: its report goes out in every format, and the exit code is chosen."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from nablint.analysis.configuration import Configuration
from nablint.cli.console import complain
from nablint.cli.exits import FINDINGS, UNABLE, WELL
from nablint.cli.formats import FORMATS
from nablint.cli.formats.summary import counted
from nablint.cli.outputs import FOR_PEOPLE, Output, emit, put
from nablint.cli.report import SEVERITIES, RunReport


def finish(report: RunReport, wanted: tuple[Output, ...], arguments: Namespace, main: Configuration) -> int:
    """Prints what there is to say; the exit code."""
    if report.outdated:
        gone = f"{counted(report.outdated, 'finding')} that no longer {'occurs' if report.outdated == 1 else 'occur'}"
        outdated = f"the baseline has {gone}; run nablint check without --frozen-baseline"
        report = replace(report, notices=(*report.notices, outdated))
    for output in wanted:
        if arguments.statistics:
            failure = _count(output, report, arguments)
        else:
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


def _count(output: Output, report: RunReport, arguments: Namespace) -> str | None:
    """The statistics, in a format that has them; those that come by themselves do not."""
    if output.format not in (*FOR_PEOPLE, "json"):
        return None
    return put(output, arguments, lambda style: _statistics(report, output.format == "json"))


def _statistics(report: RunReport, as_json: bool) -> Iterator[str]:
    """How many of each rule, the most frequent first, and of claims."""
    issues = report.issues
    counts = Counter((issue.code, issue.name) for issue in issues)
    fixable = Counter(issue.code for issue in issues if issue.repair)
    safely = {issue.code for issue in issues if issue.repair and issue.repair.safe}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if as_json:
        import json

        findings = [{"code": c, "name": n, "count": k, "fixable": fixable[c]} for (c, n), k in ordered]
        claims = dict(zip(("verified", "wrong", "unchecked"), report.claims, strict=True))
        yield json.dumps({"findings": findings, "claims": claims}, indent=2) + "\n"
        return
    width = len(str(max(counts.values(), default=0)))
    for (code, name), count in ordered:
        mark = "[*]" if code in safely else "[~]" if fixable[code] else "   "
        yield f"{count:>{width}}  {code}  {mark}  {name}\n"
    if any(report.claims):
        verified, wrong, unchecked = report.claims
        yield f"{counted(sum(report.claims), 'claim')}: {verified} verified, {wrong} wrong, {unchecked} not checked\n"
