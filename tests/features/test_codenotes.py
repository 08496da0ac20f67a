"""What comments of code say of a symbol that the note leaves open: shown, offered as a declaration, and blamed for nothing."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import analyse
from nablint.base.source import Source
from nablint.base.spans import Span
from nablint.features.actions import actions
from nablint.features.hover import hover
from tests.features.reading import after, read

_CODE = "```python\nW1 = init(p, q)  # (n_h, n_x)\n```\n"
_OPEN = f"# Layer\n\nWe write $W‸_1$ for the weights.\n\n{_CODE}"


def test_a_hover_tells_what_the_comment_says_and_where() -> None:
    knowledge, cursor = read(_OPEN)
    found = hover(knowledge, cursor)
    assert found is not None
    assert "A comment of the code says" in found.text and "line 6" in found.text
    assert "(n_h, n_x)" in found.text and "let W_1: n_h × n_x" in found.text


def test_the_shape_is_offered_as_a_declaration_that_the_note_understands() -> None:
    knowledge, cursor = read(_OPEN)
    offered = [action for action in actions(knowledge, Span(cursor, cursor)) if action.title.startswith("Declare")]
    (only,) = offered
    written = after(knowledge, only.edits)
    assert "nablint: let W_1: n_h × n_x" in written
    assert not analyse(Source.named("note.md", written)).findings


@pytest.mark.parametrize(
    "note",
    [
        f"Let $W‸_1$ be an $a \\times b$ matrix.\n\n{_CODE}",
        f"# One\n\nWe write $W‸_1$ here.\n\n# Two\n\n{_CODE}",
    ],
)
def test_words_come_first_and_other_sections_say_nothing(note: str) -> None:
    knowledge, cursor = read(note)
    found = hover(knowledge, cursor)
    assert found is not None and "comment of the code" not in found.text


def test_a_transposed_comment_makes_no_finding() -> None:
    note = (
        "Let $x \\in \\mathbb{R}^{n}$ and $y \\in \\mathbb{R}^{m}$ with $m \\ne n$. Then\n\n$$y = V x$$\n\n"
        "```python\nV = init()  # (n, m)\nx = load()  # (1, n)\n```\n"
    )
    assert not analyse(Source.named("note.md", note)).findings
