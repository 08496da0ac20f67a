"""How far a macro definition reaches that stands in the open: `\\newcommand{\\R}[1][x]{…}`, `\\def\\R#1{…}`."""

from __future__ import annotations

import re

_HEAD = re.compile(r"\\[A-Za-z]+\*?\s*(?:\{\s*\\[^\s{}]+\s*\}|\\(?:[A-Za-z]+|[^A-Za-z\s]))\s*(?:\[[^\]\n]{0,80}\]\s*|#\d\s*)*")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LONGEST = 5000

DEFINES = r"(?:newcommand|renewcommand|providecommand|DeclareMathOperator|def|gdef|edef|let|newcommandx|DeclarePairedDelimiter)"


def definition_end(text: str, at: int, end: int) -> int:
    """The end of the definition whose command begins at `at`; the end of its line where it is not one."""
    newline = text.find("\n", at, end)
    line_end = end if newline < 0 else newline
    head = _HEAD.match(text, at, end)
    if head is None:
        return line_end
    if not text.startswith("{", head.end()):
        return max(head.end(), line_end) if text.startswith("\\let", at) else head.end()
    return group_end(text, head.end(), end, line_end)


def group_end(text: str, at: int, end: int, otherwise: int, longest: int = _LONGEST) -> int:
    """Where the group that opens at `at` has closed; `otherwise` where it does not close within bounds."""
    depth = 0
    for brace in _BRACE.finditer(text, at, min(end, at + longest)):
        sign = brace.group()
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return brace.end()
    return otherwise
