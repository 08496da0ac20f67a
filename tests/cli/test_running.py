"""Many notes in several processes: what dies takes little with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nablint.analysis.settings import Settings
from nablint.cli import checking, running
from nablint.cli.checking import Job
from tests.cli.conftest import UNCLOSED

Write = Callable[..., Path]


@pytest.fixture
def killers(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Paths of the notes that end the process that checks them."""
    deadly: set[str] = set()
    real = checking.analysed

    def analysed(source: Any, settings: Any) -> Any:
        if source.path in deadly:
            os._exit(1)
        return real(source, settings)

    monkeypatch.setattr(checking, "analysed", analysed)
    return deadly


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked, so that the note that kills is deadly in them")
@pytest.mark.parametrize("deadly", [{0}, {299}, {7, 150}], ids=["first", "last", "two"])
def test_a_note_that_kills_its_process_costs_its_own_report_and_little_time(
    note: Write, killers: set[str], deadly: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [Job(str(note(f"n{k:03}.md", UNCLOSED + "x" * (3000 - k))), Settings()) for k in range(300)]
    killers.update(job.path for k, job in enumerate(jobs) if k in deadly)
    pools: list[int] = []
    real = running._pool

    def pool(jobs: Any, batches: Any, cache: Any, workers: int) -> Any:
        pools.append(len(batches))
        return real(jobs, batches, cache, workers)

    monkeypatch.setattr(running, "_pool", pool)
    reports = running.run(jobs, None, 2)
    assert [report.path for report in reports] == [job.path for job in jobs]
    assert {k for k, report in enumerate(reports) if report.problem} == deadly
    assert all(len(report.issues) == 1 for k, report in enumerate(reports) if k not in deadly)
    # Those that were at work with it are checked one by one, and nobody else.
    assert len(pools) <= 1 + len(deadly) * (1 + 4 * 20)
