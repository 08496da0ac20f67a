"""What kind of statement each relation is, in the order of the specification."""

from __future__ import annotations

import pytest

from tests.declarations.reading import Note


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("$$z := A x$$", ["definition"]),
        ("Let $z = A x$.", ["definition"]),
        ("We define $z = A x$ here.", ["definition"]),
        ("$$z = A x + b$$", ["definition"]),
        ("$$f(x) = x^T A x$$", ["definition"]),
        ("$$z = A x$$\n\n$$z = B y$$", ["definition", "claim"]),
        ("$$w = w - \\eta g$$", ["update"]),
        ("$$\\frac{\\partial z}{\\partial x} = A$$", ["claim"]),
        ("$$\\nabla f = 2 A x$$", ["claim"]),
        ("$$\\underbrace{\\frac{\\partial z}{\\partial x}}_{m \\times n} = A$$", ["claim"]),
        ("$$A x$$\n\n$$= B y$$", ["claim"]),
        ("$$= A x$$\n\n$$= B y$$", ["claim"]),
        ("$$(m \\times n)$$\n\n$$= B y$$", []),
        ("$$\\frac{\\partial z_i}{\\partial x_i} = y_i \\quad \\text{if } i \\neq 0$$", ["claim"]),
        ("$$\\nabla f = 0$$", ["condition"]),
        ("$$f'(x) = 2x$$", ["claim"]),
        ("If $A = B$, then all is well.", ["condition"]),
        ("Choose $x$ such that $A x = b$.", ["condition"]),
        ("We assume $A = A^T$ from now on.", ["condition"]),
        ("where $z = A x$ is the input.", ["definition"]),
        ("Find the gradient of $f(x) = x^T x$.", ["definition"]),
        ("For the function $f(x) = x^T x$ and the function $f(x) = a^T x$.", ["definition", "definition"]),
        ("$$A x = b$$", ["assumption"]),
        ("$$y = A x = B z$$", ["definition", "claim"]),
        ("$$y = h(x) = x - \\mu$$", ["definition", "definition"]),
        ("$$\\frac{dz}{dx} \\ne \\frac{dz}{dy}\\frac{dy}{dx}$$", []),
        ("It is wrong to write $\\frac{dz}{dx} = A$.", ["denied"]),
        ("Note that this is not\n\n$$\\frac{dz}{dx} = A$$\n", ["denied"]),
        ("$$\\frac{dz}{dx} = A$$\n\nThis is wrong.", ["denied"]),
        ("$$\\frac{dz}{dx} = A$$\n\nis not defined.", ["denied"]),
        ("$$\\frac{dz}{dx} = A$$\n\nWhich of these equalities does not hold?", ["denied"]),
        ("Is $\\frac{dz}{dx} = A$?", ["denied"]),
        ("$$\\frac{dz}{dx} = \\Box \\, A$$", ["denied"]),
        ("$$\\frac{dz}{dx} = A$$\n\nThis holds for all $x$.", ["claim"]),
        ("If all were scalars, it would be $\\frac{dz}{dx} = a$.", ["denied"]),
        ("The numerator layout writes $\\frac{dz}{dx} = a$ instead.", ["denied"]),
        ("It is not hard. Then $\\frac{dz}{dx} = A$.", ["claim"]),
        ("$$y = A x \\Rightarrow \\frac{dy}{dx} = A$$", ["definition", "claim"]),
        ("$$y = A x, \\quad \\frac{dy}{dx} = A$$", ["definition", "claim"]),
        ("$$y = B z \\quad \\text{where $z = A x$}$$\n\n$$= B A x$$", ["definition", "definition", "claim"]),
        ("$$y = B z \\quad \\text{(as $B = A$ here)} = A z$$", ["definition", "claim", "condition"]),
        ("$$y = B z \\quad \\text{not $B = z$}$$", ["definition", "denied"]),
        ("$$a \\approx b$$", []),
        ("$$\\dot{x} = A x$$", ["claim"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert Note(text + "\n").kinds() == kinds


def test_formulas_that_are_offered_to_choose_from_are_denied() -> None:
    note = Note("$$\\Box\\, A B \\qquad \\Box\\, B A$$\n\nBut $A B \\ne B A$ holds. And $A B$ too.\n")
    assert note.declarations.denied == {0, 1}


def test_rows_of_an_alignment_continue_one_chain() -> None:
    note = Note("$$\\begin{aligned} \\frac{dz}{dx} &= A B \\\\ &= C \\\\ &= D \\end{aligned}$$\n")
    assert note.statements == [
        ("claim", r"\frac{dz}{dx}", "=", "A B"),
        ("claim", "A B", "=", "C"),
        ("claim", "C", "=", "D"),
    ]
    assert len({statement.chain for statement in note.declarations.statements}) == 1


def test_a_display_that_begins_with_a_sign_continues_the_one_before() -> None:
    note = Note("$$\\frac{dz}{dx} = A B$$\n\n$$= C$$\n")
    assert note.statements[1] == ("claim", "A B", "=", "C")
    first, second = note.declarations.statements
    assert (second.left_region, second.region) == (0, 1)
    assert first.chain == second.chain


def test_a_new_row_with_its_own_left_side_begins_a_chain() -> None:
    note = Note("$$\\begin{aligned} y &= A x \\\\ z &= B y \\end{aligned}$$\n")
    assert [s[1:] for s in note.statements] == [("y", "=", "A x"), ("z", "=", "B y")]
    assert len({statement.chain for statement in note.declarations.statements}) == 2


def test_a_list_item_or_an_exercise_may_define_anew() -> None:
    note = Note("1. $f(x) = x^T x$\n2. $f(x) = a^T x$\n")
    assert note.kinds() == ["definition", "definition"]
    note = Note("$$5.1) \\quad f(x) = x^T x$$\n\n$$5.2) \\quad f(x) = a^T x$$\n")
    assert note.kinds() == ["definition", "definition"]


def test_another_section_may_define_anew() -> None:
    assert Note("# One\n\n$$z = A x$$\n\n# Two\n\n$$z = B y$$\n").kinds() == ["definition", "definition"]


def test_definitions_carry_parameters_and_values() -> None:
    note = Note("$$f(x, y) = x^T y$$\n\n$$z = A x$$\n")
    value = note.definitions["f"].value
    assert [k.name.letter for k in value.parameters] == ["x", "y"]  # type: ignore[union-attr]
    assert "z" in note.definitions


def test_a_vector_written_by_its_entries_is_no_update() -> None:
    assert Note("$$x = (x_1, x_2, x_3)$$\n").kinds() == ["definition"]


def test_memberships_are_declarations_and_no_equations() -> None:
    note = Note("$$y = A x, \\quad x \\in \\mathbb{R}^n$$\n")
    assert [(s[0], s[2]) for s in note.statements] == [("definition", "="), ("declaration", "∈")]


def test_spans_cover_the_relation() -> None:
    note = Note("So $y = A x$ and $z = B y$.\n")
    assert [s.span.of(note.text) for s in note.declarations.statements] == ["y = A x", "z = B y"]
