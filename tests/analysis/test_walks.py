"""A kept walk rests on what its own formula asked for, however many sections say something of the same letters."""

from __future__ import annotations

from nablint.analysis.analyse import examine
from nablint.base.memory import Memory, forget_everything
from nablint.base.source import Source
from nablint.inference import remembered


def section(k: int) -> str:
    return (
        f"## Part {k}\n\nLet $A_{k} \\in \\mathbb{{R}}^{{m \\times n}}$ and $x \\in \\mathbb{{R}}^n$, "
        f"and define $y = A_{k} x$.\n\n"
        "$$L = \\| y \\|^2 + x^T x$$\n\n"
    )


def test_a_walk_keeps_no_answers_of_other_sections() -> None:
    forget_everything()
    examine(Source("note.md", "".join(map(section, range(1, 10))), "markdown"))
    walks: Memory[remembered._Key, tuple[remembered.Walked, ...]] = remembered._WALKS
    asked = {key.sub for kept in walks.young.values() for walked in kept for key in walked.told}
    assert asked >= {"1", "9"}
    assert max(len({key.sub for key in w.told} - {""}) for kept in walks.young.values() for w in kept) == 1


def test_a_long_subscript_is_not_cut_at_every_place() -> None:
    asked: set[int] = set()
    forget_everything()
    digits = "12" * 300
    text = f"Let $b_o \\in \\mathbb{{R}}^n$.\n\n$$x^T x = c_{{o{digits}}} + b_{{{' '.join(digits)}}}$$\n"
    examine(Source("note.md", text, "markdown"))
    for kept in remembered._WALKS.young.values():
        asked |= {len(key.sub) for walked in kept for key in walked.told}
    assert len(asked) < 10
