"""Notes with marks: `‸` is the cursor, `«…»` a range. The marks are taken out and their places kept."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Marked:
    text: str
    cursor: int
    ranges: tuple[tuple[int, int], ...]

    @property
    def pieces(self) -> list[str]:
        return [self.text[a:b] for a, b in self.ranges]


def marked(note: str) -> Marked:
    text = ""
    cursor = -1
    open_: list[int] = []
    ranges: list[tuple[int, int]] = []
    for piece in re.split("([‸«»])", note):
        if piece == "‸":
            cursor = len(text)
        elif piece == "«":
            open_.append(len(text))
        elif piece == "»":
            ranges.append((open_.pop(), len(text)))
        else:
            text += piece
    return Marked(text, cursor, tuple(sorted(ranges)))


def apply_text_edits(text: str, edits: list[dict[str, object]], offset_of: object) -> str:
    """The text after a list of LSP edits; `offset_of` leads a position to an offset."""
    found = sorted(((offset_of(e["range"]["start"]), offset_of(e["range"]["end"]), e["newText"]) for e in edits), reverse=True)  # type: ignore[operator,index]
    for start, end, new in found:
        text = text[:start] + str(new) + text[end:]
    return text
