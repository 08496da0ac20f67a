"""Matrices drawn over several lines, with what stands beside them on their middle line."""

from __future__ import annotations

import pytest

from nablint.parse.parser import parse
from nablint.parse.render import render_rows


def test_neighbours_stand_on_the_middle_line() -> None:
    tree = parse(
        r"A x = \begin{bmatrix} a & b + 1 \\ c & d_{12} \end{bmatrix}^\top \begin{pmatrix} x_1 \\ \vdots \\ x_n \end{pmatrix}"
    )
    assert render_rows(tree) == (
        "                   ⎛ x₁ ⎞",
        "Ax = ⎡ a  b + 1 ⎤ᵀ ⎜ ⋮  ⎟",
        "     ⎣ c   d₁₂  ⎦  ⎝ xₙ ⎠",
    )


@pytest.mark.parametrize("formula", [r"x^\top A", r"\begin{bmatrix} x_1 & x_2 \end{bmatrix}", r"\frac{dz}{dx}"])
def test_what_has_no_column_stays_on_one_line(formula: str) -> None:
    assert len(render_rows(parse(formula))) == 1


def test_accents_take_no_column_and_short_rows_are_filled() -> None:
    first, second = render_rows(parse(r"\begin{bmatrix} \hat{x} & 2 \\ 3 \end{bmatrix}"))
    assert (first, second) == ("⎡ x̂  2 ⎤", "⎣ 3    ⎦")


def test_a_drawing_too_wide_to_read_stays_on_one_line() -> None:
    wide = " & ".join(["x_{12} + y_{34}"] * 12)
    assert len(render_rows(parse(rf"\begin{{bmatrix}} {wide} \\ {wide} \end{{bmatrix}}"))) == 1
