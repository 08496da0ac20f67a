"""Many notes checked, in this process or in several; the reports come in the order of the jobs, however it was done."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence

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

    A process that dies takes the whole pool with it; its files are then tried once more, each in a pool of its own, so that
    only the one that kills is lost.
    """
    left = set(range(len(jobs)))
    for numbers in (_batches(sizes), None):
        for batch in [numbers] if numbers is not None else [[[k]] for k in sorted(left)]:
            for k, report in _pool(jobs, batch, cache, min(workers, len(batch))):
                left.discard(k)
                yield k, report


def _pool(jobs: Sequence[Job], batches: list[list[int]], cache: Cache | None, workers: int) -> Iterator[Numbered]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    # Forking is an order of magnitude faster than a fresh start, and safe here: no thread runs yet.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
        futures = {pool.submit(check_all_as_list, [jobs[k] for k in batch], cache): batch for batch in batches}
        for future in as_completed(futures):
            if isinstance(future.exception(), BrokenProcessPool):
                continue
            yield from zip(futures[future], future.result(), strict=True)


def _end_with_parent() -> None:
    """A parent that is killed cannot end its processes; without it they would wait for work for ever."""
    import multiprocessing
    from threading import Thread

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
