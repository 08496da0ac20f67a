"""Powers of a matrix by a letter: sums over what stands on both sides, and closed forms for the trace and the determinant."""

from __future__ import annotations

import pytest

from nablint.calculus.derive import Derivation, Problem, derive

FORMS = [
    (r"\operatorname{tr}(Z^k)", "mixed", r"k (Z^{k - 1})^\top"),
    (r"\operatorname{tr}((B Z)^k)", "numerator", r"k (B Z)^{k - 1} B"),
    (r"\det(Z^k)", "numerator", r"k {\det(Z)}^{k} Z^{-1}"),
    (r"\log\det(Z^k)", "numerator", r"k Z^{-1}"),
    (r"c^T Z^k d", "numerator", r"\sum_{r = 1}^{k} Z^{k - r} d c^\top Z^{r - 1}"),
    (r"Z^k", "numerator", r"\sum_{r = 1}^{k} (Z^{k - r})^\top \otimes Z^{r - 1}"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "layout", "wanted"), FORMS)
def test_written_as_in_the_tables(expression: str, layout: str, wanted: str) -> None:
    found = derive(expression, ["Z"], ["Z, B: n × n invertible; c, d: n; k: 1"], layout=layout)
    assert isinstance(found, Derivation), found
    assert found.latex.replace(" ", "") == wanted.replace(" ", "")
    assert found.verified


@pytest.mark.parametrize("layout", ["numerator", "denominator", "mixed"])
@pytest.mark.parametrize(
    ("expression", "wrt"),
    [(r"Z^k", "Z"), (r"Z^k B Z^k", "Z"), (r"(B + s Z)^k", "s"), (r"\|Z^k\|_F^2", "Z"), (r"\operatorname{tr}((Z^T Z)^k)", "Z")],
)
def test_finite_differences_agree(expression: str, wrt: str, layout: str) -> None:
    found = derive(expression, [wrt], ["Z, B: n × n; s: 1"], layout=layout)
    assert isinstance(found, Derivation), found
    assert found.verified and found.kind != "index"


@pytest.mark.parametrize(
    ("expression", "wrt", "said"),
    [
        ("Z^{1/2}", "Z", "a matrix is raised to whole numbers"),
        ("Z^s", "s", "needs the logarithm of A"),
    ],
)
def test_what_is_no_whole_power_is_refused(expression: str, wrt: str, said: str) -> None:
    found = derive(expression, [wrt], ["Z: n × n; s: 1"])
    assert isinstance(found, Problem) and said in found.message
