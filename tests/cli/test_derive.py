"""`nablint derive`: what it prints, and what it says where it cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]
QUADRATIC = ("derive", "x^T A x", "--wrt", "x", "--let", "x: n", "--let", "A: n × n symmetric")


def test_the_derivative_with_its_shape(run: Run) -> None:
    out = run(*QUADRATIC, "--layout", "denominator").out
    assert "2Ax" in out
    assert "n × 1, in denominator layout" in out


def test_json_is_as_published(run: Run) -> None:
    found = json.loads(run(*QUADRATIC, "--steps", "--output-format", "json").out)
    assert {"shape", "latex", "unicode", "layout", "steps", "verified"} <= set(found)
    assert (found["shape"], found["layout"], found["verified"]) == ("1 × n", "numerator", True)
    assert {"latex", "shape", "rule"} == set(found["steps"][-1])


def test_steps_write_the_chain_rule_out(run: Run) -> None:
    out = run("derive", "z^2", "--wrt", "x", "--def", "z = x^T x", "--let", "x: n", "--steps").out
    assert "∂z/∂x = 2xᵀ    (1 × n; link of the chain rule)" in out.splitlines()


def test_numpy_is_a_function_that_computes_it(run: Run) -> None:
    import numpy as np

    text = run(*QUADRATIC, "--layout", "denominator", "--output-format", "numpy").out
    names: dict[str, object] = {}
    compiled = compile(text, "derivative.py", "exec")
    exec(compiled, names)
    function = names["derivative"]
    assert callable(function)
    matrix, vector = np.array([[2.0, 1.0], [1.0, 5.0]]), np.array([3.0, 7.0])
    order = function.__code__.co_varnames[: function.__code__.co_argcount]
    result = function(*({"x": vector, "A": matrix}[name] for name in order))
    assert np.allclose(np.ravel(result), 2 * matrix @ vector)


def test_two_variables_and_names_with_commas(run: Run) -> None:
    out = run("derive", "x^T A y", "--wrt", "x,y", "--let", "x: n; y: m; A: n × m", "--output-format", "json").out
    assert json.loads(out)["latex"] in ("A", "A^\\top")


def test_with_the_symbols_and_the_layout_of_a_note(run: Run, note: Write) -> None:
    note("a.md", "We use denominator layout. Let $A \\in \\mathbb{R}^{n \\times n}$, symmetric, and $x \\in \\mathbb{R}^n$.\n")
    found = json.loads(run("derive", "x^T A x", "--wrt", "x", "--from", "a.md:1", "--output-format", "json").out)
    assert (found["layout"], found["shape"]) == ("denominator", "n")
    assert run("derive", "x", "--wrt", "x", "--from", "missing.md").code == 2
    assert run("derive", "x", "--wrt", "x", "--from", "a.md", "--let", "x: n").code == 2


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        (("A x", "--let", "A: m × n", "--let", "x: m"), ""),
        (("x", "--let", "x n"), "--let: "),
        (("x", "--scalar-by-matrix", "p×p"), "--scalar-by-matrix: "),
        (("x + \\unheardof{x}",), "cannot read"),
        (("",), "there is nothing to derive; expected an expression such as 'x^T A x'"),
        (("x +",), "cannot read 'x +': an operand is missing"),
        (("x^T A x",), "x, A are not declared; say it with --let, such as --let 'x: n; A: m × n'"),
        (("x'A x", "--let", "A: n × n"), "x′ is read as the derivative of a function x; a transpose is written x^T"),
        (("foo(x)", "--let", "x: n"), "'foo' is no function that is known here"),
        (
            ("\\operatorname{gelu}(x)", "--let", "x: n"),
            "cannot derive '\\operatorname{gelu}(x)': the function gelu is not known",
        ),
        (("A^T A", "--let", "A: m × n"), "x stands neither in the expression nor in what it is defined by"),
        (
            ("e^{X} x", "--let", "X: n × n; x: n", "--wrt", "X"),
            "cannot derive 'e^{X} x': the exponential of a matrix has no closed",
        ),
        (("X^{1/2} x", "--let", "X: n × n; x: n"), "cannot derive 'X^{1/2} x': a matrix is raised to whole numbers"),
        (
            ("\\operatorname{vech}(x x^T)", "--let", "x: n"),
            "cannot derive '\\operatorname{vech}(x x^T)': vech is not known, for its",
        ),
        (("\\max_i x_i", "--let", "x: n"), "cannot derive '\\max_i x_i': a largest entry has no derivative"),
        (("\\|x\\|_\\infty", "--let", "x: n"), "cannot derive '\\|x\\|_\\infty': known norms are"),
        (
            ("1^T x", "--let", "x: n"),
            "cannot derive '1^T x': 1^T is a power of the number 1; a vector of ones is written \\mathbf{1}",
        ),
        (("x^T x = 1", "--let", "x: n"), "cannot derive 'x^T x = 1': an equation has no derivative; give one of its sides"),
        (("x + \\sin", "--let", "x: 1"), "cannot derive 'x + \\sin': sin is a function without its argument; write \\sin(x)"),
        (("\\sum_{i=1}^n x_i y_i",), "x, y are not declared; say it with --let, such as --let 'x: n; y: n'"),
        (("h(x)", "--let", "x: n"), "h is not declared; say it with --let, such as --let 'h: n -> R'"),
        (
            ("w^T x", "--let", "x: np; w: n·p"),
            "cannot derive 'w^T x': the shapes do not fit (product: np and np); a size np is one name",
        ),
        (("x", "--let", "x: n p"), "--let: expected the end, '×', '->' or a word such as 'symmetric', found 'p'"),
        (("x^T A x", "--let", "x: n; A: m × n"), "cannot multiply xᵀ (1 × n) by A (m × n): n and m differ"),
        (("z^T z", "--let", "x: n; A: m × n", "--def", "z = A^T x"), "cannot multiply Aᵀ (n × m) by x (n): m and n differ"),
        (("x", "--let", "x: n; x: m"), "--let: x is declared twice, as n and as m"),
        (("x", "--let", "x: n, A: n × n"), "--let: expected ';' between declarations"),
        (("x", "--wrt", "y", "--order", "2"), "--order: with 2 variables the order is 2"),
        (("x", "--wrt", "x y"), "--wrt: 'x y' is no symbol; several are written with commas between them"),
    ],
)
def test_what_cannot_be_derived_is_one_line(run: Run, arguments: tuple[str, ...], about: str) -> None:
    ended = run("derive", *arguments, "--wrt", "x")
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith("nablint: " + about)


def test_a_function_that_numpy_cannot_write_is_a_line(run: Run) -> None:
    ended = run("derive", "tr(e^{X})", "--wrt", "X", "--let", "X: n × n", "--output-format", "numpy")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("nablint: no NumPy source")


def test_what_is_taken_for_a_scalar_is_said(run: Run) -> None:
    arguments = ("derive", "a x^T x + c", "--wrt", "x", "--let", "x: n")
    assert "taken   a, c for scalars, not being declared" in run(*arguments).out.splitlines()
    assert json.loads(run(*arguments, "--output-format", "json").out)["assumed"] == ["a", "c"]
    assert "taken" not in run(*QUADRATIC).out


def test_a_note_is_asked_at_a_line_where_its_end_does_not_know(run: Run, note: Write) -> None:
    note("a.md", "# One\n\nLet $x \\in \\mathbb{R}^n$ and $f = x^\\top x$.\n\n# Two\n\nNothing.\n")
    assert "--from FILE:LINE" in run("derive", "f", "--wrt", "x", "--from", "a.md").err
    assert "2xᵀ" in run("derive", "f", "--wrt", "x", "--from", "a.md:3").out


@pytest.mark.parametrize(
    "let",
    [
        "A in R^{n x n} symmetric; x in R^n",
        "A: ℝ^{n×n} symmetric; x ∈ ℝⁿ",
        "A \\in \\mathbb{R}^{n \\times n} symmetric; x: \\R^n",
    ],
)
def test_sizes_are_written_as_spaces_too(run: Run, let: str) -> None:
    out = run("derive", "x^T A x", "--wrt", "x", "--let", let).out
    assert out.splitlines()[:2] == ["2xᵀA", "shape   1 × n, in numerator layout"]


@pytest.mark.parametrize(
    ("lets", "shape"),
    [
        (("u: m -> R",), "1 × n"),
        (("u: ℝ^m → ℝ",), "1 × n"),
        (("u: m -> R^k",), "k × n"),
        (("u: m -> R", "B: R × n"), "R × n"),
    ],
)
def test_a_map_to_r_is_a_number_unless_r_is_a_size(run: Run, lets: tuple[str, ...], shape: str) -> None:
    options = [option for let in lets for option in ("--let", let)]
    out = run("derive", "u(A x)", "--wrt", "x", "--let", "x: n; A: m × n", *options).out
    assert f"shape   {shape}, in numerator layout" in out.splitlines()
