"""What is proposed while a line is being written, and where nothing should come."""

from __future__ import annotations

import pytest

from nablint.features.completion import Proposal, complete
from tests.features.reading import read

SIZES = (
    "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$, $\\theta \\in \\mathbb{R}^m$. "
    "Define $y = A x$ and $f = y^\\top y$.\n\n"
)


def proposed(line: str, trigger: str = "", path: str = "note.md") -> list[Proposal]:
    knowledge, cursor = read(SIZES + line, path)
    return complete(knowledge, cursor, trigger)


def labels(line: str, trigger: str = "", path: str = "note.md") -> list[str]:
    return [proposal.label for proposal in proposed(line, trigger, path)]


@pytest.mark.parametrize(
    "line",
    [
        "$\\‸$",
        "$x + ‸",
        "$$\nx + ‸\n",
        "Then $y = \\‸ and more.\n",
        "> $\\th‸\n",
        "\\(x + ‸",
        "$$x$$ and $x\\‸$",
        "$$ x + ‸",
        "- $$ x ‸",
        "\\begin{align}\nx &= ‸",
    ],
)
def test_symbols_come_before_the_formula_is_closed(line: str) -> None:
    assert {"A", "x", "\\theta", "y"} <= set(labels(line))


@pytest.mark.parametrize(
    "line",
    ["It costs $5 and ‸", "words \\‸", "`$x \\‸`", "$x$ words \\‸", "$x\n\nwords ‸", "a$b ‸", "Write $$ for the process ‸"],
)
def test_nothing_comes_in_ordinary_text(line: str) -> None:
    assert labels(line) == []


@pytest.mark.parametrize("line", ["$\\mathbb{‸}$", "$\\text{so ‸}$", "$$\\begin{al‸}$$", "$x \\label{eq:‸}$"])
def test_nothing_comes_where_a_command_takes_words(line: str) -> None:
    assert labels(line) == []


def test_a_sign_that_asks_by_itself_gets_answers_only() -> None:
    assert labels("$\\frac{\\partial f}{\\partial x} =‸$", "=") == ["2 A^\\top A x"]
    assert labels("$y =‸$", "=") == []
    assert "A" in labels("$y =‸$")


@pytest.mark.parametrize(
    "line",
    [
        "$$ \\frac{\\partial f}{\\partial x} = ‸",
        "$$\n\\frac{\\partial f}{\\partial x} =‸\n\nAnd more of $x$.",
        "So $\\frac{\\partial f}{\\partial x} = ‸\n\n$$ A x $$\n",
        "\\begin{align}\n\\frac{\\partial f}{\\partial x} &= ‸",
        "$$\\begin{aligned}\n\\frac{\\partial f}{\\partial x} &= ‸",
        "> \\[ \\frac{\\partial f}{\\partial x} = ‸",
    ],
)
def test_the_answer_comes_before_the_formula_is_closed(line: str) -> None:
    [answer] = [p for p in proposed(line) if p.rank == 0 and p.kind == "derivative"]
    assert answer.label == "2 A^\\top A x"
    assert answer.span.start == answer.span.end == (SIZES + line).index("‸")
    assert labels(line, "=") == [answer.label]


def test_symbols_have_their_shapes_also_where_a_definition_gives_them() -> None:
    assert {p.label: p.detail for p in proposed("$x + ‸$")}["f"] == "scalar"
    assert {p.label: (p.detail, p.kind) for p in proposed("$x + ‸$")}["y"] == ("m×1", "vector")


def test_in_a_derivative_come_symbols_and_above_the_line_what_is_defined() -> None:
    assert labels("$\\frac{\\partial ‸}{\\partial x}$") == ["f", "y", "A", "\\theta", "x"]
    assert labels("$\\frac{\\partial f}{\\partial ‸}$") == ["A", "\\theta", "f", "x", "y"]


def test_of_letters_beside_each_other_the_last_is_replaced() -> None:
    spans = {p.label: len(p.span) for p in proposed("$Ax‸$")}
    assert spans["x"] == 1
    assert {p.label: len(p.span) for p in proposed("$x + th‸$")}["\\theta"] == 2


def test_a_directive_is_completed_with_what_the_note_leaves_open() -> None:
    note = "$w = B x + q$\n\n<!-- nablint: let ‸ -->"
    assert [(p.label, p.text.partition(":")[0]) for p in proposed(note)] == [(name, name) for name in "Bq"]
    assert labels("<!-- nablint: let x: ‸ -->") == ["m × n", "n", "m", "scalar"]
    assert set(labels("<!-- nablint: constant ‸ -->")) == {"A", "x", "\\theta", "y", "f"}
