"""What cannot be read stays opaque in the smallest place, and spoils nothing else."""

from __future__ import annotations

import pytest
from expressions import short

from nablint.parse.nodes import Opaque, walk
from nablint.parse.parser import parse


def opaque_parts(text: str) -> list[str]:
    return [node.text for node in walk(parse(text)) if isinstance(node, Opaque)]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (r"A x + \frobnicate + c", r"(sum +(A x) +?\frobnicate? +c)"),
        (r"y = \frobnicate{a}{b} x", r"(y = (?\frobnicate{a}{b}? x))"),
        (r"\frac{\frobnicate}{x} = 2", r"(Fraction(?\frobnicate? x) = 2)"),
        ("f(x = 2, y = 3", "(f ?(x = 2, y = 3?)"),
        ("y = a + f(x", "(y = (sum +a +(f ?(x?)))"),
        ("(x, y", "['(' text x , y]"),
        ("a + b) = c", "(?a + b)? = c)"),
        ("x = a + b)", "[(x = (sum +a +b)) text ')']"),
        ("{a + b", "(sum +a +b)"),
        ("a} + b", "(sum +a +b)"),
        (r"\left( a + b", r"['(' text (sum +a +b)]"),
        (r"a + b \right) c", r"(?a + b \right)? c)"),
        (r"\left. f \right) x", "((f) x)"),
        (r"\left( a + b )", "((sum +a +b))"),
        (r"\begin{bmatrix} a & b", "Aligned({{a b}} )"),
        (r"a \end{bmatrix} b", "(a b)"),
        (r"\frac{a}", "Fraction(a _)"),
        (r"x^", "x"),
        (r"x_", "x"),
        (r"w^{\,} v_{1\,}", "(w v_1)"),
        (r"A^\T", "Aᵀ"),
        (r"^T A", "(_ᵀ A)"),
        ("a |", "(a | _)"),
        ("|a", "(?|? a)"),
        ("a \\", "a"),
        ("$a$", "a"),
        ("a = = b", "(a = _ = b)"),
        ("a + + b", "(sum +a +b)"),
        ("", "_"),
        ("   ", "_"),
        ("☃ x", "(?☃? x)"),
    ],
)  # fmt: skip
def test_stays_local(text: str, tree: str) -> None:
    assert short(parse(text)) == tree


def test_trouble_in_one_cell_leaves_the_others() -> None:
    tree = short(parse(r"\begin{aligned} y &= f(x \\ z &= A x \end{aligned}"))
    assert "(_ = (A x))" in tree
    assert opaque_parts(r"\begin{aligned} y &= f(x \\ z &= A x \end{aligned}") != []


def test_trouble_in_an_argument_leaves_the_rest() -> None:
    assert opaque_parts(r"A \underbrace{x (y}_{n} + B") == ["(y"]


def test_brackets_over_rows_are_one_group() -> None:
    assert opaque_parts(r"\begin{aligned} y &= 2 \Big( a \\ &\quad + b \Big) \end{aligned}") == []


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "{" * 10_000,
        "{" * 5_000 + "x" + "}" * 5_000,
        "(" * 5_000 + "x" + ")" * 5_000,
        "x" + "^{x" * 3_000 + "}" * 3_000,
        "x" + "_1" * 3_000,
        "x" + "^1" * 3_000,
        r"\hat" * 3_000 + "x",
        r"\sin" * 3_000 + " x",
        r"\sum" * 3_000 + " x",
        "-" * 3_000 + "x",
        "|" * 3_001,
        "a|" * 3_000,
        r"\frac" * 3_000,
        r"\begin{matrix}" * 2_000,
        r"\end{matrix}" * 2_000,
        r"\left(" * 3_000,
        r"\mathbf" * 3_000 + "x",
        r"\text{" * 3_000,
        "a'" * 5_000,
        r"\xrightarrow{a}" * 1_000,
        "a &" * 5_000,
        r"a \over" * 2_000,
        r"\over" * 3_000,
        "!" * 3_000,
        r"\not" * 3_000,
        r"\underset{a}" * 2_000,
        "x" * 60_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_nesting_ends(text: str) -> None:
    tree = parse(text)
    assert sum(1 for _ in walk(tree)) < 60_000
    assert tree.span.end <= len(text)
