"""LaTeX files: formulas, environments, comments, verbatim text, sections and blocks."""

from __future__ import annotations

import pytest

from nablint.base.source import Source
from nablint.documents.model import Document
from nablint.documents.scanner import scan


def read(note: str) -> Document:
    return scan(Source("note.tex", note, "latex"))


CASES: dict[str, tuple[str, list[str]]] = {
    "dollars": ("Let $x$ and $ y $ be.", ["x", " y "]),
    "a price": ("It costs \\$5 and \\$6.", []),
    "brackets": ("\\(x\\) and \\[ y \\]", ["x", " y "]),
    "double dollars": ("so $$x$$ and", ["x"]),
    "a formula over lines": ("so $a +\nb$ and", ["a +\nb"]),
    "environments": ("\\begin{equation}\nx\n\\end{equation}\\begin{align*}y\\end{align*}", ["\nx\n", "y"]),
    "an environment with an argument": ("\\begin{alignat}{2}x\\end{alignat}", ["x"]),
    "an environment inside another": (
        "\\begin{align}\\begin{split}x\\end{split}\\end{align}",
        ["\\begin{split}x\\end{split}"],
    ),
    "the same environment twice inside": (
        "\\begin{aligned}a\\begin{aligned}b\\end{aligned}\\end{aligned}",
        ["a\\begin{aligned}b\\end{aligned}"],
    ),
    "text with formulas in a display": ("\\[ a \\text{ if $b$ and \\(c\\)} \\]", [" a \\text{ if $b$ and \\(c\\)} "]),
    "text with formulas in a formula": ("$a \\mbox{ if $b$}$ and $c$", ["a \\mbox{ if $b$}", "c"]),
    "a comment": ("% $x$\n$y$ % $z$", ["y"]),
    "a comment in a display": ("\\[\na % \\]\n+ b\n\\]", ["\na + b\n"]),
    "a percentage": ("$5\\% x$ and $y$", ["5\\% x", "y"]),
    "row spacing": ("a \\\\[2pt] b $x$ \\\\(c) \\\\ $y$", ["x", "y"]),
    "row spacing in a display": ("\\[ a \\\\[2pt] b \\\\] c \\]", [" a \\\\[2pt] b \\\\] c "]),
    "verbatim": ("\\begin{verbatim}$x$\\end{verbatim} $y$", ["y"]),
    "a short verbatim": ("\\verb|$x$| \\verb+$+ $y$", ["y"]),
    "a picture": ("\\begin{tikzpicture}\\node {$x$};\\end{tikzpicture} $y$", ["y"]),
    "references": ("\\ref{a$b} \\cite[p.~$3]{c$} \\url{d$e} $y$", ["y"]),
    "a link": ("\\href{http://a/$b}{the $x$} and $y$", ["x", "y"]),
    "a title": ("\\section{The map $f$} text $x$", ["f", "x"]),
    "an item": ("\\begin{itemize}\\item $x$ \\item[$y$] z\\end{itemize}", ["x", "y"]),
    "a table": ("\\begin{tabular}{cc} $x$ & $y$ \\\\ \\end{tabular}", ["x", "y"]),
    "commands of the author for an environment": (
        "\\newcommand{\\be}{\\begin{equation}}\\def\\ee{\\end{equation}}\n\\be \\beta + \\eeg \\ee and $y$",
        [" \\beta + \\eeg ", "y"],
    ),
    "behind the end": ("$x$\\end{document}$y$", ["x"]),
}


@pytest.mark.parametrize("name", CASES)
def test_formulas(name: str) -> None:
    note, expected = CASES[name]
    document = read(note)
    assert [region.text for region in document.regions] == expected
    assert not document.unclosed


def test_environments_are_named() -> None:
    (region,) = read("\\begin{align*}x\\end{align*}").regions
    assert (region.environment, region.display, region.opener) == ("align*", True, "align*")


def test_a_matrix_alone_keeps_its_environment_in_the_text() -> None:
    (region,) = read("\\begin{bmatrix}x\\end{bmatrix}").regions
    assert (region.environment, region.text) == ("", "\\begin{bmatrix}x\\end{bmatrix}")


def test_sections() -> None:
    document = read("\\section{A}\na\n\\subsection*{B $x$}\nb\n\\subsubsection[s]{C {c}}\n\\section{Notation}\nd")
    assert [(s.title, s.level, document.scopes[s.parent].title) for s in document.scopes[1:]] == [
        ("A", 1, ""),
        ("B $x$", 2, "A"),
        ("C {c}", 3, "B $x$"),
        ("Notation", 1, ""),
    ]
    assert document.scopes[4].setup
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 2, 3, 1]


def test_blocks() -> None:
    note = (
        "\\begin{document}\nFirst line\nsecond.\n\nLet\n\\[ x \\]\nbe given.\n"
        "\\begin{theorem}[Name] Then $y$.\\end{theorem}\n"
        "\\begin{enumerate}\n\\item[(a)] One.\n\\item Two\n\\begin{itemize}\\item Three\\end{itemize}\n\\end{enumerate}\n"
        "\\begin{tabular}{cc} p & q \\end{tabular}\n\\label{only} % nothing\n\n\\begin{verbatim}v\\end{verbatim}\n"
    )
    document = read(note)
    assert [(block.kind, block.span.of(note)) for block in document.blocks] == [
        ("paragraph", "First line\nsecond."),
        ("paragraph", "Let"),
        ("display", "\\[ x \\]"),
        ("paragraph", "be given."),
        ("paragraph", "[Name] Then $y$."),
        ("item", "\\item[(a)] One."),
        ("item", "\\item Two"),
        ("item", "\\item Three"),
        ("table", "p & q"),
        ("code", "\\begin{verbatim}v\\end{verbatim}"),
    ]
    assert [block.label for block in document.blocks if block.kind == "item"] == ["(a)", "", ""]
    assert [block.level for block in document.blocks if block.kind == "item"] == [1, 1, 2]
