"""Two problems side by side on a slide use the same letters for different things; one column may not contradict itself."""

from __future__ import annotations

from nablint.analysis.analyse import judge
from nablint.base.source import Source
from nablint.rules.run import run

PROBLEM = "Let $u \\in \\mathbb{R}^{p}$ and $M \\in \\mathbb{R}^{p \\times q}$."
OTHER = "Now look at $M u$, which is a column."


def codes(text: str) -> list[str]:
    return [finding.code for finding in run(judge(Source.named("talk.tex", text)), lambda code: True)]


def slide(left: str, right: str, before: str = "") -> str:
    columns = f"\\begin{{column}}{{4cm}}\n{left}\n\\end{{column}}\n\\begin{{column}}{{4cm}}\n{right}\n\\end{{column}}"
    return f"\\begin{{frame}}{{Two problems}}\n{before}\n\\begin{{columns}}\n{columns}\n\\end{{columns}}\n\\end{{frame}}\n"


def test_one_column_says_nothing_of_the_next() -> None:
    assert codes(slide(PROBLEM, OTHER)) == []


def test_a_column_is_held_to_what_it_says_itself() -> None:
    assert codes(slide(f"{PROBLEM} {OTHER}", "")) == ["SHP001"]


def test_a_column_is_held_to_what_the_slide_says() -> None:
    assert codes(slide("Some words.", OTHER, before=PROBLEM)) == ["SHP001"]
