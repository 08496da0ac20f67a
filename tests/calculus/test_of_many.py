"""`x_i` under a sum over i, where the note says how large each is; and matrices that are made of such rows or columns."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import analyse, judge
from nablint.base.source import Source
from nablint.calculus.declared import FromView
from nablint.calculus.derive import Derivation, derive_from

GIVEN = (
    "Let $u_i \\in \\mathbb{R}^p$ for $i = 1, \\dots, M$, $c \\in \\mathbb{R}^p$, $t \\in \\mathbb{R}^M$, "
    "$S \\in \\mathbb{R}^{p \\times p}$ and\n\n"
    "$$U = \\begin{bmatrix} u_1^\\top \\\\ \\vdots \\\\ u_M^\\top \\end{bmatrix} \\in \\mathbb{R}^{M \\times p}.$$\n\n"
    "Gradients are columns. The cost is $J = \\|U c - t\\|^2$.\n\n"
)


def last(claim: str, given: str = GIVEN) -> str:
    return judge(Source("note.md", f"{given}$${claim}$$\n")).claims[-1].verdict.status


@pytest.mark.parametrize(
    "claim",
    (
        r"U^\top U = \sum_{i=1}^M u_i u_i^\top",
        r"U^\top U = \sum_{m=1}^M u_m u_m^\top",
        r"U c = \begin{bmatrix} u_1^\top c \\ \vdots \\ u_M^\top c \end{bmatrix}",
        r"s = \|U c\|^2 = \sum_{i=1}^M (u_i^\top c)^2",
        r"\nabla_c J = 2 U^\top (U c - t)",
        r"\nabla_c J = 2 \sum_{i=1}^M (u_i^\top c - t_i) u_i",
        r"s = \sum_{i=1}^M u_i^\top S u_i = \operatorname{tr}(U S U^\top)",
        r"s = \sum_{i=1}^M \sum_{j=1}^M u_i^\top u_j = \Big\| \sum_{i=1}^M u_i \Big\|^2",
        r"s = \sum_{i=1}^{M-1} (u_{i+1} - u_i)^\top c = (u_M - u_1)^\top c",
    ),
)
def test_members_are_different_things(claim: str) -> None:
    assert last(claim) == "holds"


@pytest.mark.parametrize(
    "made",
    (
        "have rows $u_i^\\top$",
        "have the rows $u_1^\\top, \\dots, u_M^\\top$",
        "be the matrix whose $i$-th row is $u_i^\\top$",
        "be given. The rows of $U$ are $u_1^\\top, \\dots, u_M^\\top$",
    ),
)
def test_words_say_what_a_matrix_is_made_of(made: str) -> None:
    given = f"Let $U \\in \\mathbb{{R}}^{{M \\times p}}$ {made}.\n\n"
    assert last(r"U^\top U = \sum_{i=1}^M u_i u_i^\top", given) == "holds"
    assert last(r"s = \operatorname{tr}(U^\top U) = 2 \sum_{i=1}^M u_i^\top u_i", given) == "fails"


@pytest.mark.parametrize("bracket", ("[u_1, \\dots, u_M]", "[u_1 \\; u_2 \\; \\cdots \\; u_M]"))
def test_columns_beside_one_another(bracket: str) -> None:
    given = f"Let $U = {bracket} \\in \\mathbb{{R}}^{{p \\times M}}$ and $t \\in \\mathbb{{R}}^M$.\n\n"
    assert last(r"U t = \sum_{i=1}^M t_i u_i", given) == "holds"
    assert last(r"U \operatorname{diag}(t) U^\top = \sum_{i=1}^M t_i u_i u_i^\top", given) == "holds"


@pytest.mark.parametrize(
    "claim",
    (
        r"\nabla_c J = \sum_{i=1}^M (u_i^\top c - t_i) u_i",
        r"\nabla_c J = U^\top (U c - t)",
        # True only if all of them were one.
        r"s = \sum_{i=1}^M \sum_{j=1}^M u_i^\top u_j = M \sum_{i=1}^M u_i^\top u_i",
    ),
)
def test_what_does_not_hold_of_them_fails(claim: str) -> None:
    assert last(claim) == "fails"


@pytest.mark.parametrize(
    "claim",
    (
        # By one of them: how the others hang together with it is not followed.
        r"\frac{\partial}{\partial u_k} \sum_{i=1}^M u_i^\top u_i = 2 u_k^\top",
        # Who names one before all are counted may mean another.
        r"s = u_1 + \sum_{i=2}^M u_i = 3 \sum_{i=1}^M u_i",
    ),
)
def test_what_is_named_and_counted_is_never_called_false(claim: str) -> None:
    assert last(claim) != "fails"


def test_a_counterexample_names_them_all() -> None:
    note = GIVEN + r"$$\nabla_c J = \sum_{i=1}^M (u_i^\top c - t_i) u_i$$" + "\n"
    (finding,) = analyse(Source("note.md", note)).findings
    assert finding.code == "VAL001" and "a factor 2 is missing; for u_1, …, u_M = ((" in finding.message


def test_a_matrix_stands_for_itself_in_what_is_derived() -> None:
    judged = judge(Source("note.md", GIVEN))
    found = derive_from(FromView(judged.note.views.at(len(GIVEN))), r"\|U c - t\|^2", ["c"], "denominator")
    assert isinstance(found, Derivation) and found.latex == r"2 U^\top (U c - t)"


RAISED = (
    "Let $v^{(k)} \\in \\mathbb{R}^p$ and $r^{(k)} \\in \\mathbb{R}$ for $k = 1, \\dots, M$, $c \\in \\mathbb{R}^p$. "
    "Gradients are columns.\n\n$$J = \\frac{1}{2} \\sum_{k=1}^M (c^\\top v^{(k)} - r^{(k)})^2$$\n\n"
)


@pytest.mark.parametrize(
    ("claim", "status"),
    (
        (r"\nabla_c J = \sum_{k=1}^M (c^\top v^{(k)} - r^{(k)}) v^{(k)}", "holds"),
        (r"\nabla_c^2 J = \sum_{k=1}^M v^{(k)} (v^{(k)})^\top", "holds"),
        (r"\nabla_c J = \sum_{k=1}^M (c^\top v^{(k)} - r^{(k)}) r^{(k)} v^{(k)}", "fails"),
        (r"\nabla_c^2 J = 2 \sum_{k=1}^M v^{(k)} (v^{(k)})^\top", "fails"),
    ),
)
def test_members_may_be_counted_above(claim: str, status: str) -> None:
    assert last(claim, RAISED) == status


def test_a_matrix_may_be_made_of_members_that_are_counted_above() -> None:
    rows = r"\begin{bmatrix} (v^{(1)})^\top \\ \vdots \\ (v^{(M)})^\top \end{bmatrix} \in \mathbb{R}^{M \times p}"
    given = f"{RAISED}Let $V = {rows}$.\n\n"
    assert last(r"\nabla_c^2 J = V^\top V", given) == "holds"
    assert last(r"\nabla_c^2 J = 2 V^\top V", given) == "fails"
