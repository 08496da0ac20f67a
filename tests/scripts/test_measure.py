"""Measuring a folder of notes: counts, comparison of two versions of it, verdicts that survive edits above them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MISTAKE = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$. Then $A x$ is what we want.\n"
RIGHT = "Let $B \\in \\mathbb{R}^{p \\times q}$. An unfinished bracket: $B (1$.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "part").mkdir(parents=True)
    (folder / "wrong.md").write_text(MISTAKE, encoding="utf-8")
    (folder / "part" / "right.md").write_text(RIGHT, encoding="utf-8")
    (folder / "latin.md").write_bytes(b"caf\xe9 $x$")
    return folder


def measure(*arguments: object) -> str:
    command = [sys.executable, str(ROOT / "scripts" / "measure.py"), *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8", "PATH": ""})
    assert run.returncode == 0, run.stderr
    return run.stdout


def kept(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_run_counts_formulas_symbols_and_findings(notes: Path, tmp_path: Path) -> None:
    said = measure(notes, "--json", tmp_path / "run.json")
    run = kept(tmp_path / "run.json")
    assert list(run["files"]) == ["latin.md", "part/right.md", "wrong.md"]
    totals = run["totals"]
    assert (totals["notes"], totals["problems"]) == (2, 1)
    formulas = totals["formulas"]
    assert (formulas["wholly"], formulas["partly"] + formulas["not"]) == (4, 1)
    assert sum(formulas["causes"].values()) >= 1
    assert totals["symbols"]["stated"] == 3
    assert totals["findings"] == {"NOT004 hint": 1, "SHP001 error": 1}
    assert "2 notes" in said and "SHP001 error 1" in said


def test_the_number_of_processes_changes_nothing(notes: Path, tmp_path: Path) -> None:
    runs = []
    for jobs in (1, 2):
        measure(notes, "--jobs", jobs, "--json", tmp_path / "run.json")
        run = kept(tmp_path / "run.json")
        run.pop("peak")
        for part in (run["totals"], *run["files"].values()):
            part.pop("seconds", None)
        runs.append(json.dumps(run))
    assert runs[0] == runs[1]


def test_comparison_names_what_appeared_and_vanished_and_not_what_moved(notes: Path, tmp_path: Path) -> None:
    measure(notes, "--json", tmp_path / "old.json")
    (notes / "wrong.md").write_text("A line above.\n\n" + MISTAKE, encoding="utf-8")
    assert not [line for line in measure(notes, "--compare", tmp_path / "old.json").splitlines() if line[:2] in ("- ", "+ ")]
    (notes / "wrong.md").write_text(MISTAKE.replace("A x", "x^T A x"), encoding="utf-8")
    (notes / "part" / "right.md").write_text(RIGHT.replace("(1", "(1)"), encoding="utf-8")
    lines = measure(notes, "--compare", tmp_path / "old.json").splitlines()
    assert any(line.startswith("- wrong.md:1") and "cannot multiply A" in line for line in lines)
    assert any(line.startswith("+ wrong.md:1") for line in lines)
    assert any(line.startswith("- part/right.md:1 is read now") for line in lines)
    assert "  formulas: wholly: 4 -> 5" in lines


def test_verdicts_survive_lines_added_above(notes: Path, tmp_path: Path) -> None:
    verdicts = tmp_path / "verdicts.jsonl"
    said = measure(notes, "--judge", "--verdicts", verdicts).splitlines()
    at = next(k for k, line in enumerate(said) if line.startswith("no verdict: wrong.md:1:"))
    verdict = {**json.loads(said[at + 1]), "verdict": "false", "why": "says the test"}
    verdicts.write_text(json.dumps(verdict) + "\n", encoding="utf-8")
    (notes / "wrong.md").write_text("A line above.\n\n" + MISTAKE, encoding="utf-8")
    said = measure(notes, "--judge", "--verdicts", verdicts).splitlines()
    assert "false alarm: wrong.md:3 SHP001 says the test" in said
    assert not any(line.startswith("no verdict") for line in said)
    assert said[-1].startswith("judged: 1; real 0 (0.0 %)")
    (notes / "wrong.md").write_text(RIGHT, encoding="utf-8")
    assert measure(notes, "--judge", "--verdicts", verdicts).splitlines()[-1].endswith("no longer reported: 0 real, 1 false")


def test_the_verdicts_of_the_project_are_whole() -> None:
    rows = (ROOT / "tests" / "judged" / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    keys = set()
    for row in rows:
        verdict = json.loads(row)
        assert set(verdict) == {"path", "line", "text", "code", "verdict", "why"}, row
        assert verdict["verdict"] in ("real", "false") and verdict["why"] and "$" not in verdict["why"].replace("$$", "")
        keys.add((verdict["path"], verdict["code"], verdict["text"]))
    assert len(keys) == len(rows)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "measure.py"), str(tmp_path / "nowhere")]
    run = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert run.returncode == 2
    assert "no such file or folder" in run.stderr


PRIMES = """Let $f(t) = t^2$ with $t \\in \\mathbb{R}$, and a second matrix $P' = R P + S$.

$$f' = 2t$$

$$\\frac{df}{dt} = \\lim_{h \\to 0} \\frac{f(t + h) - f(t)}{h}$$
"""


def test_a_name_with_a_prime_is_no_claim_of_a_derivative(tmp_path: Path) -> None:
    (tmp_path / "primes.md").write_text(PRIMES, encoding="utf-8")
    said = measure(tmp_path / "primes.md", "--unchecked", "--json", tmp_path / "run.json")
    derivatives = kept(tmp_path / "run.json")["totals"]["claims"]["derivatives"]
    assert (derivatives["all"], derivatives["checked"]) == (2, 1)
    assert "the operator lim" in said and "primes.md:5" in said and "primes.md:3" not in said
