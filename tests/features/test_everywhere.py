"""Every feature at every place of a note, however broken: something or nothing, but never an exception."""

from __future__ import annotations

from contextlib import suppress

import pytest

from nablint.base.spans import Span
from nablint.features import (
    actions,
    calls,
    completion,
    folding,
    graph,
    hints,
    hover,
    lenses,
    links,
    navigation,
    rename,
    selection,
    signature,
    status,
    symbols,
    tokens,
)
from tests.features.reading import read

WHOLE = r"""# A

<!-- nablint: let B: n × n -->

Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $f : \mathbb{R}^n \to \mathbb{R}$. > $y = A x$, $f(x, y)$

$$
\frac{\partial y}{\partial x} = A, \quad \underbrace{A}_{m \times n} x = \sum_i A_{:,i} x_i
$$

## B

- $h_t = \tanh(W h_{t-1} + b_f)$, $x A$
"""
NOTES = [
    WHOLE,
    WHOLE[: len(WHOLE) // 2],
    WHOLE.replace("}", "", 3),
    WHOLE.replace("$", "$$", 1),
    WHOLE.replace("\n", "\r\n"),
    "",
    "$",
    "$$",
    "$x$",
    "$(((((((((($",
    "$" + "{" * 300 + "x" + "}" * 300 + "$",
    "$\\frac{\\partial}{\\partial}$ $\\frac{}{}$ $f($ $f(,$ $_^$ $'$",
    "\ud800 $\ud800$ $😀_{😀}$ \f $\u2028$",
    "<!-- nablint: ",
    "<!-- nablint: let -->\n% nablint: layout\n",
]


@pytest.mark.parametrize("path", ["a.md", "a.tex", "a.mdx", "a.rst", "a.ipynb"])
@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_no_place_breaks_a_feature(note: str, path: str) -> None:
    knowledge, _ = read(note, path)
    everything = Span(0, len(note))
    for feature in (tokens.tokens, symbols.outline, symbols.declared, lenses.lenses, folding.folds, links.links):
        feature(knowledge)
    hints.hints(knowledge, everything, "all")
    step = max(len(note) // 60, 1)
    for offset in (*range(0, len(note), step), len(note)):
        for markdown in (True, False):
            hover.hover(knowledge, offset, markdown, "latex")
        for ask in (
            completion.complete,
            navigation.definition,
            navigation.uses,
            selection.ranges,
            signature.signature,
            status.status,
            graph.graph,
            rename.prepare,
        ):
            ask(knowledge, offset)
        with suppress(rename.Refused):
            assert all(everything.contains(edit.span) for edit in rename.rename(knowledge, offset, "u"))
        for action in actions.actions(knowledge, Span(offset, offset)):
            assert all(everything.contains(edit.span) for edit in action.edits)
        item = calls.prepare(knowledge, offset)
        if item is not None:
            calls.incoming(knowledge, item.anchor)
            calls.outgoing(knowledge, item.anchor)
