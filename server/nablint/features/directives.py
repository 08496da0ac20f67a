"""Writing a directive into a note: as a comment of its dialect, on a line of its own before the block it is for."""

from __future__ import annotations

import re

from nablint.base.findings import Edit
from nablint.base.spans import Span
from nablint.features.knowledge import Knowledge
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import Function, Matrix, Shape, Tensor

MOST_OF_A_REASON = 200
# What the lines of a quote or of a list item begin with; a comment that is to stand in it, and not to end it, begins so too.
_MARKER = re.compile(r"\S+[ \t]+")
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*")


def comment(knowledge: Knowledge, body: str) -> str | None:
    """The directive as the note's dialect hides it; None where it has no comments that nablint reads."""
    match knowledge.snapshot.source.kind:
        case "latex":
            return f"% nablint: {body}"
        case "markdown" if knowledge.snapshot.source.path.lower().endswith(".mdx"):
            return f"{{/* nablint: {body} */}}"
        case "markdown":
            return f"<!-- nablint: {body} -->"
        case "rst":
            return f".. nablint: {body}"
        case _:
            return None


def reason(words: str) -> str:
    """Words as they can stand in a directive: on one line, and without what would end the comment around it."""
    for sign in ("-->", "*/", "--"):
        words = words.replace(sign, " ")
    return " ".join(words.split())[:MOST_OF_A_REASON].strip() or "intended"


def before_block(knowledge: Knowledge, offset: int, body: str) -> Edit | None:
    """An edit that puts the directive on its own line above the paragraph or display that holds the offset."""
    text = comment(knowledge, body)
    if text is None:
        return None
    block = _block_start(knowledge, offset)
    at = _line_start(knowledge.text, block)
    found = _PREFIX.match(knowledge.text, at)
    prefix = found.group() if found is not None else ""
    if knowledge.snapshot.source.kind == "markdown":
        prefix = _within_list(knowledge, block) or prefix
    return Edit(Span(at, at), f"{prefix}{text}{_end(knowledge)}")


def _within_list(knowledge: Knowledge, start: int) -> str:
    """What a line begins with that stands in the item before the one that begins at `start`; "" where that is the first of its
    list. Between two items a comment would end the list, and a numbered one would count anew."""
    blocks = [b for b in knowledge.document.blocks if b.span.start <= start]
    if not blocks or blocks[-1].kind != "item" or blocks[-1].span.start != start:
        return ""
    indent = knowledge.text[_line_start(knowledge.text, start) : start]
    for block in reversed(blocks[:-1]):
        before = knowledge.text[_line_start(knowledge.text, block.span.start) : block.span.start]
        if len(before) > len(indent):
            continue
        marker = _MARKER.match(knowledge.text, block.span.start)
        return before + " " * len(marker.group()) if block.kind == "item" and before == indent and marker else ""
    return ""


def at_top(knowledge: Knowledge, body: str) -> Edit | None:
    """An edit that puts the directive before everything, but after front matter."""
    text = comment(knowledge, body)
    if text is None:
        return None
    at = front_matter_end(knowledge.text)
    return Edit(Span(at, at), f"{text}{_end(knowledge)}")


def _end(knowledge: Knowledge) -> str:
    """What ends a comment: in reStructuredText a blank line too."""
    return _line_end(knowledge.text) * (2 if knowledge.snapshot.source.kind == "rst" else 1)


def front_matter_end(text: str) -> int:
    match = re.match(r"---[ \t]*\r?\n(?:(?!---|\.\.\.).*\r?\n){0,500}(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", text)
    return match.end() if match else 0


def _block_start(knowledge: Knowledge, offset: int) -> int:
    blocks = [b.span.start for b in knowledge.document.blocks if b.span.touches(offset) and b.kind != "item"]
    items = [b.span.start for b in knowledge.document.blocks if b.span.touches(offset)]
    return max(blocks or items, default=offset)


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line_end(text: str) -> str:
    """As the note writes it."""
    found = re.search(r"\r\n|\n|\r", text)
    return found.group() if found else "\n"


def shape_directive(shape: Shape) -> str | None:
    """A shape as `let` takes it; None where a size is unknown."""
    match shape:
        case Matrix() if shape.is_scalar:
            return "scalar"
        case Matrix(rows, cols) if not (rows.is_free or cols.is_free):
            return str(rows) if cols.is_one else f"{_size(rows)} × {_size(cols)}"
        case Tensor(dims) if not any(d.is_free for d in dims):
            return " × ".join(map(_size, dims))
        case Function(domain, value):
            parts = [shape_directive(part) for part in (*domain, value)]
            return None if None in parts else f"{', '.join(p for p in parts[:-1] if p)} -> {parts[-1]}"
        case _:
            return None


def _size(dim: Dim) -> str:
    return f"({dim})" if len(dim.terms) > 1 else str(dim)
