"""What a matrix is made of: the size of the matrix tells that of its rows or columns."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import analyse
from nablint.base.source import Source
from nablint.declarations.facts import ShapeFact, SymbolKey
from nablint.parse.nodes import Name

A = "Let $A \\in \\mathbb{R}^{m \\times n}$"


def told(text: str, letter: str = "a") -> str:
    """What is stated of the members of a letter; "" where nothing is."""
    facts = analyse(Source("note.md", text)).declarations.facts
    key = SymbolKey(Name(letter), "i")
    return "; ".join(str(fact.value.shape) for fact in facts if fact.symbol == key and isinstance(fact.value, ShapeFact))


@pytest.mark.parametrize(
    ("text", "shape"),
    (
        (f"{A} have columns $a_1, \\dots, a_n$.", "m"),
        (f"{A} be the matrix with columns $a_j$.", "m"),
        (f"{A}. The columns of $A$ are $a_1, \\dots, a_n$.", "m"),
        (f"{A} with rows $a_i^\\top$.", "n"),
        (f"{A}, whose $i$-th row is $a_i^\\top$.", "n"),
        (f"{A} and $A = [a_1, \\dots, a_n]$.", "m"),
        (f"{A} and $A = \\begin{{bmatrix}} a_1 & \\cdots & a_n \\end{{bmatrix}}$.", "m"),
        (f"{A}.\n\n$$A = \\begin{{bmatrix}} a_1^\\top \\\\ \\vdots \\\\ a_m^\\top \\end{{bmatrix}}$$", "n"),
        (f"{A} and $A = [a_1, \\dots, a_m]^\\top$.", "n"),
        (f"{A} and $A = [a_1 \\; a_2 \\; \\cdots \\; a_n]$.", "m"),
    ),
)
def test_its_size_tells_theirs(text: str, shape: str) -> None:
    assert told(text) == shape


@pytest.mark.parametrize(
    "text",
    (
        f"{A} and $A = [a_1, \\dots, a_m]$.",  # as many as it has rows: who knows what is meant
        f"{A} with rows $a_i$.",  # a row, or the column that is laid down
        "Let $v \\in \\mathbb{R}^n$ and $v = [a_1, \\dots, a_n]$.",  # numbers
        f"{A} have columns.",
        f"Let $a \\in \\mathbb{{R}}^k$. {A} and $A = [a_1, \\dots, a_n]$.",  # a is something already
        f"{A} have columns $a_1, \\dots, a_n$ or not?",
    ),
)
def test_what_is_open_tells_nothing(text: str) -> None:
    assert told(text) == ""


def test_members_that_are_counted_above_are_others() -> None:
    text = "Let $a_i \\in \\mathbb{R}^k$ and let $A \\in \\mathbb{R}^{m \\times n}$ have the rows $(a^{(i)})^\\top$."
    facts = analyse(Source("note.md", text)).declarations.facts
    shapes = {(fact.symbol.sub, fact.symbol.sup): str(fact.value.shape) for fact in facts if isinstance(fact.value, ShapeFact)}
    assert shapes["i", ""] == "k" and shapes["", "(i)"] == "n"


def test_a_letter_for_rows_and_columns_is_neither() -> None:
    columns, rows = "have columns $a_1, \\dots, a_n$", "The rows of $A$ are $a_1^\\top, \\dots, a_m^\\top$"
    text = f"{A} {columns}.\n\n{rows}.\n\nLet $x \\in \\mathbb{{R}}^n$. Here $A x$ has the entries $a_i^\\top x$.\n"
    assert not analyse(Source("note.md", text)).findings


def test_an_outer_product_of_the_wrong_side_is_found() -> None:
    note = f"{A} have columns $a_1, \\dots, a_n$.\n\n$$A^\\top A = \\sum_{{j=1}}^n a_j a_j^\\top$$\n"
    (finding,) = analyse(Source("note.md", note)).findings
    assert finding.code == "SHP003"
    assert not analyse(Source("note.md", note.replace("A^\\top A", "A A^\\top"))).findings
