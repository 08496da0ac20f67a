"""How fast is the whole analysis? Cold, one process, on ../shared/corpus where it is there, else on notes that are made up.

    python scripts/bench.py [FOLDER] [--peers] [--megabytes N] [--no-values] [--archive COPIES]

Prints megabytes of notes a second, by phase, with memory; then notes of 1, 2, 5 and 10 times 100 KB, which must cost 1, 2, 5
and 10 times as much. `--peers`: beside it KaTeX renders the same formulas and markdownlint-cli2 lints the same notes (npm
installs both into a folder that is removed). All times are processor time of one process; compare ratios within one run.

`--archive COPIES` measures the whole command instead: the notes so many times in one tar, checked with all processors, cold and
from the cache; with `--peers`, markdownlint-cli2 takes the Markdown of the same copies in the same run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "scripts")]

from measuring.made import made_up  # noqa: E402
from measuring.peers import install, katex, markdownlint  # noqa: E402
from measuring.scale import Run, checked, copied, packed  # noqa: E402
from measuring.speed import Speed, cold  # noqa: E402

from nablint.cli.discover import Filter, discover  # noqa: E402
from nablint.cli.reading import Unreadable, read_text  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus"
COPIES = (1, 2, 5, 10)
NOTE = 100_000


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS, metavar="FOLDER")
    parser.add_argument("--peers", action="store_true", help="measure KaTeX and markdownlint-cli2 beside it")
    parser.add_argument("--megabytes", type=float, default=2.0, metavar="N", help="how much is made up without a folder")
    parser.add_argument("--no-values", action="store_true", help="evaluate no claims")
    parser.add_argument("--archive", type=int, metavar="COPIES", help="measure the command over an archive of copies")
    arguments = parser.parse_args(given)
    notes = list(_notes(arguments.folder)) or _made(arguments.megabytes)
    if arguments.archive:
        _archive(list(copied(notes, arguments.archive)), not arguments.no_values, arguments.peers)
        return 0
    speed = cold(notes, not arguments.no_values)
    _say(f"{len(notes)} notes, {speed.bytes / 1e6:.2f} MB, {speed.formulas} formulas; start {speed.start * 1e3:.0f} ms")
    _phases(speed)
    _say(f"without values {speed.rate:.2f} MB/s; at most {speed.megabytes:.0f} MB of memory")
    _copies()
    if arguments.peers:
        _peers(notes, speed)
    return 0


def _notes(folder: Path) -> Iterator[tuple[str, str]]:
    if not folder.exists():
        return
    for path in discover([str(folder)], lambda given: Filter(), lambda given: True).files:
        try:
            yield path, read_text(path).text
        except Unreadable as problem:
            _say(f"{path}: {problem}")


def _made(megabytes: float) -> list[tuple[str, str]]:
    number = max(int(megabytes * 1e6 / NOTE), 1)
    return [(f"made-up/{k}.md", made_up(NOTE, first=1 + 100 * k)) for k in range(number)]


def _phases(speed: Speed) -> None:
    total = sum(speed.phases.values()) or 1.0
    for phase, seconds in speed.phases.items():
        rate = speed.bytes / 1e6 / seconds if seconds else 0.0
        _say(f"    {phase:<18}{seconds:7.2f} s {100 * seconds / total:5.1f} %  {rate:7.2f} MB/s")


def _copies() -> None:
    """Every copy is another text, so that nothing is remembered from one to the next."""
    base = 0.0
    for copies in COPIES:
        text = "".join(made_up(NOTE, first=1 + 1000 * k) for k in range(copies))
        speed = cold([("copies.md", text)], values=False)
        base = base or speed.without_values
        _say(
            f"    {copies:>2} × {NOTE // 1000} KB: {speed.without_values:6.2f} s, {speed.without_values / base:5.1f} times "
            f"one; {speed.megabytes:.0f} MB"
        )


def _archive(notes: list[tuple[str, str]], values: bool, peers: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = packed(notes, folder / "notes.tar")
        _say(f"{len(notes)} notes in an archive, {os.cpu_count()} processors, {'with' if values else 'without'} values")
        for how in ("cold", "cached"):
            _say(f"    {how:<18}{checked(folder / 'notes.tar', size, folder / 'cache', values)}")
        problem = install(folder) if peers else "not asked for"
        if not problem:
            seconds, size, wall = markdownlint(folder, notes)
            _say(f"    {'markdownlint-cli2':<18}{Run(size, wall, seconds)}")
        elif peers:
            _say(f"markdownlint-cli2 is skipped: {problem}")


def _peers(notes: list[tuple[str, str]], speed: Speed) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        problem = install(folder)
        if problem:
            _say(f"the neighbours are skipped: {problem}")
            return
        rendered = katex(folder, notes)
        _say(
            f"KaTeX renders {rendered.formulas} formulas ({rendered.unreadable} it cannot read) in {rendered.seconds:.2f} s: "
            f"nablint takes {speed.without_values / rendered.seconds:.2f} times that"
        )
        seconds, size, _ = markdownlint(folder, notes)
        _say(f"markdownlint-cli2: {size / 1e6:.2f} MB of Markdown in {seconds:.2f} s, {size / 1e6 / seconds:.2f} MB/s")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
