"""The derivative of a total is the total of its parts' derivatives, also where total and parts share their letter."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def status(note: str) -> str:
    return judge(Source("note.md", note)).claims[-1].verdict.status


MEAN = r"Let $\ell = \frac{1}{B} \sum_{i=1}^{B} \ell_i$ and $M \in \mathbb{R}^{p \times n}$." + "\n\n"
SUM = r"Let $J = \sum_{k=1}^K J_k$ and $\theta \in \mathbb{R}^d$, where each $J_k$ depends on $\theta$." + "\n\n"

RISK = r"Let $L(w) = \frac{1}{N} \sum_{i=1}^{N} L_i(w)$ with $w \in \mathbb{R}^n$." + "\n\n"


@pytest.mark.parametrize(
    "note",
    [
        RISK + r"$$\nabla L(w) = \frac{1}{N} \sum_{i=1}^{N} \nabla L_i(w)$$",
        RISK + r"$$\frac{\partial L}{\partial w} = \frac{1}{N} \sum_{i=1}^{N} \frac{\partial L_i(w)}{\partial w}$$",
        MEAN + r"$$\frac{d\ell}{dM} = \frac{1}{B} \sum_{i=1}^{B} \frac{d\ell_i}{dM}$$",
        MEAN + r"$$\frac{\partial \ell}{\partial M} = \frac{1}{B} \sum_{j=1}^{B} \frac{\partial \ell_j}{\partial M}$$",
        SUM + r"$$\frac{\partial J}{\partial \theta} = \sum_{k=1}^K \frac{\partial J_k}{\partial \theta}$$",
    ],
)
def test_it_holds(note: str) -> None:
    assert status(note) == "holds"


@pytest.mark.parametrize(
    "note",
    [
        MEAN + r"$$\frac{d\ell}{dM} = \sum_{i=1}^{B} \frac{d\ell_i}{dM}$$",
        SUM + r"$$\frac{\partial J}{\partial \theta} = 2 \sum_{k=1}^K \frac{\partial J_k}{\partial \theta}$$",
        RISK + r"$$\nabla L(w) = \sum_{i=1}^{N} \nabla L_i(w)$$",
        # A list of entries is no total.
        r"Let $x = (x_1, x_2)^\top$ and $y = x_1 + x_2$."
        + "\n\n"
        + r"$$\frac{\partial y}{\partial x} = \frac{\partial x_1}{\partial x}$$",
    ],
)
def test_nothing_else_does_and_nothing_is_called_false(note: str) -> None:
    assert status(note) == "unchecked"
