"""Claims are believed where they hold, contradicted where they do not, and left alone where nobody can tell."""

from __future__ import annotations

import pytest

from nablint.parse.nodes import Group, Product, Transpose
from nablint.parse.parser import parse
from nablint.parse.render import render_latex
from nablint.sizes.layouts import DENOMINATOR, MIXED, NUMERATOR, Layout
from tests.calculus.table import GROUPS, IDENTITIES, Identity
from tests.calculus.tools import check, declare, derivative_in, outcome, preset, translator

DRAWN = r"\begin{bmatrix} u_1 v_1 & \dots & u_1 v_n \\ \vdots & \ddots & \vdots \\ u_m v_1 & \dots & u_m v_n \end{bmatrix}"
SIZES, LOSS = "W: m × n; x: n; t: m; y: m", r"y = W x ;; L = \|y - t\|^2"
HOLD = [
    (r"\frac{\partial}{\partial x} (x^T A x)", r"(A + A^T) x", "x: n; A: n × n", ""),
    (r"\nabla_x \|A x - b\|^2", r"2 A^T (A x - b)", "x: n; b: m; A: m × n", ""),
    (r"\frac{\partial}{\partial x_k} \|x\|^2", r"2 x_k", "x: n", ""),
    (r"\nabla f(x)", r"[3 x_1^2, 3 x_2^2, \dots, 3 x_n^2]^T", "x: n", r"f(x) = \sum_{i=1}^n x_i^3"),
    (r"g'(t)", r"2t \cos(t^2)", "", r"g(t) = \sin(t^2)"),
    (r"g''(t)", r"2\cos(t^2) - 4t^2 \sin(t^2)", "", r"g(t) = \sin(t^2)"),
    (r"\frac{\partial^2 f}{\partial u \partial v}", r"2u + \cos(v)", "", r"f(u, v) = u^2 v + u \sin(v)"),
    (r"\nabla^2 f(u, v)", r"\begin{bmatrix} 2v & 2u \\ 2u & -\sin(v) \end{bmatrix}", "", r"f(u, v) = u^2 v + \sin(v)"),
    (r"\frac{dL}{dW}", r"(y - t) x^T", "W: m × n; x: n; t: m; y: m", r"y = W x ;; L = \frac12 \|y - t\|^2"),
    (r"\frac{\partial y}{\partial x^T}", r"A", "x: n; A: m × n; y: m", r"y = A x"),
    (r"\frac{d}{ds} (A + s B)^{-1}", r"-(A + sB)^{-1} B (A+sB)^{-1}", "A, B: n × n invertible; s: 1", ""),
    (r"\sigma'(u)", r"\sigma(u)(1 - \sigma(u))", "", ""),
    (r"\sum_{k=1}^p A_{ik} B_{kj}", r"(A B)_{ij}", "A: m × p; B: p × n", ""),
    (r"\sum_{i=1}^n A_{ij} x_i y_i", r"[A^T (x \odot y)]_j", "A: n × n; x, y: n", ""),
    (r"u v^T", DRAWN, "u: m; v: n", ""),
    (r"\operatorname{diag}(u)", r"\begin{pmatrix} u_1 & & \\ & \ddots & \\ & & u_m \end{pmatrix}", "u: m", ""),
    # A sign for one cell more at the end of a row.
    (r"\operatorname{diag}(u)", r"\begin{pmatrix} u_1 & & \\ & \ddots & \\ & & u_m & \end{pmatrix}", "u: m", ""),
    (r"\frac{\partial \log\det S}{\partial S}", r"2 S^{-1} - S^{-1} \odot I", "S: n × n pd", ""),
    (r"\frac{df}{dv}", r"\frac{\partial f}{\partial z} \frac{dz}{dv} + u", "", r"z = v^3 ;; f = z^2 + u v"),
    (r"\left. \frac{d}{du} u^3 \right|_{u=2}", "12", "", ""),
    (r"A I_n", "A", "A: m × n", ""),
    (r"A I", "A", "A: m × n", ""),
    (r"\frac{\partial}{\partial x} A x", r"A", "x: n; A: m × n", ""),
    (r"\frac{\partial g}{\partial (u, v)}", r"(v_1, \dots, v_n, u_1, \dots, u_n)", "u, v: n", r"g = u^T v"),
    (r"\frac{\partial L}{\partial W}", r"\frac{\partial L}{\partial y} \frac{\partial y}{\partial W}", SIZES, LOSS),
    (r"\frac{\partial L}{\partial W}", r"\frac{\partial y}{\partial W} \cdot \frac{\partial L}{\partial y}", SIZES, LOSS),
    (r"u v^T", DRAWN.replace(r"\ddots & \vdots", r"\ddots"), "u: m; v: n", ""),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "lets", "defs"), HOLD)
def test_true_claim(left: str, right: str, lets: str, defs: str) -> None:
    assert check(left, right, lets, defs).status == "holds"


REPAIRS = [
    (r"\nabla_x \|A x - b\|^2", r"A^T (A x - b)", "x: n; b: m; A: m × n", "", "factor", r"2 A^\top (A x - b)"),
    (r"\nabla_x \|A x - b\|^2", r"-2 A^T (A x - b)", "x: n; b: m; A: m × n", "", "sign", r"2 A^\top (A x - b)"),
    (r"\frac{\partial}{\partial x} (x^T A x)", r"2 A x", "x: n; A: n × n", "", "symmetric", None),
    (r"\frac{\partial (A x)}{\partial x}", r"A^T", "x: n; A: m × n", "", "transposed", "A"),
    (r"\nabla_x (x^T A^T B x)", r"(A^T B + A B^T) x", "x: n; A, B: n × n", "", "order", None),
    (r"\frac{df}{dv}", r"z", "", r"z = v^2 ;; f = z v", "path", None),
    (r"\frac{d}{ds} (A + s B)^{-1}", r"-(A+sB)^{-1} (A+sB)^{-1} B", "A, B: n × n invertible; s: 1", "", "order", None),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "lets", "defs", "kind", "becomes"), REPAIRS)
def test_false_claim_says_what_would_hold(left: str, right: str, lets: str, defs: str, kind: str, becomes: str | None) -> None:
    verdict = check(left, right, lets, defs)
    assert verdict.status == "fails"
    assert verdict.repair is not None and verdict.repair.kind == kind
    if becomes is not None:
        assert verdict.repair.node is not None and render_latex(verdict.repair.node) == becomes
    if kind in ("factor", "sign", "order", "transposed"):
        assert verdict.repair.node is not None
        assert check(left, render_latex(verdict.repair.node), lets, defs).status == "holds"


def test_chain_rule_order_by_layout_although_all_sizes_are_equal() -> None:
    lets, defs = "x, y, z: n", "z = f(y) ;; y = g(x)"
    denominator, numerator = r"\frac{dy}{dx}\frac{dz}{dy}", r"\frac{dz}{dy}\frac{dy}{dx}"
    assert check(r"\frac{dz}{dx}", numerator, lets, defs, (NUMERATOR,)).status == "holds"
    assert check(r"\frac{dz}{dx}", denominator, lets, defs, (DENOMINATOR,)).status == "holds"
    wrong = check(r"\frac{dz}{dx}", denominator, lets, defs, (NUMERATOR,))
    assert wrong.status == "fails" and wrong.repair is not None and wrong.repair.kind == "layout"


def test_counterexample_is_small_and_shows_both_values() -> None:
    verdict = check(r"\frac{d}{dx} x^T x", "3 x", "x: n")
    assert verdict.counterexample is not None
    (given,) = verdict.counterexample.values
    assert isinstance(given.value, tuple) and all(float(v).is_integer() and abs(v) <= 3 for v in given.value)
    assert verdict.counterexample.left == tuple(2 * v for v in given.value)
    assert verdict.counterexample.right == tuple(3 * v for v in given.value)
    assert verdict.correct is not None and render_latex(verdict.correct) == "2 x"


def test_wrong_entry_of_a_drawn_matrix_is_named() -> None:
    rows = [
        r"x_1^2 & x_1 x_2 & \dots & x_1 x_n",
        r"x_2^2 & x_2^2 & \dots & x_2 x_n",
        r"\vdots & \vdots & \ddots & \vdots",
        r"x_n x_1 & x_n x_2 & \dots & x_n^2",
    ]
    drawn = r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"
    verdict = check("x x^T", drawn, "x: n")
    assert verdict.status == "fails" and verdict.why == "entry (2, 1) is wrong"
    assert check("x x^T", drawn.replace(r"x_2^2 & x_2^2", r"x_2 x_1 & x_2^2"), "x: n").status == "holds"


UNCHECKED = [
    (
        r"\frac{\partial L}{\partial W}",
        r"\frac{\partial L}{\partial u} \frac{\partial y}{\partial W}",
        "u: m; " + SIZES,
        LOSS,
    ),
    (
        r"\frac{\partial L}{\partial W}",
        r"\frac{\partial M}{\partial y} \frac{\partial y}{\partial W}",
        SIZES,
        LOSS + r" ;; M = t^T y",
    ),
    (r"\frac{dL}{dx}", "x", "x: n; L: 1", ""),  # nothing says how L depends on x
    (r"g(x)", "x", "x: n", ""),
    (r"x^T \Box", "1", "x: n", ""),
    (r"\int x \, dx", r"\frac{x^2}{2}", "", ""),
    (r"A x", "A x + B", "A: m × n; x: n", ""),
    (r"\lim_{t \to 0} t", "0", "", ""),
    (r"x_0", "1", "x: n", ""),
    (r"A(t) x", "x", "A: n × n; x: n", ""),
]


@pytest.mark.parametrize(("left", "right", "lets", "defs"), UNCHECKED)
def test_what_cannot_be_told_is_unchecked(left: str, right: str, lets: str, defs: str) -> None:
    verdict = check(left, right, lets, defs)
    assert verdict.status == "unchecked" and verdict.why


@pytest.mark.parametrize(
    "huge",
    [
        "2^{2^{2^{2^{2^{2^{2}}}}}}",
        "(" * 40 + "x" + ")" * 40,
        r"\left(A^{12}\right)^{12}",
        " ".join(["A"] * 50),
        r"\frac{\partial}{\partial A} " + " ".join(["A"] * 39),
        "+".join(f"x_{{{k}}}" for k in range(1, 400)),
        r"\sum_{i=1}^n " * 30 + "x_i",
        "9" * 5000,
        r"e^{" * 50 + "x" + "}" * 50,
        r"\frac{1}{" * 50 + "x" + "}" * 50,
        r"\sigma(" * 50 + "x" + ")" * 50,
    ],
)
def test_too_large_a_claim_is_given_up(huge: str) -> None:
    assert check(huge, "3", "A: n × n; x: 1").status == "unchecked"


@pytest.mark.parametrize(
    "huge",
    [
        r"\frac{\partial^2}{\partial A^2} \left[" + "A " * 39 + r"\right]",
        r"\frac{\partial^4}{\partial A^4} \operatorname{tr}(A^{12})",
        r"\frac{\partial^4}{\partial A^4} \det(A A A A)",
        r"\left(A^{12}\right)^{12}",
    ],
)
def test_symbolic_work_is_bounded(huge: str) -> None:
    verdict = check(huge, "3 A", "A: n × n; x: 1")
    assert verdict.status == "unchecked" and verdict.why == "too large"


def _layout(name: str) -> Layout:
    return preset(name)


@pytest.mark.parametrize("group", GROUPS)
def test_doubled_and_negated_identities_are_rejected(group: str) -> None:
    accepted = []
    for identity in GROUPS[group]:
        t = translator(declare(identity.lets), NUMERATOR)
        found = derivative_in(t, identity.expression, identity.wrt)
        for mutant in (rf"2 \left({identity.numerator}\right)", rf"-\left({identity.numerator}\right)"):
            if outcome(t, found, t.value(parse(mutant))) != "different":
                accepted.append((identity.expression, mutant))
    assert accepted == []


def test_transposed_identities_are_rejected_where_they_differ() -> None:
    """In a fixed layout; what is a scalar or symmetric is its own transpose."""
    accepted = []
    for identity in IDENTITIES:
        t = translator(declare(identity.lets), NUMERATOR)
        found = derivative_in(t, identity.expression, identity.wrt)
        turned = t.algebra.transposed(found)
        if outcome(t, found, turned) == "equal":
            continue
        claimed = t.value(parse(rf"\left({identity.numerator}\right)^T"))
        if outcome(t, found, claimed) == "equal":
            accepted.append(identity.expression)
    assert accepted == []


def test_swapped_factors_are_rejected_where_they_differ() -> None:
    accepted, tried = [], 0
    for identity in IDENTITIES:
        for mutant in _swapped(identity):
            t = translator(declare(identity.lets), NUMERATOR)
            found = derivative_in(t, identity.expression, identity.wrt)
            try:
                claimed = t.value(mutant)
            except Exception as failure:
                assert type(failure).__name__ == "Unclear"
                continue
            tried += 1
            same = outcome(t, t.value(parse(identity.numerator)), claimed)
            if outcome(t, found, claimed) == "equal" and same != "equal":
                accepted.append(identity.expression)
    assert accepted == [] and tried > 50


def _swapped(identity: Identity) -> list[Product]:
    node = parse(identity.numerator)
    if not isinstance(node, Product) or any(isinstance(f, Group) for f in node.factors):
        return []
    out = []
    for k in range(len(node.factors) - 1):
        order = list(node.factors)
        order[k], order[k + 1] = order[k + 1], order[k]
        out.append(Product(node.span, tuple(order), node.signs))
    return out


def test_both_orientations_are_accepted_where_the_layout_is_open() -> None:
    lets = "x: n; A: m × n"
    for right in ("A", "A^T"):
        assert check(r"\frac{\partial (A x)}{\partial x}", right, lets, "", (MIXED, DENOMINATOR)).status == "holds"
    assert isinstance(parse("A^T"), Transpose)


def test_drawn_jacobian_is_compared_entry_by_entry() -> None:
    def jacobian(cell: str) -> str:
        rows = [" & ".join(cell % (r, c) for c in "12") + r" & \dots & " + cell % (r, "m") for r in "12m"]
        return (
            r"\begin{bmatrix} " + r" \\ ".join([*rows[:2], r"\vdots & \vdots & \ddots & \vdots", rows[2]]) + r" \end{bmatrix}"
        )

    def diagonal(cell: str) -> str:
        rows = [f"{cell % 1} & 0 & \\dots & 0", f"0 & {cell % 2} & \\dots & 0", r"\vdots & \vdots & \ddots & \vdots"]
        return r"\begin{bmatrix} " + r" \\ ".join([*rows, rf"0 & 0 & \dots & {cell % 'm'}"]) + r" \end{bmatrix}"

    lets, defs = "x: n; A: m × n; z: m", "z = A x"
    drawn = jacobian(r"\frac{\partial \sin(z_%s)}{\partial z_%s}")
    assert check(r"\frac{\partial \sin(z)}{\partial z}", drawn, lets, defs).status == "holds"
    assert check(drawn, diagonal(r"\cos(z_%s)"), lets, defs).status == "holds"
    assert check(drawn, diagonal(r"\cos(x_%s)"), lets, defs).why == "entry (1, 1) is wrong"
