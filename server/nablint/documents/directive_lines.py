"""The line that a directive stands on: whether it has that to itself, and what is taken out with it."""

from __future__ import annotations

from dataclasses import replace

from nablint.base.source import Kind
from nablint.base.spans import Span
from nablint.documents.model import Directive

_BESIDE = " \t\r>*-+"  # signs of quotes and lists; a directive behind them still has the line to itself
MOST_COMMENTS = 20  # one below the other, before the line that they are about


def on_its_line(directive: Directive, text: str, kind: Kind) -> Directive:
    """The directive with its line in `text`."""
    start = max(text.rfind("\n", 0, directive.span.start), text.rfind("\r", 0, directive.span.start)) + 1
    end = _line_end(text, directive.span.end)
    before, behind = text[start : directive.span.start], text[directive.span.end : end]
    alone = not (before + behind).strip(_BESIDE)
    return replace(directive, line=Span(start, end), alone=alone, whole=_whole(directive, text, kind, Span(start, end)))


def for_next_line(directive: Directive, text: str) -> Directive:
    """The directive in a formula: alone on a line it is about the next one, as the block around it is the whole display."""
    if not directive.alone:
        return directive
    start = min(directive.whole.end, len(text))
    for _ in range(MOST_COMMENTS):
        end = _line_end(text, start)
        if not text[start:end].lstrip(" \t>").startswith("%"):
            break
        start = min(end + (2 if text.startswith("\r\n", end) else 1), len(text))
    return replace(directive, line=Span(start, _line_end(text, start)), alone=False)


def _whole(directive: Directive, text: str, kind: Kind, line: Span) -> Span:
    """All of a line that says nothing else: an empty one in its place would end a paragraph, and in a display TeX stops at it.
    Beside other text the directive with the blanks before it."""
    start, end = directive.span.start, directive.span.end
    before = text[line.start : start]
    if not before.strip(" \t>") and not text[end : line.end].strip():
        stop = line.end + (2 if text.startswith("\r\n", line.end) else 1)
        return Span(line.start, min(stop, len(text)))
    blanks = len(before) - len(before.rstrip(" \t"))
    if blanks == 0 and kind == "latex":
        # Without its sign the line end would be a space.
        return Span(start + 1, end)
    return Span(start - blanks if before.strip(_BESIDE) else start, end)


def _line_end(text: str, at: int) -> int:
    ends = [end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0]
    return min(ends, default=len(text))
