"""Equations between two ways of writing one thing: seen to hold, and never called false."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import analyse, judge
from nablint.base.source import Source

GIVEN = "Let $C \\in \\mathbb{R}^{m \\times k}$, $u \\in \\mathbb{R}^m$, $v, w \\in \\mathbb{R}^k$.\n\n"


def statuses(formula: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source("note.md", f"{GIVEN}$${formula}$$\n")).claims]


WRITTEN = [
    r"C v = \begin{bmatrix} C_{11} & \cdots & C_{1k} \\ \vdots & \ddots & \vdots \\ C_{m1} & \cdots & C_{mk} \end{bmatrix}"
    r" \begin{bmatrix} v_1 \\ \vdots \\ v_k \end{bmatrix}",
    r"u^T C = u^T \begin{bmatrix} | & & | \\ C_{:,1} & \cdots & C_{:,k} \\ | & & | \end{bmatrix}",
    r"v^T w = v_1 w_1 + \cdots + v_k w_k",
    r"1 + \tan^2 t = \sec^2 t",
    r"\frac{e^t}{1 + e^t} = \frac{1}{1 + e^{-t}}",
    r"\sinh'(t) = \cosh(t)",
]


@pytest.mark.parametrize("formula", WRITTEN)
def test_one_thing_written_in_two_ways(formula: str) -> None:
    assert statuses(formula) == ["holds"]


OTHERS = [
    # Not the same, and so perhaps something new: not said to be wrong.
    r"v^T w = v_1 w_1 + \cdots + v_k w_1",
    r"u^T C = u^T \begin{bmatrix} | & & | \\ C_{:,1} & \cdots & C_{:,m} \\ | & & | \end{bmatrix}",
    r"1 + \tan^2 t = \sec t",
    r"e^{2t} = 1 + t^2",
    # Of other letters, it is an equation to be solved, or a rule of the author's own.
    r"\sin^2 s = \cos^2 t",
    r"C v = \begin{bmatrix} w_1 \\ w_2 \end{bmatrix}",
]


@pytest.mark.parametrize("formula", OTHERS)
def test_another_equation_is_no_claim(formula: str) -> None:
    assert "holds" not in statuses(formula) and "fails" not in statuses(formula)


def test_none_of_them_is_reported() -> None:
    for formula in (*WRITTEN, OTHERS[0], OTHERS[2], OTHERS[3]):
        assert analyse(Source("note.md", f"{GIVEN}$${formula}$$\n")).findings == ()


def test_what_is_denied_or_asked_for_is_left_alone() -> None:
    assert statuses("") == []
    note = "It is not true that $1 + \\tan^2 t = \\sec^2 t$.\n"
    assert not judge(Source("note.md", note)).claims
