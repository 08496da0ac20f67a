"""Claims that hold only of symmetric, orthogonal or one-hot symbols, in the ways in which notes say that they are."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def statuses(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source("note.md", text)).claims]


QUADRATIC = "$$\\nabla_x (x^T A x) = 2 A x$$"
SYMMETRIC = [
    "Let $x \\in \\mathbb{R}^n$ and let $A, B \\in \\mathbb{R}^{n \\times n}$ be symmetric matrices.",
    "Let $A, B \\in \\mathbb{R}^{n \\times n}$ be symmetric and $x \\in \\mathbb{R}^n$.",
    "Let $x \\in \\mathbb{R}^n$ and $A, B \\in \\mathbb{R}^{n \\times n}$, both symmetric.",
    "Let $x \\in \\mathbb{R}^n$ and $A \\in \\mathbb{R}^{n \\times n}$ symmetric.",
    "Let $x \\in \\mathbb{R}^n, A, B \\in \\mathbb{R}^{n \\times n}$ be symmetric.",
    "Let $x \\in \\mathbb{R}^n$ and suppose $A \\in \\mathbb{R}^{n \\times n}$ with $A = A^T$.",
    "Let $x \\in \\mathbb{R}^n$, $A \\in \\mathbb{R}^{n \\times n}$, and let $A^T = A$.",
]


@pytest.mark.parametrize("said", SYMMETRIC)
def test_what_is_said_to_be_symmetric(said: str) -> None:
    assert statuses(f"{said} {QUADRATIC}") == ["holds"]
    assert statuses(f"{said} {QUADRATIC.replace('2 A', 'A')}") == ["fails"]


NOT_SYMMETRIC = [
    "Let $x \\in \\mathbb{R}^n$, $A, B \\in \\mathbb{R}^{n \\times n}$.",
    "Let $x \\in \\mathbb{R}^n$, $A \\in \\mathbb{R}^{n \\times n}$ and a symmetric $B \\in \\mathbb{R}^{n \\times n}$.",
]


@pytest.mark.parametrize("said", NOT_SYMMETRIC)
def test_what_is_not_said_to_be_symmetric(said: str) -> None:
    assert statuses(f"{said} {QUADRATIC}") == ["fails"]


REMARKS = [
    QUADRATIC.replace("x$$", "x \\quad (A \\text{ symmetric})$$"),
    QUADRATIC.replace("x$$", "x \\quad \\text{for symmetric } A$$"),
    QUADRATIC + " if $A$ is symmetric.",
]


@pytest.mark.parametrize("claim", REMARKS)
def test_a_remark_beside_a_claim_says_of_what_it_holds(claim: str) -> None:
    assert statuses(f"Let $x \\in \\mathbb{{R}}^n$, $A \\in \\mathbb{{R}}^{{n \\times n}}$. {claim}") == ["unchecked"]


ENTROPY = "$$\\nabla_z (-y^T \\log \\operatorname{softmax}(z)) = CLAIM$$"
TARGETS = [
    "Let $y, z \\in \\mathbb{R}^K$, where $y$ is one-hot.",
    "Let $z \\in \\mathbb{R}^K$ and let $y \\in \\mathbb{R}^K$ be a one-hot vector.",
    "Let $y \\in \\mathbb{R}^K$ be a probability vector and $z \\in \\mathbb{R}^K$.",
    "Let $y, z \\in \\mathbb{R}^K$ with $\\mathbf{1}^T y = 1$.",
    "Let $y, z \\in \\mathbb{R}^K$ with $\\sum_{k=1}^K y_k = 1$.",
]


@pytest.mark.parametrize("said", TARGETS)
def test_the_entries_of_a_target_sum_to_one(said: str) -> None:
    right = "\\operatorname{softmax}(z) - y"
    assert statuses(f"{said} {ENTROPY.replace('CLAIM', right)}") == ["holds"]
    assert statuses(f"{said} {ENTROPY.replace('CLAIM', '-' + right)}") == ["fails"]


def test_that_they_do_is_seldom_said() -> None:
    note = f"Let $y, z \\in \\mathbb{{R}}^K$. {ENTROPY}"
    assert statuses(note.replace("CLAIM", "\\operatorname{softmax}(z) - y")) == ["holds"]
    assert statuses(note.replace("CLAIM", "y - \\operatorname{softmax}(z)")) == ["fails"]


def test_equations_of_orthogonal_matrices_and_unit_vectors() -> None:
    note = "Let $x, u \\in \\mathbb{R}^n$, $Q \\in \\mathbb{R}^{n \\times n}$ with SAID. $$\\nabla_x \\|Q x\\|^2 = 2 x$$"
    assert statuses(note.replace("SAID", "$Q^T Q = I$")) == ["holds"]
    assert statuses(note.replace("SAID", "$Q^{-1} = Q^T$")) == ["holds"]
    assert statuses(note.replace("SAID", "$u^T u = 1$")) == ["fails"]
    along = note.replace("\\|Q x\\|^2 = 2 x", "(u^T u)(u^T x) = u")
    assert statuses(along.replace("SAID", "$\\|u\\| = 1$")) == ["holds"]
    assert statuses(along.replace("SAID", "$\\|x\\| = 1$")) == ["fails"]


def test_columns_of_a_matrix_that_is_not_square() -> None:
    given = "Let $R \\in \\mathbb{R}^{n \\times n}$ and $A = Q R$, with $Q \\in \\mathbb{R}^{m \\times n}$ and $Q^T Q = I_n$."
    assert statuses(f"{given} $$A^T A = R^T Q^T Q R = R^T R$$")[-1] == "holds"
    assert statuses(f"{given} $$A^T A = R^T Q^T Q R = R R^T$$")[-1] == "fails"
    assert statuses(f"{given} $$A A^T = Q R R^T Q^T = Q Q^T$$")[-1] == "fails"
    rows = given.replace("Q^T Q = I_n", "Q Q^T = I_m").replace("A = Q R", "A = R Q^T")
    assert statuses(f"{rows} $$A Q = R Q^T Q = R$$")[-1] == "fails"


def test_one_identity_for_several_products() -> None:
    given = (
        "Let $X = U S V^T$ with $U \\in \\mathbb{R}^{n \\times r}$, $V \\in \\mathbb{R}^{d \\times r}$, "
        "$U^T U = V^T V = I_r$ and $S \\in \\mathbb{R}^{r \\times r}$ diagonal."
    )
    assert statuses(f"{given} $$X X^T = U S V^T V S U^T = U S^2 U^T$$")[-1] == "holds"
    assert statuses(f"{given} $$X^T X = V S U^T U S V^T = V S^2 V^T$$")[-1] == "holds"
    assert statuses(f"{given} $$X X^T = U S V^T V S U^T = U S U^T$$")[-1] == "fails"


@pytest.mark.parametrize(
    ("space", "of", "right", "status"),
    [
        ("\\{0, 1\\}^n", "\\|y \\odot s\\|^2", "2 y \\odot s", "holds"),
        ("\\{0, 1\\}^n", "\\|y \\odot s\\|^2", "2 s", "fails"),
        ("\\{-1, +1\\}^n", "\\|y \\odot s\\|^2", "2 s", "holds"),
        ("\\{1, -1\\}^n", "\\|y \\odot s\\|^2", "2 y \\odot s", "fails"),
        ("\\{\\pm 1\\}^n", "\\|1 - y \\odot s\\|^2", "2 (s - y)", "holds"),
        ("\\{2, 3\\}^n", "\\|y \\odot s\\|^2", "2 y \\odot y \\odot s", "holds"),
    ],
)
def test_entries_of_two_values(space: str, of: str, right: str, status: str) -> None:
    note = f"Let $s \\in \\mathbb{{R}}^n$ and $y \\in {space}$. $$\\nabla_s {of} = {right}$$"
    assert statuses(note) == [status]


KINDS = [
    "let $S \\in \\mathbb{R}^{n \\times n}$ be the covariance of $X$.",
    "let $S$ be an $n \\times n$ kernel matrix.",
    "$S \\in \\mathbb{R}^{n \\times n}$ is a graph Laplacian.",
]


@pytest.mark.parametrize("said", KINDS)
def test_kinds_of_matrices_that_are_symmetric(said: str) -> None:
    claim = "$$\\nabla_x x^T S x = 2 S x$$"
    assert statuses(f"Let $x \\in \\mathbb{{R}}^n$ and {said} {claim}") == ["unchecked"]


def test_what_no_structure_says() -> None:
    note = "Let $x \\in \\mathbb{R}^n$, $P \\in \\mathbb{R}^{n \\times n}$ with SAID. $$\\nabla_x \\|P x\\|^2 = 2 P x$$"
    assert statuses(note.replace("SAID", "$P^2 = P = P^T$")) == ["unchecked"]
    assert statuses(note.replace("SAID", "$P = P^T$")) == ["fails"]
