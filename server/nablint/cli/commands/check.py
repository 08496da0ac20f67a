"""`nablint check`: notes in, findings out."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import nullcontext, redirect_stdout
from dataclasses import replace

from nablint.cli.baseline import BadBaseline, Baseline
from nablint.cli.console import complain
from nablint.cli.discover import shown
from nablint.cli.ending import configured_format, finish
from nablint.cli.exits import UNABLE
from nablint.cli.formats.summary import counted
from nablint.cli.mending import Mended, ended, mend, show
from nablint.cli.onpages import on_pages
from nablint.cli.outputs import Output, outputs
from nablint.cli.progress import Progress
from nablint.cli.report import SEVERITIES, FileReport, Issue, Page, RunReport, order_key, summed
from nablint.cli.running import run as check_all
from nablint.cli.session import STDIN, Misuse, Session, begin, watched_files


def run(arguments: Namespace) -> int:
    if not arguments.watch:
        return _once(arguments)
    from nablint.cli.watching import watch

    if STDIN in arguments.paths:
        complain("--watch needs files; standard input does not change")
        return UNABLE
    return watch(lambda: _once(arguments), lambda: watched_files(arguments))


def _once(arguments: Namespace) -> int:
    try:
        session = begin(arguments)
        wanted = outputs(arguments, configured_format(session.main))
    except Misuse as error:
        complain(str(error))
        return UNABLE
    for problem in session.problems:
        complain(problem)
    fixing = arguments.fix or arguments.fix_only
    try:
        # A report that is to be merged may be asked for statistics then.
        counting = arguments.statistics or any(output.format == "report" for output in wanted)
        reports = _checked(session, arguments, counting)
        if arguments.diff:
            return show(session, arguments, reports)
        mended = Mended()
        if fixing:
            mended = mend(session, arguments, reports)
            session = begin(arguments) if mended.configured else session
            again = list(range(len(reports))) if mended.configured else mended.changed
            if again and not arguments.fix_only:
                for k, report in zip(again, _checked(session, arguments, counting, again), strict=True):
                    reports[k] = report
    except Misuse as error:
        complain(str(error))
        return UNABLE
    for report in reports:
        if report.problem:
            complain(f"{report.path}: {report.problem}")
    if arguments.fix_only:
        return ended(session, arguments, reports, mended)
    # The fixed text of what came on standard input is on standard output, and findings must not get into it.
    piped = fixing and any(job.data is not None for job in session.jobs)
    with redirect_stdout(sys.stderr) if piped else nullcontext():
        return _conclude(session, arguments, reports, wanted, mended)


def _checked(session: Session, arguments: Namespace, counting: bool, which: list[int] | None = None) -> list[FileReport]:
    """In this process, in several, or on a cluster; `counting`: with their claims; `which`: only these notes."""
    jobs = session.jobs if which is None else [session.jobs[k] for k in which]
    with Progress(arguments.quiet) as progress:
        for job in jobs:
            job.counting = counting
        if arguments.dask is None:
            return check_all(jobs, session.cache, arguments.jobs, progress)
        from nablint.cli.cluster import ClusterUnfit, run_on_cluster

        try:
            return run_on_cluster(jobs, session.cache, arguments.dask, progress)
        except ClusterUnfit as error:
            raise Misuse(f"{arguments.dask}: {error}") from None


def _conclude(
    session: Session,
    arguments: Namespace,
    reports: list[FileReport],
    wanted: tuple[Output, ...],
    mended: Mended,
) -> int:
    """Prints what there is to say, and says how it ends."""
    issues = tuple(sorted((*session.issues, *(i for r in reports for i in r.issues)), key=order_key))
    checked = [report.path for report in reports if report.problem is None]
    try:
        known, issues, outdated = _against_baseline(session, arguments, issues, checked)
    except BadBaseline as error:
        complain(str(error))
        return UNABLE
    fail_on = arguments.fail_on or str(session.main.get("fail-on"))
    shown_from = 0 if arguments.hints or session.main.on("hints") or fail_on == "hint" else SEVERITIES.index("warning")
    report = RunReport(
        tuple(issue for issue in issues if issue.rank >= shown_from),
        len(checked),
        (*session.problems, *(f"{report.path}: {report.problem}" for report in reports if report.problem)),
        mended.count,
        known,
        tuple(mended.notices),
        outdated=outdated,
        shard=arguments.shard or (1, 1),
        claims=summed(report.claims for report in reports),
    )
    formats = {output.format for output in wanted}
    if "html" in formats:
        report = replace(report, pages=lambda: _pages(session, report))
    if "report" in formats:
        from nablint.cli.again import digests

        report = replace(report, digests=digests(session.jobs, report))
    return finish(report, wanted, arguments, session.main)


def _pages(session: Session, report: RunReport) -> Iterator[Page]:
    from nablint.cli.pages import page

    for number, job in enumerate(on_pages(session.jobs, report)):
        pieces = page(job, f"g{number}")
        if pieces is not None:
            yield shown(job.path), pieces


def _against_baseline(
    session: Session, arguments: Namespace, issues: tuple[Issue, ...], checked: list[str]
) -> tuple[int, tuple[Issue, ...], int]:
    """How many are known, those that are new, and how many entries a frozen baseline has too many.

    Hints take part even where they are not shown, and a run of fewer rules than usual takes nothing out: what such a run does
    not see is not gone.
    """
    if arguments.no_baseline:
        return 0, issues, 0
    configured = str(session.main.get("baseline"))
    path = arguments.baseline or os.path.relpath(os.path.join(session.main.folder or os.getcwd(), configured))
    baseline = Baseline.read(path)
    if baseline is None:
        if arguments.baseline:
            raise BadBaseline(f"{path}: no such baseline; nablint baseline writes one")
        return 0, issues, 0
    compared = baseline.compare(issues)
    whole = arguments.select is None and arguments.ignore is None and not arguments.no_values and not arguments.isolated
    shrunk = baseline.shrunk(issues, checked) if whole else baseline
    gone = sum(baseline.entries.values()) - sum(shrunk.entries.values())
    # Shards run at the same time, and none of them sees everything: they never write.
    if gone and not arguments.frozen_baseline and arguments.shard is None:
        shrunk.write()
        if not arguments.quiet:
            complain(f"{counted(gone, 'finding')} mended, and taken out of {path}")
    return compared.known, compared.new, gone if arguments.frozen_baseline else 0
