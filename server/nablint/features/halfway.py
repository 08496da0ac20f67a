"""Where a half-written line stands: in a formula that nobody closed yet, in a command's argument that holds no mathematics."""

from __future__ import annotations

import re

from nablint.documents.delimiters import CLOSERS, ENVIRONMENT
from nablint.features.knowledge import Knowledge

REACH = 2000  # characters before the cursor; a paragraph is mostly shorter
_BLANK = re.compile(r"\n[ \t>]*\r?\n")
_BEGIN = r"|\\begin[ \t]*\{(?P<begin>" + ENVIRONMENT + r")\}"
# Between words two dollars with a blank behind them may be anything; at the start of a line they are a display.
_OPENER = re.compile(
    r"(?<![\\\w$])\$\$?(?![\s\d$])|(?<![\\\w$])\$\$(?=\s*\n)|^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?\$\$(?=[ \t])|\\[(\[]"
    + _BEGIN,
    re.M,
)
_TEX_OPENER = re.compile(r"(?<!\\)\$\$?|(?<!\\)\\[(\[]" + _BEGIN)
_INNER = re.compile(r"\\(?P<side>begin|end)[ \t]*\{(?P<name>" + ENVIRONMENT + r")\}")
# What is written between their braces are names and words, not symbols of the note.
_VERBATIM = re.compile(
    r"\\(?:text\w*|math(?:bb|cal|frak|scr|rm|sf|tt|bf|it)|boldsymbol|bm|operatorname\*?|begin|end|label|(?:eq|c|C|auto)?ref|tag"
    r"|cite\w*|mbox|hbox|intertext|color)[ \t]*\{[^{}$]*\Z"
)


def missing_closer(knowledge: Knowledge, offset: int) -> str:
    """What would close, right at the offset, a formula that begins in the paragraph before it and has no end yet; "" without
    one. A backslash before its closing dollar, as editors put it there, hides the end."""
    text = knowledge.text
    start = max(offset - REACH, 0)
    for blank in _BLANK.finditer(text, start, offset):
        start = blank.end()
    ended = [r.span.end for r in knowledge.document.regions if start <= r.span.end <= offset]
    before = text[max([start, *ended]) : offset]
    if before.count("`") % 2:
        return ""
    pattern = _TEX_OPENER if knowledge.snapshot.source.kind == "latex" else _OPENER
    # The character behind an opener decides; right at the cursor there is none yet.
    opener = pattern.search(before)
    if opener is None:
        return ""
    begun: list[str] = []
    for found in _INNER.finditer(before, opener.start()):
        if found["side"] == "begin":
            begun.append(found["name"])
        elif found["name"] in begun:
            del begun[begun.index(found["name"]) :]
    sign = "" if opener["begin"] else opener.group().lstrip(" \t>-*+0123456789.)")
    return "".join(f"\\end{{{name}}}" for name in reversed(begun)) + (CLOSERS.get(sign, sign) if sign else "")


def in_words(before: str) -> bool:
    """Whether a line that ends at the cursor ends in the argument of a command that takes words."""
    return _VERBATIM.search(before) is not None
