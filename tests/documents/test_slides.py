"""LaTeX slides: frames are sections; columns and minipages side by side are sections that do not see each other."""

from __future__ import annotations

import pytest

from nablint.base.source import Source
from nablint.documents.model import Document
from nablint.documents.scanner import scan


def read(note: str) -> Document:
    return scan(Source.named("talk.tex", note))


def scopes(note: str) -> dict[str, int]:
    """The section in which each formula stands."""
    document = read(note)
    return {document.regions[k].text: block.scope for block in document.blocks for k in block.regions}


FRAMES = r"""\section{Norms}
\begin{frame}[fragile]{The first slide}
Here is $a$.
\end{frame}
\begin{frame}
\frametitle{Notation}
Here is $b$.
\end{frame}
Between the slides: $c$.
"""


def test_a_frame_is_a_section_with_its_title() -> None:
    document = read(FRAMES)
    assert [scope.title for scope in document.scopes] == ["", "Norms", "The first slide", "Notation"]
    assert [scope.parent for scope in document.scopes] == [-1, 0, 1, 1]
    assert [scope.setup for scope in document.scopes] == [False, False, False, True]


def test_a_frame_ends_where_it_ends() -> None:
    assert scopes(FRAMES) == {"a": 2, "b": 3, "c": 1}


COLUMNS = [
    r"\begin{columns}[T] \begin{column}{0.5\textwidth} $b$ \end{column} ~ \begin{column}{0.5\textwidth} $c$ \end{column}"
    r" \end{columns}",
    "\\begin{columns}\n\\column{0.4\\textwidth}\n$b$\n\\column{.6\\textwidth}\n$c$\n\\end{columns}",
    "\\begin{minipage}{0.5\\textwidth}\n$b$\n\\end{minipage}%\n\\hfill\n\\begin{minipage}[t]{0.4\\textwidth}\n$c$\n\\end{minipage}",
]


@pytest.mark.parametrize("columns", COLUMNS)
def test_columns_are_sections_beside_each_other(columns: str) -> None:
    note = f"\\begin{{frame}}{{Two}}\nFirst $a$.\n\n{columns}\n\nLast $d$.\n\\end{{frame}}\n"
    document = read(note)
    assert scopes(note) == {"a": 1, "b": 2, "c": 3, "d": 1}
    frame, left, right = document.scopes[1:]
    assert left.beside == right.beside >= 0 > frame.beside
    assert left.parent == right.parent == frame.id


ALONE = [
    "\\begin{minipage}{5cm}\n$b$\n\\end{minipage}\n",
    "\\begin{minipage}{5cm}\n$b$\n\\end{minipage}\n\n\\begin{minipage}{5cm}\n$c$\n\\end{minipage}\n",  # one below the other
    "\\begin{multicols}{2}\n$b$ runs on to $c$.\n\\end{multicols}\n",
]


@pytest.mark.parametrize("note", ALONE)
def test_what_stands_alone_is_no_section(note: str) -> None:
    assert len(read(note).scopes) == 1


def test_columns_in_a_column_are_beside_each_other_only() -> None:
    inner = "\\begin{columns}\\column{1cm} $b$ \\column{1cm} $c$ \\end{columns}"
    document = read(f"\\begin{{columns}}\\column{{3cm}} $a$ {inner} $d$ \\column{{3cm}} $e$ \\end{{columns}} $f$")
    outer, one, two, other = document.scopes[1:]
    assert one.beside == two.beside != outer.beside == other.beside
    assert one.parent == two.parent == outer.id and other.parent == 0


def test_what_is_never_closed_ends_with_its_frame() -> None:
    note = "\\begin{frame}{A}\\begin{columns}\\begin{column}{1cm} $a$ \\end{frame}\\begin{frame}{B} $b$ \\end{frame}"
    document = read(note)
    assert document.scopes[scopes(note)["b"]].title == "B" and document.scopes[scopes(note)["b"]].parent == 0
