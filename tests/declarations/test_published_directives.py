"""docs/directives.md: every directive that it shows is understood, in every place where it says that they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nablint.analysis.analyse import analyse
from nablint.base.source import Source
from nablint.declarations.directives import CHOICES, parse_directive
from nablint.declarations.sizetext import STRUCTURE_WORDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "directives.md").read_text(encoding="utf-8")
SHOWN = [line for block in re.findall(r"^```\n(.*?)^```", PAGE, re.M | re.S) for line in block.splitlines() if line]


@pytest.mark.parametrize("line", SHOWN)
def test_a_directive_of_the_page_is_understood(line: str) -> None:
    assert parse_directive(line).errors == ()


def test_the_page_names_every_word() -> None:
    words = {*STRUCTURE_WORDS, *CHOICES, *(word for _, values in CHOICES.values() for word in values)}
    assert [word for word in sorted(words) if f"`{word}`" not in PAGE] == []


@pytest.mark.parametrize(
    ("name", "comment"),
    [
        ("a.md", "<!-- nablint: {} -->"),
        ("a.md", "<!--Nablint : {}-->"),
        ("a.md", "<!-- nablint {} -->"),
        ("a.mdx", "{{/* nablint: {} */}}"),
        ("a.tex", "% nablint: {}"),
        ("a.rst", ".. nablint: {}"),
    ],
)
def test_comments_that_hold_directives(name: str, comment: str) -> None:
    formula = ":math:`A x`" if name.endswith("rst") else "$A x$"
    note = Source.named(name, f"{comment.format('let A: m × n; x: m')}\n\nSo {formula} is.\n")
    assert [finding.code for finding in analyse(note).findings] == ["SHP001"]


@pytest.mark.parametrize("comment", ["nablint ignores this", "nablint off by one", "nablint let me down", "nablint on Windows"])
def test_comments_about_nablint_are_none(comment: str) -> None:
    assert analyse(Source("a.md", f"<!-- {comment} -->\n\nText.\n")).findings == ()
