"""Many notes checked, in this process or in several; the reports come in the order of the jobs, however it was done."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from nablint.cli.cache import Cache
from nablint.cli.checking import Job, check_all
from nablint.cli.discover import shown
from nablint.cli.report import FileReport

BATCH_BYTES = 60_000  # of notes that a process takes at a time
WORTH_BYTES = 250_000  # of notes for which one more process pays for its start

Progress = Callable[[int, int], None]
Numbered = tuple[int, FileReport]


def run(jobs: Sequence[Job], cache: Cache | None, processes: int | None, progress: Progress | None = None) -> list[FileReport]:
    """The report of every job. `processes`: None is as many as pay."""
    sizes = [_size(job) for job in jobs]
    workers = _workers(len(jobs), sum(sizes), processes)
    reports: dict[int, FileReport] = {}
    done = enumerate(check_all(jobs, cache)) if workers == 1 else _in_processes(jobs, sizes, cache, workers)
    for k, report in done:
        reports[k] = report
        if progress is not None:
            progress(len(reports), len(jobs))
    if cache is not None:
        cache.prune_sometimes()
    lost = "the process that checked it ended before its time"
    return [reports.get(k) or FileReport(shown(job.path), problem=lost) for k, job in enumerate(jobs)]


def _size(job: Job) -> int:
    if job.inside is not None:
        return job.inside.size
    try:
        return len(job.data) if job.data is not None else os.stat(job.path).st_size
    except (OSError, ValueError):
        return 0


def _workers(files: int, size: int, asked: int | None) -> int:
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(asked or min(cores, 1 + size // WORTH_BYTES), files))


def _in_processes(jobs: Sequence[Job], sizes: list[int], cache: Cache | None, workers: int) -> Iterator[Numbered]:
    """In batches, the large files first, so that no process is left with the largest at the end.

    A process that dies takes the whole pool with it. What the pool was at work on is then tried once more, each file in a pool
    of its own, so that only the one that kills is lost; all others, and they may be very many, go on in a new pool.
    """
    left = _batches(sizes)
    while left:
        done: set[int] = set()
        for number, reports in _pool(jobs, left, cache, min(workers, len(left))):
            done.add(number)
            yield from zip(left[number], reports, strict=True)
        undone = [batch for number, batch in enumerate(left) if number not in done]
        # Batches are begun in order: the first ones left were begun, or their results were lost on the way.
        suspects, left = undone[: 2 * workers], undone[2 * workers :]
        for k in chain.from_iterable(suspects):
            for _, (report,) in _pool(jobs, [[k]], cache, 1):
                yield k, report


def _pool(
    jobs: Sequence[Job], batches: list[list[int]], cache: Cache | None, workers: int
) -> Iterator[tuple[int, list[FileReport]]]:
    """The reports of each batch, by its number; of those that went with a process, none."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    # Forking is an order of magnitude faster than a fresh start, and safe here: no thread runs yet.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
        try:
            futures = {}
            for number, batch in enumerate(batches):
                try:
                    futures[pool.submit(check_all_as_list, [jobs[k] for k in batch], cache)] = number
                except BrokenProcessPool:
                    break
            for future in as_completed(futures):
                if not isinstance(future.exception(), BrokenProcessPool):
                    yield futures.pop(future), future.result()
        except BaseException:
            # Interrupted: else the pool would first do all the work that it was given.
            for process in multiprocessing.active_children():
                process.terminate()
            pool.shutdown(cancel_futures=True)
            raise


def _end_with_parent() -> None:
    """A parent that is killed cannot end its processes; without it they would wait for work for ever. One that is interrupted
    ends them: an interruption that reached them too would be the result of one batch, and they would go on with the next."""
    import multiprocessing
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def check_all_as_list(jobs: Sequence[Job], cache: Cache | None) -> list[FileReport]:
    """What a process does with a batch."""
    return list(check_all(jobs, cache))


def _batches(sizes: list[int]) -> list[list[int]]:
    batches: list[list[int]] = []
    room = 0
    for k in sorted(range(len(sizes)), key=lambda k: -sizes[k]):
        if room <= 0:
            batches.append([])
            room = BATCH_BYTES
        batches[-1].append(k)
        room -= sizes[k] + 500  # opening a file costs as much as some text
    return batches
