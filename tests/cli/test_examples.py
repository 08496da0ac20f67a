"""The examples: their deliberate mistakes are found, and where all is right nothing is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def families(run: Run, name: str) -> list[tuple[int, str]]:
    """Rows and families of codes: which rule of a family speaks first is its own test's concern."""
    found = json.loads(run("check", "--isolated", "--no-cache", "--output-format", "json", str(EXAMPLES / name)).out)
    return [(finding["location"]["row"], finding["code"][:3]) for finding in found]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1-least-squares.md", [(17, "SHP"), (35, "CHN"), (43, "SHP"), (47, "SHP"), (54, "VAL")]),
        ("2-kalman.tex", [(29, "SHP"), (31, "SHP"), (41, "CHN")]),
        ("3-backprop.md", [(32, "SHP"), (44, "SHP"), (52, "SHP")]),
        ("4-all-right.md", []),
    ],
)
def test_an_example(run: Run, name: str, expected: list[tuple[int, str]]) -> None:
    assert families(run, name) == expected
