"""Runs nablint over folders of notes and says what it made of them.

    python scripts/measure.py FOLDER...                   formulas read, shapes known, claims checked, findings, speed
    python scripts/measure.py FOLDER --json new.json      … and keeps the run
    python scripts/measure.py FOLDER --compare old.json   … and what appeared and vanished since that run
    python scripts/measure.py FOLDER --unchecked          … and where claims of derivatives stand that were not checked, and why
    python scripts/measure.py FOLDER --judge              … and which errors and warnings have no verdict yet, and the precision

Verdicts stand in tests/judged/verdicts.jsonl (or `--verdicts FILE`), their paths relative to the folder. docs/measuring.md says
how they are made. Without `--no-values` claims are evaluated, which takes most of the time.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "scripts")]

from measuring.compare import differences  # noqa: E402
from measuring.report import lines, unchecked  # noqa: E402
from measuring.runs import jobs_here, run_over  # noqa: E402
from measuring.verdicts import judgement, read  # noqa: E402

VERDICTS = ROOT / "tests" / "judged" / "verdicts.jsonl"


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the run")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="a run that was kept before")
    parser.add_argument("--judge", action="store_true", help="compare with the verdicts")
    parser.add_argument("--unchecked", action="store_true", help="list the claims of derivatives that were not checked")
    parser.add_argument("--verdicts", type=Path, default=VERDICTS, metavar="FILE")
    parser.add_argument("--no-values", action="store_true", help="evaluate no claims")
    parser.add_argument("--jobs", type=int, default=jobs_here(), metavar="N")
    arguments = parser.parse_args(given)
    missing = [folder for folder in arguments.folders if not folder.exists()]
    if missing:
        sys.stderr.write("".join(f"{folder}: no such file or folder\n" for folder in missing))
        return 2
    run = run_over(arguments.folders, max(arguments.jobs, 1), not arguments.no_values)
    _say(lines(run))
    if arguments.unchecked:
        _say(unchecked(run))
    if arguments.compare is not None:
        _say(differences(json.loads(arguments.compare.read_text(encoding="utf-8")), run))
    if arguments.judge:
        _say(judgement(run, read(arguments.verdicts)))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _say(report: Iterable[str]) -> None:
    for line in report:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
