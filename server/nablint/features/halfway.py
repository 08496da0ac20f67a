"""Where a half-written line stands: in a formula that nobody closed yet, in a command's argument that holds no mathematics."""

from __future__ import annotations

import re

from nablint.features.knowledge import Knowledge

REACH = 2000  # characters before the cursor; a paragraph is mostly shorter
_BLANK = re.compile(r"\n[ \t>]*\r?\n")
_OPENER = re.compile(r"(?<![\\\w$])\$\$?(?![\s\d$])|(?<![\\\w$])\$\$(?=\s*\n)|\\[(\[]")
_TEX_OPENER = re.compile(r"(?<!\\)\$\$?|(?<!\\)\\[(\[]")
# What is written between their braces are names and words, not symbols of the note.
_VERBATIM = re.compile(
    r"\\(?:text\w*|math(?:bb|cal|frak|scr|rm|sf|tt|bf|it)|boldsymbol|bm|operatorname\*?|begin|end|label|(?:eq|c|C|auto)?ref|tag"
    r"|cite\w*|mbox|hbox|intertext|color)[ \t]*\{[^{}$]*\Z"
)


def in_open_formula(knowledge: Knowledge, offset: int) -> bool:
    """Whether a formula begins in the paragraph before the offset that has no end yet. A backslash before its closing dollar,
    as editors put it there, hides the end."""
    text = knowledge.text
    start = max(offset - REACH, 0)
    for blank in _BLANK.finditer(text, start, offset):
        start = blank.end()
    ended = [r.span.end for r in knowledge.document.regions if start <= r.span.end <= offset]
    before = text[max([start, *ended]) : offset]
    if before.count("`") % 2:
        return False
    pattern = _TEX_OPENER if knowledge.snapshot.source.kind == "latex" else _OPENER
    # The character behind an opener decides; right at the cursor there is none yet.
    return pattern.search(before) is not None


def in_words(before: str) -> bool:
    """Whether a line that ends at the cursor ends in the argument of a command that takes words."""
    return _VERBATIM.search(before) is not None
