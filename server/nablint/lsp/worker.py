"""One thread for all heavy work, so that the event loop only reads and writes; urgent jobs first, cancelled ones never.

A long job makes way at its next step for one about another note that is wanted sooner, and goes on where it was.

Not the pool that a server library reads its input with: a slow job there would keep the next message from being read.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import threading
from collections.abc import Callable
from contextvars import Context
from enum import IntEnum
from itertools import count
from time import monotonic
from typing import Generic, TypeVar

from nablint.base.cycles import look

logger = logging.getLogger(__name__)

T = TypeVar("T")

LONG = 0.05  # seconds from which on a job makes way
DEEPEST = 8  # jobs that made way one for the other
IDLE = 0.5  # seconds without a job before the thread tidies up: nobody is typing


class Urgency(IntEnum):
    """Smaller is sooner."""

    ASKED = 0  # someone waits for the answer
    EDITED = 1  # diagnostics of what is being typed
    SHOWN = 2  # decorations: hints, tokens, lenses
    BACKGROUND = 3  # files that are not open


class Cancelled(Exception):
    """Raised by `Token.check` in a job that nobody waits for any more."""


class Token:
    """Says to a running job whether it is still wanted; long jobs ask between their steps, and meanwhile `others` may run."""

    __slots__ = ("_others", "cancelled")

    def __init__(self, others: Callable[[], object] | None = None) -> None:
        self.cancelled = False
        self._others = others

    def check(self) -> None:
        if self._others is not None and not self.cancelled:
            self._others()
        if self.cancelled:
            raise Cancelled


class _Job(Generic[T]):
    __slots__ = ("about", "began", "future", "loop", "token", "urgency", "work")

    def __init__(self, work: Callable[[Token], T], urgency: Urgency, about: str, others: Callable[[], object]) -> None:
        self.work = work
        self.urgency = urgency
        self.about = about
        self.began = 0.0
        self.loop = loop = asyncio.get_running_loop()
        self.token = Token(others)
        self.future: asyncio.Future[T] = loop.create_future()
        self.future.add_done_callback(self._done)

    def _done(self, future: asyncio.Future[T]) -> None:
        if future.cancelled():
            self.token.cancelled = True

    def run(self) -> None:
        if self.token.cancelled:
            return
        self.began = monotonic()
        try:
            result = self.work(self.token)
        except Cancelled:
            self._tell(lambda: self.future.cancel())
        except BaseException as error:  # whatever it is, it belongs to the one who waits for the job
            self._tell(lambda error=error: self.future.set_exception(error))  # type: ignore[misc]
        else:
            self._tell(lambda: self.future.set_result(result))

    def _tell(self, then: Callable[[], object]) -> None:
        def settle() -> None:
            if not self.future.done():
                then()

        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(settle)


class Worker:
    """`submit` is called on the event loop; the thread starts with the first job and is a daemon. `tidy` is called once
    after work, when no more has come for a while."""

    def __init__(self, tidy: Callable[[], object] = look) -> None:
        self._tidy = tidy
        self._jobs: list[tuple[int, int, _Job[object]]] = []
        self._running: list[_Job[object]] = []  # the last one runs, the others made way
        self._numbers = count()
        self._ready = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def submit(self, work: Callable[[Token], T], urgency: Urgency, about: str = "") -> asyncio.Future[T]:
        """`about`: the note that the job is about, where it is about one."""
        job: _Job[T] = _Job(work, urgency, about, self._make_way)
        with self._ready:
            # A negative number: of two jobs equally urgent the newer one comes first.
            heapq.heappush(self._jobs, (int(urgency), -next(self._numbers), job))  # type: ignore[misc]
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="nablint-worker", daemon=True)
                self._thread.start()
            self._ready.notify()
        return job.future

    def stop(self) -> None:
        """Whatever has not begun never will; what runs is told to end."""
        with self._ready:
            self._stopped = True
            for job in (*self._running, *(job for _, _, job in self._jobs)):
                job.token.cancelled = True
            self._jobs.clear()
            self._ready.notify()

    def _run(self) -> None:
        while not self._stopped:
            job = self._next(IDLE)
            if job is None:
                self._tidy()
                job = self._next(None)
            if job is not None:
                self._perform(job)

    def _perform(self, job: _Job[object]) -> None:
        self._running.append(job)
        # What bounds the work of a job that made way bounds no other one.
        Context().run(job.run)
        self._running.pop()

    def _make_way(self) -> None:
        """Between two steps of the running job."""
        if not self._jobs or len(self._running) >= DEEPEST:
            return
        running = self._running[-1]
        if monotonic() - running.began < LONG:
            return
        with self._ready:
            sooner = min((entry for entry in self._jobs if self._goes_before(entry[2], running)), default=None)
            if sooner is not None:
                self._jobs.remove(sooner)
                heapq.heapify(self._jobs)
        if sooner is not None:
            self._perform(sooner[2])
            running.began = monotonic()

    def _goes_before(self, job: _Job[object], running: _Job[object]) -> bool:
        """What is about a note that is being looked at needs the very work that made way."""
        if job.about and any(job.about == other.about for other in self._running):
            return False
        newer = bool(job.about) and job.urgency == running.urgency <= Urgency.EDITED
        return job.urgency < running.urgency or newer

    def _next(self, patience: float | None) -> _Job[object] | None:
        """The most urgent job; None where none comes within so many seconds, or none ever will."""
        with self._ready:
            self._ready.wait_for(lambda: self._jobs or self._stopped, patience)
            return None if self._stopped or not self._jobs else heapq.heappop(self._jobs)[2]


def log_failure(done: asyncio.Future[None]) -> None:
    """Of what nobody waits for: what fails while it is done early fails again when it is needed, and is answered there."""
    if not done.cancelled() and done.exception() is not None:
        logger.error("work in the background failed", exc_info=done.exception())
