"""One thread for all heavy work, so that the event loop only reads and writes; urgent jobs first, cancelled ones never.

Not the pool that a server library reads its input with: a slow job there would keep the next message from being read.
"""

from __future__ import annotations

import asyncio
import heapq
import threading
from collections.abc import Callable
from enum import IntEnum
from itertools import count
from typing import Generic, TypeVar

from nablint.base.cycles import look

T = TypeVar("T")

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
    """Says to a running job whether it is still wanted; long jobs ask between their steps."""

    __slots__ = ("cancelled",)

    def __init__(self) -> None:
        self.cancelled = False

    def check(self) -> None:
        if self.cancelled:
            raise Cancelled


class _Job(Generic[T]):
    __slots__ = ("future", "loop", "token", "work")

    def __init__(self, work: Callable[[Token], T], loop: asyncio.AbstractEventLoop) -> None:
        self.work = work
        self.loop = loop
        self.token = Token()
        self.future: asyncio.Future[T] = loop.create_future()
        self.future.add_done_callback(self._done)

    def _done(self, future: asyncio.Future[T]) -> None:
        if future.cancelled():
            self.token.cancelled = True

    def run(self) -> None:
        if self.token.cancelled:
            return
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
        self._numbers = count()
        self._ready = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def submit(self, work: Callable[[Token], T], urgency: Urgency) -> asyncio.Future[T]:
        job: _Job[T] = _Job(work, asyncio.get_running_loop())
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
            for _, _, job in self._jobs:
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
                job.run()

    def _next(self, patience: float | None) -> _Job[object] | None:
        """The most urgent job; None where none comes within so many seconds, or none ever will."""
        with self._ready:
            self._ready.wait_for(lambda: self._jobs or self._stopped, patience)
            return None if self._stopped or not self._jobs else heapq.heappop(self._jobs)[2]
