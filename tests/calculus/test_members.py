"""Letters with a number or a letter that counts, which are vectors themselves; and places that something else says."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def statuses(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source("note.md", text)).claims]


CHAIN = r"Interpret $\mathbf{P}$ as a $K \times M$ matrix and $\mathbf{Q}$ as a $K \times K$ matrix." + "\n\n"

HOLD = [
    # The columns of a data matrix, and what is left of them.
    r"$$s = \frac{1}{M} \sum_{i=1}^M (t_i - \mathbf{u}_i^T \mathbf{v})^2 = \frac{1}{M} \sum_{i=1}^M"
    r" (t_i^2 - 2 t_i \mathbf{u}_i^T \mathbf{v} + \mathbf{v}^T \mathbf{u}_i \mathbf{u}_i^T \mathbf{v})$$",
    r"$$s = \|\mathbf{u}_i - \mathbf{G} \mathbf{v}\|^2 = \mathbf{u}_i^T \mathbf{u}_i"
    r" - 2 \mathbf{u}_i^T \mathbf{G} \mathbf{v} + \|\mathbf{G} \mathbf{v}\|^2$$",
    r"$$\frac{\partial}{\partial \mathbf{v}} (\mathbf{u}_i^T \mathbf{v})^2 = 2 (\mathbf{u}_i^T \mathbf{v}) \mathbf{u}_i$$",
    r"$$S = \mathbf{G} \begin{bmatrix} \mathbf{u}_1 & \mathbf{u}_2 \end{bmatrix}"
    r" = \begin{bmatrix} \mathbf{G} \mathbf{u}_1 & \mathbf{G} \mathbf{u}_2 \end{bmatrix}$$",
    # Of what is written with another time, as large as its neighbours make it.
    CHAIN + r"$$\mathbf{z}_t = \mathbf{P}_{:,s_t} \odot (\mathbf{z}_{t-1}^T \mathbf{Q})^T"
    r" = \mathbf{P}_{:,s_t} \odot \mathbf{Q}^T \mathbf{z}_{t-1}$$",
    CHAIN + r"$$\mathbf{z}_t = \begin{bmatrix} P_{1 s_t} \mathbf{z}_{t-1}^T \mathbf{Q}_{:,1} \\ \vdots \\"
    r" P_{K s_t} \mathbf{z}_{t-1}^T \mathbf{Q}_{:,K} \end{bmatrix} = \mathbf{P}_{:,s_t} \odot"
    r" \begin{bmatrix} \mathbf{z}_{t-1}^T \mathbf{Q}_{:,1} \\ \vdots \\ \mathbf{z}_{t-1}^T \mathbf{Q}_{:,K} \end{bmatrix}$$",
    # Capitals in bold are matrices, whatever stands below them.
    r"$$\mathbf{S} = (\mathbf{G}_a \mathbf{G}_b)^{-1} = \mathbf{G}_b^{-1} \mathbf{G}_a^{-1}$$",
]


@pytest.mark.parametrize("note", HOLD)
def test_members_are_vectors(note: str) -> None:
    assert statuses(note)[-1] == "holds"


OPEN = [
    r"$$s = \|\mathbf{u}_i - \mathbf{G} \mathbf{v}\|^2 = \mathbf{u}_i^T \mathbf{u}_i"
    r" - \mathbf{u}_i^T \mathbf{G} \mathbf{v} + \|\mathbf{G} \mathbf{v}\|^2$$",
    CHAIN + r"$$\mathbf{z}_t = \mathbf{P}_{:,s_t} \odot (\mathbf{z}_{t-1}^T \mathbf{Q})^T"
    r" = \mathbf{P}_{:,s_t} \odot \mathbf{Q} \mathbf{z}_{t-1}$$",
    # Two places are two.
    CHAIN + r"$$\mathbf{z}_t = \mathbf{P}_{:,s_t} \odot \mathbf{z}_{t-1} = \mathbf{P}_{:,r_t} \odot \mathbf{z}_{t-1}$$",
]


@pytest.mark.parametrize("note", OPEN)
def test_nothing_is_called_false_for_a_supposed_member(note: str) -> None:
    assert statuses(note)[-1] == "unchecked"


SIZED = r"Let $\mathbf{C} \in \mathbb{R}^{m \times k}$, $\mathbf{v} \in \mathbb{R}^k$, $\mathbf{w} \in \mathbb{R}^m$." + "\n\n"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        # A column is a matrix with one column, a row one with one row.
        (r"s_i = \sum_{j=1}^k C_{ij} v_{j1} = \sum_{j=1}^k C_{ij} v_j", "holds"),
        (r"s_i = \sum_{j=1}^k C_{ij} v_{j,1} = \sum_{j=1}^k C_{ij} v_j", "holds"),
        (r"s_i = \sum_{j=1}^k C_{ij} v_{j2} = \sum_{j=1}^k C_{ij} v_j", "unchecked"),
        # An entry of a declared array before a bracket is a factor.
        (r"s = \sum_{i=1}^m w_i \left( \sum_{j=1}^k C_{ij} v_j \right) = \mathbf{w}^T \mathbf{C} \mathbf{v}", "holds"),
        (
            r"s = \sum_{i=1}^m w_i \left( \sum_{j=1}^k C_{ij} v_j \right) = (\mathbf{w} + \mathbf{w})^T \mathbf{C} \mathbf{v}",
            "fails",
        ),
        (r"S = \operatorname{diag}(\sin(v_1), \ldots, \sin(v_k)) = \operatorname{diag}(\sin(\mathbf{v}))", "holds"),
        (r"S = \operatorname{diag}(\sin(v_1), \ldots, \sin(v_k)) = \operatorname{diag}(\cos(\mathbf{v}))", "fails"),
    ],
)
def test_entries_of_what_is_declared(claim: str, status: str) -> None:
    assert statuses(f"{SIZED}$${claim}$$")[-1] == status


def test_what_one_entry_is_said_to_be_all_are() -> None:
    note = r"The output is $q_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$." + "\n\n"
    assert statuses(note + r"$$\frac{\partial q_i}{\partial z_j} = q_i (\delta_{ij} - q_j)$$")[-1] == "holds"
    assert statuses(note + r"$$\frac{\partial q_j}{\partial z_j} = q_j (1 - q_j)$$")[-1] == "holds"
    assert statuses(note + r"$$\frac{\partial q_j}{\partial z_j} = q_j (1 + q_j)$$")[-1] == "unchecked"


SQUARE = r"Let $\mathbf{C}, \mathbf{D} \in \mathbb{R}^{n \times n}$, $\mathbf{v} \in \mathbb{R}^n$." + "\n\n"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        # A sum up to N, of what has n entries.
        (r"s_i = \sum_{j=1}^{N} C_{ij} v_j = \sum_{k=1}^{N} C_{ik} v_k", "holds"),
        (r"s_i = \sum_{j=1}^{N} C_{ij} v_j = \sum_{k=1}^{N} C_{ki} v_k", "unchecked"),
        (r"s_i = \sum_{j=1}^{M} C_{ij} v_j = \sum_{k=1}^{M} C_{ik} v_k", "unchecked"),  # nobody says what M is
        # An entry of the transpose, and an entry that stands for its vector.
        (r"s_i = \sum_{k=1}^{n} C_{ki} (\mathbf{D}\mathbf{v})_k = \sum_{k=1}^{n} C_{ik}^T (\mathbf{D}\mathbf{v})_k", "holds"),
        (r"s_i = \sum_{k=1}^{n} C_{ik} v_k = \mathbf{C} \mathbf{v}", "holds"),
        (r"s_i = \sum_{k=1}^{n} C_{ik} v_k = \mathbf{C}^T \mathbf{v}", "unchecked"),
    ],
)
def test_what_authors_write_for_entries(claim: str, status: str) -> None:
    assert statuses(f"{SQUARE}$${claim}$$")[-1] == status


def test_sizes_that_are_apart_stay_so() -> None:
    note = r"Let $C \in \mathbb{R}^{n \times N}$, $u \in \mathbb{R}^N$, $v \in \mathbb{R}^n$." + "\n\n"
    assert statuses(note + r"$$s = \sum_{i=1}^{N} v_i = \sum_{j=1}^{N} v_j$$")[-1] == "unchecked"
