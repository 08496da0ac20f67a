"""What is made of a note is freed as soon as nobody holds it: `base.cycles` has Python look for cycles only rarely."""

from __future__ import annotations

import gc

from nablint.analysis.analyse import judge
from nablint.base.memory import forget_everything
from nablint.base.source import Source
from nablint.rules.run import run

NOTE = """# Least squares

Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$ and $b \\in \\mathbb{R}^m$. We use the denominator layout.

$$r = Ax - b, \\qquad f(x) = r^\\top r, \\qquad \\frac{\\partial f}{\\partial x} = 2 A^\\top r$$

Then $A b$ and $x^\\top A$ do not fit.
"""


def look_at(text: str) -> int:
    """How many findings a note has; nothing of it is kept here."""
    return len(run(judge(Source.named("note.md", text)), lambda code: True))


def test_a_note_leaves_no_cycles() -> None:
    assert look_at(NOTE)  # what is made once for all notes is there
    forget_everything()  # else what other tests left in a memory may be let go meanwhile
    gc.collect()
    gc.disable()
    try:
        look_at(NOTE.replace("squares", "cubes"))
        assert gc.collect() == 0
    finally:
        gc.enable()
