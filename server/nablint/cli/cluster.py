"""The notes of a run checked on an existing Dask cluster; workers may be lost and come, the reports are the same."""

from __future__ import annotations

import logging
import re
from asyncio import CancelledError
from asyncio import TimeoutError as TooLate
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError as FutureCancelled
from itertools import islice
from typing import TYPE_CHECKING, Any

from nablint import __version__
from nablint.cli.cache import Cache
from nablint.cli.checking import Job, data_of, kept, key_of, with_includes
from nablint.cli.console import complain
from nablint.cli.discover import shown
from nablint.cli.reading import Unreadable
from nablint.cli.remote import Task, check_tasks, reports_from
from nablint.cli.report import FileReport
from nablint.cli.running import Progress, run
from nablint.cli.session import Misuse

if TYPE_CHECKING:
    from distributed import Client, Future

BATCH_BYTES = 400_000  # of notes that a worker takes at a time: more than what the way there costs
CONNECT = 10.0  # seconds for the scheduler to answer
PATIENCE = 60.0  # … without any worker, after which the rest is checked here
STANDSTILL = 10  # times that patience ends with workers there and nothing done, after which the rest is checked here
AHEAD = 3  # batches under way for each thread of the cluster

Work = list[tuple[int, Task]]


class ClusterUnfit(Exception):
    """The workers cannot do it; the message says why."""


def run_on_cluster(
    jobs: Sequence[Job], cache: Cache | None, address: str, progress: Progress | None = None
) -> list[FileReport]:
    """The report of every job, in their order. What the cluster loses is checked in this process."""
    reports: dict[int, FileReport] = {}

    def have(number: int, report: FileReport) -> None:
        reports[number] = report
        if progress is not None:
            progress(len(reports), len(jobs))

    client = _connected(address)
    try:
        with client.as_current():
            for work, done in _answers(client, _batches(jobs, cache, have), any(job.counting for job in jobs)):
                for (number, (name, data, settings)), report in zip(work, done, strict=True):
                    if cache is not None and report.problem is None:
                        cache.store(key_of(cache, name, data, settings), report)
                    have(number, report)
    except (CancelledError, FutureCancelled, OSError):  # the scheduler is gone
        pass
    finally:
        _leave(client)
    left = [k for k in range(len(jobs)) if k not in reports]
    if left:
        complain(f"{address}: the cluster was lost; the last {len(left)} of {len(jobs)} are checked here")
        for k, report in zip(left, run([jobs[k] for k in left], cache, None), strict=True):
            have(k, report)
    if cache is not None:
        cache.prune_sometimes()
    return [reports[k] for k in range(len(jobs))]


def _connected(address: str) -> Client:
    if not re.fullmatch(r"(\w+://.+|.+:\d+)", address):
        raise Misuse(f"{address}: no address of a Dask scheduler; expected tcp://HOST:PORT")
    try:
        import distributed
    except ImportError:
        raise Misuse("--dask needs Dask: pip install 'nablint[dask]'") from None
    # Its messages about lost workers and connections are no news: what they cost is made up for.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    try:
        return distributed.Client(address, timeout=CONNECT, set_as_default=False, name="nablint")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise Misuse(f"{address}: no Dask scheduler answers there ({type(error).__name__})") from None


def _leave(client: Client) -> None:
    try:
        client.close(timeout=5)
    except (CancelledError, FutureCancelled, OSError, RuntimeError):
        return  # there is nobody left to take leave of


def _batches(jobs: Sequence[Job], cache: Cache | None, have: Callable[[int, FileReport], None]) -> Iterator[Work]:
    """Notes read only when there is room for them on the way; what the cache has, or cannot be read, does not travel."""
    batch: Work = []
    room = BATCH_BYTES
    for number, job in enumerate(jobs):
        name = shown(job.path)
        try:
            data = data_of(job)
        except Unreadable as error:
            have(number, FileReport(name, problem=str(error)))
            continue
        settings = with_includes(job, data)
        report = kept(cache, key_of(cache, name, data, settings), name, job.counting) if cache is not None else None
        if report is not None:
            have(number, report)
            continue
        batch.append((number, (name, data, settings)))
        room -= len(data) + 500
        if room <= 0:
            yield batch
            batch, room = [], BATCH_BYTES
    if batch:
        yield batch


def _answers(client: Client, batches: Iterator[Work], counting: bool) -> Iterator[tuple[Work, list[FileReport]]]:
    """Each batch with its reports, as they come; ends early where no worker is left. `counting`: with their claims.

    Whoever was on a worker that dies is a suspect. Suspects are checked at the end, each with the whole cluster to itself, so
    that only the note that kills is lost.
    """
    suspects: deque[Work] = deque()
    under_way: dict[Future, Work] = {}
    late = 0

    def send(work: Work) -> Future:
        future = client.submit(check_tasks, __version__, [task for _, task in work], counting, pure=False)
        under_way[future] = work
        return future

    while True:
        room = AHEAD * max(_threads(client), 1) - len(under_way)
        for work in islice(batches, max(room, 0)):
            send(work)
        alone = send(suspects.popleft()) if suspects and not under_way else None
        if not under_way:
            return
        done = _some_done(client, list(under_way))
        if not done:
            return
        for future in done:
            work = under_way.pop(future)
            try:
                answer = _answer(future, work)
            except TooLate:  # the answer was lost with its worker, and is on the way again
                under_way[future] = work
                late += 1
                if late > STANDSTILL or not _threads(client):
                    return
                continue
            late = 0
            if answer is not None:
                yield work, answer
            elif future is alone:
                name = work[0][1][0]
                yield work, [FileReport(name, problem="the workers that checked it ended before their time")]
            else:
                suspects.extend([one] for one in work)


def _answer(future: Future, work: Work) -> list[FileReport] | None:
    """None where workers died of it, or beside it. Too late where it was done and the answer is not to be had."""
    from distributed import KilledWorker

    # What is done may be undone by the death of the worker that keeps the answer, so each question has its own limit.
    if future.status == "error":
        error = future.exception(timeout=PATIENCE)
        if isinstance(error, KilledWorker):
            return None
        if error is not None:
            raise ClusterUnfit(f"the workers cannot check: {error}")
    if future.status == "cancelled":
        raise FutureCancelled
    if future.status != "finished":
        raise TooLate
    return reports_from(future.result(timeout=PATIENCE), [task for _, task in work])


def _some_done(client: Client, futures: list[Future]) -> list[Future]:
    """Those that are done, after waiting for the first; none where patience ended."""
    from distributed import wait

    for _ in range(STANDSTILL):
        try:
            wait(futures, timeout=PATIENCE, return_when="FIRST_COMPLETED")
        except TooLate:
            if not _threads(client):
                return []
            continue
        done = [future for future in futures if future.done()]
        if done:  # else what was done was undone meanwhile
            return done
    return []


def _threads(client: Client) -> int:
    """How many threads the workers have; none where the scheduler does not answer."""
    # `Client.scheduler_info` waits without a limit, and says what it knew when the scheduler is gone.
    scheduler: Any = client.scheduler
    try:
        known = client.sync(scheduler.identity, n_workers=-1, callback_timeout=CONNECT)
    except (TooLate, OSError, AttributeError):
        return 0
    return sum(worker["nthreads"] for worker in known["workers"].values())
