"""The one thread that works: it tidies up once after work, when nobody asks for anything."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextvars import ContextVar

import pytest

from nablint.lsp import worker
from nablint.lsp.worker import Token, Urgency, Worker

PATIENCE = 20  # seconds: how long a test waits before it says that something did not happen


def test_it_tidies_up_once_after_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "IDLE", 0.01)
    tidied = threading.Semaphore(0)
    made = Worker(tidied.release)

    async def work() -> None:
        for answer in (1, 2):
            assert await made.submit(lambda token, answer=answer: answer, Urgency.ASKED) == answer  # type: ignore[misc]
            assert await asyncio.to_thread(tidied.acquire, timeout=PATIENCE), "it tidies up after each spell of work"
            assert not await asyncio.to_thread(tidied.acquire, timeout=0.1), "and only once"

    asyncio.run(work())
    made.stop()


def test_it_does_not_tidy_up_between_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "IDLE", PATIENCE)
    order: list[str] = []
    made = Worker(lambda: order.append("tidied"))

    async def work() -> None:
        await asyncio.gather(*(made.submit(lambda token, k=k: order.append(f"{k}"), Urgency.EDITED) for k in range(5)))  # type: ignore[misc]

    asyncio.run(work())
    made.stop()
    assert sorted(order) == ["0", "1", "2", "3", "4"]


def long_job(order: list[str], name: str, go: threading.Event) -> Callable[[Token], None]:
    """Works in steps until it is told to end."""

    def work(token: Token) -> None:
        order.append(f"{name} begins")
        while not go.wait(0.005):
            token.check()
        order.append(f"{name} ends")

    return work


def test_a_long_job_makes_way_for_what_is_wanted_sooner_about_another_note() -> None:
    order: list[str] = []
    made = Worker(lambda: None)
    go = threading.Event()

    async def work() -> None:
        long = made.submit(long_job(order, "a", go), Urgency.EDITED, "a")
        while not order:
            await asyncio.sleep(0.001)
        same = made.submit(lambda token: order.append("asked of a"), Urgency.ASKED, "a")
        later = made.submit(lambda token: order.append("drawn of b"), Urgency.SHOWN, "b")
        await made.submit(lambda token: order.append("asked of b"), Urgency.ASKED, "b")
        await made.submit(lambda token: order.append("edited b"), Urgency.EDITED, "b")
        go.set()
        await asyncio.gather(long, same, later)

    asyncio.run(work())
    made.stop()
    assert order == ["a begins", "asked of b", "edited b", "a ends", "asked of a", "drawn of b"]


def test_what_made_way_can_be_given_up_meanwhile_and_bounds_nothing() -> None:
    order: list[str] = []
    made = Worker(lambda: None)
    bounds: ContextVar[str] = ContextVar("bounds", default="none")

    async def work() -> None:
        def bounded(token: Token) -> None:
            bounds.set("narrow")
            long_job(order, "a", threading.Event())(token)

        long = made.submit(bounded, Urgency.BACKGROUND, "a")
        await asyncio.sleep(0.02)

        def asked(token: Token) -> str:
            asyncio.run_coroutine_threadsafe(give_up(), loop).result(PATIENCE)
            return bounds.get()

        async def give_up() -> None:
            long.cancel()

        loop = asyncio.get_running_loop()
        assert await made.submit(asked, Urgency.ASKED, "b") == "none"
        assert await made.submit(lambda token: "next", Urgency.SHOWN, "a") == "next"

    asyncio.run(work())
    made.stop()
    assert order == ["a begins"]


def test_what_runs_ends_when_the_worker_is_stopped() -> None:
    order: list[str] = []
    ended = threading.Event()
    made = Worker(lambda: None)

    def running(token: Token) -> None:
        try:
            long_job(order, "a", threading.Event())(token)
        finally:
            ended.set()

    async def work() -> None:
        made.submit(running, Urgency.EDITED, "a")
        while not order:
            await asyncio.sleep(0.001)
        made.stop()
        assert await asyncio.to_thread(ended.wait, PATIENCE)

    asyncio.run(work())
    assert order == ["a begins"]
