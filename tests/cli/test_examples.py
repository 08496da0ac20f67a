"""The examples: their deliberate mistakes are found, and where all is right nothing is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def codes(run: Run, name: str) -> list[tuple[int, str]]:
    found = json.loads(run("check", "--isolated", "--no-cache", "--output-format", "json", str(EXAMPLES / name)).out)
    return [(finding["location"]["row"], finding["code"]) for finding in found]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1-least-squares.md", [(17, "SHP001"), (35, "CHN001"), (43, "SHP002"), (47, "SHP004"), (54, "IDX001")]),
        ("2-kalman.tex", [(29, "SHP001"), (31, "SHP002"), (41, "CHN005")]),
        ("3-backprop.md", [(32, "SHP001"), (44, "SHP006"), (52, "SHP001")]),
        ("4-all-right.md", []),
    ],
)
def test_an_example(run: Run, name: str, expected: list[tuple[int, str]]) -> None:
    assert codes(run, name) == expected
