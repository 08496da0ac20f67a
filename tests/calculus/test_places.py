"""Kronecker's δ, indicators and cases by i = j: evaluated, and other cases left alone."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def last(text: str) -> str:
    found = [claim.verdict.status for claim in judge(Source("note.md", text)).claims]
    return found[-1] if found else "-"


GIVEN = "Let $u \\in \\mathbb{R}^n$ and $s = \\operatorname{softmax}(u)$.\n\n"
LEFT = r"\frac{\partial s_i}{\partial u_j}"


@pytest.mark.parametrize(
    ("right", "status"),
    [
        (r"s_i (\delta_{ij} - s_j)", "holds"),
        (r"s_i (\delta_{ij} + s_j)", "unchecked"),  # δ may be anything
        (r"s_i \delta_{ij} - s_i s_j", "holds"),
        (r"s_i (\mathbb{1}_{i=j} - s_j)", "holds"),
        (r"s_i (\mathbf{1}[i = j] - s_j)", "holds"),
        (r"s_i (1\{i = j\} - s_j)", "holds"),
        (r"s_i (I_{ij} - s_j)", "holds"),
        (r"s_i (1 - \mathbb{1}_{i \neq j} - s_j)", "holds"),
        (r"s_i (\mathbb{1}_{i \neq j} - s_j)", "fails"),
        (r"\begin{cases} s_i (1 - s_i) & i = j \\ -s_i s_j & i \neq j \end{cases}", "holds"),
        (r"\begin{cases} s_i (1 - s_i) & \text{if } i = j \\ -s_i s_j & \text{otherwise} \end{cases}", "holds"),
        (r"\begin{cases} -s_i s_j, & \text{if $i \neq j$,} \\ s_i - s_i^2, & \text{if $i = j$} \end{cases}", "holds"),
        (r"\begin{cases} s_i (1 - s_i) & i = j \\ s_i s_j & i \neq j \end{cases}", "unchecked"),  # it holds for i = j
        # Not about places, or not about all of them.
        (r"\begin{cases} s_i (1 - s_i) & u_i > 0 \\ -s_i s_j & \text{otherwise} \end{cases}", "-"),
        (r"\begin{cases} s_i (1 - s_i) & i = j \\ s_i s_j & i = k \end{cases}", "-"),
    ],
)
def test_what_holds_where_two_places_are_equal(right: str, status: str) -> None:
    assert last(f"{GIVEN}$${LEFT} = {right}$$") == status


def test_cases_may_stand_on_the_left_of_a_step() -> None:
    cases = r"\begin{cases} s_i (1 - s_i) & \text{if } i = j \\ -s_i s_j & \text{if } i \neq j \end{cases}"
    assert last(f"{GIVEN}$${LEFT} = {cases} = s_i (\\delta_{{ij}} - s_j)$$") == "holds"


def test_a_delta_that_the_note_declares_is_its_own() -> None:
    note = "Let $\\delta \\in \\mathbb{R}^{n \\times n}$ be a matrix.\n\n" + GIVEN
    assert last(f"{note}$${LEFT} = s_i (\\delta_{{ij}} - s_j)$$") == "unchecked"


def test_vectors_show_where_softmax_is_taken() -> None:
    note = "Let $s = \\operatorname{softmax}(u)$.\n\n"
    assert last(f"{note}$${LEFT} = s_i (\\delta_{{ij}} - s_j)$$") == "holds"
    assert last(f"{note}$${LEFT} = s_j (\\delta_{{ij}} + s_i)$$") == "unchecked"
