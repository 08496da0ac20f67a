"""The words of a file, every character at its own place: what is no prose for a reader is blank, so that offsets stay.

Comments, HTML tags, link targets, signs of quotes, TeX commands with the arguments of references, and all of a notebook's
JSON around its Markdown cells are blanked; formulas and code stay as they are written.
"""

from __future__ import annotations

import re

from nablint.base.sequences import within
from nablint.documents.model import Document

# Every alternative begins with one certain character: only then the search passes over all others at once. So the signs of
# quotes have a pattern of their own where no end of a line stands before them.
_QUOTE = r"[ \t]*(?:>[ \t]?)+"
_MARKDOWN = re.compile(
    r"<!--.*?-->|\{/\*.*?\*/\}|</?[A-Za-z][\w-]*(?:\s[^<>\n$]{0,300})?/?>|\((?<=\]\()[^()\s$]*(?:\s+\"[^\"\n]*\")?\)"
    rf"|https?://[^\s<>$()]+|\n{_QUOTE}",
    re.DOTALL,
)
_FIRST_QUOTE = re.compile(rf"^{_QUOTE}", re.MULTILINE)
_MARKDOWN_SIGNS = ("<", ">", "](", "://", "{/*")
_LATEX = re.compile(
    r"%(?<!\\%)[^\n]*|\\(?:label|[a-zA-Z]*ref|[a-zA-Z]*cite[a-zA-Z]*|url|includegraphics|vspace|hspace|begin|end|input|include)\*?"
    r"[ \t]*(?:\[[^\]\n]*\][ \t]*)*\{[^{}]*\}|\\href[ \t]*\{[^{}]*\}|\\[A-Za-z@]+\*?|\{|\}|~"
)


def readable_text(document: Document, start: int = 0, end: int | None = None) -> str:
    """That of the note, or of a stretch, as long as it is, with the same lines (in notebooks: with the cells' lines)."""
    text = document.source.text
    end = len(text) if end is None else end
    if document.source.kind == "notebook":
        return _cells_in_place(document)[start:end]
    if document.source.kind == "rst":
        return text[start:end]
    latex = document.source.kind == "latex"
    pattern = _LATEX if latex else _MARKDOWN
    # The pattern tries every character; few stretches hold anything of what it looks for.
    signs = ("",) if latex else tuple(sign for sign in _MARKDOWN_SIGNS if sign in text)
    if not signs:
        return text[start:end]
    parts: list[str] = []
    at = start
    for region in within(document.regions, start, end):
        span = region.span
        _add_words(parts, pattern, signs, text, at, span.start)
        parts.append(text[span.start : span.end])
        at = span.end
    _add_words(parts, pattern, signs, text, at, end)
    return "".join(parts)


def _add_words(parts: list[str], pattern: re.Pattern[str], signs: tuple[str, ...], text: str, at: int, end: int) -> None:
    """`signs`: all that the pattern's matches begin with or have inside."""
    stretch = text[at:end]
    for sign in signs:
        if sign in stretch:
            break
    else:
        parts.append(stretch)
        return
    if pattern is _MARKDOWN and (quote := _FIRST_QUOTE.match(text, at, end)) is not None:
        parts.append(_blank(quote))
        at = quote.end()
    for found in pattern.finditer(text, at, end):
        parts.append(text[at : found.start()])
        parts.append(_blank(found))
        at = found.end()
    parts.append(text[at:end])


def _blank(found: re.Match[str]) -> str:
    matched = found.group()
    if "\n" not in matched:
        return " " * len(matched)
    return "".join("\n" if c == "\n" else " " for c in matched)


def _cells_in_place(document: Document) -> str:
    """What the Markdown cells say, each character where its JSON stands."""
    parts: list[str] = []
    at = 0
    for cell in document.cells:
        words: list[str] = []
        _add_words(words, _MARKDOWN, _MARKDOWN_SIGNS, cell.text, 0, len(cell.text))
        text = "".join(words)
        here, there = cell.map.here, cell.map.there
        for k, start in enumerate(here):
            stop = here[k + 1] if k + 1 < len(here) else len(text)
            parts.append(" " * (there[k] - at))
            parts.append(text[start:stop])
            at = there[k] + stop - start
    parts.append(" " * (len(document.source.text) - at))
    return "".join(parts)
