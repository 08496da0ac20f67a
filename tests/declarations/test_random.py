"""Reading never fails, whatever stands in a note."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.declarations.reading import Note

_WORDS = "Let |the |matrix |vector |is |a |of size |shape |, |. |where |if |not |same shape as |symmetric |n-dimensional |矩阵 "
_FORMULAS = (
    "$A$ ",
    "$x$ ",
    "$m \\times n$ ",
    "$x \\in \\mathbb{R}^n$ ",
    "$$y = Ax$$",
    "$$= B$$",
    "$$\\begin{aligned} a &= b \\\\ &= c \\end{aligned}$$",
    "$f: \\mathbb{R}^n \\to \\mathbb{R}$ ",
    "$\\underbrace{x}_{1\\times n}$ ",
)
_MARKUP = (
    "\n\n",
    "\n",
    "# Head\n\n",
    "- ",
    "1. ",
    "`W` ",
    "<!-- nablint: let x: n -->",
    "| a | shape |\n|---|---|\n| $x$ | (n,) |\n",
)
_BROKEN = ("$", "$$", "\\in", "∈ ℝ^D ", "{", "}", "x, μ ", "(1 × N)", "DxD ")
_PIECES = st.sampled_from([*re.split(r"\|", _WORDS), *_FORMULAS, *_MARKUP, *_BROKEN])


@settings(max_examples=120, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_a_note_of_random_pieces_is_read(pieces: list[str]) -> None:
    note = Note("".join(pieces))
    for fact in note.declarations.facts:
        assert 0 <= fact.span.start <= fact.span.end <= len(note.text)
        note.views.at(fact.span.end).known(fact.symbol)
    for statement in note.declarations.statements:
        assert 0 <= statement.span.start <= statement.span.end <= len(note.text)
    note.index.conflicts()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    Note(text)
    Note(text, "note.tex")
