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
