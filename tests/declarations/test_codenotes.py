"""Shapes that comments of code state: told of symbols of which the note says nothing, and no facts."""

from __future__ import annotations

import time

import pytest

from tests.declarations.reading import Note, shown

_WORDS = "The layer is $h = V_1 q$.\n\n"


def _noted(code: str, language: str = "python", words: str = _WORDS) -> dict[str, str]:
    note = Note(f"{words}```{language}\n{code}\n```\n")
    for noted in note.declarations.noted:
        assert noted.span.of(note.text).strip() == noted.text
    return {shown(noted.symbol): str(noted.shape) for noted in note.declarations.noted}


@pytest.mark.parametrize(
    ("language", "line", "shapes"),
    [
        ("python", "V1 = init(p, q)  # (n_h, n_x)", {"V_1": "n_h × n_x"}),
        ("python", "V_h = init(p, q)  # shape (n_h, n_x)", {"V_h": "n_h × n_x"}),
        ("python", "V_h = init(p, q)  # shape: (n_h, m)", {"V_h": "n_h × m"}),
        ("python", "S = Q @ K.T  # [N x K]", {"S": "N × K"}),
        ("python", "# V1: (n_h, n_x)", {"V_1": "n_h × n_x"}),
        ("python", "# X has shape (m, n)", {"X": "m × n"}),
        ("python", "# X is of shape (m, n).", {"X": "m × n"}),
        ("python", "# X.shape = (m, n)", {"X": "m × n"}),
        ("python", "load()  # theta: shape (d,)", {"θ": "d"}),
        ("", "X = load()  # (m, n)", {"X": "m × n"}),
        ("julia", "X = load()  # m × n", {"X": "m × n"}),
        ("cpp", "MatrixXd P = zero(); // n x n", {"P": "n × n"}),
        ("matlab", "X = load(); % (m, n)", {"X": "m × n"}),
    ],
)
def test_a_shape_in_a_comment(language: str, line: str, shapes: dict[str, str]) -> None:
    assert _noted(line, language) == shapes


@pytest.mark.parametrize(
    "line",
    [
        "X = load()  # (3, 4)",
        "X = load()  # all of (m, n)",
        "p = first()  # (i, j)",
        "X == load()  # (m, n)",
        "X = f(m, n)",
        "X = load()  # n",
        "print(X)  # (m, n)",
        "X = load()  # the data (m, n) and more",
        "a = 'x # (m, n)'",
        "X = load()  // (m, n)",
    ],
)
def test_what_states_no_shape(line: str) -> None:
    assert _noted(line) == {}


def test_of_a_symbol_that_the_note_speaks_of_no_comment_is_heard() -> None:
    line = "V = init()  # (p, q)"
    assert _noted(line) == {"V": "p × q"}
    assert _noted(line, words="Let $V$ be an $m \\times n$ matrix.\n\n") == {}
    assert _noted(line, words="Here $\\mathbf{V} \\in \\mathbb{R}^{m \\times n}$.\n\n") == {}
    assert _noted(line, words="Put $V = A B$.\n\n") == {}


def test_comments_that_disagree_say_nothing() -> None:
    assert _noted("V = init()  # (p, q)\nV = V.T  # (q, p)") == {}


def test_code_in_a_line_of_text_and_other_languages_are_not_read() -> None:
    assert Note("See `V = 1 # (m, n)` here.\n").declarations.noted == ()
    assert _noted("V = init()  # (p, q)", "text") == {}


def test_comments_make_no_facts() -> None:
    note = Note(_WORDS + "```python\nV = init()  # (p, q)\n```\n")
    plain = Note(_WORDS + "```python\nV = init()\n```\n")
    assert [f.symbol for f in note.declarations.facts] == [f.symbol for f in plain.declarations.facts]


def test_the_code_of_a_notebook_is_read() -> None:
    cell = '{"cell_type": "code", "source": ["V = init()  # (p, q)\\n", "pass"]}'
    words = '{"cell_type": "markdown", "source": ["Take $V x$."]}'
    note = Note(
        f'{{"cells": [{words}, {cell}], "nbformat": 4, "metadata": {{"language_info": {{"name": "python"}}}}}}', "a.ipynb"
    )
    assert [str(noted.shape) for noted in note.declarations.noted] == ["p × q"]


def test_long_comments_cost_little() -> None:
    lines = "\n".join("# V: " + filler * 90 + "(" for filler in (" ", ". ", "a ", "x ") for _ in range(120))
    start = time.process_time()
    assert _noted(lines) == {}
    assert time.process_time() - start < 5
