"""`nablint arrange`: which orders and transposes of factors conform, and which are the derivative."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]

DATA = ("--let", "X: N × D; w: D; y: N")
LOSS = ("--derivative-of", "(X w - y)^T (X w - y)", "--wrt", "w")


def lines(run: Run, *arguments: str) -> list[str]:
    ended = run("arrange", *arguments)
    assert (ended.code, ended.err) == (0, "")
    return [" ".join(line.split()) for line in ended.out.splitlines()]


def test_every_order_that_conforms_with_its_shape(run: Run) -> None:
    assert lines(run, "X w", *DATA) == ["Xw N × 1", "wᵀXᵀ 1 × N"]
    assert lines(run, "y X", *DATA) == ["yᵀX 1 × D", "Xᵀy D × 1"]
    assert lines(run, "y X", *DATA, "--shape", "D") == ["Xᵀy D × 1"]
    assert lines(run, "y y", *DATA) == ["yyᵀ N × N", "yᵀy scalar"]


def test_the_derivative_is_marked_and_comes_first(run: Run) -> None:
    found = lines(run, "2 X (X w - y)", *DATA, *LOSS, "--layout", "denominator")
    assert found == ["2Xᵀ(Xw - y) D × 1 the derivative"]
    assert lines(run, "2 X (X w - y)", *DATA, *LOSS) == ["2(Xw - y)ᵀX 1 × D the derivative"]
    assert lines(run, "X (X w - y)", *DATA, *LOSS) == ["(Xw - y)ᵀX 1 × D"]
    # All sizes are equal: only the derivative tells the orders apart.
    square = ("--let", "x: n; A: n × n", "--derivative-of", "x^T A x", "--wrt", "A", "--layout", "denominator")
    assert [line for line in lines(run, "x x", *square) if "derivative" in line] == ["xxᵀ n × n the derivative"]
    pair = ("--let", "A: n × n; B: n × n; X: n × n", "--derivative-of", "tr(A X B)", "--wrt", "X", "--layout", "denominator")
    assert [line for line in lines(run, "A B", *pair) if "derivative" in line] == ["AᵀBᵀ n × n the derivative"]


def test_a_hole_is_filled_with_what_is_declared(run: Run) -> None:
    assert lines(run, "X^T \\Box", *DATA) == ["XᵀX D × D", "Xᵀy D × 1"]
    assert lines(run, "X^T \\Box", *DATA, "--shape", "D") == ["Xᵀy D × 1"]
    found = lines(run, "2 \\Box (X w - y)", *DATA, *LOSS, "--layout", "denominator")
    assert found == ["2Xᵀ(Xw - y) D × 1 the derivative"]


def test_with_the_symbols_of_a_note(run: Run, note: Write) -> None:
    note("a.md", "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.\n\n# Two\n\nLet $x \\in \\mathbb{R}^m$.\n")
    assert lines(run, "A x", "--from", "a.md:1") == ["Ax m × 1", "xᵀAᵀ 1 × m"]
    assert lines(run, "A x", "--from", "a.md") == ["Aᵀx n × 1", "xᵀA 1 × n"]
    assert lines(run, "A \\Box", "--from", "a.md:1", "--shape", "m") == ["Ax m × 1"]


def test_as_data(run: Run) -> None:
    ended = run("arrange", "X w", *DATA, "--output-format", "json")
    found: list[dict[str, Any]] = json.loads(ended.out)
    assert found[0] == {"latex": "X w", "unicode": "Xw", "shape": "N", "derivative": None}


def test_nothing_conforms(run: Run) -> None:
    ended = run("arrange", "X y", *DATA, "--shape", "N")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "nablint: no order of these factors conforms and is N\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("X (",), "cannot read '(': bracket not closed"),
        (("a b c d e f",), "6 factors have too many orders; at most 5 are arranged"),
        (("\\Box \\Box \\Box \\Box",), "at most 3 holes are filled"),
        (("X w", "--derivative-of", "w"), "--wrt: a derivative has both: --derivative-of 'x^T A x' --wrt x"),
        (("X w", "--shape", "n ×"), "--shape: 'n ×' is no shape of a matrix; write it as 'm × n', 'n' or 'scalar'"),
        (("X w", "--scalar-by-matrix", "1"), "--scalar-by-matrix: unknown choice '1' (known: p×q, q×p)"),
    ],
)
def test_a_wrong_use_is_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    ended = run("arrange", *arguments, *DATA)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"nablint: {message}\n"
