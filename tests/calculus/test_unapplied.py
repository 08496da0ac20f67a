"""Functions written without their argument, and primes on what depends on one letter: seen to hold, never called false."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def statuses(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source("note.md", text)).claims]


NETWORK = (
    r"Let $\mathbf{r} \in \mathbb{R}^3$, $k : \mathbb{R}^3 \to \mathbb{R}^2$, $g : \mathbb{R}^2 \to \mathbb{R}$ with"
    r" $\mathbf{s} = k(\mathbf{r})$ and $t = g(\mathbf{s})$."
    "\n\nWe use denominator layout.\n\n"
)

HOLD = [
    NETWORK + r"$$\frac{dE}{ds_1} = \frac{dg}{ds_1} \frac{dE}{dt}$$",
    NETWORK + r"$$\frac{dE}{d\mathbf{s}} = \left[ \frac{dE}{ds_1}, \frac{dE}{ds_2} \right]^T$$",
    NETWORK + r"$$\frac{d g(\mathbf{s})}{ds_2} = \frac{dg}{ds_2}$$",
    NETWORK + r"$$\frac{dE}{d\mathbf{r}} = \frac{dk}{d\mathbf{r}} \frac{dE}{d\mathbf{s}}$$",
    r"Let $p, q \in \mathbb{R}^m$, $x \in \mathbb{R}^k$. $$c(x) = p(x)^T q(x)$$"
    r" $$\frac{\partial c}{\partial x} = \frac{\partial c}{\partial p} \frac{\partial p}{\partial x}"
    r" + \frac{\partial c}{\partial q} \frac{\partial q}{\partial x} = q^T p' + p^T q'$$",
    r"Let $t = h(S)$, $S = UV$, $t \in \mathbb{R}$, $S \in \mathbb{R}^{m \times b}$, $V \in \mathbb{R}^{k \times b}$."
    r" $$\frac{\partial t}{\partial U} = h'(S) V^T$$",
]

HOLD += [
    r"For $h(s) = k(p(s), q(s))$ the chain rule says $$\frac{dh}{ds} = \frac{\partial k}{\partial p} \frac{dp}{ds}"
    r" + \frac{\partial k}{\partial q} \frac{dq}{ds}$$",
]


@pytest.mark.parametrize("note", HOLD)
def test_functions_are_taken_at_what_they_are_derived_by(note: str) -> None:
    assert statuses(note)[-1] == "holds"


OPEN = [
    NETWORK + r"$$\frac{dE}{ds_1} = \frac{dg}{ds_2} \frac{dE}{dt}$$",
    NETWORK + r"$$\frac{dE}{d\mathbf{s}} = \left[ \frac{dE}{ds_2}, \frac{dE}{ds_1} \right]^T$$",
    # k takes r, and gives no number.
    NETWORK + r"$$\frac{dE}{d\mathbf{r}} = \frac{dk}{d\mathbf{s}} \frac{dE}{d\mathbf{s}}$$",
    r"Let $p, q \in \mathbb{R}^m$, $x \in \mathbb{R}^k$. $$c(x) = p(x)^T q(x)$$"
    r" $$\frac{\partial c}{\partial x} = \frac{\partial c}{\partial p} \frac{\partial p}{\partial x}"
    r" + \frac{\partial c}{\partial q} \frac{\partial q}{\partial x} = p^T p' + q^T q'$$",
    r"Let $t = h(S)$, $S = UV$, $t \in \mathbb{R}$, $S \in \mathbb{R}^{m \times b}$, $V \in \mathbb{R}^{k \times b}$."
    r" $$\frac{\partial t}{\partial U} = 2 h'(S) V^T$$",
]

OPEN += [
    r"For $h(s) = k(p(s), q(s))$ the chain rule says $$\frac{dh}{ds} = \frac{\partial k}{\partial p} \frac{dp}{ds}"
    r" - \frac{\partial k}{\partial q} \frac{dq}{ds}$$",
]


@pytest.mark.parametrize("note", OPEN)
def test_what_is_wrong_with_them_is_left_open(note: str) -> None:
    assert statuses(note)[-1] == "unchecked"


def test_a_function_may_be_written_with_the_first_of_its_arguments() -> None:
    note = "Let $k(r, s, t) = r s + s^2 + 3 t$. {}"
    held = note.replace("{}", r"$$\nabla_s k(r, s) = r + 2s$$")
    assert statuses(held)[-1] == "holds"
    assert statuses(note.replace("{}", r"$$\nabla k(r) = \begin{bmatrix} s \\ r + 2s \\ 3 \end{bmatrix}$$"))[-1] == "holds"
    assert statuses(note.replace("{}", r"$$\nabla_s k(r, s) = r + s$$"))[-1] == "unchecked"
    assert statuses(note.replace("{}", r"$$\nabla_s k(s, r) = r + 2s$$"))[-1] != "holds"
