"""Derivatives of vectors by matrices that a course writes as a vector: seen to hold, and never called false."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import analyse, judge
from nablint.base.source import Source

GIVEN = (
    "Let $\\mathbf{P} \\in \\mathbb{R}^{m \\times k}$, $\\mathbf{r} \\in \\mathbb{R}^k$, $\\mathbf{s} \\in \\mathbb{R}^m$.\n\n"
)


def status(claim: str, note: str = GIVEN) -> str:
    (found,) = judge(Source("note.md", f"{note}$${claim}$$\n")).claims
    return found.verdict.status


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{d(\mathbf{P}\mathbf{r})}{d\mathbf{P}} = \mathbf{r}^T", "holds"),
        (r"\frac{d(\mathbf{s}^T\mathbf{P})}{d\mathbf{P}} = \mathbf{s}", "holds"),
        (r"\frac{d(\mathbf{P}\mathbf{r} + \mathbf{s})}{d\mathbf{P}} = \mathbf{r}^T", "holds"),
        (r"\frac{d(\mathbf{P}\mathbf{r})}{d\mathbf{P}} = \mathbf{r}", "unchecked"),
        (r"\frac{d(\mathbf{P}\mathbf{r})}{d\mathbf{P}} = 2\mathbf{r}^T", "unchecked"),
        (r"\frac{d(\mathbf{P}\mathbf{r})}{d\mathbf{P}} = \mathbf{s}^T", "unchecked"),
        # Through a function the rows differ.
        (r"\frac{d \sin(\mathbf{P}\mathbf{r})}{d\mathbf{P}} = \mathbf{r}^T", "unchecked"),
    ],
)
def test_what_the_rows_have_in_common(claim: str, expected: str) -> None:
    assert status(claim) == expected
    for layout in ("numerator", "denominator"):
        assert status(claim, f"We use the {layout} layout.\n\n{GIVEN}") == expected


def test_nothing_is_reported_of_them() -> None:
    note = f"{GIVEN}$$\\frac{{d(\\mathbf{{P}}\\mathbf{{r}})}}{{d\\mathbf{{P}}}} = 2\\mathbf{{r}}^T$$\n"
    assert analyse(Source("note.md", note)).findings == ()


def test_letters_that_nobody_declared() -> None:
    assert status(r"\frac{d(\mathbf{P}\mathbf{r})}{d\mathbf{P}} = \mathbf{r}^T", "") == "holds"
    assert status(r"\frac{d(\mathbf{P}\mathbf{r})}{d\mathbf{P}} = \mathbf{r}", "") == "unchecked"
