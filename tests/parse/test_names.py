"""Names of symbols, canonical texts of scripts, equality without spans, rendering, and the counts of what was read."""

from __future__ import annotations

import pytest

from nablint.parse.equality import same, skeleton
from nablint.parse.names import canonical, symbol_parts
from nablint.parse.nodes import Name
from nablint.parse.parser import parse
from nablint.parse.render import LatexStyle, render_latex, render_unicode
from nablint.parse.statistics import parse_statistics


@pytest.mark.parametrize(
    ("formula", "name", "sub", "sup"),
    [
        ("x", Name("x"), "", ""),
        (r"\mathbf{x}_i", Name("x", "bold"), "i", ""),
        ("d_{model}", Name("d"), "model", ""),
        (r"d_\text{model}", Name("d"), "model", ""),
        ("W^{(2)}", Name("W"), "", "(2)"),
        ("W^{(2)}_{ij}", Name("W"), "ij", "(2)"),
        ("W_{ij}^{(2)}", Name("W"), "ij", "(2)"),
        ("a^{[l]}", Name("a"), "", "[l]"),
        ("x^*", Name("x"), "", "*"),
        ("h_{t-1}", Name("h"), "t-1", ""),
        ("h_{t - 1}", Name("h"), "t-1", ""),
        ("A_{i,:}", Name("A"), "i,:", ""),
        ("x_{1:n}", Name("x"), "1:n", ""),
        (r"A_{m\times n}", Name("A"), "m×n", ""),
        ("K_{**}", Name("K"), "∗∗", ""),
        (r"K_{\ast\ast}", Name("K"), "∗∗", ""),
        ("K_{*,*}", Name("K"), "∗,∗", ""),
        ("K_{n*}", Name("K"), "n∗", ""),
        ("K_{*n}", Name("K"), "∗n", ""),
        ("x_{2*i}", Name("x"), "2*i", ""),
        (r"\hat{y}_i", Name("y", "", ("hat",)), "i", ""),
        (r"\underbrace{x_i}_{n}", Name("x"), "i", ""),
    ],
)
def test_symbols_come_apart(formula: str, name: Name, sub: str, sup: str) -> None:
    parts = symbol_parts(parse(formula))
    assert parts is not None
    assert (parts.name, parts.sub_text, parts.sup_text) == (name, sub, sup)


@pytest.mark.parametrize("formula", ["x y", "x^2", "x^T", "f(x)", "(x)", "2", "x + y"])
def test_what_is_more_than_a_symbol_has_no_parts(formula: str) -> None:
    assert symbol_parts(parse(formula)) is None


def test_primes_belong_to_the_symbol() -> None:
    parts = symbol_parts(parse("f''"))
    assert parts is not None and parts.primes == 2


def test_canonical_texts_forget_spelling() -> None:
    assert canonical(parse(r"t\,-\,1")) == canonical(parse("t-1")) == "t-1"


def test_equality_forgets_places_and_spelling() -> None:
    assert same(parse(r"A^\top x"), parse(r"A^{\mathsf T}   x"))
    assert same(parse(r"\frac{dy}{dx}"), parse("dy/dx"))
    assert not same(parse("A B"), parse("B A"))
    assert not same(parse("A B"), parse(r"A \cdot B"))
    assert skeleton(parse("x")) != skeleton(parse(r"\mathbf{x}"))
    assert len({skeleton(parse(text)) for text in ("a b", "a  b", "b a")}) == 2


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"\frac{\partial f}{\partial \mathbf{x}} = 2\mathbf{x}^T A", "∂f/∂𝐱 = 2𝐱ᵀA"),
        (r"A^{-1} + A^{-T}", "A⁻¹ + A⁻ᵀ"),
        (r"\mathbb{R}^{m\times n}", "ℝ^(m × n)"),
        (r"x_{ij} - y_1", "xᵢⱼ - y₁"),
        (r"\frac{a + b}{c}", "(a + b)/c"),
        (r"\frac{dz}{dy} \frac{dy}{dx}", "dz/dy dy/dx"),
        (r"\log \det A", "log(det(A))"),
        (r"\nabla_x^2 f(x)", "∇ₓ² f(x)"),
        (r"\|x\|_2^2", "‖x‖₂²"),
        (r"\sqrt{x + 1}", "√(x + 1)"),
        (r"d_{model}", "d_model"),
        (r"W^{(2)} h", "W⁽²⁾h"),
        (r"\frac{\partial^2 f}{\partial x \partial y}", "∂²f/∂x∂y"),
        (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "[a, b; c, d]"),
        (r"y = A z \text{ where $z = x^T$ and \(A\) is square}", "y = Az where z = xᵀ and A is square"),
    ],
)
def test_unicode_on_one_line(formula: str, text: str) -> None:
    assert render_unicode(parse(formula)) == text


@pytest.mark.parametrize(
    ("formula", "latex"),
    [
        (r"\dfrac{\partial f}{\partial x}", r"\frac{\partial f}{\partial x}"),
        ("dy/dx", r"\frac{d y}{d x}"),
        (r"A^T x", r"A^\top x"),
        (r"(a+b) c", "(a + b) c"),
        (r"\boldsymbol{\theta}", r"\boldsymbol{\theta}"),
        (r"W^{(2)T}", r"W^{(2)\top}"),
    ],
)
def test_latex_in_the_usual_spelling(formula: str, latex: str) -> None:
    assert render_latex(parse(formula)) == latex


def test_latex_in_the_authors_spelling() -> None:
    assert render_latex(parse("A^T A^{-T}"), LatexStyle(transpose="^{\\mathsf T}")) == r"A^{\mathsf T} A^{-\mathsf T}"


def test_brackets_are_added_where_a_tree_needs_them() -> None:
    from nablint.base.spans import Span
    from nablint.parse.nodes import Product

    total, factor = parse("a + b"), parse("c")
    assert render_latex(Product(Span(0, 0), (total, factor), ("",))) == "(a + b) c"
    assert render_unicode(Product(Span(0, 0), (total, factor), ("",))) == "(a + b)c"


def test_statistics_count_what_was_understood() -> None:
    found = parse_statistics([parse("a + b"), parse(r"a + \frobnicate"), parse(r"\frobnicate"), parse("☃ + 1")])
    assert (found.formulas, found.whole, found.partly, found.opaque) == (4, 1, 2, 1)
    assert found.causes[0] == (r"unknown command \frobnicate", 2)
    assert found.share_whole == 0.25


def test_equal_formulas_are_parsed_once() -> None:
    assert parse("q + r") is parse("q + r")
