"""What a hover says of letters that nobody declared, of numbers and macros, and in which words."""

from __future__ import annotations

import pytest

from nablint.base.spans import Span
from nablint.features.actions import actions
from nablint.features.hover import hover
from nablint.features.markup import Formulas
from tests.features.reading import read


def said(note: str, markdown: bool = False, formulas: Formulas = "unicode", path: str = "note.md") -> str:
    knowledge, cursor = read(note, path)
    found = hover(knowledge, cursor, markdown, formulas)
    return found.text if found is not None else ""


def declarations(note: str, path: str = "note.md") -> list[tuple[str, str]]:
    """The offered declarations: their titles and directives."""
    knowledge, cursor = read(note, path)
    found = [a for a in actions(knowledge, Span(cursor, cursor)) if a.kind.endswith("declare")]
    return [(a.title, a.edits[0].text.strip()) for a in found]


SIZES = "Let $X \\in \\mathbb{R}^{n \\times d_k}$ and $w \\in \\mathbb{R}^{d_k}$. "


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("$w \\in \\mathbb{R}^{‸d_k}$", "dₖ: size\n\n- X: n × d_k matrix, line 1\n- w: d_k × 1 column vector, line 1"),
        ("$X / \\sqrt{d_‸k}$", "dₖ: size\n\n- X: n × d_k matrix, line 1\n- w: d_k × 1 column vector, line 1"),
        ("$\\sum_{i=1}^n w_‸i$", "i: index, from 1 to n"),
        ("$\\sum_j w_‸j$", "j: index"),
        ("$\\frac{X^\\top X}{2} + ‸I$", "I: identity matrix, of the size that fits"),
    ],
)
def test_sizes_indices_and_the_identity_are_no_unknown_symbols(formula: str, words: str) -> None:
    assert said(SIZES + formula) == words
    assert declarations(SIZES + formula) == []


def test_a_size_that_is_called_d_is_no_differential() -> None:
    assert said("Let $x \\in \\mathbb{R}^‸d$.") == "d: size\n\n- x: d × 1 column vector, line 1"


@pytest.mark.parametrize(
    ("formula", "title", "directive"),
    [
        ("$‸\\lambda w$", "Declare λ as a scalar", "let \\lambda: scalar"),
        ("$\\frac{1}{‸M} w$", "Declare M as a scalar", "let M: scalar"),
        ("$\\frac{\\partial ‸L}{\\partial X}$", "Declare L as a scalar", "let L: scalar"),
        ("$‸\\sigma(w)$", "Declare σ as d_k×1 → scalar", "let \\sigma: d_k -> scalar"),
        ("$‸B X$", "Declare B as m×n", "let B: m × n"),
    ],
)
def test_a_declaration_is_proposed_as_the_letter_is_used(formula: str, title: str, directive: str) -> None:
    offered = declarations(SIZES + formula)
    assert offered[0] == (title, f"<!-- nablint: {directive} -->")
    assert f"Declare it: <!-- nablint: {directive} -->" in said(SIZES + formula)


def test_a_derivative_without_a_shape_says_what_is_not_stated() -> None:
    told = said(SIZES + "$\\fr‸ac{\\partial q}{\\partial w} = 3$")
    assert told == "∂q/∂w: shape unknown\n\nNothing is stated of q. Declare it: <!-- nablint: let q: n -->"
    assert "Nothing is stated" not in said(SIZES + "Let $f = w^\\top w$. $\\fr‸ac{\\partial f}{\\partial w} = 2w$")


def test_no_shape_is_proposed_that_mends_nothing() -> None:
    note = "Let $W \\in \\mathbb{R}^{k \\times h}$ and $b \\in \\mathbb{R}^k$. $‸a W + b$"
    assert all("k×k" not in title for title, _ in declarations(note))


def test_a_directive_gets_no_macros() -> None:
    note = "\\newcommand{\\xx}{\\mathbf{x}}\n\nThen $‸\\xx + q$.\n"
    assert declarations(note, "note.tex")[0][1] == "% nablint: let \\mathbf{x}: n"


def test_a_formula_of_a_hover_has_no_macros() -> None:
    note = "\\newcommand{\\R}{\\mathbb{R}}\\newcommand{\\vx}{\\mathbf{x}}\n\nLet $\\vx \\in \\R^n$. Then $2 ‸\\vx + \\vx$.\n"
    text = said(note, True, "latex", "note.tex")
    assert text == "$\\mathbf{x}$: $n \\times 1$ column vector\n\n- declared, line 3: $\\mathbf{x} \\in \\mathbb{R}^n$"


def test_on_a_number_the_expression_around_it_is_meant() -> None:
    assert said("Let $A \\in \\mathbb{R}^{n \\times n}$. $A^{-‸1}$") == "A⁻¹: n × n matrix"


def test_a_function_with_its_argument_and_a_differential_are_one_operand() -> None:
    declared = "Let $f : \\mathbb{R}^n \\to \\mathbb{R}$ and $A \\in \\mathbb{R}^{n \\times n}$. "
    assert said(declared + "$f(x) ‸ A$").split("\n\n")[1] == "- f(x): scalar\n- A: n×n"
    assert said(declared + "$dA ‸ A$").split("\n\n")[1] == "- dA: n×n\n- A: n×n"


def test_words_that_follow_from_others_are_left_out() -> None:
    note = "Let $\\mu \\in \\mathbb{R}^d$ and $S \\in \\mathbb{R}^{d \\times d}$ be symmetric positive definite. "
    assert said(note + "$‸S$").startswith("S: symmetric, positive definite, d × d matrix\n")
    # A vector is not symmetric, whoever says so of it and a matrix together.
    assert said(note + "$‸\\mu$") == "μ: d × 1 column vector\n\n- declared, line 1: μ ∈ ℝᵈ"


def test_a_sentence_about_several_symbols_is_said_of_each() -> None:
    note = "The $P \\in \\mathbb{R}^{n \\times n}$, ‸and $Q \\in \\mathbb{R}^{n \\times n}$ are symmetric.\n"
    assert said(note) == "P: symmetric, n × n matrix\n\nQ: symmetric, n × n matrix"


def test_nothing_is_said_in_front_of_a_delimiter() -> None:
    assert said("Let $x \\in \\mathbb{R}^n$. Then ‸$x$.") == ""
    assert said("Let $x \\in \\mathbb{R}^n$. Then $‸x$.") != ""


@pytest.mark.parametrize(
    ("layout", "line"),
    [
        ("denominator", "vector by vector (m×1 by n×1), denominator layout"),
        ("sv row", "vector by vector (m×1 by n×1), layout open"),
    ],
)
def test_the_case_of_a_derivative_is_said_with_its_layout(layout: str, line: str) -> None:
    note = f"<!-- nablint: layout {layout} -->\n\nLet $x \\in \\mathbb{{R}}^n$, $y \\in \\mathbb{{R}}^m$. "
    assert line in said(note + "$\\fr‸ac{\\partial y}{\\partial x}$").split("\n\n")


def test_a_hover_that_nobody_waits_for_checks_no_more_fixes() -> None:
    class Enough(Exception):
        pass

    def give_up() -> None:
        raise Enough

    note = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$, $y \\in \\mathbb{R}^n$.\n\n$$y = ‸A x$$\n"
    knowledge, cursor = read(note)
    with pytest.raises(Enough):
        hover(knowledge, cursor, pause=give_up)
    with pytest.raises(Enough):
        actions(knowledge, Span(cursor, cursor), pause=give_up)
    found = hover(knowledge, cursor)
    assert found is not None
    assert "Fix: Transpose A" in found.text


def test_a_number_in_brackets_is_a_number() -> None:
    assert said("Equation $(‸3)$ says it.") == ""
