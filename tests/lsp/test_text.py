"""Documents: line ends and columns as LSP counts them, in three encodings, whatever the characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nablint.lsp.text import Text, Unit

# Line ends, characters that only Python takes for line ends, wide characters, a lone surrogate.
ALPHABET = "ab$\\\r\n\f\v\x1c\x85\u2028\u2029é∂𝐱😀\ud83d"
TEXTS = st.text(ALPHABET, max_size=40)


def lines(text: str) -> list[str]:
    """By the protocol's definition, slowly."""
    found, line, k = [], "", 0
    while k < len(text):
        if text[k] in "\r\n":
            k += 2 if text[k : k + 2] == "\r\n" else 1
            found.append(line)
            line = ""
        else:
            line += text[k]
            k += 1
    return [*found, line]


@given(TEXTS)
def test_lines_end_where_the_protocol_says(text: str) -> None:
    made = Text.of(text)
    assert [made.line(row) for row in range(len(made.starts))] == lines(text)


@given(TEXTS, st.data(), st.text(ALPHABET, max_size=8))
def test_an_edit_gives_what_a_new_text_would(text: str, data: st.DataObject, new: str) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert Text.of(text).edited(start, end, new) == Text.of(text[:start] + new + text[end:])


@given(TEXTS, st.data(), st.sampled_from(list(Unit)))
def test_positions_lead_back_to_their_offsets(text: str, data: st.DataObject, unit: Unit) -> None:
    made = Text.of(text)
    offset = data.draw(st.integers(0, len(text)))
    row, column = made.position(offset, unit)
    back = made.offset(row, column, unit)
    # Within a \r\n there is no position: it is the end of the line.
    assert back == offset or (text[offset - 1 : offset + 1] == "\r\n" and back == offset - 1)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60), st.sampled_from(list(Unit)))
def test_positions_outside_are_brought_inside(text: str, row: int, column: int, unit: Unit) -> None:
    made = Text.of(text)
    offset = made.offset(row, column, unit)
    assert 0 <= offset <= len(text)
    if row < len(made.starts):
        assert made.starts[row] <= offset <= made.starts[row] + len(made.line(row))


@pytest.mark.parametrize(
    ("unit", "columns"),
    [(Unit.UTF8, [0, 1, 4, 8, 12, 15]), (Unit.UTF16, [0, 1, 2, 4, 6, 7]), (Unit.UTF32, [0, 1, 2, 3, 4, 5])],
)
def test_columns_in_each_encoding(unit: Unit, columns: list[int]) -> None:
    text = Text.of("a∂𝐱😀\ud83d")
    assert [text.position(offset, unit)[1] for offset in range(6)] == columns


def test_a_column_inside_a_character_is_its_start() -> None:
    text = Text.of("𝐱y")
    assert text.offset(0, 1, Unit.UTF16) == 0
    assert text.offset(0, 3, Unit.UTF8) == 0
    assert text.offset(0, 4, Unit.UTF8) == 1


def test_the_empty_document_and_the_end_of_the_file() -> None:
    assert Text.of("").offset(0, 0, Unit.UTF16) == 0
    assert Text.of("").position(0, Unit.UTF16) == (0, 0)
    assert Text.of("a\n").position(2, Unit.UTF16) == (1, 0)
    assert Text.of("a\n").offset(1, 7, Unit.UTF16) == 2
    assert Text.of("ab").offset(0, 99, Unit.UTF16) == 2
