"""The one thread that works: it tidies up once after work, when nobody asks for anything."""

from __future__ import annotations

import asyncio
import threading

import pytest

from nablint.lsp import worker
from nablint.lsp.worker import Urgency, Worker

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
