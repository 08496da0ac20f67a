"""What does an archive of very many small papers cost? Made up, compressed, checked as it stands.

    python scripts/papers.py [NUMBER...] [--folder FOLDER] [--jobs N] [--shards N] [--only-cached]

For each number (1 000 and 10 000 where none is given; 100 000 takes half an hour) prints seconds, first words and memory of a
run without cache, of a first and a second run with one, and of one shard and the merge of all, which must be the same, byte for
byte; then how large cache and reports are. How each grows from number to number stands at the end. `--only-cached` spares the
runs without cache, which cost as much as the first one with it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "scripts")]

from measuring.papers import packed_papers  # noqa: E402
from measuring.watched import Watched, watched  # noqa: E402

FORMATS = ("json", "sarif", "report")


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, default=[1000, 10_000], metavar="NUMBER")
    parser.add_argument("--folder", type=Path, help="where archives and caches are laid down; else one that is removed")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--shards", type=int, default=8, metavar="N")
    parser.add_argument("--only-cached", action="store_true", help="no runs without cache")
    arguments = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        costs = [
            (number, dict(_runs(number, folder, arguments.jobs, arguments.shards, not arguments.only_cached)))
            for number in sorted(arguments.numbers)
        ]
    for (few, small), (many, large) in pairwise(costs):
        _say(f"from {few} to {many} papers, {many / few:.1f} times as many:")
        for title, run in large.items():
            _say(
                f"    {title:<22}{run.processor / small[title].processor:6.1f} times the processor time, "
                f"{run.together / max(small[title].together, 1):5.1f} times the memory"
            )
    return 0


def _runs(number: int, folder: Path, jobs: int, shards: int, cold: bool) -> Iterator[tuple[str, Watched]]:
    archive = folder / f"papers-{number}.tar.gz"
    size = packed_papers(number, archive)
    _say(f"{number} papers, {size / 1e6:.1f} MB, {archive.stat().st_size / 1e6:.1f} MB compressed; {jobs} processes")
    cache = folder / f"cache-{number}"
    common = ["check", "--isolated", "--exit-zero", "--jobs", str(jobs)]
    counted = [*common, "--statistics"]
    cached = ["--cache-dir", str(cache)]
    written = [word for name in FORMATS for word in ("--output-format", f"{name}={folder / name}-{number}.txt")]
    cut = ["--shard", f"1/{shards}", "--output-format", f"report={folder / 'shard'}-1.json"]
    ways = {
        "no cache": [*counted, "--no-cache", str(archive)],
        "first with cache": [*counted, *cached, str(archive)],
        "second with cache": [*common, *cached, *written, str(archive)],
        f"shard 1/{shards}, no cache": [*common, "--no-cache", *cut, str(archive)],
    }
    for title, words in ways.items():
        if not cold and "--no-cache" in words:
            continue
        yield title, _run(title, words, folder)
    _say(f"    the cache: {_size_of(cache)}")
    for name in FORMATS:
        _say(f"    as {name}: {(folder / f'{name}-{number}.txt').stat().st_size / 1e6:.1f} MB")
    reports = []
    for k in range(1, shards + 1):
        reports.append(str(folder / f"shard-{k}.json"))
        words = [*common, *cached, "--shard", f"{k}/{shards}", "--output-format", f"report={reports[-1]}", str(archive)]
        watched(_command(words), folder, {})
    yield "merge", _run("merge", ["merge", "--exit-zero", "--output-format", f"json={folder / 'merged.txt'}", *reports], folder)
    same = (folder / "merged.txt").read_bytes() == (folder / f"json-{number}.txt").read_bytes()
    _say(f"    merged as one run{'' if same else ': NOT THE SAME'}")


def _run(title: str, words: list[str], folder: Path) -> Watched:
    run = watched(_command(words), folder, {})
    _say(f"    {title:<22}{run}")
    if run.code:
        _say(f"    ended with {run.code}: {run.said[-2000:]}")
    return run


def _command(words: list[str]) -> list[str]:
    return [sys.executable, "-m", "nablint", *words]


def _size_of(folder: Path) -> str:
    """Files, their bytes, and what they take on the disk."""
    files = sizes = blocks = 0
    for at, _, names in os.walk(folder):
        for name in names:
            status = os.stat(os.path.join(at, name))
            files, sizes, blocks = files + 1, sizes + status.st_size, blocks + status.st_blocks * 512
    return f"{files} files, {sizes / 1e6:.1f} MB, {blocks / 1e6:.1f} MB on the disk"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
