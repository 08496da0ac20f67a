"""Directives in files of every kind: what they silence, and what is left of a line when one is taken out again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]

IDLE = "nablint: ignore SHP001 -- nothing"


def notebook(*sources: str | list[str]) -> str:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.md", f"One\n<!-- {IDLE} -->\n$x$ and more\n", "One\n$x$ and more\n"),
        ("a.md", f"One\r\n<!-- {IDLE} -->\r\n$x$\r\n", "One\r\n$x$\r\n"),
        ("a.md", f"$x$ and <!-- {IDLE} --> more\n", "$x$ and more\n"),
        ("a.md", f"- one\n  <!-- {IDLE} -->\n  $x$\n", "- one\n  $x$\n"),
        ("a.md", f"- <!-- {IDLE} -->\n", "- \n"),
        ("a.md", f"> one\n> <!-- {IDLE} -->\n> $x$\n", "> one\n> $x$\n"),
        ("a.md", f"$x$\n\n<!-- {IDLE} -->", "$x$\n\n"),
        # An empty line would be a paragraph's end, and in a display an error.
        ("a.tex", f"One\n  % {IDLE}\n$x$ and more\n", "One\n$x$ and more\n"),
        ("a.tex", f"One $x$. % {IDLE}\nMore\n", "One $x$.\nMore\n"),
        ("a.tex", f"On% {IDLE}\nce $x$\n", "On%\nce $x$\n"),
        (
            "a.tex",
            f"\\begin{{align}}\nx &= 1 \\\\ % {IDLE}\n% {IDLE}\ny &= 2\n\\end{{align}}\n",
            "\\begin{align}\nx &= 1 \\\\\ny &= 2\n\\end{align}\n",
        ),
    ],
)
def test_of_a_directive_that_is_taken_out_nothing_stays(run: Run, note: Write, name: str, before: str, after: str) -> None:
    path = note(name, before)
    assert run("check", "--fix", name).code == 0
    assert path.read_bytes().decode() == after


def test_a_notebook_stays_one(run: Run, note: Write) -> None:
    comment = f"<!-- {IDLE} -->"
    path = note("a.ipynb", notebook(["One\n", f"{comment}\n", "$x$"], f"{comment}\n", comment, f"$x$ {comment}"))
    assert run("check", "--fix", "a.ipynb").code == 0
    sources = [cell["source"] for cell in json.loads(path.read_text())["cells"]]
    assert sources == [["One\n", "\n", "$x$"], "\n", "", "$x$ "]


SIZES = "Let $A, B \\in \\mathbb{R}^{m \\times n}$ and $x, y \\in \\mathbb{R}^m$.\n\n"


def reported(run: Run, name: str) -> list[tuple[str, int, int]]:
    """(code, cell, row) of what is found; the cell is 0 in what is no notebook."""
    found = json.loads(run("check", "--output-format", "json", name).out)
    return [(item["code"], item["cell"] or 0, item["location"]["row"]) for item in found]


@pytest.mark.parametrize("lines", [True, False])
def test_in_a_notebook_a_directive_has_lines_and_blocks_too(run: Run, note: Write, lines: bool) -> None:
    def source(text: str) -> str | list[str]:
        return text.splitlines(keepends=True) if lines else text

    comment = "<!-- nablint: ignore SHP001 -- on purpose -->"
    first = source(f"{SIZES}{comment}\n$A x$ here\n\n$B B$ there\n")
    second = source(
        f"Let $C \\in \\mathbb{{R}}^{{p \\times q}}$, $D \\in \\mathbb{{R}}^{{r \\times s}}$.\n$C C$ {comment}\n$D D$\n"
    )
    note("a.ipynb", notebook(first, second))
    assert reported(run, "a.ipynb") == [("SHP001", 1, 6), ("SHP001", 2, 3)]
    note("b.ipynb", notebook(SIZES, comment, "$A x$", "$B B$"))
    assert reported(run, "b.ipynb") == [("SHP001", 4, 1)]


@pytest.mark.parametrize("prefix", ["", "> "])
@pytest.mark.parametrize(("name", "opener", "closer"), [("a.tex", "\\begin{align}", "\\end{align}"), ("a.md", "$$", "$$")])
def test_in_a_display_a_directive_is_about_its_row_or_the_next(
    run: Run, note: Write, name: str, opener: str, closer: str, prefix: str
) -> None:
    if prefix and name == "a.tex":
        return
    rows = [
        opener,
        "z &= A x \\\\ % nablint: ignore SHP001 -- on purpose",
        "% nablint: ignore SHP001 -- on purpose",
        "% and not for you",
        "v &= D D \\\\",
        "w &= A B \\\\",
        "% nablint: ignore SHP002 -- on purpose",
        "u &= x",
        closer,
    ]
    note(name, SIZES.strip() + " And $D \\in \\mathbb{R}^{r \\times s}$.\n\n" + "".join(f"{prefix}{row}\n" for row in rows))
    assert reported(run, name) == [("SHP001", 0, 8), ("NOT003", 0, 9)]


def test_what_is_declared_in_a_display_holds(run: Run, note: Write) -> None:
    note("a.md", "$$\n% nablint: let A: m × n; x: m\ny = A x\n$$\n")
    assert reported(run, "a.md") == [("SHP001", 0, 3)]
    # Behind an escaped sign stands no comment.
    note("b.md", f"{SIZES}$$\nA x \\% nablint: ignore SHP001\n$$\n")
    assert reported(run, "b.md") == []
