"""Where nobody states a shape, nothing about shapes can contradict itself."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from nablint.analysis.analyse import analyse
from nablint.base.findings import Severity
from nablint.base.source import Source
from nablint.declarations.facts import Trust

ROOT = Path(__file__).resolve().parents[2]
# Sets, marks and maps state shapes; a matrix written out shows its own.
_STATES = re.compile(r"\\in\b|\\underbrace|\\underset|\\to\b|matrix|\\times|:")


def formulas() -> list[str]:
    """The displays of the project's own notes that state no shape."""
    texts = [
        p.read_text(encoding="utf-8") for folder in ("tests/rules", "examples") for p in sorted((ROOT / folder).glob("*.md"))
    ]
    found = [match for text in texts for match in re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)]
    return sorted({formula.strip() for formula in found if not _STATES.search(formula)})


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_said_of_shapes_that_nobody_stated(seed: int) -> None:
    random = Random(seed)
    chosen = random.sample(formulas(), 25)
    text = "\n\n".join(f"Words between formulas.\n\n$${formula}$$" for formula in chosen)
    snapshot = analyse(Source.named("note.md", text), fixes=False)
    assert all(fact.trust <= Trust.DEFINITION for fact in snapshot.declarations.facts)
    said = [f for f in snapshot.findings if f.severity > Severity.HINT and f.code[:3] in ("DEC", "SHP", "CHN", "LAY")]
    assert said == []


def test_there_are_enough_formulas_to_choose_from() -> None:
    assert len(formulas()) > 60
