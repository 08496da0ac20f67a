"""`--dask`: the same reports in the same order on a cluster whose workers die, and without it where it is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dask
import distributed
import pytest

from nablint.analysis.settings import Settings
from nablint.cli import cluster as module
from nablint.cli.checking import Job, check_all
from nablint.cli.cluster import run_on_cluster
from tests.cli.conftest import RIGHT, UNCLOSED, Run

Write = Callable[..., Path]
SERVER = str(Path(__file__).resolve().parents[2] / "server")


def made() -> distributed.LocalCluster:
    return distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=100, protocol="tcp"
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", SERVER)
        # An answer that was on a dead worker is asked for this long before it is computed again.
        with dask.config.set({"distributed.comm.timeouts.connect": "4s"}), made() as running:
            yield running


def jobs(note: Write, count: int) -> list[Job]:
    for k in range(count):
        note(f"n{k:02}.md", RIGHT if k % 3 == 0 else f"{'text ' * k}\n\n{UNCLOSED}")
    note("latin.md", b"\xff")
    return [*(Job(f"n{k:02}.md", Settings()) for k in range(count)), Job("latin.md", Settings()), Job("none.md", Settings())]


def test_a_cluster_says_what_one_process_says(run: Run, note: Write, cluster: distributed.LocalCluster) -> None:
    jobs(note, 9)
    note("main.tex", "\\input{macros}\nLet $A \\in \\R^{m \\times n}$, $x \\in \\R^m$.\n\n$$\ny = A x\n$$\n")
    note("macros.tex", "\\newcommand{\\R}{\\mathbb{R}}\n")
    alone = run("check", "--no-cache", "--output-format", "json", ".")
    assert "SHP001" in alone.out
    assert run("check", "--dask", cluster.scheduler_address, "--no-cache", "--output-format", "json", ".") == alone
    assert run("check", "--dask", cluster.scheduler_address, "--output-format", "json", ".") == alone
    assert run("check", "--output-format", "json", ".") == alone  # from the cache that the cluster's reports filled


def test_a_cluster_counts_claims(run: Run, note: Write, cluster: distributed.LocalCluster) -> None:
    note("a.md", "Let $f(t) = t^2$. So $f'(t) = 2t$, and $f'(t) = 3t$.\n")
    counted = run("check", "--statistics", "--no-cache", "--dask", cluster.scheduler_address, ".")
    assert counted.out.splitlines()[-1] == "2 claims: 1 verified, 1 wrong, 0 not checked"


def test_what_the_cache_has_does_not_travel(
    run: Run, note: Write, cluster: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs(note, 4)
    os.unlink("latin.md")  # what cannot be read is not kept
    first = run("check", "--output-format", "json", ".")
    monkeypatch.setattr(module, "check_tasks", None)  # would fail on every worker
    assert run("check", "--dask", cluster.scheduler_address, "--output-format", "json", ".") == first


def test_a_worker_killed_in_the_middle_changes_nothing(
    run: Run, note: Write, cluster: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH_BYTES", 1)
    given = jobs(note, 30)
    expected = list(check_all(given))
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        victims = list(client.run(os.getpid).values())
    seen: list[int] = []

    def progress(done: int, total: int) -> None:
        if len(seen) == 5:
            os.kill(victims[0], signal.SIGKILL)
        seen.append(done)

    assert run_on_cluster(given, None, cluster.scheduler_address, progress) == expected
    assert seen == list(range(1, 33))


def test_a_note_that_kills_its_workers_costs_only_its_own_report(
    run: Run, note: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = jobs(note, 4)
    expected = list(check_all(given))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([SERVER, str(Path(__file__).resolve().parents[2])]))
    monkeypatch.setattr(module, "check_tasks", deadly)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=100, scheduler_kwargs={"allowed_failures": 0}
    ) as fragile:
        reports = run_on_cluster(given, None, fragile.scheduler_address)
    assert reports[1].problem == "the workers that checked it ended before their time"
    assert [report for k, report in enumerate(reports) if k != 1] == [r for k, r in enumerate(expected) if k != 1]


def deadly(version: str, tasks: list[tuple[str, bytes, Settings]], counting: bool) -> str:
    """Runs on a worker."""
    from nablint.cli.remote import check_tasks

    if any(name == "n01.md" for name, _, _ in tasks):
        os._exit(1)
    return check_tasks(version, tasks, counting)


@pytest.mark.parametrize("end", ["workers", "scheduler"])
def test_a_cluster_that_goes_away_leaves_the_rest_to_this_process(
    run: Run, note: Write, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(module, "BATCH_BYTES", 1)
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    given = jobs(note, 30)
    expected = list(check_all(given))
    seen: list[int] = []
    with started() as (address, scheduler, worker):

        def progress(done: int, total: int) -> None:
            if len(seen) == 3:
                time.sleep(1)  # so that several answers are there, and are lost while the first of them is read
            if len(seen) == 4:
                ending = worker if end == "workers" else scheduler
                ending.kill()
                ending.wait()
                time.sleep(1)
            seen.append(done)

        assert run_on_cluster(given, None, address, progress) == expected
    assert seen == list(range(1, 33))


@contextmanager
def started() -> Iterator[tuple[str, subprocess.Popen[bytes], subprocess.Popen[bytes]]]:
    """A scheduler and a worker as people start them, each a process of its own."""
    environment = {**os.environ, "PYTHONPATH": SERVER}
    file = Path("scheduler.json").absolute()
    quiet: dict[str, Any] = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--scheduler-file", str(file), "--no-dashboard"]
    with (
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_scheduler", *options, "--port", "0", "--host", "127.0.0.1"], **quiet
        ) as scheduler,
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", *options, "--no-nanny", "--nthreads", "1"], **quiet
        ) as worker,
    ):
        try:
            deadline = time.monotonic() + 60
            while not file.exists() or not file.read_text():
                assert time.monotonic() < deadline and scheduler.poll() is None, "the scheduler did not start"
                time.sleep(0.05)
            yield json.loads(file.read_text())["address"], scheduler, worker
        finally:
            scheduler.kill()
            worker.kill()


def test_workers_that_cannot_do_it_are_a_line(
    run: Run, note: Write, cluster: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    note("a.md")
    monkeypatch.setattr(module, "__version__", "99")
    ended = run("check", "--dask", cluster.scheduler_address, "--no-cache", ".")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("and this is 99\n") and len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "", "tcp://"])
def test_no_scheduler_is_a_line(run: Run, note: Write, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    note("a.md")
    monkeypatch.setattr(module, "CONNECT", 0.3)
    ended = run("check", "--dask", address, ".")
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1), ended.err
