"""What else a note holds: directives, code, includes, macros, and the words without what is around them."""

from __future__ import annotations

import pytest

from nablint.base.source import Kind, Source
from nablint.documents.readable import readable_text
from nablint.documents.scanner import scan


@pytest.mark.parametrize(
    ("kind", "note", "bodies"),
    [
        ("markdown", "<!-- nablint: let x: n -->", ["let x: n"]),
        ("markdown", "text <!-- nablint: let x: n --> text", ["let x: n"]),
        ("markdown", "<!-- nablint:\nlet x: n\nlayout numerator\n-->", ["let x: n\nlayout numerator"]),
        ("markdown", "a\n<!-- nablint: off -->\nb\n<!-- nablint: on -->", ["off", "on"]),
        ("markdown", "{/* nablint: let x: n */}\n\ntext {/* nablint: on */}", ["let x: n", "on"]),
        ("markdown", "> <!-- nablint: let x: n -->", ["let x: n"]),
        ("markdown", "`<!-- nablint: let x: n -->`", []),
        ("markdown", "<!-- let x: n -->", []),
        ("latex", "% nablint: let x: n\ntext % nablint: on", ["let x: n", "on"]),
        ("latex", "50\\% nablint: let x: n", []),
        ("latex", "% nablint: let x: n\n\\begin{document}\nHi\n\\end{document}", ["let x: n"]),
        ("rst", ".. nablint: let x: n\n   and more", ["let x: n\n   and more"]),
    ],
)
def test_directives(kind: Kind, note: str, bodies: list[str]) -> None:
    directives = scan(Source("note", note, kind)).directives
    assert [directive.body for directive in directives] == bodies
    assert [directive.body_span.of(note) for directive in directives] == bodies


@pytest.mark.parametrize(
    ("kind", "note", "expected"),
    [
        ("markdown", "```python\nx = 1  # (n, m)\n```", [("python", "x = 1  # (n, m)")]),
        ("markdown", "```{python}\nx = 1\n```", [("python", "x = 1")]),
        ("markdown", "~~~ {.julia .numberLines}\nx = 1\n~~~", [("julia", "x = 1")]),
        ("markdown", "> ```py\n> x\n> ```", [("py", "> x")]),
        ("markdown", "see `x[1]` there", [("", "x[1]")]),
        ("markdown", "{% highlight python %}\nx\n{% endhighlight %}", [("python", "\nx\n")]),
        ("latex", "\\begin{verbatim}\n$x$\n\\end{verbatim}", [("", "\n$x$\n")]),
        ("latex", "\\begin{minted}{python}\nx\n\\end{minted}", [("python", "\nx\n")]),
        ("latex", "\\begin{lstlisting}[language=Python]\nx\n\\end{lstlisting}", [("python", "\nx\n")]),
        ("latex", "so \\verb|$x$| there", [("", "$x$")]),
        ("rst", ".. code-block:: python\n\n   x = 1\n", [("python", "\n   x = 1")]),
    ],
)
def test_code(kind: Kind, note: str, expected: list[tuple[str, str]]) -> None:
    document = scan(Source("note", note, kind))
    assert [(code.language, code.text) for code in document.code] == expected
    assert [code.span.of(note) for code in document.code] == [text for _, text in expected]
    assert not document.regions


@pytest.mark.parametrize(
    ("kind", "note", "name"),
    [
        ("latex", "\\input{parts/one}", "parts/one"),
        ("latex", "\\include{two}\\begin{document}\\end{document}", "two"),
        ("latex", "\\subfile{three}", "three"),
        ("markdown", "text\n\n{{< include _four.qmd >}}\n", "_four.qmd"),
        ("markdown", "```{include} five.md\n```\n", "five.md"),
        ("rst", ".. include:: six.rst\n", "six.rst"),
    ],
)
def test_includes(kind: Kind, note: str, name: str) -> None:
    assert [include.name for include in scan(Source("note", note, kind)).includes] == [name]


def test_a_comment_includes_nothing() -> None:
    assert not scan(Source("note.tex", "% \\input{one}\ntext", "latex")).includes


def test_a_preamble_is_text_for_macros() -> None:
    note = "\\newcommand{\\R}{\\mathbb{R}}\n$no$\n\\begin{document}\n$x$\n\\end{document}\n$after$"
    document = scan(Source("note.tex", note, "latex"))
    assert [macro.text for macro in document.macros] == ["\\newcommand{\\R}{\\mathbb{R}}\n$no$\n"]
    assert [region.text for region in document.regions] == ["x"]


@pytest.mark.parametrize("kind", ["markdown", "latex"])
def test_definitions_in_the_text(kind: Kind) -> None:
    note = "\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\n\\partial #2}} text $x$\n\n\\def\\R{\\mathbb{R}}\n"
    note += "\\DeclareMathOperator{\\tr}{tr}"
    assert [macro.text for macro in scan(Source("note", note, kind)).macros] == [
        "\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\n\\partial #2}}",
        "\\def\\R{\\mathbb{R}}",
        "\\DeclareMathOperator{\\tr}{tr}",
    ]


def test_definitions_between_dollars_stay_formulas() -> None:
    document = scan(Source("note.md", "$$\n\\newcommand{\\R}{\\mathbb{R}}\n$$"))
    assert [region.text.strip() for region in document.regions] == ["\\newcommand{\\R}{\\mathbb{R}}"]
    assert not document.macros


def test_macros_of_front_matter() -> None:
    note = "---\nmathjax:\n  macros:\n    R: \"\\\\mathbb{R}\"\n    'vec': ['\\mathbf{#1}', 1]\ntitle: A\n---\n"
    assert [macro.text for macro in scan(Source("note.md", note)).macros] == [
        "\\newcommand{\\R}{\\mathbb{R}}",
        "\\newcommand{\\vec}[1]{\\mathbf{#1}}",
    ]


def test_commands_in_front_matter() -> None:
    note = "---\nheader-includes: |\n  \\newcommand{\\R}{\\mathbb{R}}\n---\n"
    (macro,) = scan(Source("note.md", note)).macros
    assert "\\newcommand{\\R}{\\mathbb{R}}" in macro.text
    assert macro.span.of(note) == macro.text


@pytest.mark.parametrize(
    ("kind", "note", "words"),
    [
        ("markdown", "a <!-- b -->c", "a           c"),
        ("markdown", "[a](http://b.c) d", "[a]             d"),
        ("markdown", "> a\n> b", "  a\n  b"),
        ("markdown", "$a$ > b\n\n> > c\n\t>d <!--\n> e -->", "$a$ > b\n\n    c\n  d     \n       "),
        ("markdown", "<b>a</b> if $x<y>z$", "   a     if $x<y>z$"),
        ("latex", "a \\label{b}c\\emph{d} % e\n$\\alpha$", "a          c      d     \n$\\alpha$"),
    ],
)
def test_words(kind: Kind, note: str, words: str) -> None:
    assert readable_text(scan(Source("note", note, kind))) == words
