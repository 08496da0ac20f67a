"""What each notation reads as: one line of trees.txt is one formula and its tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from expressions import short

from nablint.parse.parser import parse


def _cases() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "trees.txt").read_text(encoding="utf-8").splitlines()
    cases = [line.split("  ->  ") for line in lines if line and not line.startswith("## ")]
    return [(formula, tree) for formula, tree in cases]


@pytest.mark.parametrize(("formula", "tree"), _cases(), ids=[formula for formula, _ in _cases()])
def test_reads_as(formula: str, tree: str) -> None:
    assert short(parse(formula)) == tree


def test_the_table_is_not_empty() -> None:
    assert len(_cases()) > 400
