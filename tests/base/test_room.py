"""Spare room in the empty lines of a text: what an edit moves, where offsets lead, and what is not counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nablint.base.room import LEAST, Roomy, after, before, difference, distance
from nablint.base.spans import Span

TEXT = "# One\n\nfirst words\nand more\n\n\nsecond $x$\n\r\n\r\n# Two\n\n$$\ny\n\nz\n$$\n\nend\n"
PIECES = st.sampled_from(["", "x", "\n", "\n\n", "word ", "\r\n", "  ", "$", "long" * 30])
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), PIECES), max_size=12)


def without(roomy: Roomy) -> str:
    """The text with its rooms cut out."""
    return "".join(roomy.text[a:b] for a, b in zip((0, *roomy.ends), (*roomy.begins, len(roomy.text)), strict=True))


def test_every_empty_line_has_room_but_those_that_are_taken() -> None:
    display = Span(TEXT.index("$$"), TEXT.rindex("$$") + 2)
    assert len(Roomy.of(TEXT).places) == len(Roomy.of(TEXT, [display]).places) + 1
    roomy = Roomy.of(TEXT, [display])
    assert without(roomy) == TEXT
    assert roomy.text.split() == TEXT.split()
    assert not roomy.is_crowded([Span(roomy.inside(display.start), roomy.inside(display.end))])
    assert Roomy.of(TEXT).is_crowded([Span(Roomy.of(TEXT).inside(display.start), Roomy.of(TEXT).inside(display.end))])


def test_offsets_lead_there_and_back() -> None:
    roomy = Roomy.of(TEXT)
    for offset in range(len(TEXT) + 1):
        assert roomy.outside(roomy.inside(offset)) == offset
    for offset, sign in enumerate(TEXT):
        assert roomy.text[roomy.inside(offset)] == (" " if offset in roomy.places else sign)
    inside_a_room = roomy.begins[0] + 3
    assert roomy.outside(inside_a_room) == roomy.places[0]


@given(EDITS)
def test_an_edit_moves_nothing_behind_the_next_empty_line(edits: list[tuple[float, int, str]]) -> None:
    roomy = Roomy.of(TEXT)
    for where, erase, new in edits:
        at = int(where * len(roomy.plain))
        plain = roomy.plain[:at] + new + roomy.plain[at + erase :]
        edited = roomy.edited(plain)
        if edited is None:
            edited = Roomy.of(plain)
        else:
            _, last, _ = difference(roomy.plain, plain)
            behind = next(end for place, end in zip(roomy.places, roomy.ends, strict=True) if place > last)
            assert len(edited.text) == len(roomy.text) and edited.text[behind:] == roomy.text[behind:]
            assert all(end - begin >= LEAST for begin, end in zip(edited.begins, edited.ends, strict=True))
        assert edited.plain == plain and without(edited) == plain
        assert all(edited.outside(edited.inside(k)) == k for k in range(len(plain) + 1))
        # A line that somebody wrote in has no room before its words.
        assert all(plain[place - 1] == "\n" and plain[place] in "\r\n" for place in edited.places)
        roomy = edited


def test_an_edit_that_needs_more_than_there_is_says_so() -> None:
    roomy = Roomy.of(TEXT)
    assert roomy.edited(TEXT.replace("first", "x" * 1000)) is None
    assert roomy.edited(TEXT + "at the end, where no empty line follows") is None


@pytest.mark.parametrize("most", [1, 5, 12, 40])
def test_what_is_near_is_near_with_room_too(most: int) -> None:
    roomy = Roomy.of(TEXT)
    for offset in range(len(TEXT)):
        inside = roomy.inside(offset)
        assert before(roomy.text, inside, most) == before(TEXT, offset, most)
        assert after(roomy.text, inside, most) == after(TEXT, offset, most)
        assert distance(roomy.text, 0, inside) == offset


@given(st.text("ab", max_size=20), st.text("ab", max_size=20))
def test_two_texts_differ_where_they_differ(old: str, new: str) -> None:
    start, end, new_end = difference(old, new)
    assert old[:start] == new[:start] and old[end:] == new[new_end:]
    assert start <= end and start <= new_end
    assert start == min(len(old), len(new)) or old[start] != new[start]
