"""How long the command line takes over an archive: notes copied several times into one tar, checked cold and from the cache."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SERVER = Path(__file__).resolve().parents[2] / "server"

# What makes a copy another text, so that neither the cache nor a memory knows it from the copy before.
_MARKS = {".tex": "\n% copy {}\n", ".ltx": "\n% copy {}\n", ".rst": "\n\n.. copy {}\n"}
_MARK = "\n\n<!-- copy {} -->\n"


@dataclass(frozen=True, slots=True)
class Run:
    """`wall` and `processor` in seconds; on a busy machine only the second says much."""

    bytes: int
    wall: float
    processor: float

    def __str__(self) -> str:
        size = self.bytes / 1e6
        return (
            f"{size:.1f} MB in {self.wall:.1f} s, {size / self.wall:.2f} MB/s; "
            f"{self.processor:.1f} s of processor time, {size / self.processor:.2f} MB/s"
        )


def copied(notes: Iterable[tuple[str, str]], copies: int) -> Iterator[tuple[str, str]]:
    """Every note so many times, each time as another file with another text."""
    for k in range(copies):
        for number, (path, text) in enumerate(notes):
            suffix = os.path.splitext(path)[1].lower()
            mark = " " * k if suffix == ".ipynb" else _MARKS.get(suffix, _MARK).format(k)
            yield f"copy{k}/{number}{suffix}", text + mark


def packed(notes: Iterable[tuple[str, str]], archive: Path) -> int:
    """Writes the notes into a tar; how many bytes they have."""
    size = 0
    with tarfile.open(archive, "w") as tar:
        for path, text in notes:
            data = text.encode("utf-8", "surrogatepass")
            info = tarfile.TarInfo(path)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
            size += len(data)
    return size


def checked(archive: Path, size: int, cache: Path, values: bool) -> Run:
    """One run of the command with all processors."""
    command = [sys.executable, "-m", "nablint", "check", "--isolated", "--exit-zero", "--quiet", "--statistics"]
    command += ["--cache-dir", str(cache), *([] if values else ["--no-values"]), str(archive)]
    return timed(command, size, archive.parent)


def timed(command: list[str], size: int, folder: Path) -> Run:
    before, start = _children(), time.perf_counter()
    subprocess.run(command, capture_output=True, cwd=folder, env={**os.environ, "PYTHONPATH": str(SERVER)})
    wall = time.perf_counter() - start
    return Run(size, wall, _children() - before or wall)


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system
