"""What is made of a note is freed as soon as nobody holds it: `base.cycles` has Python look for cycles only rarely."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from nablint.analysis.analyse import judge
from nablint.base.memory import forget_everything
from nablint.base.source import Source
from nablint.rules.run import run

NOTE = """# Least squares

Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$ and $b \\in \\mathbb{R}^m$. We use the denominator layout.

$$r = Ax - b, \\qquad f(x) = r^\\top r, \\qquad \\frac{\\partial f}{\\partial x} = 2 A^\\top r$$

Then $A b$ and $x^\\top A$ do not fit.
"""


EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
# What is not understood ends in an exception, which holds all that was translated as long as somebody holds it.
UNCLEAR = """# What is not checked

Let $A \\in \\mathbb{R}^{n \\times n}$ be symmetric, $x \\in \\mathbb{R}^n$ and $B \\in \\mathbb{R}^{m \\times n}$.

$$\\frac{\\partial}{\\partial x} g(A x) = \\mathcal{F}\\{x\\} + q, \\qquad \\nabla_x (B x + x) = \\sum_{k} u_k$$

$$\\frac{\\partial \\det A}{\\partial A} = A$$
"""


def look_at(text: str) -> int:
    """How many findings a note has; nothing of it is kept here."""
    return len(run(judge(Source.named("note.md", text)), lambda code: True))


@pytest.mark.parametrize("name", ["", "unclear", *sorted(path.name for path in EXAMPLES.glob("*.md"))])
def test_a_note_leaves_no_cycles(name: str) -> None:
    text = {"": NOTE, "unclear": UNCLEAR}.get(name) or (EXAMPLES / name).read_text(encoding="utf-8")
    look_at(text)  # what is made once for all notes is there
    forget_everything()  # else what other tests left in a memory may be let go meanwhile
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)  # what would have been freed is kept to be looked at: others make cycles too
    try:
        look_at(f"{text}\n\nAgain.\n")
        gc.collect()
        assert [kept for kept in gc.garbage if type(kept).__module__.startswith("nablint")] == []
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
