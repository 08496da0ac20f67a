"""Sizes that nobody states: a letter is as large as its neighbours make it, and what never conforms does not hold."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def statuses(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source("note.md", text)).claims]


GIVEN = r"Let $v \in \mathbb{R}^k$. "

HOLD = [
    GIVEN + r"$$g(v) = v^T P v + q^T v + r$$ $$\nabla g(v) = (P + P^T) v + q$$",
    GIVEN + r"$$\frac{d}{dv} (P v + \mathbf{q}) = P$$",
    GIVEN + r"$$\frac{d}{dv} \|P v - \mathbf{q}\|^2 = 2 (P v - \mathbf{q})^T P$$",
    r"$$S = \mathbf{P}^{-1} \mathbf{P} = I$$",
    r"$$s = \operatorname{tr}(\mathbf{P} \mathbf{Q} \mathbf{P}^{-1}) = \operatorname{tr}(\mathbf{Q})$$",
    r"$$\frac{\partial \operatorname{tr}(\mathbf{P}^T \mathbf{Q})}{\partial \mathbf{P}} = \mathbf{Q}$$",
    r"Let $\mathbf{s} \in \mathbb{R}^k$ and $\mathbf{t} \in \mathbb{R}^m$ with $\mathbf{t} = \mathbf{P} \mathbf{s}$."
    r" $$\frac{\partial L}{\partial \mathbf{P}} = \frac{\partial L}{\partial \mathbf{t}} \mathbf{s}^T$$",
]


@pytest.mark.parametrize("note", HOLD)
def test_what_nobody_declared_is_as_large_as_it_has_to_be(note: str) -> None:
    assert statuses(note)[-1] == "holds"


OPEN = [
    GIVEN + r"$$g(v) = v^T P v + q^T v + r$$ $$\nabla g(v) = 2 P v + q$$",  # P may be symmetric, or not
    GIVEN + r"$$\frac{d}{dv} (P v + \mathbf{q}) = P^T P$$",
    r"$$S = \mathbf{P}^{-1} \mathbf{Q} = I$$",
    # A number is no size: P would have to be a column.
    GIVEN + r"$$\frac{d}{dv} (v^T P) = v$$",
]


@pytest.mark.parametrize("note", OPEN)
def test_nothing_is_called_false_for_a_supposed_size(note: str) -> None:
    assert statuses(note)[-1] == "unchecked"


def test_what_is_zero_on_both_sides_tells_nothing() -> None:
    # With s and t that depend on nothing both sides would be zero, whatever they say.
    note = (
        "Let $s, t \\in \\mathbb{R}^k$ and $h : \\mathbb{R}^k \\to \\mathbb{R}$. "
        "$$\\frac{\\partial s}{\\partial t} = 3 \\frac{\\partial s}{\\partial t}$$"
    )
    assert statuses(note) == ["unchecked"]


def test_definitions_that_go_in_a_circle_define_nothing() -> None:
    note = (
        "Let $p, q \\in \\mathbb{R}^m$ and $x \\in \\mathbb{R}^k$.\n\n$$q(x) = c(x) p(x)$$\n\n"
        "$$c(x) = \\langle p(x), q(x) \\rangle = {}$$\n"
    )
    assert statuses(note.replace("{}", "q^T p")) == ["holds"]
    assert statuses(note.replace("{}", "q^T q")) == ["unchecked"]
