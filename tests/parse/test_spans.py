"""Positions: a node's span is the text it was written as."""

from __future__ import annotations

import pytest

from nablint.parse.nodes import (
    At,
    Big,
    By,
    Call,
    Derivative,
    Fraction,
    Group,
    Label,
    Mark,
    Matrix,
    Negate,
    Norm,
    Power,
    Product,
    Relation,
    Sub,
    Sum,
    Symbol,
    Text,
    Transpose,
    walk,
)
from nablint.parse.parser import parse


@pytest.mark.parametrize(
    ("formula", "kind", "written"),
    [
        (r"y = A x + b", Product, ["A x"]),
        (r"y = A x + b", Sum, ["A x + b"]),
        (r"y = A x + b", Relation, ["y = A x + b"]),
        (r"a + \mathbf{x}^T b", Transpose, [r"\mathbf{x}^T"]),
        (r"a + \mathbf{x}^T b", Symbol, ["a", r"\mathbf{x}", "b"]),
        (r"W^{(2)}_{ij} x", Sub, [r"W^{(2)}_{ij}"]),
        (r"W^{(2)}_{ij} x", Label, [r"W^{(2)}"]),
        (r"2 \frac{a}{b} c", Fraction, [r"\frac{a}{b}"]),
        (r"\frac{\partial f}{\partial x^2} g", Derivative, [r"\frac{\partial f}{\partial x^2}"]),
        (r"\frac{\partial f}{\partial x^2} g", By, ["x^2"]),
        (r"dz/dy \, dy/dx", Derivative, ["dz/dy", "dy/dx"]),
        (r"{\partial a \over \partial b}", Derivative, [r"\partial a \over \partial b"]),
        (r"\log \det A + c", Call, [r"\log \det A", r"\det A"]),
        (r"\operatorname{tr}(A B) c", Call, [r"\operatorname{tr}(A B)"]),
        (r"\sum_{i=1}^n a_i + c", Big, [r"\sum_{i=1}^n a_i"]),
        (r"\left( a + b \right) c", Group, [r"\left( a + b \right)"]),
        (r"\|x\|_2^2 + 1", Norm, [r"\|x\|_2"]),
        (r"\|x\|_2^2 + 1", Power, [r"\|x\|_2^2"]),
        (r"a \begin{bmatrix} 1 & 2 \end{bmatrix} b", Matrix, [r"\begin{bmatrix} 1 & 2 \end{bmatrix}"]),
        (r"\underbrace{A x}_{m \times 1} + b", Mark, [r"\underbrace{A x}_{m \times 1}"]),
        (r"a \cdot -b^2", Negate, ["-b^2"]),
        (r"\min_x -c x", Negate, ["-c x"]),
        (r"\frac{df}{dx}\Big|_{x=0} g", At, [r"\frac{df}{dx}\Big|_{x=0}"]),
        (r"a \text{ if } b", Text, [r"\text{ if }"]),
        (r"\hat{x}_i y", Symbol, [r"\hat{x}", "i", "y"]),
        ("softmax(x) + loss", Call, ["softmax(x)"]),
        ("softmax(x) + loss", Symbol, ["x", "loss"]),
        ("Ax + By", Symbol, ["A", "x", "B", "y"]),
        ("x₁² + y", Power, ["x₁²"]),
        (r"\text{where $n = 2$ holds}", Relation, ["n = 2"]),
        ("A^{-T} b", Transpose, ["A^{-T}"]),
    ],
)
def test_a_span_is_what_was_written(formula: str, kind: type, written: list[str]) -> None:
    assert [node.span.of(formula) for node in walk(parse(formula)) if isinstance(node, kind)] == written


def test_the_signs_of_a_relation_have_places() -> None:
    formula = r"a = b \le c"
    tree = parse(formula)
    assert isinstance(tree, Relation)
    assert [span.of(formula) for span in tree.sign_spans] == ["=", r"\le"]


def test_a_function_knows_where_its_name_stands() -> None:
    formula = r"y + \tanh^2(z)"
    call = next(node for node in walk(parse(formula)) if isinstance(node, Call))
    assert call.function_span.of(formula).startswith(r"\tanh")


def test_cells_have_their_own_places() -> None:
    formula = r"\begin{pmatrix} a b & c \\ d & \end{pmatrix}"
    tree = parse(formula)
    assert isinstance(tree, Matrix)
    assert [cell.span.of(formula) for row in tree.rows for cell in row] == ["a b", "c", "d", ""]
