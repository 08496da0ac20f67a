"""Which notes a page shows whole."""

from __future__ import annotations

from collections.abc import Sequence

from nablint.cli.checking import Job
from nablint.cli.discover import shown
from nablint.cli.report import RunReport

FEW = 20  # notes that a page shows even where nothing was found in them


def on_pages(jobs: Sequence[Job], report: RunReport) -> list[Job]:
    """Those with findings, all of them where there are few; by path, as the findings are."""
    named = {issue.path for issue in report.issues}
    chosen = [job for job in jobs if shown(job.path) in named or report.files <= FEW]
    return sorted(chosen, key=lambda job: shown(job.path))
