"""Properties over any text: parsing ends, spans nest, and rendering reads as the same tree."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from nablint.parse.equality import same, skeleton
from nablint.parse.macros import collect_macros
from nablint.parse.nodes import Node, Opaque, children, walk
from nablint.parse.parser import parse
from nablint.parse.render import render_latex, render_unicode

TOKENS = r"""
    x y A B 1 23 0.5 + - * / = , ; : . ! ? ' | \| || ^ _ & \\ { } ( ) [ ] \{ \} < > ~ \, \quad \left( \right) \left[
    \right] \left. \right| \big( \frac \sqrt \hat \mathbf \mathrm \text{if} \text{loss} \text{$x$} \partial d dx \nabla
    \sum \prod \max \log \sin \det \operatorname{tr} \mathbb{R} \mathbb{E} T \top ^T ^{-1} ^{(l)} _i _{ij} \begin{bmatrix}
    \end{bmatrix} \begin{cases} \end{cases} \begin{aligned} \end{aligned} \begin{array}{cc} \end{array} \cdot \times \odot
    \otimes \in \to \xrightarrow{f} \underbrace \underset \overset \cancel \over \dots \vdots \Box exp( softmax tr model
    \foo \bx α 𝐱 ² ₁ ᵀ \dv \pdv \not \mid \substack \color \phantom \limits \binom \middle| @ % \% # $ " ` \ \bf \rm \vec
    \arg \Rightarrow \therefore ẋ é 中
"""

SOUP = st.lists(st.sampled_from([*TOKENS.split(), " ", "\n"]), max_size=30).map(" ".join) | st.lists(
    st.sampled_from([*r"xA1^_{}()[]|&\+-=,'. "]), max_size=40
).map("".join)


def check_spans(tree: Node, length: int) -> None:
    assert 0 <= tree.span.start <= tree.span.end <= length
    for node in walk(tree):
        for child in children(node):
            assert node.span.start <= child.span.start <= child.span.end <= node.span.end, (node, child)


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_any_tokens_give_a_tree_with_nested_spans(text: str) -> None:
    check_spans(parse(text), len(text))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_tree(text: str) -> None:
    check_spans(parse(text), len(text))


@settings(max_examples=150, deadline=None)
@given(SOUP, SOUP)
def test_any_macros_give_a_tree(body: str, formula: str) -> None:
    macros = collect_macros([rf"\newcommand{{\foo}}[1]{{{body}}} \def\bx#1#2{{{body} #2 #1}}"])
    check_spans(parse(formula, macros), len(formula))


@settings(max_examples=200, deadline=None)
@given(SOUP)
def test_rendering_any_tree_ends(text: str) -> None:
    tree = parse(text)
    assert isinstance(render_unicode(tree), str)
    parse(render_latex(tree))
    hash(skeleton(tree))


LETTERS = st.sampled_from(
    ["x", "y", "A", "B", r"\theta", r"\mathbf{x}", r"\hat{y}", r"\mathcal{L}", "2", r"d_{model}", "x_i", "A_{ij}", "W^{(2)}"]
)


def _terms(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"{p[0]} {p[1]}"),
        pair.map(lambda p: f"({p[0]} + {p[1]})"),
        pair.map(lambda p: rf"({p[0]} - {p[1]})"),
        pair.map(lambda p: rf"{p[0]} \cdot {p[1]}"),
        pair.map(lambda p: rf"{p[0]} \odot {p[1]}"),
        pair.map(lambda p: rf"\frac{{{p[0]}}}{{{p[1]}}}"),
        pair.map(lambda p: rf"\frac{{\partial ({p[0]})}}{{\partial x}} {p[1]}"),
        pair.map(lambda p: rf"\langle {p[0]}, {p[1]} \rangle"),
        pair.map(lambda p: rf"\begin{{bmatrix}} {p[0]} & {p[1]} \\ 0 & 1 \end{{bmatrix}}"),
        inner.map(lambda t: f"({t})^T"),
        inner.map(lambda t: f"({t})^{{-1}}"),
        inner.map(lambda t: f"({t})^{{-T}}"),
        inner.map(lambda t: f"({t})^2_i"),
        inner.map(lambda t: rf"\exp({t})"),
        inner.map(lambda t: rf"\operatorname{{tr}}({t})"),
        inner.map(lambda t: rf"\log \det ({t})"),
        inner.map(lambda t: rf"\|{t}\|_2^2"),
        inner.map(lambda t: rf"\sqrt{{{t}}}"),
        inner.map(lambda t: rf"(\sum_{{i=1}}^n {t})"),
        inner.map(lambda t: rf"\underbrace{{{t}}}_{{m \times n}}"),
        inner.map(lambda t: f"(-{t})"),
        inner.map(lambda t: rf"\nabla_x^2 {t}"),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(LETTERS, _terms, max_leaves=12))
@example(r"\|\nabla_x^2 \|x\|_2^2\|_2^2")  # the bars close around ∇: a value of x between bounds
def test_rendered_latex_reads_as_the_same_tree(text: str) -> None:
    tree = parse(text)
    assert not any(isinstance(node, Opaque) for node in walk(tree))
    assert same(parse(render_latex(tree)), tree)


@settings(max_examples=100, deadline=None)
@given(st.recursive(LETTERS, _terms, max_leaves=8))
def test_spaces_change_nothing(text: str) -> None:
    assert skeleton(parse(text.replace(" ", "  \n"))) == skeleton(parse(text))
