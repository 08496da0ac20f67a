"""Labels and references as each dialect writes them: what is one, what is code or a comment, and how far a name goes."""

from __future__ import annotations

import pytest

from nablint.base.source import Source
from nablint.documents.crossrefs import cross_references
from nablint.documents.scanner import scan


def found(text: str, path: str = "note.md") -> tuple[list[str], list[str]]:
    """The names of the labels and of the references; each stands where it is said to stand."""
    all_ = cross_references(scan(Source.named(path, text)))
    assert all(one.span.of(text) == one.name for one in all_)
    return [o.name for o in all_ if o.kind == "label"], [o.name for o in all_ if o.kind == "reference"]


@pytest.mark.parametrize(
    ("text", "path", "labels", "references"),
    [
        (r"$$a = b \label{eq:one}$$ by \eqref{eq:one} and \ref{eq:two}", "n.md", ["eq:one"], ["eq:one", "eq:two"]),
        (
            "\\begin{document}\n\\section{A}\\label{sec:a} \\cref{sec:a, eq:b} \\Cref{eq:b} \\hyperref[sec:a]{there}\n",
            "n.tex",
            ["sec:a"],
            ["sec:a", "eq:b", "eq:b", "sec:a"],
        ),
        ("\\begin{document}\n\\crefrange{eq:a}{eq:b} \\href{eq:c}{x} % \\ref{eq:d}\n", "n.tex", [], ["eq:a", "eq:b"]),
        (
            "```{math}\n:label: eq-one\na = b\n```\n\nSee {eq}`eq-one`, {numref}`Table <tab>`.\n",
            "n.md",
            ["eq-one"],
            ["eq-one", "tab"],
        ),
        ("(sec)=\n# A\n\n$$\na\n$$ (eq-one)\n\n[](#eq-one) and {ref}`sec`\n", "n.md", ["sec", "eq-one"], ["eq-one", "sec"]),
        (
            "## A {#sec-a}\n\n$$a$$ {#eq-one}\n\n@eq-one, [@sec-a; -@eq-one]\n",
            "n.qmd",
            ["sec-a", "eq-one"],
            ["eq-one", "sec-a", "eq-one"],
        ),
        ("\\begin{equation}\na (\\#eq:one)\n\\end{equation}\n\nSee \\@ref(eq:one).\n", "n.Rmd", ["eq:one"], ["eq:one"]),
        (
            ".. _top:\n\nTitle\n=====\n\n.. math::\n   :label: one\n\n   a = b\n\n"
            ":eq:`one`, :ref:`there <top>`, ``:eq:`two```\n",
            "n.rst",
            ["top", "one"],
            ["one", "top"],
        ),
    ],
)
def test_each_dialect(text: str, path: str, labels: list[str], references: list[str]) -> None:
    assert found(text, path) == (labels, references)


@pytest.mark.parametrize(
    "text",
    [
        "```tex\n\\label{a} \\ref{a}\n```\n",
        "`\\ref{a}` and `@eq-a`",
        "<!-- \\label{a} \\ref{a} -->",
        "write to me@eq-a.org, [a link](https://example.org/#there)",
    ],
)
def test_what_is_none(text: str) -> None:
    assert found(text) == ([], [])
