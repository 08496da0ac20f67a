"""Marks on formulas: sizes that the author writes at an expression, which are claims."""

from __future__ import annotations

import pytest

from tests.declarations.reading import Note


@pytest.mark.parametrize(
    ("formula", "marks"),
    [
        (r"\underbrace{y^T S}_{1 \times D}", [("y^T S", "1 × D")]),
        (r"\underbrace{A B}_{\in \mathbb{R}^{M \times N}}", [("A B", "M × N")]),
        (r"\underbrace{x^T x}_{\text{scalar}}", [("x^T x", "scalar")]),
        (r"\underset{(m \times n)}{A}", [("A", "m × n")]),
        (r"\underset{n\times 1}{A x}", [("A x", "n")]),
        (r"A_{m \times n}", [("A", "m × n")]),
        (r"(A B)_{m \times n}", [("(A B)", "m × n")]),
        (r"\begin{bmatrix} a & b \end{bmatrix}_{1 \times 2}", [(r"\begin{bmatrix} a & b \end{bmatrix}", "1 × 2")]),
        (r"M = A^T A \quad (n \times n)", [("M", "n × n")]),
        (r"M = A B, \text{shape: } (20, 6)", [("M", "20 × 6")]),
        (r"W \text{(size } m\times n\text{)} X", [("W", "m × n")]),
        (r"Y = W X, \quad W \text{ [of shape $m \times n$]}", [("W", "m × n")]),
        (r"M = A B \quad \text{(size } m\times n\text{)}", [("M", "m × n")]),
        (r"M = A B \text{ (size } m\times n\text{)}", []),  # of B, perhaps
        (r"M = A \text{ (size } m\times n\text{)}", [("A", "m × n")]),
        (r"M = A \text{ (size } m\times n B", []),
        (
            r"\begin{aligned} M &= A B && \text{(size } m\times n\text{)} \\ S &= B C && \text{(size k × l)} \end{aligned}",
            [("M", "m × n"), ("S", "k × l")],
        ),
        (r"\underbrace{x + y}_{\text{the error}}", []),
        (r"\underbrace{x + y}_{n}", []),
        (r"A_{ij}", []),
        (r"A_{mxn}", []),
        (r"(a_{ij})_{i \times j}", []),
    ],
)
def test_marks_in_a_formula(formula: str, marks: list[tuple[str, str]]) -> None:
    assert Note(f"$${formula}$$\n").marks == marks


def test_a_marked_symbol_is_declared_by_its_mark_alone() -> None:
    note = Note("$$y = \\underset{m \\times n}{A} \\underset{n \\times 1}{x}$$\n\nHere.\n")
    assert note.known("A", "Here") == "m × n"
    assert Note("Let $A \\in \\mathbb{R}^{p \\times q}$.\n\n$$A_{m \\times n}$$\n\nHere.\n").known("A", "Here") == "p × q"


def test_a_symbol_with_two_marks_is_declared_by_neither() -> None:
    assert Note("$$A_{m \\times n} = A_{n \\times m}$$\n").shapes == {}


@pytest.mark.parametrize(
    "between", ["\n\n(1 × N)\n", "\n(1 × N)\n", "\n\n$$(1 \\times N)$$\n", "\n\n(1 \\times N)\n", "\n\n↑\n(1 × N)\n"]
)
def test_a_size_on_the_line_below_a_display(between: str) -> None:
    assert Note("$$g'(x) = [y^T, x^T]$$" + between + "\nMore text.\n").marks == [("g'(x)", "1 × N")]


@pytest.mark.parametrize("after", ["\n. Dimensions are DxD.", " Dimensions are DxD.", "\n\nThe dimensions are $D \\times D$."])
def test_dimensions_after_a_formula_are_those_of_its_left_side(after: str) -> None:
    note = Note("$$\\frac{\\partial y}{\\partial x} = \\frac{\\partial h}{\\partial x} = I_D$$" + after + "\n")
    assert note.marks == [(r"\frac{\partial y}{\partial x}", "D × D")]


def test_a_sentence_about_an_expression() -> None:
    note = Note("Then $\\frac{\\partial f}{\\partial z}$ is a diagonal $E \\times E$ matrix.\n")
    assert note.marks == [(r"\frac{\partial f}{\partial z}", "E × E")]
    note = Note("Then $\\frac{\\partial f}{\\partial z}$ has dimensions MxM.\n")
    assert note.marks == [(r"\frac{\partial f}{\partial z}", "M × M")]


def test_a_mark_knows_its_place() -> None:
    note = Note("$$\\underbrace{A B}_{m \\times n}$$\n")
    (mark,) = note.declarations.annotations
    assert mark.span.of(note.text) == "m \\times n"
