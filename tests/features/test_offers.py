"""What the offered rewrites make of a formula: the text that a person would have written, and no offer where there is none."""

from __future__ import annotations

import pytest

from nablint.base.spans import Span
from nablint.features.actions import Action, actions
from nablint.features.hints import Density, hints
from nablint.features.hover import hover
from nablint.features.navigation import uses
from nablint.features.rename import prepare, rename
from nablint.features.wording import by_hand, dim_latex
from nablint.sizes.dims import Dim
from tests.features.reading import after, read


def offers(note: str, kind: str, path: str = "note.md") -> list[tuple[str, str]]:
    """(title, the formula's line afterwards) of every offer of that kind at the cursor."""
    knowledge, cursor = read(note, path)
    row = note[: note.index("‸")].count("\n")
    found: list[Action] = [a for a in actions(knowledge, Span(cursor, cursor)) if a.kind.endswith(kind)]
    # A directive that is put on a line of its own moves the formula; rewrites do not.
    return [(a.title, after(knowledge, a.edits).split("\n")[row]) for a in found if a.edits]


SIZES = (
    "<!-- nablint: layout denominator -->\n\nLet $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$. "
    "Define $y = A x$ and $z = y^\\top y$.\n\n"
)


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        # Alone, with room behind it, and before the chain rule: a further side.
        (r"$\fr‸ac{\partial z}{\partial x}$", r"$\frac{\partial z}{\partial x} = 2 A^\top A x$"),
        (r"$\fr‸ac{\partial z}{\partial x} =$", r"$\frac{\partial z}{\partial x} = 2 A^\top A x =$"),
        (
            r"$\fr‸ac{\partial z}{\partial x} = \frac{\partial y}{\partial x} \frac{\partial z}{\partial y}$",
            r"$\frac{\partial z}{\partial x} = \frac{\partial y}{\partial x} \frac{\partial z}{\partial y} = 2 A^\top A x$",
        ),
        # A factor is written in its place.
        (
            r"$\frac{\partial z}{\partial x} = \fr‸ac{\partial y}{\partial x} \frac{\partial z}{\partial y}$",
            r"$\frac{\partial z}{\partial x} = A^\top \frac{\partial z}{\partial y}$",
        ),
        (
            r"$\frac{\partial z}{\partial x} = \frac{\partial y}{\partial x} \fr‸ac{\partial z}{\partial y}$",
            r"$\frac{\partial z}{\partial x} = \frac{\partial y}{\partial x} (2 A x)$",
        ),
    ],
)
def test_a_derivative_is_inserted_where_the_equation_has_room_for_it(formula: str, line: str) -> None:
    assert [text for _, text in offers(f"{SIZES}{formula}\n", "derivative")] == [line]


@pytest.mark.parametrize(
    ("formula", "title"),
    [
        (r"$\frac{\partial z}{\partial x} = 3 A^\top ‸A x$", "Write 2AᵀAx (changes the meaning)"),
        (r"$\frac{1}{2} x^\top + \frac{1}{‸3} x$", "Transpose 1/2 xᵀ (changes the meaning)"),
    ],
)
def test_a_fix_is_named_as_people_read_it(formula: str, title: str) -> None:
    assert title in [found for found, _ in offers(f"{SIZES}{formula}\n", "quickfix")]


def test_a_long_title_ends_where_a_reader_would_stop() -> None:
    factors = " + ".join(rf"\frac{{\partial z}}{{\partial x_{k}}}" for k in range(9))
    [(title, _)] = offers(f"{SIZES}$(x + {factors})‸ A + 0$\n", "arrange")
    assert title == "Arrange the factors as A(x + ∂z/∂x₀ + ∂z/∂x₁ + ∂z/∂x₂…"


DECLARED = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$.\n\n"
HERE = "<!-- nablint: ignore SHP001 -- intended -->"


@pytest.mark.parametrize(
    ("items", "then"),
    [
        ("1. One.\n1. Two $A ‸x$.\n1. Three.", f"1. One.\n   {HERE}\n1. Two $A x$.\n1. Three."),
        ("- One.\n\n  More.\n\n- Two $A ‸x$.", f"- One.\n\n  More.\n\n  {HERE}\n- Two $A x$."),
        ("- One $A ‸x$.\n- Two.", f"{HERE}\n- One $A x$.\n- Two."),
        ("- One\n  - Two $A ‸x$.", f"- One\n  {HERE}\n  - Two $A x$."),
        ("- One\n  1. Two\n  2. Three $A ‸x$.", f"- One\n  1. Two\n     {HERE}\n  2. Three $A x$."),
        ("> - One\n> - Two $A ‸x$.", f"> - One\n>   {HERE}\n> - Two $A x$."),
        ("- One\n\nText.\n\n- Two $A ‸x$.", f"- One\n\nText.\n\n{HERE}\n- Two $A x$."),
    ],
)
def test_a_directive_before_an_item_does_not_end_its_list(items: str, then: str) -> None:
    knowledge, cursor = read(DECLARED + items + "\n")
    [here] = [a for a in actions(knowledge, Span(cursor, cursor)) if a.title == "Ignore SHP001 here"]
    text = after(knowledge, here.edits)
    assert text == DECLARED + then + "\n"
    again, _ = read(text)
    assert again.snapshot.findings == ()


def test_a_derivative_is_not_inserted_a_second_time() -> None:
    assert offers(SIZES + r"$\fr‸ac{\partial z}{\partial x} = 2 A^\top A x$", "derivative") == []
    assert offers(SIZES + r"$\fr‸ac{\partial z}{\partial x} = \frac{\partial y}{\partial x} q$", "expand") == []


def test_a_derivative_in_an_open_layout_is_inserted_only_where_it_stands_alone() -> None:
    open_ = SIZES.partition("\n\n")[2]
    [(title, line)] = offers(open_ + r"$\fr‸ac{\partial z}{\partial x}$", "derivative")
    assert title == "Insert the derivative: 2AᵀAx (layout open, taken as mixed)"
    assert line == r"$\frac{\partial z}{\partial x} = 2 A^\top A x$"
    chain = r"$\fr‸ac{\partial z}{\partial x} = \frac{\partial z}{\partial y} \frac{\partial y}{\partial x}$"
    assert offers(open_ + chain, "derivative") == []


def test_a_derivative_lies_as_the_formula_shows() -> None:
    knowledge, cursor = read(SIZES.partition("\n\n")[2] + r"$\fr‸ac{\partial y}{\partial x} = A^\top$")
    said = hover(knowledge, cursor)
    assert said is not None
    assert "\n\n= `Aᵀ`\n\n" in said.text


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("$\\sigma(‸A x)$", "$\\sigma(\\underbrace{A}_{m \\times n} \\underbrace{x}_{n \\times 1})$"),
        ("$‸\\sigma(x) A$", "$\\sigma(x) \\underbrace{A}_{m \\times n}$"),
        ("$‸\\sigma'(x)^\\top A$", "$\\sigma'(x)^\\top \\underbrace{A}_{m \\times n}$"),
        (
            "$‸A(x + x)^\\top A$",
            "$\\underbrace{A}_{m \\times n}\\underbrace{(x + x)^\\top}_{1 \\times n} \\underbrace{A}_{m \\times n}$",
        ),
        ("$‸dA x$", "$\\underbrace{dA}_{m \\times n} \\underbrace{x}_{n \\times 1}$"),
        ("$q = ‸B A$", "$q = B \\underbrace{A}_{m \\times n}$"),
    ],
)
def test_marks_say_both_sizes_of_what_keeps_together(formula: str, line: str) -> None:
    assert [text for _, text in offers(SIZES + formula, "marks")] == [line]


@pytest.mark.parametrize("formula", ["$x^\\top ‸x$", "$2 ‸A x$", "$A^\\top ‸A$", "$y = A ‸x 2$"])
def test_factors_that_conform_are_left_in_their_order(formula: str) -> None:
    assert offers(SIZES + formula, "arrange") == []


def test_numbers_stay_in_front_of_arranged_factors() -> None:
    assert offers(SIZES + "$y = 2 x ‸A$", "arrange") == [("Arrange the factors as 2Ax", "$y = 2 A x$")]


def test_a_number_set_is_no_variant_of_a_declared_letter() -> None:
    note = "Let $R \\in \\mathbb{R}^{n \\times n}$ and $x \\in \\mathbb{R}^n$. Then $‸R x$.\n"
    knowledge, cursor = read(note)
    renamed = after(knowledge, rename(knowledge, cursor, "S"))
    assert renamed == "Let $S \\in \\mathbb{R}^{n \\times n}$ and $x \\in \\mathbb{R}^n$. Then $S x$.\n"
    assert [use.span.of(knowledge.text) for use in uses(knowledge, cursor)] == ["R", "R"]
    at = knowledge.text.index("mathbb") + 2
    assert hover(knowledge, at) is None and prepare(knowledge, at) is None
    assert [a.title for a in actions(knowledge, Span(at, at)) if "Declare" in a.title] == []


@pytest.mark.parametrize(
    ("size", "latex"),
    [
        (Dim.name("n_{l-1}"), "n_{l-1}"),
        (Dim.name("d_k"), "d_k"),
        (Dim.name("n_l") + Dim.of(1), "n_l + 1"),
        (Dim.name("m") * Dim.name("n"), "mn"),
        (Dim.name("head"), "\\mathrm{head}"),
        (Dim.name("d_v") * Dim.name("h"), "d_v\\,h"),
    ],
)
def test_sizes_in_latex(size: Dim, latex: str) -> None:
    assert dim_latex(size) == latex


def test_no_braces_that_nobody_types() -> None:
    assert by_hand(r"\sum_{j} A_{i j} x_{j}y_{12}^{2} \frac{1}{2}") == r"\sum_j A_{ij} x_{j}y_{12}^2 \frac{1}{2}"


def shown(formula: str, density: Density) -> str:
    """The formula with its hints in brackets."""
    knowledge, _ = read(SIZES + formula)
    text, start = knowledge.text, len(SIZES)
    for hint in reversed(hints(knowledge, Span(start, len(text)), density)):
        text = f"{text[: hint.offset]}[{hint.label}]{text[hint.offset :]}"
    return text[start:]


@pytest.mark.parametrize(
    ("formula", "hinted"),
    [
        # Behind the last factor of a term stands the factor's shape, and numbers have none worth a hint.
        ("$2 A x + y$", "$2 A[m×n] x[n×1] + y[m×1]$"),
        ("$q = -A x$", "$q[m×1] = -A[m×n] x[n×1]$"),
        ("$\\frac{1}{2} y_{t+1}$", "$\\frac{1}{2} y_{t+1}$"),
        # What a formula says itself needs no hint.
        ("$B \\in \\mathbb{R}^{m \\times n}$", "$B \\in \\mathbb{R}^{m \\times n}$"),
    ],
)
def test_hints_speak_of_what_stands_before_them(formula: str, hinted: str) -> None:
    assert shown(formula, "all") == hinted


def test_the_hint_behind_what_an_operator_derives_is_that_of_the_derivative() -> None:
    operator = "$\\frac{\\partial}{\\partial x} (x^\\top x)$"
    assert shown(operator, "derivatives") == operator[:-1] + "[n×1]$"


@pytest.mark.parametrize("formula", ["$y = ‸\\begin{bmatrix} x \\\\ $", "$\\fr‸ac{\\partial z}{\\partial x} = 2 A^\\top A x$"])
def test_what_has_no_entries_is_not_written_entry_by_entry(formula: str) -> None:
    assert offers(SIZES + formula, "form") == []


def test_the_place_of_a_renaming_is_around_the_cursor() -> None:
    knowledge, cursor = read("Let $W^{[l]} \\in \\mathbb{R}^{n \\times n}$. Then $W^{[l-‸1]} x$.\n")
    found = prepare(knowledge, cursor)
    assert found is not None
    assert (found[0].of(knowledge.text), found[1]) == ("W^{[l-1]}", "W")


def test_of_guesses_only_those_are_offered_that_the_note_does_not_contradict() -> None:
    sizes = "Let $A \\in \\mathbb{R}^{m \\times n}$, $b \\in \\mathbb{R}^m$.\n\n"
    knowledge, cursor = read(f"{sizes}Then $b ‸Q$.\n")
    titles = [a.title for a in actions(knowledge, Span(cursor, cursor)) if a.title.startswith("Declare")]
    assert titles == ["Declare Q as a scalar"]
