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
    # A total derivative, where an argument is both direct and behind another one; what is struck out is none.
    r"$$\frac{d}{dt} h(p, t) = \frac{\partial h}{\partial p} \frac{dp}{dt} + \frac{\partial h}{\partial t}$$",
    r"$$\frac{d}{dt} h(r, p, t) = \frac{\partial h}{\partial r} \overset{0}{\cancel{\frac{dr}{dt}}}"
    r" + \frac{\partial h}{\partial p} \frac{dp}{dt} + \frac{\partial h}{\partial t} \overbrace{\frac{dt}{dt}}^{\equiv 1}$$",
    r"$$\frac{\partial}{\partial t} \log k(p, t) = \frac{\frac{\partial}{\partial t} (k(p, t))}{k(p, t)}$$",
    # What is declared and of which nothing more is said depends on nothing.
    r"Let $\mathbf{u} \in \mathbb{R}^q$, $\mathbf{C} \in \mathbb{R}^{p \times q}$, $\mathbf{d} \in \mathbb{R}^p$."
    r" $$\frac{\partial (\mathbf{C}\mathbf{u} + \mathbf{d})}{\partial \mathbf{u}}"
    r" = \frac{\partial (\mathbf{C}\mathbf{u})}{\partial \mathbf{u}} + \frac{\partial \mathbf{d}}{\partial \mathbf{u}}"
    r" = \mathbf{C} + \mathbf{0}$$",
    # An expression, and the sum over the entries that it is.
    r"Let $u, v \in \mathbb{R}^n$. $$u^T v = \sum_{k=1}^{n} u_k v_k$$",
    r"$$\operatorname{tr}(\mathbf{u}\mathbf{u}^T) = \Sigma_{k=1}^{n} u_k^2$$",
    "$$(p + 1)^2 + \\frac{p^3}{3!}$$\n\n$$= 1 + 2p + p^2 + \\frac{p^3}{6}$$",
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
    assert set(statuses(note)) == {"holds"}
    assert statuses(note.replace("C_{p2} y_2", "C_{p3} y_2"))[0] != "holds"


TOLD = r"""$$\frac{dh}{dr} = \frac{d}{dr} \exp(-3r) = -3 \exp(-3r)$$

$$\frac{dr}{dq} = \frac{d}{dq} (q^T K^{-1} q) = q^T (K^{-1} + K^{-T})$$

$$\frac{dq}{dp} = \frac{d}{dp} (p - c) = I$$

$$\frac{dh}{dp} = -3 \exp(-3r) \, q^T (K^{-1} + K^{-T})
= -3 \exp(-3 (p - c)^T K^{-1} (p - c)) (p - c)^T (K^{-1} + K^{-T})$$
"""


def test_what_a_letter_is_derived_as_says_what_it_is() -> None:
    assert statuses(TOLD)[-2:] == ["holds", "holds"]


def test_what_derivatives_tell_makes_nothing_false() -> None:
    assert "fails" not in statuses(TOLD.replace("= -3 \\exp(-3 (p", "= 3 \\exp(-3 (p"))
    assert statuses(TOLD.replace("= -3 \\exp(-3 (p", "= 3 \\exp(-3 (p"))[-1] == "unchecked"


DRAWN = r"""Let $C \in \mathbb{R}^{p \times q}$, $D \in \mathbb{R}^{q \times r}$ and $u \in \mathbb{R}^q$.

$$CD = C \begin{bmatrix} | & & | \\ D_{:,1} & \cdots & D_{:,r} \\ | & & | \end{bmatrix}
= \begin{bmatrix} | & & | \\ C D_{:,1} & \cdots & C D_{:,r} \\ | & & | \end{bmatrix}$$

$$Cu = \begin{bmatrix} - & C_{1,:}^T & - \\ & \vdots & \\ - & C_{p,:}^T & - \end{bmatrix} u
= \begin{bmatrix} C_{1,:}^T u \\ \vdots \\ C_{p,:}^T u \end{bmatrix}$$
"""


def test_columns_and_rows_may_be_drawn_with_lines() -> None:
    assert set(statuses(DRAWN)) == {"holds"}
    assert statuses(DRAWN.replace(r"C D_{:,1} & \cdots & C D_{:,r}", r"D_{:,1} & \cdots & D_{:,r}"))[0] != "holds"
    assert statuses(DRAWN.replace(r"= \begin{bmatrix} C_{1,:}^T u", r"= \begin{bmatrix} 2 C_{1,:}^T u"))[1] != "holds"


def test_an_entry_that_an_equation_speaks_of_is_one_of_its_array() -> None:
    note = (
        "Let $x \\in \\mathbb{R}^q$ and $z : \\mathbb{R}^q \\to \\mathbb{R}^p$ with $z = Cx + d$.\n\n"
        "$$z_i = \\sum_{k=1}^q C_{ik} x_k + d_i \\Rightarrow \\frac{\\partial z_i}{\\partial x_j} = C_{ij}$$\n"
    )
    assert statuses(note)[-1] == "holds"


def test_what_one_numbered_exercise_says_is_not_said_in_the_next() -> None:
    note = "$$3.1) \\quad f(x) = x^3$$\n\n$$f'(x) = 3x^2$$\n\n3.2)\n\n$$f'(x) = 2x$$\n"
    assert statuses(note) == ["holds", "unchecked"]


def test_parts_of_an_exercise_are_told_by_the_letters_in_their_displays() -> None:
    note = (
        "$$3.1) \\quad x \\in \\mathbb{R}^p$$\n\n$$\\text{a) } f = 2 x^T x$$\n\n$$\\frac{df}{dx} = 4x^T$$\n\n"
        "$$b) \\quad z = x$$\n\n$$\\frac{df}{dx} = 3x^T$$\n"
    )
    # What the exercise says holds in its parts, what one part says does not hold in the next.
    assert statuses(note) == ["holds", "unchecked"]


def test_words_before_a_row_are_no_part_of_it() -> None:
    rows = r"\text{so } \frac{df}{dx} &= 2 (x + 1) \\ &= 2x + 2"
    note = "Let $f(x) = (x + 1)^2$.\n\n$$y = 3$$\n\n$$\\begin{aligned} ROWS \\end{aligned}$$\n"
    assert statuses(note.replace("ROWS", rows)) == ["holds", "holds"]
    assert statuses(note.replace("ROWS", rows.replace("2 (x + 1)", "(x + 1)"))) == ["fails"]


VALUES = r"""$$h(x) = e^{2x} + x \Rightarrow h(0) = 1$$

$$h^{(1)}(x) = 2e^{2x} + 1 \Rightarrow h^{(1)}(0) = 3$$
"""


def test_values_of_what_is_defined_are_checked() -> None:
    assert statuses(VALUES) == ["holds", "holds", "holds"]
    # An initial value says something new.
    assert statuses(VALUES.replace("h(0) = 1", "h(0) = 2"))[0] == "unchecked"
    assert statuses("$$h(0) = 1$$") == []


def test_a_stationary_point_makes_the_gradient_vanish() -> None:
    note = (
        "We use denominator layout. Let $F \\in \\mathbb{R}^{q \\times p}$, $v \\in \\mathbb{R}^p$, $d \\in \\mathbb{R}^q$ "
        "and $g(v) = (F v - d)^\\top (F v - d)$.\n\n"
        "$$\\nabla_v g = 0 \\Rightarrow F^\\top F v = F^\\top d \\Rightarrow v = SOLUTION$$\n"
    )
    # The solution, and both equations that it fulfils.
    assert statuses(note.replace("SOLUTION", "(F^\\top F)^{-1} F^\\top d")) == ["holds"] * 3
    assert statuses(note.replace("SOLUTION", "-(F^\\top F)^{-1} F^\\top d")) == ["fails"]
    assert "fails" not in statuses(note.replace("SOLUTION", "(F^\\top F)^{-1} F^\\top d + d^\\top d"))
