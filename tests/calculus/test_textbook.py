"""The closed answers of standard exercises, in the layout of the book: gradients as rows first, then as columns."""

from __future__ import annotations

import pytest

from nablint.calculus.derive import Derivation, derive
from tests.calculus.tools import check, equal

# What is derived, by what, declarations, definitions (";;" between them), the answer.
Case = tuple[str, str, str, str, str]

AS_ROWS: list[Case] = [
    (r"\log(x^4) \sin(x^3)", "x", "", "", r"\frac{4 \sin(x^3)}{x} + 3 x^2 \log(x^4) \cos(x^3)"),
    (r"\frac{1}{1 + e^{-x}}", "x", "", "", r"\frac{e^{-x}}{(1 + e^{-x})^2}"),
    (r"\exp(-\frac{(x - m)^2}{2 s^2})", "x", "m, s: 1", "", r"-\frac{x - m}{s^2} \exp(-\frac{(x - m)^2}{2 s^2})"),
    (r"\sin x + \cos x", "x", "", "", r"\cos x - \sin x"),
    (r"\sin(x_1) \cos(x_2)", "x", "x: 2", "", r"[\cos(x_1) \cos(x_2), -\sin(x_1) \sin(x_2)]"),
    (r"x^T y", "x", "x, y: n", "", "y^T"),
    (r"x^T y", "y", "x, y: n", "", "x^T"),
    (r"\sin(\log(t^T t))", "t", "t: D", "", r"\frac{2 \cos(\log(t^T t))}{t^T t} t^T"),
    (r"\mathrm{tr}(A X B)", "X", "A: D × E; X: E × F; B: F × D", "", "B A"),
    (r"f", "x", "x: D", "f = \\log(1 + z) ;; z = x^T x", r"\frac{2}{1 + x^T x} x^T"),
    (r"f", "x", "x: D; A: E × D; b: E", "f = \\sin(z) ;; z = A x + b", r"\mathrm{diag}(\cos(A x + b)) A"),
    (
        "f",
        "x",
        "x, c: D; S: D × D invertible",
        "f = \\exp(-\\frac12 z) ;; z = y^T S^{-1} y ;; y = x - c",
        r"-\frac12 \exp(-\frac12 (x - c)^T S^{-1} (x - c)) (x - c)^T (S^{-1} + S^{-T})",
    ),
    (r"\mathrm{tr}(x x^T + s^2 I)", "x", "x: D; s: 1", "", "2 x^T"),
    ("f", "x", "x: N; A: M × N; b: M", "f = \\tanh(z) ;; z = A x + b", r"\mathrm{diag}(1 - \tanh^2(A x + b)) A"),
]

AS_COLUMNS: list[Case] = [
    (r"\frac{1}{1 + e^{-x}}", "x", "", "", r"\sigma(x) (1 - \sigma(x))"),
    (r"\frac{e^x - e^{-x}}{e^x + e^{-x}}", "x", "", "", r"1 - \tanh^2(x)"),
    (r"x^y + y^x", "x", "", "", r"y x^{y - 1} + y^x \log y"),
    (r"\sin(y + \cos x)", "x", "", "", r"-\sin(x) \cos(y + \cos x)"),
    (r"e^{xy} + y \log(3x)", "y", "", "", r"x e^{xy} + \log(3x)"),
    (r"x^{\log y} + x^2 + 2y", "x", "", "", r"\log(y) x^{\log(y) - 1} + 2x"),
    (r"x^T x", "x", "x: n", "", "2 x"),
    (r"w^T x", "x", "w, x: n", "", "w"),
    (r"A x", "x", "A: n × p; x: p", "", "A^T"),
    (r"x^T B", "x", "B: p × n; x: p", "", "B"),
    (r"x^T A x", "x", "A: n × n; x: n", "", "(A + A^T) x"),
    (r"x^T A x", "x", "A: n × n symmetric; x: n", "", "2 A x"),
    (
        r"\frac{1}{N} (X q - y)^T (X q - y)",
        "q",
        "X: N × m; q: m; y: N",
        "",
        r"\frac{2}{N} (X^T X q - X^T y)",
    ),
    ("f", "x", "", r"f = (u - v) e^u ;; u = x y ;; v = x^2 - y^2", r"(u - v + 1) e^u y - 2 x e^u"),
    ("f", "y", "", r"f = u \log v + v \log u ;; u = x/2 + 2/y ;; v = x e^y",
     r"-\frac{2}{y^2} (\log v + \frac{v}{u}) + (\log u + \frac{u}{v}) x e^y"),
    ("f", "x", "", r"f = u \log v ;; u = x \sin y + y \sin x ;; v = x \cos y + y \cos x",
     r"(\sin y + y \cos x) \log v + (\cos y - y \sin x) \frac{u}{v}"),
    ("f", "x", "", r"f = \frac{u + v}{1 - u v} ;; u = \tan\frac{x + y}{2} ;; v = \tan\frac{x - y}{2}", r"\frac{1}{\cos^2 x}"),
    (r"a \odot x", "x", "a, x: n", "", r"\mathrm{diag}(a)"),
    ("l", "v", "v: n; X: n × m; t: m", r"l = \|y - t\|^2 ;; y = X^T v", r"2 X (X^T v - t)"),
    ("l", "X", "v: n; X: n × m; t: m", r"l = \|y - t\|^2 ;; y = X^T v", r"2 v (X^T v - t)^T"),
]  # fmt: skip


def answer_of(case: Case, layout: str) -> Derivation:
    expression, wrt, lets, defs, _ = case
    found = derive(expression, wrt, [lets] if lets else [], [d for d in defs.split(";;") if d.strip()], layout)
    assert isinstance(found, Derivation), found
    return found


@pytest.mark.parametrize("case", AS_ROWS, ids=lambda c: c[0])
def test_the_answers_of_a_book_that_writes_gradients_as_rows(case: Case) -> None:
    found = answer_of(case, "numerator")
    assert found.verified
    assert equal(found.latex, case[4], case[2], case[3]).status == "holds", found.latex


@pytest.mark.parametrize("case", AS_COLUMNS, ids=lambda c: c[0])
def test_the_answers_of_a_course_that_writes_gradients_as_columns(case: Case) -> None:
    found = answer_of(case, "denominator")
    assert found.verified
    assert equal(found.latex, case[4], case[2], case[3]).status == "holds", found.latex


LOG_RATIO = ("p, q, t: 1, 1 -> 1; x, w, v: 1", r"g = \log p(x, z) - \log q(z, v) ;; z = t(w, v)")


def test_a_chain_through_an_unknown_function_needs_the_direct_path() -> None:
    whole = r"\frac{\partial g}{\partial z} \frac{dz}{dv} + \frac{\partial g}{\partial v}"
    assert check(r"\frac{dg}{dv}", whole, *LOG_RATIO).status == "holds"
    assert check(r"\frac{dg}{dv}", r"\frac{\partial g}{\partial z} \frac{dz}{dv}", *LOG_RATIO).status == "fails"


def test_one_minus_sign_too_many_in_a_bell_curve() -> None:
    bell = r"f(x) = \exp(-\frac{1}{2 s^2} (x - m)^2)"
    wrong = r"\exp(-\frac{1}{2 s^2} (x - m)^2) \cdot (-1) (-\frac{1}{s^2}) (x - m)"
    verdict = check("f'(x)", wrong, "m, s: 1", bell)
    assert verdict.status == "fails" and verdict.repair is not None and verdict.repair.kind == "sign"
