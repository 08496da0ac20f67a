"""`nablint baseline`: records today's findings, so that later runs report what is new."""

from __future__ import annotations

import os
from argparse import Namespace

from nablint.cli.baseline import recorded
from nablint.cli.console import complain, say
from nablint.cli.exits import UNABLE, WELL
from nablint.cli.formats.summary import counted
from nablint.cli.running import run as check_all
from nablint.cli.session import Misuse, begin


def run(arguments: Namespace) -> int:
    try:
        session = begin(arguments)
    except Misuse as error:
        complain(str(error))
        return UNABLE
    reports = check_all(session.jobs, session.cache, arguments.jobs)
    for problem in (*session.problems, *(f"{r.path}: {r.problem}" for r in reports if r.problem)):
        complain(problem)
    if all(report.problem for report in reports):
        return UNABLE
    configured = os.path.join(session.main.folder or os.getcwd(), str(session.main.get("baseline")))
    path = arguments.baseline or os.path.relpath(configured)
    issues = (*session.issues, *(issue for report in reports for issue in report.issues))
    try:
        recorded(path, issues).write()
    except OSError as error:
        complain(f"{path}: cannot be written: {error.strerror}")
        return UNABLE
    say(f"{counted(len(issues), 'finding')} recorded in {path}")
    return WELL
