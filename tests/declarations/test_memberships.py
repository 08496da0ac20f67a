"""Memberships and signatures in formulas."""

from __future__ import annotations

import pytest

from tests.declarations.reading import Note


@pytest.mark.parametrize(
    ("formula", "shapes"),
    [
        (r"x \in \mathbb{R}^{n}", {"x": "n"}),
        (r"A, B \in \R^{m\times n}", {"A": "m × n", "B": "m × n"}),
        (r"a \in \mathbb{R}, b \in \mathbb{R}^k", {"a": "scalar", "b": "k"}),
        (r"x_1, \dots, x_p \in \mathbb{R}^d", {"x_1": "d", "x_i": "d", "x_p": "d"}),
        (r"g : \mathbb{R}^n \to \mathbb{R}^m", {"g": "n → m"}),
        (r"g, h : \mathbb{R}^n \to \mathbb{R}", {"g": "n → scalar", "h": "n → scalar"}),
        (r"g: \R^n \times \R^p \to \R", {"g": "n, p → scalar"}),
        (r"g : \mathcal{X} \to \mathbb{R}", {"g": "unknown → scalar"}),
        (r"R \in SO(3)", {"R": "3 × 3"}),
        (r"Q \in \mathcal{M}_{m,n}", {"Q": "m × n"}),
        (r"Q \in \mathcal{M}_{m,n}(\mathbb{R})", {"Q": "m × n"}),
        (r"z \in \mathbb{C}^n", {"z": "n"}),
        (r"w \in R^{d\times 1}", {"w": "d"}),
        (r"w \in \mathbb{R}^{1\times d}", {"w": "1 × d"}),
        (r"A \in \mathbb{R^{m\times n}}", {"A": "m × n"}),
        (r"A \in \mathbb{R}^{mxn}", {"A": "m × n"}),
        (r"s \in \{0,1\}^n", {"s": "n"}),
        (r"s \in [0,1]^n", {"s": "n"}),
        (r"s \in \mathbb{R}^{mn}", {"s": "mn"}),
        (r"s \in \mathbb{R}^{2n+1}", {"s": "2n + 1"}),
        (r"A \in R^{a\times 1}\cdot R^{1\times b} = R^{a \times b}", {"A": "a × b"}),
        (r"J \in \mathbb{R}^{(4 \times N)\times 6}", {"J": "4N × 6"}),
        (r"J \in \mathbb{R}^{(n \times n)\times n}", {"J": "n × n × n"}),
        (r"W \in \mathbb{R}^{h \times w \times c}", {"W": "h × w × c"}),
        (r"E \in \mathbb{R}^{V \times d_{\text{model}}}", {"E": "V × d_model"}),
        (r"E \in \mathbb{R}^{V \times d_{model}}", {"E": "V × d_model"}),
        (r"(x, y) \in \mathbb{R}^n \times \mathbb{R}^m", {"x": "n", "y": "m"}),
        (r"y = A x \in \mathbb{R}^m", {"y": "m"}),
        (r"f(x) \in \mathbb{R}^k", {"f": "unknown → k"}),
        (r"x \in \mathbb{R}^n \setminus \{0\}", {"x": "n"}),
        (r"\min_{x \in \mathbb{R}^n} q(x)", {}),
        (r"\forall x \in \mathbb{R}^n", {"x": "n"}),
        (r"\dim(x) = n", {"x": "n"}),
        (r"\text{size}(A) = m \times n", {"A": "m × n"}),
        (r"\text{shape}(A) = (m, n)", {"A": "m × n"}),
        (r"x^{(i)} \in \R^d", {"x^(i)": "d"}),
        (r"x \in S", {}),
        (r"x \in A B", {}),
        (r"u \in \mathbb{S}^{n-1}", {"u": "n"}),
    ],
)
def test_what_a_formula_declares(formula: str, shapes: dict[str, str]) -> None:
    assert Note(f"Let ${formula}$ be given.\n").shapes == shapes


def test_sets_tell_the_structure() -> None:
    note = Note(r"Take $X \in \mathbb{S}^n_{++}$, $Y \in \mathbb{S}^n$, $R \in SO(n)$ and $p \in \mathbb{R}_+^n$." + "\n")
    assert {"SYMMETRIC", "POSITIVE_DEFINITE"} <= note.structures["X"]
    assert "SYMMETRIC" in note.structures["Y"]
    assert "ORTHOGONAL" in note.structures["R"]
    assert note.structures["p"] == {"POSITIVE"}
    assert note.shapes["X"] == "n × n"


def test_an_expression_in_a_space_is_a_claim_about_it() -> None:
    note = Note(r"$$\frac{\partial f}{\partial x} \in \mathbb{R}^{1\times D}$$" + "\n")
    assert note.marks == [(r"\frac{\partial f}{\partial x}", "1 × D")]
    assert note.shapes == {}


def test_a_diagram_of_maps_declares_them_and_their_elements() -> None:
    note = Note(
        "$$\\begin{array}{ccccc}\n\\mathbb{R}^D & \\xrightarrow{g} & \\mathbb{R}^E & \\xrightarrow{h} & \\mathbb{R} \\\\\n"
        "x & \\longmapsto & Ax & \\longmapsto & \\|Ax\\|\n\\end{array}$$\n"
    )
    assert note.shapes == {"g": "D → E", "h": "E → scalar", "x": "D"}


def test_an_arrow_with_a_bar_defines_the_function() -> None:
    note = Note("Here $f: \\mathbb{R}^n \\to \\mathbb{R}^m, x \\mapsto A x$ is linear.\n")
    assert note.shapes["f"] == "n → m"
    assert [k.name.letter for k in note.definitions["f"].value.parameters] == ["x"]  # type: ignore[union-attr]


def test_an_interval_never_replaces_a_vector() -> None:
    note = Note("Let $x \\in \\mathbb{R}^n$. Every entry obeys $x \\in [0, 1]$. A rate is $r \\in [0, 1]$.\n")
    assert note.shapes == {"x": "n", "r": "scalar"}


def test_a_sentence_that_lets_one_choose_declares_nothing() -> None:
    note = Note("Check the cases $X \\in \\mathbb{R}^{1\\times n}$, $X \\in \\mathbb{R}^{n\\times 1}$ or a square one.\n")
    assert note.shapes == {}


def test_rows_of_an_alignment_declare_their_left_sides() -> None:
    note = Note("$$\\begin{aligned} y &= A x \\in \\mathbb{R}^m \\\\ z &= B y \\in \\mathbb{R}^k \\end{aligned}$$\n")
    assert note.shapes == {"y": "m", "z": "k"}


def test_sizes_in_one_shape_are_apart_and_those_stated_equal_are_equal() -> None:
    note = Note("Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$. Here it is.\n")
    assert note.at("Here").dims.apart == {frozenset(("m", "n"))}


def test_two_cases_of_one_letter_are_not_apart_by_standing_in_one_sentence() -> None:
    note = Note("Let $x \\in \\mathbb{R}^n$ and $y \\in \\mathbb{R}^N$. Here it is.\n")
    assert note.at("Here").dims.apart == frozenset()


def test_a_map_in_the_formula_after_its_signature_is_the_same_function() -> None:
    note = Note("$g : \\mathbb{R}^3 \\to \\mathbb{R}$\n $\\underline{u} \\mapsto u_1 u_2 + u_3$.\n")
    assert [k.name.letter for k in note.definitions["g"].value.parameters] == ["u"]  # type: ignore[union-attr]
    assert "3" in note.shapes.values()


def test_words_part_a_map_from_a_signature() -> None:
    note = Note("Let $g : \\mathbb{R}^3 \\to \\mathbb{R}$. The shift $u \\mapsto u + 1$ is something else.\n")
    assert "g" not in note.definitions and "u" not in note.shapes


def test_the_next_map_may_name_its_argument_the_same() -> None:
    note = Note(
        "$g : \\mathbb{R}^3 \\to \\mathbb{R}$\n$u \\mapsto u^T u$\n\n$h : \\mathbb{R}^k \\to \\mathbb{R}$\n$u \\mapsto u^T u$\n"
    )
    assert note.shapes["u"] == "k"
    assert note.index.conflicts() == []
