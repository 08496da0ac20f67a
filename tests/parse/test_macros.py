"""Macros: where they are defined, how they are expanded, and where the pieces stand."""

from __future__ import annotations

import pytest
from expressions import short

from nablint.parse.macros import NO_MACROS, collect_macros
from nablint.parse.nodes import Derivative, Opaque, Symbol, walk
from nablint.parse.parser import parse


def read(definitions: str, formula: str) -> str:
    return short(parse(formula, collect_macros([definitions])))


@pytest.mark.parametrize(
    ("definitions", "formula", "tree"),
    [
        (r"\newcommand{\vx}{\mathbf{x}}", r"\vx^T \vx", "(x:boldᵀ x:bold)"),
        (r"\newcommand\vx{\mathbf{x}}", r"\vx", "x:bold"),
        (r"\newcommand*{\Rn}{\mathbb{R}^n}", r"x \in \Rn", "(x ∈ R:bb^n)"),
        (r"\newcommand{\mat}[1]{\mathbf{#1}}", r"\mat{A} \mat B", "(A:bold B:bold)"),
        (r"\newcommand{\deriv}[2]{\frac{\partial #1}{\partial #2}}", r"\deriv{f}{x}", "(∂ f / x)"),
        (r"\newcommand{\deriv}[2][f]{\frac{d #1}{d #2}}", r"\deriv{x} + \deriv[g]{x}", "(sum +(d f / x) +(d g / x))"),
        (r"\def\tp{\mathsf{T}}", r"A^\tp", "Aᵀ"),
        (r"\def\bold#1{\mathbf{#1}}", r"\bold{x}", "x:bold"),
        (r"\gdef\dd#1#2{\frac{d#1}{d#2}}", r"\dd{y}{x}", "(d y / x)"),
        (r"\renewcommand{\vec}[1]{\boldsymbol{#1}}", r"\vec{x}", "x:bold"),
        (r"\renewcommand{\vec}[1]{\vec{\mathbf{#1}}}", r"\vec{x}", "x:bold~arrow"),
        (r"\providecommand{\inv}{^{-1}}", r"A\inv", "A^-1"),
        (r"\DeclareMathOperator{\trace}{tr}", r"\trace(A)", "tr<A>"),
        (r"\DeclareMathOperator*{\amin}{arg\,min}", r"\amin_x f", "Big(argmin x . f)"),
        (r"\DeclarePairedDelimiter{\len}{\lVert}{\rVert}", r"\len{x}", "Norm(x 2 .)"),
        (r"\let\eps\varepsilon", r"\eps", "ε"),
        (r"\newcommand{\A}{\mathbf{A}} \newcommand{\AA}{\A\A}", r"\AA", "(A:bold A:bold)"),
        (r"\newcommand{\pair}[2]{#2 #1}", r"\pair{a}{b}", "(b a)"),
        (r"\newcommand{\q}{\mathbf{q}}", r"\text{here $\q$ is}", "'here $\\\\q$ is'[q:bold]"),
        (r"\newcommand{\size}[1]{\text{size #1}}", r"x, \size{n}", "[x , 'size n']"),
        ('macros: {\n  "\\\\RR": "\\\\mathbb{R}",\n  "\\\\bx": "\\\\mathbf{x}"\n}', r"\bx \in \RR", "(x:bold ∈ R:bb)"),
        ('macros: { Half: "\\\\mathcal{H}", norm2: ["\\\\|#1\\\\|_2", 1] }', r"\Half", "H:cal"),
        ("mathjax:\n  macros:\n    RR: \\mathbb{R}\n    vv: '\\mathbf{v}'\ntitle: a", r"\vv \in \RR", "(v:bold ∈ R:bb)"),
    ],
)  # fmt: skip
def test_expands(definitions: str, formula: str, tree: str) -> None:
    assert read(definitions, formula) == tree


def test_later_definitions_win() -> None:
    macros = collect_macros([r"\newcommand{\q}{a}", r"\renewcommand{\q}{b}"])
    assert short(parse(r"\q", macros)) == "b"


def test_a_definition_in_a_comment_is_none() -> None:
    assert collect_macros([r"% \newcommand{\q}{a}"]) == NO_MACROS


def test_a_formula_of_definitions_is_blank() -> None:
    tree = parse(r"\newcommand{\R}{\mathbb{R}} \def\x{\mathbf{x}}")
    assert short(tree) == "_"
    assert not any(isinstance(node, Opaque) for node in walk(tree))


def test_definitions_hold_in_their_own_formula() -> None:
    assert short(parse(r"\def\x{\mathbf{x}} \x^T \x")) == "(x:boldᵀ x:bold)"


def test_what_comes_from_a_body_stands_at_the_call() -> None:
    text = r"y + \deriv{f}{x} z"
    tree = parse(text, collect_macros([r"\newcommand{\deriv}[2]{\frac{\partial #1}{\partial #2}}"]))
    found = next(node for node in walk(tree) if isinstance(node, Derivative))
    assert found.span.of(text) == r"\deriv{f}{x}"
    letters = {node.span.of(text) for node in walk(tree) if isinstance(node, Symbol)}
    assert letters == {"y", "f", "x", "z"}


def test_spans_nest_where_arguments_change_places() -> None:
    tree = parse(r"\pair{a}{b}", collect_macros([r"\newcommand{\pair}[2]{#2 c #1}"]))
    for node in walk(tree):
        assert tree.span.contains(node.span)


@pytest.mark.parametrize(
    "definition",
    [
        r"\def\a{\a\a}",
        r"\def\a{\b\b}\def\b{\a\a}",
        "".join(rf"\def\a{chr(98 + k)}{{\a{chr(99 + k)}\a{chr(99 + k)}}}" for k in range(20)) + r"\def\a{\ab}",
        r"\newcommand{\a}[1]{#1#1#1#1}",
    ],
)
def test_explosions_are_given_up(definition: str) -> None:
    macros = collect_macros([definition])
    tree = parse(r"\a{" * 12 + "x" + "}" * 12 + r"\a", macros)
    assert sum(1 for _ in walk(tree)) < 60_000


def test_macros_that_say_the_same_are_one() -> None:
    one, two = collect_macros([r"\def\q{a}"]), collect_macros([r"\def\q{a}"])
    assert one is two
    assert one is not NO_MACROS and collect_macros([]) is NO_MACROS
