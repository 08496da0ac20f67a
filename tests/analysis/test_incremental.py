"""What is kept from one look at a note to the next changes nothing: after any edits all is as in a process that starts anew."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nablint.analysis.analyse import Examined, examine
from nablint.analysis.settings import DEFAULT, Included, Settings
from nablint.base.memory import Memory, forget_everything
from nablint.base.source import Source
from nablint.declarations.facts import Declarations

NOTE = r"""<!-- nablint: layout numerator -->

# Notes on a small network

All vectors are columns. Let $W \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^n$, and let $b$ be a vector of length $m$.

## 1 The layer

Define $y = W x + b$ and $z = y^\top y$. Then by the chain rule
$$
\frac{\partial z}{\partial x} = \frac{\partial z}{\partial y} \frac{\partial y}{\partial x} = 2 y^\top W .
$$
Here $x W$ is wrong, and $W^\top y$ is not. The sum $\sum_{i=1}^{n} x_i = x_1 + \dots + x_n$ counts entries.

- The norm is $\|x\|^2 = x^\top x$, so $\frac{\partial}{\partial x} x^\top x = 2 x^\top$.
- One more: $q = A x$ where $A$ is an $m \times n$ matrix, so $q + b$ fits and $q + x$ does not.

## 2 Another layer

Let $\mathbf{h}_t \in \mathbb{R}^d$ be the state and $U \in \mathbb{R}^{d \times d}$. We set
$\mathbf{h}_{t+1} = U \mathbf{h}_t$.
Now $W \in \mathbb{R}^{k \times d}$ and $s = W \mathbf{h}_t$, with $\frac{\partial s}{\partial \mathbf{h}_t} = W$ and

$$
\underbrace{W U}_{k \times d} \mathbf{h}_t = \begin{pmatrix} s_1 \\ s_2 \end{pmatrix}, \qquad
L = \mathbf{h}_t^\top U \mathbf{h}_t
$$

If $U$ is symmetric then $\nabla L = 2 U \mathbf{h}_t$; the matrix $W^{-1}$ does not exist, and $\det(W)$ neither.

## 3 Exercises

1. Let $f(v) = v^\top M v$ with $M \in \mathbb{R}^{p \times p}$ and $v \in \mathbb{R}^p$. Show that $\nabla f = (M + M^\top) v$.
2. Let $u = v$, $v = u + c$ and $c = u$. Is $u^\top c$ a number?
3. With $y = x$ and $r = y - W x$, what is $\frac{\partial r}{\partial W}$?
"""

PIECES = [
    "", "", "x", "y", "W", " ", "\n", "\n\n", "$", "$$", "^\\top", "^T", "_i", " + b", "= x", "}", "{", "not ", "Let $y = W$. ",
    "Let $x \\in \\mathbb{R}^m$ be. ", "## 4 New\n\n", "$A \\in \\mathbb{R}^{n \\times n}$ ", "where ", "If ", "2", ".", "(a) ",
    "<!-- nablint: layout denominator -->\n", "We use the denominator layout. ","$z = c$, ", "n = m",
    "\\frac{\\partial z}{\\partial x}",
]  # fmt: skip
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES))


def seen(text: str, settings: Settings = DEFAULT) -> tuple[object, ...]:
    return said(examine(Source("note.md", text, "markdown"), settings))


def said(examined: Examined) -> tuple[object, ...]:
    """All that the analysis says of a note, in words where a value has a name of its own for something unknown."""
    judged = examined.judged
    troubles = [(t.problem.kind, t.region, t.span, t.basis) for t in judged.troubles]
    votes = [(v.choice, v.value, v.span) for v in judged.throughout.votes]
    claims = [(c.statement, c.verdict.status, c.basis) for c in judged.claims]
    declarations: Declarations = judged.note.declarations
    return declarations, troubles, votes, claims, examined.snapshot.findings


def anew(text: str, settings: Settings = DEFAULT) -> tuple[object, ...]:
    forget_everything()
    return seen(text, settings)


def edited(text: str, edit: tuple[float, int, str]) -> str:
    where, erase, new = edit
    at = int(where * len(text))
    return text[:at] + new + text[at + erase :]


@settings(max_examples=20, deadline=None)
@given(st.lists(EDIT, min_size=1, max_size=6))
def test_edits_give_what_a_fresh_look_gives(edits: list[tuple[float, int, str]]) -> None:
    texts = [NOTE]
    for edit in edits:
        texts.append(edited(texts[-1], edit))
    warm = [seen(text) for text in texts]
    assert warm == [anew(text) for text in texts]


@pytest.mark.parametrize("seed", range(4))
def test_sections_that_move_and_repeat(seed: int) -> None:
    """The same formulas in another order, with other declarations before them."""
    random = Random(seed)
    parts = NOTE.split("\n\n")
    texts = []
    for _ in range(4):
        random.shuffle(parts)
        texts.append("\n\n".join((*parts, *parts[: len(parts) // 2])))
    warm = [seen(text) for text in texts]
    assert warm == [anew(text) for text in texts]


INCLUDING = NOTE.replace("# Notes on a small network\n", "# Notes\n\n{{< include _n.qmd >}}\n").replace(
    "W \\in \\mathbb{R}^{m \\times n}", "U"
)
NOTATION = """$\\newcommand{\\R}{\\mathbb{R}}$ Let $W \\in \\R^{m \\times n}$, $x \\in \\R^n$ and $M \\in \\R^{p \\times p}$.

We use the numerator layout. Here $U$ is symmetric, and $c$ does not depend on $x$.

{{< include _more.qmd >}}
"""
MORE = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.\n"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), EDIT), min_size=1, max_size=6))
def test_edits_of_included_files_give_what_a_fresh_look_gives(edits: list[tuple[int, tuple[float, int, str]]]) -> None:
    """Whichever of the three files is edited."""
    states = [(INCLUDING, NOTATION, MORE)]
    for which, edit in edits:
        texts = list(states[-1])
        texts[which] = edited(texts[which], edit)
        states.append((texts[0], texts[1], texts[2]))
    looks = [
        (note, replace(DEFAULT, includes=(Included("_n.qmd", "_n.qmd", said, (Included("_more.qmd", "_more.qmd", more),)),)))
        for note, said, more in states
    ]
    warm = [seen(*look) for look in looks]
    assert warm == [anew(*look) for look in looks]


def test_memories_stay_bounded() -> None:
    memory: Memory[int, int] = Memory(10)
    for k in range(1000):
        memory.put(k, k)
        assert memory.get(0) == 0  # what is asked for again stays
    assert len(memory) <= 20
    assert memory.get(500) is None
