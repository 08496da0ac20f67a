"""Patterns as git reads them."""

from __future__ import annotations

import pytest

from nablint.analysis.patterns import Patterns


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.md", "a.md", True),
        ("*.md", "x/y/a.md", True),
        ("/*.md", "x/a.md", False),
        ("drafts/", "x/drafts/a.md", True),
        ("drafts/", "drafts.md", False),
        ("a/b", "a/b/c.md", True),
        ("a/b", "x/a/b", False),
        ("a/**/b", "a/b", True),
        ("a/**/b", "a/x/y/b", True),
        ("**/b", "x/y/b", True),
        ("a/**", "a/x/y", True),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("[a-c].md", "b.md", True),
        ("[!a-c].md", "b.md", False),
        ("[z-a].md", "b.md", False),
        ("x*y*z", "xaybz", True),
        ("x*y*z", "xazby", False),
        ("# comment", "# comment", False),
        ("\\#a", "#a", True),
    ],
)
def test_pattern(pattern: str, path: str, matches: bool) -> None:
    assert Patterns([pattern]).match(path) is matches


def test_the_last_pattern_decides() -> None:
    patterns = Patterns(["*.md", "!keep.md"])
    assert patterns.match("a.md")
    assert not patterns.match("keep.md")


def test_many_stars_cost_no_more_than_few() -> None:
    """Tried again and again, such a pattern would take longer than the suite may."""
    assert not Patterns(["*a" * 60 + "b"]).match("a" * 250)
