"""Delimiters without partner: said where it surely is mathematics, silent on prices and shell, and nothing is swallowed."""

from __future__ import annotations

import pytest

from nablint.base.source import Kind, Source
from nablint.documents.scanner import scan

# name: (kind, note, what is unclosed, the formulas that are still found)
CASES: dict[str, tuple[Kind, str, list[str], list[str]]] = {
    "dollars before a heading": ("markdown", "$$\nx = 1\n\n# Next\n\nLet $y$.\n\n$$ z $$", ["$$"], ["y", " z "]),
    "dollars before a sentence": (
        "markdown",
        "$$\nx = \\alpha\n\nThis is a sentence with $y$ in it.\n\n$$\nz\n$$",
        ["$$"],
        ["y", "\nz\n"],
    ),
    "dollars before a caption": ("markdown", "$$\nx = 1\n\nComplexity Analysis:\n\n$$\nz\n$$", ["$$"], ["\nz\n"]),
    "dollars before a fence": ("markdown", "$$\nx = 1\n```\n$a$\n```\n$y$", ["$$"], ["y"]),
    "dollars that only close": ("markdown", "x = \\alpha\n$$\n\nText here.\n\n$$\nz\n$$", ["$$"], ["\nz\n"]),
    "dollars with an environment on their line": (
        "markdown",
        "$$\\begin{aligned}\na &= b\n\\end{aligned}\n\nText and more text here with $y$.",
        ["$$"],
        ["a &= b", "y"],
    ),
    "dollars at the end of a quote": ("markdown", "> $$\n> x = 1\n\nText $y$ and\n\n$$z$$", ["$$"], ["y", "z"]),
    "a bracket": ("markdown", "\\[\nx = \\alpha\n\nThis is a sentence of text with $y$.", ["\\["], ["y"]),
    "an environment": (
        "markdown",
        "\\begin{align}\na &= b\n\nThis is a sentence of text with $y$.",
        ["\\begin{align}"],
        ["y"],
    ),
    "a dollar before a command": ("markdown", "Let $\\alpha be a number.\n\nLet $y$.", ["$"], ["y"]),
    "a fence of mathematics": ("markdown", "```math\nx = 1\n\nText with $y$.", ["```math"], ["y"]),
    "a lone price": ("markdown", "It costs $5 to say that.", [], []),
    "a lone variable": ("markdown", "The $PATH is long.", [], []),
    "a process number": ("markdown", "Write $$ for the process number.", [], []),
    "very expensive": ("markdown", "A cheap place ($) and a dear one ($$$).", [], []),
    "brackets that are escaped": ("markdown", "An array \\[1, 2 and an aside \\(so.", [], []),
    "a dollar in a regular expression": ("markdown", "Lines that end in foo$ and bar.", [], []),
    "a dollar of LaTeX": ("latex", "Let $x be.\n\nLet $y$.", ["$"], ["y"]),
    "a bracket of LaTeX": ("latex", "\\[ x = 1\n\n\\section{Next}\nLet $y$ and \\[ z \\].", ["\\["], ["y", " z "]),
    "an environment of LaTeX": (
        "latex",
        "\\begin{align} a &= b\n\nLet $y$.\n\\begin{align} c \\end{align}",
        ["\\begin{align}"],
        ["y", " c "],
    ),
    "a group that ends first": ("latex", "\\emph{Let $x be} and $y$.", ["$"], ["y"]),
    "a title that ends first": ("latex", "\\section{The $x}\n\nLet $y$.", ["$"], ["y"]),
    "dollars of LaTeX": ("latex", "$$ x = 1\n\n\\section{Next} Let $y$.", ["$$"], ["y"]),
}


@pytest.mark.parametrize("name", CASES)
def test_unclosed(name: str) -> None:
    kind, note, delimiters, formulas = CASES[name]
    document = scan(Source("note", note, kind))
    assert [unclosed.delimiter for unclosed in document.unclosed] == delimiters
    assert [region.text.strip() for region in document.regions] == [formula.strip() for formula in formulas]


def test_the_place_is_the_delimiter() -> None:
    note = "> \\[ x = \\alpha\n\nText"
    (unclosed,) = scan(Source("note.md", note)).unclosed
    assert unclosed.span.of(note) == "\\["
    assert unclosed.expected == "\\]"


def test_a_directive_that_is_still_being_written_is_its_line() -> None:
    note = "Let $x$.\n\n<!-- nablint: ignore SHP\n\nAnd $y$, $z$.\n"
    (directive,) = scan(Source("note.md", note)).directives
    assert (directive.body, directive.span.of(note)) == ("ignore SHP", "<!-- nablint: ignore SHP")
