"""Hostile notes: the work grows with the text alone. Counted in calls, so that no clock decides."""

from __future__ import annotations

import sys

import pytest

from nablint.base.source import Kind, Source
from nablint.documents.scanner import scan
from tests.bench.scan import HOSTILE


def calls(kind: Kind, text: str) -> int:
    """How many functions, of Python and of C, a scan calls."""
    count = 0

    def trace(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(trace)
    try:
        scan(Source("note", text, kind))
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_is_linear(name: str) -> None:
    kind, head, unit, tail = HOSTILE[name]
    count = 2_000 // len(unit) + 1
    small = calls(kind, head + unit * count + tail)
    large = calls(kind, head + unit * count * 8 + tail)
    assert large < 16 * small + 500


def test_ten_thousand_braces_and_a_long_line() -> None:
    braces = "$" + "{" * 10_000 + "x" + "}" * 10_000 + "$"
    assert len(scan(Source("note.md", braces)).regions) <= 1
    assert [region.text for region in scan(Source("note.tex", braces, "latex")).regions] == [braces[1:-1]]
    line = "so $x$ is " * 20_000
    assert len(scan(Source("note.md", line)).regions) == 20_000
