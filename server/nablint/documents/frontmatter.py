"""Front matter: YAML or TOML between rules at the top of a note. No prose, but macros may be defined there."""

from __future__ import annotations

import re

from nablint.base.spans import Span
from nablint.documents.gathered import Gathered
from nablint.documents.lines import Lines
from nablint.documents.model import MacroText

_RULES = {"---": ("---", "..."), "+++": ("+++",)}
_MACROS = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|def|gdef|DeclareMathOperator)\b|^\s*(?:macros|math|mathjax)\s*:", re.M
)
_MOST_LINES = 1000


def read_front_matter(lines: Lines, out: Gathered) -> int:
    """The first line after the front matter; 0 where there is none."""
    texts = lines.texts
    first = texts[0].lstrip("\ufeff").rstrip() if texts else ""
    closers = _RULES.get(first)
    if closers is None:
        return 0
    for row in range(1, min(len(texts), _MOST_LINES)):
        if texts[row].rstrip() in closers:
            span = Span(lines.starts[1], max(lines.starts[row] - 1, lines.starts[1]))
            text = span.of(out.source.text)
            if _MACROS.search(text):
                out.macros.append(MacroText(span, text))
            return row + 1
    return 0
