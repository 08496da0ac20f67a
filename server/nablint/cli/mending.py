"""Fixing in a run: which files, what it says of them, and how it ends where nothing else is asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import field

from nablint.base.values import dataclass
from nablint.cli.console import complain, say_all, say_bytes
from nablint.cli.exits import FINDINGS, UNABLE, WELL
from nablint.cli.formats.summary import counted
from nablint.cli.report import FileReport
from nablint.cli.session import Session

NOT_IN_ARCHIVES = "nothing is fixed inside archives"


@dataclass(slots=True)
class Mended:
    """`count` fixes were applied; `changed` are the places of the notes among the jobs, `configured` whether a configuration
    file changed, on which everything rests; `notices` say what was left alone."""

    count: int = 0
    changed: list[int] = field(default_factory=list)
    configured: bool = False
    notices: list[str] = field(default_factory=list)


def mend(session: Session, arguments: Namespace, reports: Sequence[FileReport]) -> Mended:
    """Applies fixes to the files in which something was found."""
    from nablint.cli.fixing import fix, fix_configurations, write

    mended = Mended()
    if any(job.inside for job in session.jobs):
        mended.notices.append(NOT_IN_ARCHIVES)
    for fixed in fix_configurations(session, arguments.unsafe_fixes):
        refused = write(fixed)
        if refused is None:
            mended.count += fixed.count
            mended.configured = True
        else:
            mended.notices.append(refused)
    for k in _with_findings(session, reports):
        job = session.jobs[k]
        fixed_note = fix(job, arguments.unsafe_fixes)
        if job.data is not None:
            job.data = fixed_note.before.encoded(fixed_note.after) if fixed_note else job.data
        elif fixed_note is not None:
            refused = write(fixed_note)
            if refused is not None:
                mended.notices.append(refused)
                continue
        if fixed_note is not None:
            mended.count += fixed_note.count
            mended.changed.append(k)
    for job in session.jobs:
        if job.data is not None:
            say_bytes(job.data)
    return mended


def _with_findings(session: Session, reports: Sequence[FileReport]) -> Iterator[int]:
    """All others have nothing to fix, and to read them again would take as long as the check."""
    return (k for k, job in enumerate(session.jobs) if job.inside is None and reports[k].issues)


def ended(session: Session, arguments: Namespace, reports: Sequence[FileReport], mended: Mended) -> int:
    """How a run ends that fixes and reports nothing."""
    for notice in mended.notices:
        complain(notice)
    if not arguments.quiet:
        complain(f"{counted(mended.count, 'finding')} fixed" if mended.count else f"nothing to fix{_more(arguments)}")
    if _nothing_read(session, reports):
        return UNABLE
    return FINDINGS if mended.count and arguments.exit_non_zero_on_fix else WELL


def show(session: Session, arguments: Namespace, reports: Sequence[FileReport]) -> int:
    """What fixing would change, as a patch."""
    from nablint.cli.fixing import fix, fix_configurations, patch

    for report in reports:
        if report.problem:
            complain(f"{report.path}: {report.problem}")
    count = 0
    for fixed in fix_configurations(session, arguments.unsafe_fixes):
        say_all(patch(fixed))
        count += fixed.count
    for k in _with_findings(session, reports):
        fixed_note = fix(session.jobs[k], arguments.unsafe_fixes)
        if fixed_note is not None:
            say_all(patch(fixed_note))
            count += fixed_note.count
    if _nothing_read(session, reports):
        return UNABLE
    if any(job.inside for job in session.jobs):
        complain(NOT_IN_ARCHIVES)
    if not count and not arguments.quiet:
        complain(f"nothing to fix{_more(arguments)}")
    return FINDINGS if count and not arguments.exit_zero else WELL


def _nothing_read(session: Session, reports: Sequence[FileReport]) -> bool:
    problems = [*session.problems, *(report.problem for report in reports if report.problem)]
    return bool(problems) and all(report.problem for report in reports)


def _more(arguments: Namespace) -> str:
    return "" if arguments.unsafe_fixes else " safely; --unsafe-fixes applies what may change the meaning too"
