"""Claims of whole notes, in the ways in which people write what they derive and by what."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def statuses(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source("note.md", text)).claims]


BOLD = """Let $\\mathbf{p}, \\mathbf{c} \\in \\mathbb{R}^k$ and $\\mathbf{M} \\in \\mathbb{R}^{k \\times k}$ with

$$r = w(\\mathbf{q}) = \\mathbf{q}^T \\mathbf{M} \\mathbf{q}, \\qquad \\mathbf{q} = \\mathbf{p} - \\mathbf{c}.$$

$$\\frac{\\partial w}{\\partial q} = CLAIM$$
"""


def test_a_letter_written_in_another_font_is_the_one_that_is_defined() -> None:
    assert statuses(BOLD.replace("CLAIM", "\\mathbf{q}^T (\\mathbf{M} + \\mathbf{M}^T)")) == ["holds"]
    assert statuses(BOLD.replace("CLAIM", "2 \\mathbf{q}^T \\mathbf{M}")) != ["holds"]


DRAWN = """$$g(s) = \\sin(s), \\quad s = u^T u, \\quad u \\in \\mathbb{R}^N.$$

$$\\mathbb{R}^N \\xrightarrow{s} \\mathbb{R} \\xrightarrow{g} \\mathbb{R}$$

$$\\frac{\\partial g}{\\partial s} = CLAIM$$
"""


def test_a_map_that_is_drawn_and_defined_is_the_value_that_it_has() -> None:
    assert statuses(DRAWN.replace("CLAIM", "\\cos(u^T u)")) == ["holds"]
    assert statuses(DRAWN.replace("CLAIM", "-\\cos(u^T u)")) != ["holds"]


PRIMED = [
    (r"$$(t^4)' = 4t^3$$", "holds"),
    (r"$$((1 + e^{2t})^{-1})' = -2 e^{2t} (1 + e^{2t})^{-2}$$", "holds"),
    (r"$$(a t^4)' = 4 a t^3$$", "unchecked"),  # by which of both?
    (r"Let $t \in \mathbb{R}^n$. $$(t^4)' = 4t^3$$", "unchecked"),
]


@pytest.mark.parametrize(("note", "status"), PRIMED)
def test_a_prime_on_brackets_derives_by_the_one_letter_in_them(note: str, status: str) -> None:
    assert statuses(note) == [status]


TABLE = """| | function | derivative |
|---|---|---|
| a square | $g(t) = t^2$ | $g'(t) = 2t$ |
| a sine | $g(t) = \\sin(t)$ | $g'(t) = FIRST$ |
| a chain | $g(t) = p(q(t))$ | $g'(t) = SECOND$ |
"""


def test_each_row_of_a_table_speaks_of_its_own_function() -> None:
    rows = TABLE.replace("FIRST", "\\cos(t)").replace("SECOND", "p'(q(t)) q'(t)")
    assert statuses(rows) == ["holds", "holds", "holds"]
    assert "holds" not in statuses(TABLE.replace("FIRST", "2t").replace("SECOND", "p'(t) q'(t)"))[1:]


def test_a_new_function_has_another_derivative() -> None:
    note = "Let $g(t) = t^2$. Define $g'(t) = 2t$.\n\nNow define $g(t) = t^3$.\n\n$$g'(t) = CLAIM$$\n"
    assert statuses(note.replace("CLAIM", "3t^2"))[-1] == "holds"
    assert statuses(note.replace("CLAIM", "2t"))[-1] != "holds"


ENTRIES = """For all $i$ we have $u_i = \\sum_{j=1}^n w_{ij} x_j + b_i$ and a loss $L$ of all of them.

$$\\frac{\\partial L}{\\partial w_{ij}} = CLAIM$$
"""


def test_entries_that_are_defined_for_all_i_make_an_array() -> None:
    chain = (
        "\\frac{\\partial L}{\\partial u_i} \\frac{\\partial u_i}{\\partial w_{ij}} = \\frac{\\partial L}{\\partial u_i} x_j"
    )
    assert statuses(ENTRIES.replace("CLAIM", chain)) == ["holds", "holds"]
    assert statuses(ENTRIES.replace("CLAIM", chain.replace("x_j", "x_i")))[1] == "unchecked"


NUMBERED = "Let $h(t) = \\sin(t)$ with $t \\in \\mathbb{R}$.\n\n$$h^{(1)}(t) = \\cos(t)$$\n\n$$h^{(3)}(t) = CLAIM$$\n"


def test_a_number_in_brackets_counts_derivatives_where_that_holds() -> None:
    assert statuses(NUMBERED.replace("CLAIM", "-\\cos(t)")) == ["holds", "holds"]
    # Of a network h, this is what its third layer gives.
    assert statuses(NUMBERED.replace("CLAIM", "\\tanh(t)")) == ["holds", "unchecked"]
