"""Work that is given up in the middle leaves nothing behind: the next look finds what a first look finds."""

from __future__ import annotations

from random import Random

import pytest

from nablint.analysis.analyse import examine
from nablint.base.memory import forget_everything
from nablint.base.source import Source
from tests.analysis.test_incremental import NOTE, anew, edited, seen


class GivenUp(Exception):
    pass


class After:
    """A pause that raises when it is called for the time after `left`."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise GivenUp


def pauses() -> int:
    counted = After(1_000_000)
    examine(Source("note.md", NOTE, "markdown"), pause=counted)
    return 1_000_000 - counted.left


def test_there_is_a_pause_at_each_formula_in_each_phase() -> None:
    formulas = NOTE.count("$") // 2 - 2 * NOTE.count("$$") // 2
    assert pauses() > 3 * formulas


@pytest.mark.parametrize("seed", range(3))
def test_what_is_given_up_leaves_nothing_half_done(seed: int) -> None:
    random = Random(seed)
    forget_everything()
    number = pauses()
    forget_everything()
    text = NOTE
    for _ in range(12):
        with pytest.raises(GivenUp):
            examine(Source("note.md", text, "markdown"), pause=After(random.randrange(number // 2)))
        found = seen(text)
        if random.random() < 0.3:
            assert found == anew(text)
        text = edited(NOTE, (random.random(), random.randrange(4), random.choice(("W", "$", " x ", "\n\n"))))


def test_what_is_asked_later_is_not_given_up() -> None:
    """The pause belongs to who had the note examined, not to who asks more of it."""
    pause = After(1_000_000)
    examined = examine(Source("note.md", NOTE, "markdown"), pause=pause)
    pause.left = 0
    assert examined.judged.claims
