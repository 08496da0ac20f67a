"""Claims about letters that nobody declared: they may be seen to hold, and are never called false."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def statuses(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source("note.md", text)).claims]


HOLD = [
    r"$$\frac{d}{dp} (q^T M q + p) = \frac{d}{dp} p = 1$$",
    r"$$\frac{d(\mathbf{w}^T \mathbf{w})}{d\mathbf{w}} = 2\mathbf{w}^T$$",
    r"$$\frac{d}{ds} \log(\underline{s}^T \underline{s}) = \frac{1}{\underline{s}^T \underline{s}} (2s_1, \dots, 2s_m)$$",
    r"$$\frac{d}{dr} (r^T K^{-1} r) = r^T (K^{-1} + K^{-T})$$",
    r"$$(p + 3)(p - 3) + 9 = p^2 - 9 + 9 = p^2$$",
    r"$$\|\mathbf{u} - \mathbf{v}\|^2 = \mathbf{u}^T \mathbf{u} - 2\mathbf{u}^T \mathbf{v} + \mathbf{v}^T \mathbf{v}"
    r" = \|\mathbf{u}\|^2 - 2\mathbf{v}^T \mathbf{u} + \|\mathbf{v}\|^2$$",
    # What is derived depends on what it is derived by; where y depends on x, a loss of y depends on x through y alone.
    r"Let $Q = RS$. $$\frac{\partial L}{\partial S} = R^T \frac{\partial L}{\partial Q}$$",
    r"Let $Q = RS$. $$\frac{\partial \mathcal{L}}{\partial R} = \frac{\partial \mathcal{L}}{\partial Q} S^T$$",
    r"$$\frac{d(\mathbf{p}^T \mathbf{q})}{d\mathbf{x}} = \frac{d\mathbf{p}}{d\mathbf{x}} \mathbf{q}"
    r" + \frac{d\mathbf{q}}{d\mathbf{x}} \mathbf{p}$$",
    r"$$\frac{dw}{dt} = \frac{\partial w}{\partial p} \frac{dp}{dt} + \frac{\partial w}{\partial q} \frac{dq}{dt}$$",
    r"$$\frac{dy}{d\mathbf{x}} = \begin{bmatrix} dy/dx_1 \\ \vdots \\ dy/dx_k \end{bmatrix}$$",
    # Small letters with two numbers are the entries of their capital, which tell its size.
    r"Let $\mathbf{G} = \mathbf{E} \mathbf{F}$. $$\frac{\partial L}{\partial \mathbf{G}} ="
    r" \begin{bmatrix} \frac{\partial L}{\partial g_{1,1}} & \frac{\partial L}{\partial g_{1,2}} &"
    r" \frac{\partial L}{\partial g_{1,3}} \\ \frac{\partial L}{\partial g_{2,1}} & \frac{\partial L}{\partial g_{2,2}} &"
    r" \frac{\partial L}{\partial g_{2,3}} \end{bmatrix}$$",
    # A letter with a bracket is a smooth function.
    r"Let $f(x) = g(h(x))$. $$f'(x) = g'(h(x)) h'(x)$$",
    r"$$\frac{d}{dt} \frac{g(t)}{h(t)} = \frac{g'(t) h(t) - g(t) h'(t)}{h(t)^2}$$",
    # Letters with indices are entries; sums say where these run to.
    r"$$\frac{\partial}{\partial x_k} \sum_i a_i x_i = a_k$$",
    r"$$\frac{\partial}{\partial w_{ij}} \sum_{i=1}^{P} \sum_{j=1}^{Q} p_i w_{ij} q_j = p_i q_j$$",
    r"$$\frac{\partial}{\partial z_i^{(l)}} \sum_k (z_k^{(l)})^2 = 2 z_i^{(l)}$$",
]


@pytest.mark.parametrize("note", HOLD)
def test_undeclared_letters_are_taken_as_they_look(note: str) -> None:
    assert "holds" in statuses(note) and "fails" not in statuses(note)


OPEN = [
    r"$$\frac{d}{dr} (r^T K r) = 2 K r$$",  # K may be symmetric
    r"$$P Q + Q P = 2 P Q = 2 Q P$$",  # numbers or matrices: nobody says
    r"$$\|\mathbf{u}\|^2 = \mathbf{u}^T \mathbf{v} + 1 = \mathbf{v}^T \mathbf{u} + 2$$",
    r"$$\frac{d}{dp} (q p) = p$$",
    r"Let $Q = RS$. $$\frac{\partial L}{\partial S} = \frac{\partial L}{\partial Q} R^T$$",
    r"$$\frac{dw}{dt} = \frac{\partial w}{\partial p} \frac{dp}{dt} - \frac{\partial w}{\partial q} \frac{dq}{dt}$$",
    r"Let $f(x) = g(h(x))$. $$f'(x) = g'(x) h'(x)$$",
    r"$$\frac{\partial}{\partial x_k} \sum_i a_i x_i = x_k$$",
    r"Let $B \in \mathbb{R}^{2 \times 2}$. $$\frac{\partial \det B}{\partial b_{11}} = b_{12}$$",  # b may be another matrix
    r"$$\frac{\partial f}{\partial x} = \left( \frac{\partial f}{\partial x} \right)^T$$",  # x may be a vector
]


@pytest.mark.parametrize("note", OPEN)
def test_undeclared_letters_never_make_a_claim_false(note: str) -> None:
    found = statuses(note)
    assert found[0] == "unchecked" and "fails" not in found


def test_capitals_do_not_commute() -> None:
    assert statuses(r"$$(AB)^T = B^T A^T = A^T B^T$$")[-1] != "holds"


def test_what_holds_in_spite_of_a_restated_letter_holds() -> None:
    note = "Let $f(x) = x^3$.\n\n$$f'(x) = 3x^2$$\n\nOf course $f(x) = x \\cdot x^2$.\n\n$$f'(x) = {}$$\n"
    assert statuses(note.replace("{}", "3x^2"))[-1] == "holds"


def test_a_restated_letter_leaves_open_what_fails() -> None:
    note = "Let $f(x) = x^3$.\n\nNow $f(x) = x^2$ for short.\n\n$$f'(x) = 2x$$\n"
    assert "fails" not in statuses(note)


def test_a_claim_is_no_witness_for_a_shape() -> None:
    # Read from the last equation alone, M would be a row, and the column before it would fit.
    note = (
        "Let $x \\in \\mathbb{R}^p$ and $y \\in \\mathbb{R}^q$ with $y = M x$ and $h = \\sin(y)$.\n\n"
        "$$\\frac{\\partial h}{\\partial x} = \\begin{pmatrix} \\cos(y_1) \\\\ \\vdots \\\\ \\cos(y_q) \\end{pmatrix} M$$\n"
    )
    assert "holds" not in statuses(note)


EXERCISES = """# 1 Chains

## 1.1 Exercises

1. Find $\\partial h / \\partial r$ for each:
   - (a) $h(p, q) = p^2 q$, where $p = r s$ and $q = r + s$
   - (b) $h(p, q) = p \\sin q$, where $p = r / s$ and $q = r - s$

# 2 Solutions

## 2.1 Section 1

By the chain rule,

$$\\frac{\\partial h}{\\partial p} = \\sin q, \\qquad \\frac{\\partial q}{\\partial s} = CLAIM.$$
"""


def test_a_solution_holds_for_one_of_the_exercises_that_it_may_solve() -> None:
    assert statuses(EXERCISES.replace("CLAIM", "-1")) == ["holds", "holds"]


def test_a_solution_that_holds_for_no_exercise_is_left_open() -> None:
    assert statuses(EXERCISES.replace("CLAIM", "2 r")) == ["holds", "unchecked"]


WRITTEN_OUT = r"\begin{bmatrix} C_{11} & \cdots & C_{1q} \\ \vdots & \ddots & \vdots \\ C_{p1} & \cdots & C_{pq} \end{bmatrix}"


ROWS = (
    r"\begin{bmatrix} C_{11} y_1 + C_{12} y_2 + \cdots + C_{1q} y_q \\ \vdots \\"
    r" C_{p1} y_1 + C_{p2} y_2 + \cdots + C_{pq} y_q \end{bmatrix}"
)


def test_places_written_with_one_digit_each_are_places_in_a_matrix() -> None:
    note = f"Let $C \\in \\mathbb{{R}}^{{p \\times q}}$ and $y \\in \\mathbb{{R}}^q$.\n\n$$C y = {WRITTEN_OUT} y = {ROWS}$$\n"
    assert statuses(note) == ["holds"]
    assert statuses(note.replace("C_{p2} y_2", "C_{p3} y_2")) != ["holds"]
