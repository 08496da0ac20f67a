"""The lines of a source, with their places; line ends as in LSP (\\n, \\r\\n, \\r)."""

from __future__ import annotations

import re

_END = re.compile(r"\r\n|\n|\r")


class Lines:
    """`starts[i]` is where line i begins; `texts[i]` is the line without its end."""

    __slots__ = ("starts", "texts")

    def __init__(self, text: str) -> None:
        texts = text.split("\n") if "\r" not in text else _END.split(text)
        starts = []
        at = 0
        if "\r" not in text:
            for line in texts:
                starts.append(at)
                at += len(line) + 1
        else:
            starts = [0, *(found.end() for found in _END.finditer(text))]
        self.texts = texts
        self.starts = starts

    def __len__(self) -> int:
        return len(self.texts)

    def end(self, row: int) -> int:
        return self.starts[row] + len(self.texts[row])
