"""Where formulas stand among the words of a formula: `\\text{where $z = Ax$}`."""

from __future__ import annotations

import re

from nablint.parse.nodes import Text

NESTED = re.compile(r"\$\$?([^$]+)\$\$?|\\\((.+?)\\\)")


def words_around(text: Text) -> list[str]:
    """The words before, between and behind its formulas; none where they cannot be told from its formulas."""
    pieces: list[str] = []
    at = 0
    for found in NESTED.finditer(text.text):
        pieces.append(text.text[at : found.start()])
        at = found.end()
    pieces.append(text.text[at:])
    return pieces if len(pieces) == len(text.formulas) + 1 else []
