"""Solutions see the exercise with their number: what it defines, and how large it says that letters are."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source

NOTE = r"""# 1 Forms

## 1.1 Exercises

1. Let $\mathbf{u}$ be a vector, and $\mathbf{w} \in \mathbb{R}^n$ a function of $\mathbf{u}$.
   - (a) Assume $\mathbf{u} \in \mathbb{R}^2$ and $\mathbf{C} \in \mathbb{R}^{2 \times 2}$. Evaluate $\mathbf{C}\mathbf{u}$.
   - (b) Assume $\mathbf{u} \in \mathbb{R}^n$ and $\mathbf{C} \in \mathbb{R}^{n \times n}$. Evaluate $\mathbf{C}\mathbf{u}$.
2. Now entry by entry.
   - (a) For $\mathbf{u} \in \mathbb{R}^n$ and $k : \mathbb{R} \to \mathbb{R}$, define $\mathbf{w}$ as $w_i = k(u_i)$.
   - (b) For $\mathbf{u}, \mathbf{w} \in \mathbb{R}^n$, define $\mathbf{z} = \mathbf{u} \odot \mathbf{w}$ as $z_i = u_i w_i$.

# 2 Solutions

## 2.1 Section 1

ANSWER
"""


def last(answer: str) -> str:
    return [claim.verdict.status for claim in judge(Source("note.md", NOTE.replace("ANSWER", answer))).claims][-1]


PICTURE = (
    r"\begin{bmatrix} C_{11} & C_{12} \\ C_{21} & C_{22} \end{bmatrix} \begin{bmatrix} u_1 \\ u_2 \end{bmatrix}"
    r" = \mathbf{C} \mathbf{u}"
)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (f"1. (a)\n\n$$\\mathbf{{s}} = {PICTURE}$$", "holds"),
        (f"1. (a)\n\n$$\\mathbf{{s}} = {PICTURE}$$".replace("C_{12} \\\\", "C_{11} \\\\"), "unchecked"),
        ("2. (a) Of course, $$\\frac{d w_i}{d u_i} = k'(u_i)$$", "holds"),
        ("2. (a) Of course, $$\\frac{d w_i}{d u_i} = 2 k'(u_i)$$", "unchecked"),
        # What w is in (a), it is not in (b).
        ("2. (b) Of course, $$\\frac{d z_i}{d u_i} = w_i$$", "holds"),
        ("2. (b) Of course, $$\\frac{d z_i}{d u_i} = w_i + u_i$$", "unchecked"),
        ("2. (b) Of course, $$\\frac{d \\mathbf{z}}{d \\mathbf{u}} = \\operatorname{diag}(\\mathbf{w})$$", "holds"),
    ],
)
def test_a_solution_is_about_its_exercise(answer: str, status: str) -> None:
    assert last(answer) == status
