"""Claims about what has no name, is only declared, or is written in other letters than it is derived by."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def statuses(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source.named("note.md", text)).claims]


def of_derivatives(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source.named("note.md", text)).claims if claim.derivative is not None]


DENSITY = r"""Let $t, m \in \mathbb{R}^k$ and $S \in \mathbb{R}^{k \times k}$ be symmetric positive definite, with

$$\log q(t) = -\frac{1}{2} (t - m)^\top S (t - m) + \frac{1}{2} \log\det S + c.$$

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\nabla_m \log q(t) = S (t - m)", "holds"),
        (r"\nabla_m \log q(t) = S (m - t)", "fails"),
        (r"\frac{\partial \log q(t)}{\partial t} = S (m - t)", "holds"),
        (r"\frac{\partial \log q(t)}{\partial S} = \frac{1}{2} S^{-1} - \frac{1}{2} (t - m)(t - m)^\top", "holds"),
        (r"\frac{\partial \log q(t)}{\partial S} = S^{-1} - \frac{1}{2} (t - m)(t - m)^\top", "fails"),
        (r"\frac{\partial \log r(t)}{\partial t} = S (m - t)", "unchecked"),
    ],
)
def test_what_an_equation_says_of_an_expression(claim: str, status: str) -> None:
    assert of_derivatives(DENSITY.replace("CLAIM", claim)) == [status]


def test_a_condition_on_an_expression_says_nothing_of_its_derivative() -> None:
    text = r"Let $t \in \mathbb{R}^k$ and $s \in \mathbb{R}$. $$\| t \|^2 = s^2$$ $$\nabla_t \| t \|^2 = 2 t$$"
    assert of_derivatives(text) == ["holds"]


def test_nor_does_what_another_section_says() -> None:
    text = DENSITY.replace("$$CLAIM$$", r"# Next" + "\n\n" + r"$$\nabla_m \log q(t) = S (m - t)$$")
    assert "fails" not in statuses(text)


@pytest.mark.parametrize(
    ("constant", "status"), [("c", "fails"), (r"\text{const}", "fails"), (r"\mathrm{const}", "fails"), ("w", "unchecked")]
)
def test_an_added_constant_is_a_number(constant: str, status: str) -> None:
    text = r"Let $t \in \mathbb{R}^k$ and $g(t) = t^\top t + CONSTANT$. $$\nabla g(t) = 3 t$$"
    assert of_derivatives(text.replace("CONSTANT", constant)) == [status]


def test_beside_a_vector_it_is_none() -> None:
    text = (
        r"Let $t \in \mathbb{R}^k$, $M \in \mathbb{R}^{k \times k}$ and $g = M t + c$. $$\frac{\partial g}{\partial t} = 2 M$$"
    )
    assert of_derivatives(text) == ["unchecked"]


FITTED = r"""Let $y \in \mathbb{R}^m$, $p \in \mathbb{R}^n$ and $g : \mathbb{R}^n \to \mathbb{R}^m$ with
$J = \frac{\partial g}{\partial p} \in \mathbb{R}^{m \times n}$. The residual is $r(p) = y - g(p)$ and $E(p) = r(p)^\top r(p)$.

$$\nabla E(p) = CLAIM$$
"""


def test_a_declared_map_is_derived_at_its_variable() -> None:
    assert of_derivatives(FITTED.replace("CLAIM", r"-2 J^\top r(p)"))[-1] == "holds"
    assert of_derivatives(FITTED.replace("CLAIM", r"2 J^\top r(p)"))[-1] == "fails"


def test_a_letter_that_a_map_is_applied_to_is_seen_to_fit_but_never_to_fail() -> None:
    text = r"Let $g : \mathbb{R}^n \to \mathbb{R}^m$ and $E(x) = g(x)^\top g(x)$. $$\nabla E(x) = CLAIM g'(x)^\top g(x)$$"
    assert of_derivatives(text.replace("CLAIM", "2")) == ["holds"]
    assert of_derivatives(text.replace("CLAIM", "3")) == ["unchecked"]


STATE = r"""The state is $\mathbf{s} = (a, b, \psi)^\top \in \mathbb{R}^3$ with

$$g(\mathbf{s}) = \begin{bmatrix} a + \cos\psi \\ b + \sin\psi \\ \psi^2 \end{bmatrix}$$

$$\frac{\partial g}{\partial \mathbf{s}} = \begin{bmatrix} 1 & 0 & -\sin\psi \\ 0 & 1 & CLAIM \\ 0 & 0 & 2 \psi \end{bmatrix}$$
"""


def test_a_vector_that_collects_numbers_is_derived_by_as_they_are() -> None:
    assert of_derivatives(STATE.replace("CLAIM", r"\cos\psi")) == ["holds"]
    assert of_derivatives(STATE.replace("CLAIM", r"-\cos\psi")) == ["fails"]
    # Without its size it may collect vectors.
    assert of_derivatives(STATE.replace("CLAIM", r"-\cos\psi").replace(r"\in \mathbb{R}^3", "")) == ["unchecked"]


def test_what_is_symmetric_at_each_point_is_its_transpose() -> None:
    text = (
        r"The matrix $K(s) \in \mathbb{R}^{n \times n}$, symmetric, depends on a scalar $s$. Let $y \in \mathbb{R}^n$, "
        r"$v = K^{-1} y$ and $g = y^\top v$. $$\frac{\partial g}{\partial s} = CLAIM v^\top \frac{\partial K}{\partial s} v$$"
    )
    assert of_derivatives(text.replace("CLAIM", "-")) == ["holds"]
    assert of_derivatives(text.replace("CLAIM", "")) == ["unchecked"]
    assert of_derivatives(text.replace("CLAIM", "-").replace(", symmetric,", "")) == ["unchecked"]


WORDS = r"""Let $t \in \mathbb{R}^n$ and

$$\operatorname{wid}(t) = t^\top t, \qquad RSS(t) = t^\top t.$$

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\nabla \operatorname{wid}(t) = 2 t", "holds"),
        (r"\nabla \operatorname{wid}(t) = 3 t", "fails"),
        (r"\frac{\partial \operatorname{wid}}{\partial t_j} = 2 t_j", "holds"),
        (r"\frac{\partial RSS}{\partial t} = 2 t^\top", "holds"),
        (r"\frac{\partial RSS}{\partial t} = t^\top", "fails"),
        (r"\nabla \operatorname{len}(t) = 3 t", "unchecked"),
    ],
)
def test_a_word_is_the_function_that_an_equation_says(claim: str, status: str) -> None:
    assert of_derivatives(WORDS.replace("CLAIM", claim)) == [status]


POSED = r"""# A network

## FIRST

Let $t \in \mathbb{R}^n$, $M \in \mathbb{R}^{m \times n}$ and $g = \| M t \|^2$.

## Gradients

$$\frac{\partial g}{\partial t} = 3 t^\top M^\top M$$
"""


@pytest.mark.parametrize(
    ("title", "status"),
    [("Model", "fails"), ("1.1 Forward pass", "fails"), ("Problem statement", "fails"), ("Another example", "unchecked")],
)
def test_what_poses_the_problem_holds_beside_it(title: str, status: str) -> None:
    assert of_derivatives(POSED.replace("FIRST", title)) == [status]


def test_but_not_in_another_chapter() -> None:
    text = POSED.replace("FIRST", "Model").replace("## Gradients", "# Another network")
    assert of_derivatives(text) == ["unchecked"]


def test_a_range_is_no_definition() -> None:
    text = (
        r"Let $t \in \mathbb{R}^n$, $i = 1, \dots, n$ and $g = \sum_{i=1}^n t_i^2$. $$\frac{\partial g}{\partial t_i} = 2 t_i$$"
    )
    assert of_derivatives(text) == ["holds"]
    assert all(fact.symbol.name.letter != "i" for fact in judge(Source.named("note.md", text)).note.declarations.facts)


def test_the_losses_gradient_in_words_of_nabla() -> None:
    text = (
        r"Let $t \in \mathbb{R}^n$, $M \in \mathbb{R}^{m \times n}$ and $u = M t$, where now $E = E(u)$. "
        r"$$\nabla_t E = CLAIM \nabla_u E$$"
    )
    assert of_derivatives(text.replace("CLAIM", r"M^\top")) == ["holds"]
    assert of_derivatives(text.replace("CLAIM", r"2 M^\top")) == ["unchecked"]


CONSTRAINED = r"""Let $t \in \mathbb{R}^n$ and $M \in \mathbb{R}^{n \times n}$ be symmetric.
Maximise $t^\top M t$ subject to $t^\top t = 1$:

$$\mathcal{L}(t, \lambda) = t^\top M t - \lambda (t^\top t - 1)$$

$$\nabla_t \mathcal{L} = 2 M t CLAIM$$
"""


def test_a_multiplier_before_a_bracket_is_a_factor() -> None:
    assert of_derivatives(CONSTRAINED.replace("CLAIM", r"- 2 \lambda t")) == ["holds"]
    assert of_derivatives(CONSTRAINED.replace("CLAIM", r"+ 2 \lambda t")) == ["unchecked"]  # nobody declared it


def test_what_stands_under_a_condition_defines_nothing() -> None:
    text = r"Let $t \in \mathbb{R}^n$. Find $t$ such that $t^\top t = 1$ and $$g(t) = t^\top t$$ $$\nabla g(t) = 3 t$$"
    assert of_derivatives(text) != ["fails"]
