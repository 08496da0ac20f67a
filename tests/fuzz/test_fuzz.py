"""Nothing that stands in a note makes nablint fail. `NABLINT_FUZZ=20000` runs as many cases as CI does."""

from __future__ import annotations

import os
from random import Random

import pytest
from notes import hostile, real_notes

from nablint.analysis.analyse import analyse
from nablint.base.source import Source

CASES = int(os.environ.get("NABLINT_FUZZ", "800"))
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_no_note_makes_it_fail(part: int) -> None:
    notes = hostile(Random(1729 + part), real_notes())
    for _ in range(CASES // PARTS):
        name, text = next(notes)
        snapshot = analyse(Source.named(name, text), fixes=False)
        for finding in snapshot.findings:
            assert 0 <= finding.span.start <= finding.span.end <= len(text), (name, text, finding)


@pytest.mark.parametrize(
    "text",
    [
        "$$" + "{" * 10_000 + "$$",
        "$" + "x" * 1_000_000 + "$",
        "x" * 1_000_000,
        "$$" + "\\frac{a}{" * 5_000 + "$$",
        "$$" + "(" * 10_000 + ")" * 10_000 + "$$",
        "$$" + "x^" * 10_000 + "x$$",
        "$" * 100_000,
        "Let $A \\in \\mathbb{R}^{m \\times n}$. $$" + " ".join(["A"] * 5_000) + "$$",
        "$$" + " + ".join(["A"] * 20_000) + "$$",
        "> " * 20_000 + "$x$",
        "\\begin{pmatrix}" * 3_000,
        "\\newcommand{\\a}{\\a\\a}$\\a$",
    ],
    ids=lambda text: text[:24],
)
def test_hostile_sizes_end(text: str) -> None:
    assert analyse(Source.named("note.md", text), fixes=False) is not None
