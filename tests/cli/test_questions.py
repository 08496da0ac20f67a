"""The commands that answer questions about a note: spans, shapes, why, rule; and completions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nablint.rules.registry import all_rules
from tests.cli.conftest import Run

Write = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[2]

NOTE = """# Maps

We use numerator layout. Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.

Let $y = A x$, and $f : \\mathbb{R}^m \\to \\mathbb{R}$ with $z = f(y)$.

$$
\\frac{\\partial z}{\\partial x} = \\frac{\\partial z}{\\partial y} \\frac{\\partial y}{\\partial x}
$$

Then $t = A u$.
"""


def test_spans_prints_where_each_formula_stands(run: Run, note: Write) -> None:
    note("a.md", NOTE)
    lines = run("spans", "a.md").out.splitlines()
    assert lines[0] == r"a.md:3:30-3:61  $  A \in \mathbb{R}^{m \times n}"
    assert lines[-1] == "a.md:11:6-11:15  $  t = A u"
    record = json.loads(run("spans", "--output-format", "json", "a.md").out)[0]
    assert (record["location"], record["understood"], record["display"]) == ({"row": 3, "column": 30}, "wholly", False)


def test_spans_statistics_count_what_was_understood(run: Run, note: Write) -> None:
    note("a.md", NOTE)
    note("b.md", "And $x \\unheardof{y}$ too.\n")
    counts = json.loads(run("spans", "--statistics", "--output-format", "json", ".").out)
    assert (counts["notes"], counts["formulas"]) == (2, 8)
    assert counts["wholly"] + counts["partly"] + counts["not"] == 8
    assert counts["wholly"] == 7
    assert sum(counts["causes"].values()) >= 1
    assert "8 formulas in 2 notes" in run("spans", "--statistics", ".").out


def test_shapes_says_where_each_was_learned(run: Run, note: Write) -> None:
    note("a.md", NOTE)
    out = run("shapes", "a.md").out
    assert "A  m × n matrix" in out
    assert "x  n × 1 column vector" in out
    assert "y  m × 1 column vector" in out
    assert "declared, line 3" in out
    assert "layout in Maps: numerator" in out
    assert "vector by vector: rows follow y (stated, line 3)" in out
    found = json.loads(run("shapes", "--output-format", "json", "a.md").out)
    assert {"A", "x", "y", "f", "z"} <= {row["symbol"] for row in found["symbols"]}
    assert found["symbols"][0]["location"]["row"] == 3


def test_shapes_of_a_note_that_declares_nothing(run: Run, note: Write) -> None:
    note("a.md", "Only text.\n")
    assert run("shapes", "a.md").out == "nothing is declared, and nothing is differentiated\n"


def test_why_tells_what_was_read_and_why_it_is_silent(run: Run, note: Write) -> None:
    note("a.md", NOTE)
    out = run("why", "a.md:8").out
    assert "read as     ∂z/∂x = ∂z/∂y ∂y/∂x" in out
    assert "is a claim: checked, it holds" in out
    assert "everything that is known of it fits" in out
    assert "nothing is known of the shape of" in run("why", "a.md:11").out
    assert len(json.loads(run("why", "--output-format", "json", "a.md:5").out)) == 3
    (one,) = json.loads(run("why", "--output-format", "json", "a.md:5:7").out)
    assert one["formula"] == "y = A x"
    assert run("why", "a.md:1").out == "nothing on line 1 was taken for mathematics\n"


def test_why_asks_no_shape_of_sets_and_sizes(run: Run, note: Write) -> None:
    note("a.md", "Let $A \\in \\mathbb{R}^{m \\times n_h}$, and $B q$.\n")
    out = run("why", "a.md:1:5").out
    assert "ℝ:" not in out  # a set, of which nobody asks
    assert "m: a size" in out
    assert "silent, for everything that is known of it fits" in out
    assert "nothing is known of the shape of B, q" in run("why", "a.md:1").out
    assert run("why", "a.md:7").out == "nothing on line 7 was taken for mathematics; the note has 2 lines\n"


def test_why_names_what_was_reported(run: Run, note: Write) -> None:
    note("a.md", NOTE + "\nAnd $w = x A$.\n")
    assert "reported    SHP001" in run("why", "a.md:13").out


@pytest.mark.parametrize("place", ["a.md", "a.md:0", "a.md:x", ":1"])
def test_why_refuses_what_is_no_place(run: Run, note: Write, place: str) -> None:
    note("a.md", NOTE)
    ended = run("why", place)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("command", ["shapes", "spans"])
def test_a_file_that_is_not_there_is_2(run: Run, command: str) -> None:
    ended = run(command, "missing.md")
    assert (ended.code, ended.err.count("\n")) == (2, 1)


def test_rule_explains_by_code_and_by_name(run: Run) -> None:
    out = run("rule", "shp001").out
    assert out.startswith("SHP001 product-mismatch\n")
    assert run("rule", "product-mismatch").out == out
    assert len(run("rule").out.splitlines()) == len(all_rules())
    assert run("rule", "--all").out.count("Use instead") >= len(all_rules())
    family = run("rule", "shp").out.splitlines()
    assert [line.partition(" ")[0] for line in family] == [r.code for r in all_rules() if r.code.startswith("SHP")]
    ended = run("rule", "SHP0001")
    assert ended.code == 2
    assert "did you mean SHP001?" in ended.err


def test_every_rule_says_what_why_example_instead_and_safety() -> None:
    for rule in all_rules():
        for part in ("What", "Why", "Example", "Use instead", "Fix safety"):
            assert part in rule.doc, f"{rule.code} does not say: {part}"


def test_what_is_generated_is_fresh() -> None:
    ended = subprocess.run([sys.executable, ROOT / "scripts" / "generate.py", "--check"], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + "run: make generate"


def test_notebook_places_are_those_of_the_cell(run: Run, note: Write) -> None:
    cells = [
        {"cell_type": "code", "source": "x = 1\n", "metadata": {}, "outputs": [], "execution_count": None},
        {"cell_type": "markdown", "metadata": {}, "source": NOTE.splitlines(keepends=True)},
        {"cell_type": "markdown", "metadata": {}, "source": ["First.\n", "And $w = x A$ here.\n"]},
    ]
    note("a.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1))
    (finding,) = json.loads(run("check", "--output-format", "json", "a.ipynb").out)
    assert finding["cell"] == 3
    assert finding["location"] == {"row": 2, "column": 10}
    assert finding["end_location"] == {"row": 2, "column": 13}
    assert "| And $w = x A$ here." in run("check", "a.ipynb").out
    note("b.ipynb", "{")
    ended = run("check", "a.ipynb", "b.ipynb")
    assert "b.ipynb: not a notebook" in ended.err
