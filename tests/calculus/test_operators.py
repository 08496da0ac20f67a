"""Claims with differentials, Jacobians by a letter, vec, compositions, and primes that transpose."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import analyse, judge
from nablint.base.source import Source

SQUARE = "Let $X, Y, A, B \\in \\mathbb{R}^{k \\times k}$ with $X$ invertible. "
VECTORS = "Let $p, q \\in \\mathbb{R}^k$ and $A \\in \\mathbb{R}^{k \\times k}$. "
NUMERATOR = "We use numerator layout. "
WIDE = (
    NUMERATOR
    + "Let $A \\in \\mathbb{R}^{j \\times k}$, $X \\in \\mathbb{R}^{k \\times d}$, $B \\in \\mathbb{R}^{d \\times i}$. "
)
MAPS = (
    NUMERATOR + "Let $g: \\mathbb{R}^n \\to \\mathbb{R}^m$ and $f: \\mathbb{R}^m \\to \\mathbb{R}^k$, $x \\in \\mathbb{R}^n$. "
)
FORM = NUMERATOR + VECTORS + "Let $f(p) = p^T A p$. "
MOVED = VECTORS + "Let $t \\in \\mathbb{R}$ and $f(p) = p^T A p$. "
TIMED = "Let $A(t), B(t) \\in \\mathbb{R}^{k \\times k}$ be invertible, $t \\in \\mathbb{R}$. "

# Before the claim, its left side, what is right, what is wrong ("" where every false claim is only left open).
CASES = [
    (SQUARE, r"\mathrm{d}(X^{-1})", r"-X^{-1} (\mathrm{d}X) X^{-1}", r"-X^{-2} \mathrm{d}X"),
    (SQUARE, r"d X^{-1}", r"-X^{-1} dX X^{-1}", r"X^{-1} dX X^{-1}"),
    (SQUARE, r"d \log |X|", r"\operatorname{tr}(X^{-1} dX)", r"\operatorname{tr}(X^{-T} dX)"),
    (SQUARE, r"\mathrm{d} \det(X)", r"\det(X) \operatorname{tr}(X^{-1} dX)", r"\operatorname{tr}(X^{-1} dX)"),
    (SQUARE, r"\mathrm{d}(X Y)", r"(\mathrm{d}X) Y + X \, \mathrm{d}Y", r"(\mathrm{d}X) (\mathrm{d}Y)"),
    (SQUARE, r"d(X \odot Y)", r"dX \odot Y + X \odot dY", r"dX \odot dY"),
    (SQUARE, r"\mathrm{d}\operatorname{tr}(X^T X)", r"2 \operatorname{tr}(X^T dX)", r"2 \operatorname{tr}(X dX)"),
    (VECTORS, r"d(p^T A p)", r"(dp)^T A p + p^T A \, dp", r"2 p^T A \, dp"),
    (FORM, r"\mathrm{d} f", r"p^T (A + A^T) \mathrm{d} p", ""),
    (FORM, r"D f(p)", r"p^T (A + A^T)", r"2 p^T A"),
    (FORM, r"J_f(p)", r"p^T (A + A^T)", r"p^T A"),
    (FORM, r"D f(p)[q]", r"p^T (A + A^T) q", r"2 p^T A q"),
    (MAPS, r"D(f \circ g)(x)", r"Df(g(x)) \, Dg(x)", r"2 Df(g(x)) \, Dg(x)"),
    (MAPS, r"J_{f}(g(x)) J_g(x)", r"D(f \circ g)(x)", ""),
    (MAPS, r"(f \circ g)'(x)", r"f'(g(x)) g'(x)", r"-f'(g(x)) g'(x)"),
    (MOVED, r"\frac{d}{dt} f(p + t q) \Big|_{t=0}", r"q^T (A + A^T) p", r"2 q^T A p"),
    (MOVED, r"\frac{d}{dt} f(p + t q)", r"\nabla f(p + t q)^T q", r"2 \nabla f(p + t q)^T q"),
    (WIDE, r"\frac{\partial \mathrm{vec}(A X B)}{\partial \mathrm{vec}(X)^T}", r"B^T \otimes A", r"A \otimes B^T"),
    (WIDE, r"\frac{\partial \mathrm{vec}(A X)}{\partial (\mathrm{vec} X)^\top}", r"I_d \otimes A", r"A \otimes I_d"),
    (VECTORS, r"\frac{d}{d p_i} p^T A p", r"\sum_j (A_{ij} + A_{ji}) p_j", r"2 \sum_j A_{ij} p_j"),
    ("Let $a$ be a scalar and $u > 0$. ", r"\frac{d}{du} u^a", r"a u^{a-1}", r"a u^a"),
    ("Let $c > 0$, $p, q \\in \\mathbb{R}^k$. ", r"\nabla_p (c \|p - q\|^2)", r"2 c (p - q)", r"c (p - q)"),
    (TIMED, r"\frac{d}{dt} A^{-1}", r"-A^{-1} \frac{dA}{dt} A^{-1}", ""),
    (TIMED, r"\frac{d}{dt} (A B)", r"\frac{dA}{dt} B + A \frac{dB}{dt}", ""),
    (VECTORS, r"\frac{\partial (p' A p)}{\partial p'}", r"p' (A + A')", ""),
    (VECTORS, r"\nabla_p (q - A p)'(q - A p)", r"-2 A'(q - A p)", r"2 A'(q - A p)"),
]  # fmt: skip


def look(before: str, left: str, right: str) -> tuple[str, list[str]]:
    source = Source("note.md", f"{before}$${left} = {right}$$")
    claims = judge(source).claims
    return claims[-1].verdict.status if claims else "", [finding.code for finding in analyse(source, fixes=False).findings]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_what_is_written_so_is_checked(case: tuple[str, str, str, str]) -> None:
    before, left, right, wrong = case
    status, found = look(before, left, right)
    assert not found
    if not left.startswith("J_{f}"):
        assert status == "holds"
    if wrong:
        assert look(before, left, wrong)[1]
    else:
        assert not look(before, left, f"3 {right}")[1]


def test_names_that_begin_with_d_are_no_differentials() -> None:
    network = "Let $Z = W A$ with $W \\in \\mathbb{R}^{m \\times k}$, $A \\in \\mathbb{R}^{k \\times N}$. "
    assert look(network, "dW", "dZ A^T") == ("unchecked", [])
    assert look(network, "dZ", "2 W dA")[1] == []
    assert look("Let $d \\in \\mathbb{R}$, $x \\in \\mathbb{R}^n$. ", "d x", "3 d x")[0] != "fails"


def test_functions_after_functions_are_no_factors() -> None:
    maps = MAPS + "Here $h = f \\circ g$, and "
    assert look(maps, "h(x)", r"(f \circ g)(x)")[1] == []


def test_a_gradient_that_is_transposed_ends_there() -> None:
    before = "Let $f: \\mathbb{R}^n \\to \\mathbb{R}$, $p, q \\in \\mathbb{R}^n$, $c \\in \\mathbb{R}$. "
    assert look(before, "c", r"\nabla f(p)^T (q - p)")[1] == []
    assert look(before, "c", r"\nabla f(p)^T c")[1] == ["SHP003"]


MANY = "Let $p_1, \\dots, p_N \\in \\mathbb{R}^k$, $q \\in \\mathbb{R}^k$. "


def test_one_of_many_vectors_is_declared_by_their_list() -> None:
    assert look(MANY, r"\nabla_q \sum_{i=1}^N \|p_i - q\|^2", r"-2 \sum_{i=1}^N (p_i - q)") == ("holds", [])
    assert look(MANY, r"\nabla_q \sum_{i=1}^N \|p_i - q\|^2", r"2 \sum_{i=1}^N (p_i - q)") == ("fails", ["VAL001"])


def test_how_many_vectors_hang_together_is_not_followed() -> None:
    many = MANY + "Let $c \\in \\mathbb{R}^N$. "
    assert look(many, r"\nabla_{p_i} \sum_{i=1}^N c_i \|p_i\|^2", "2 c_i p_i") == ("unchecked", [])
    assert look(many, r"\nabla_{p_j} \sum_{i=1}^N \|p_i - q\|^2", "2 (p_j - q)") == ("unchecked", [])
