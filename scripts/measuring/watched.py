"""A command and the processes that it starts, watched from outside: time, first words, and memory of all of them together."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.5  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Watched:
    """Seconds, and bytes of memory. `first`: when something was said. `together` counts what processes share once; `largest`
    is what one process had."""

    wall: float
    processor: float
    first: float
    together: int
    largest: int
    code: int
    said: str

    def __str__(self) -> str:
        return (
            f"{self.wall:7.1f} s, {self.processor:7.1f} s of processor time, first words after {self.first:.1f} s; "
            f"{self.together / 1e6:.0f} MB together, {self.largest / 1e6:.0f} MB the largest process"
        )


def watched(command: list[str], folder: Path, environment: dict[str, str]) -> Watched:
    """Runs it to its end. Memory is known on Linux only, and 0 elsewhere."""
    before, start = _children(), time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    first: list[float] = []
    parts: list[bytes] = []

    def listen() -> None:
        assert process.stdout is not None
        while part := process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
            first.append(time.perf_counter() - start)
            parts.append(part)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    together = largest = 0
    while process.poll() is None:
        sizes = [_memory(number) for number in _session(process.pid)]
        together = max(together, sum(sizes_[0] for sizes_ in sizes))
        largest = max([largest, *(sizes_[1] for sizes_ in sizes)])
        time.sleep(EVERY)
    listener.join()
    wall = time.perf_counter() - start
    said = b"".join(parts).decode("utf-8", "replace")
    return Watched(wall, _children() - before, first[0] if first else wall, together, largest, process.returncode, said)


def _session(leader: int) -> list[int]:
    """The processes of a session."""
    if sys.platform != "linux":
        return []
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.getsid(int(name)) == leader:
                found.append(int(name))
        except OSError:
            continue
    return found


def _memory(number: int) -> tuple[int, int]:
    """Its share of the memory it uses with others, and all that it uses."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0, 0
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines[1:] if line.endswith("kB")}
    return sizes.get("Pss", 0), sizes.get("Rss", 0)


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system
