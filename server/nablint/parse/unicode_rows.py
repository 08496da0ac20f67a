"""Unicode over several lines, for terminals: matrices drawn row by row, everything else beside them on their middle line."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from nablint.base.values import dataclass
from nablint.parse import nodes as n
from nablint.parse.unicode_text import render_unicode

MOST_ROWS = 12
WIDEST = 76
_CORNERS = {
    "[]": ("⎡⎢⎣", "⎤⎥⎦"),
    "()": ("⎛⎜⎝", "⎞⎟⎠"),
    "{}": ("⎧⎪⎩", "⎫⎪⎭"),
    "||": ("│││", "│││"),
    "‖‖": ("║║║", "║║║"),
    "": ("   ", "   "),
}
_SIGNS = {"": " ", "cdot": " · ", "star": " * ", "times": " × ", "odot": " ⊙ ", "oslash": " ⊘ ", "otimes": " ⊗ ", "circ": " ∘ "}


@dataclass(frozen=True, slots=True)
class Box:
    """Lines of one width; `middle` is the line on which neighbours stand."""

    lines: tuple[str, ...]
    middle: int

    @property
    def width(self) -> int:
        return _width(self.lines[0])


def render_rows(node: n.Node) -> tuple[str, ...]:
    """The node's lines: one where it has no matrix, or where its drawing would be too large to read."""
    single = (render_unicode(node),)
    if not any(isinstance(part, n.Matrix) and 1 < len(part.rows) <= MOST_ROWS for part in n.walk(node)):
        return single
    box = _box(node)
    return tuple(line.rstrip() for line in box.lines) if box.width <= WIDEST else single


def _box(node: n.Node) -> Box:
    match node:
        case n.Matrix(_, rows, brackets) if 1 < len(rows) <= MOST_ROWS:
            return _matrix(rows, brackets)
        case n.Product(_, factors, signs) if _has_matrix(node):
            boxes = [_box(factors[0])]
            for sign, factor in zip(signs, factors[1:], strict=True):
                boxes += [_text(_SIGNS.get(sign, " · ")), _box(factor)]
            return _beside(boxes)
        case n.Sum(_, signed, terms) if _has_matrix(node):
            boxes = [] if signed[0] == "+" else [_text(signed[0])]
            return _beside(boxes + _separated(terms, signed[1:]))
        case n.Relation(_, sides, related, _) if _has_matrix(node):
            return _beside(_separated(sides, related))
        case n.Transpose(_, base) if _has_matrix(base):
            return _raised(_box(base), "ᵀ")
        case n.Power(_, base, exponent) if _has_matrix(base):
            return _raised(_box(base), "⁻¹" if render_unicode(exponent) in ("-1", "−1") else f"^{render_unicode(exponent)}")
        case n.Group(_, body, _) | n.Mark(_, body, _, _) if _has_matrix(body):
            return _box(body)
        case _:
            return _text(render_unicode(node))


def _separated(parts: tuple[n.Node, ...], signs: tuple[str, ...]) -> list[Box]:
    boxes = [_box(parts[0])]
    for sign, part in zip(signs, parts[1:], strict=True):
        boxes += [_text(f" {sign} "), _box(part)]
    return boxes


def _has_matrix(node: n.Node) -> bool:
    return any(isinstance(part, n.Matrix) for part in n.walk(node))


def _text(text: str) -> Box:
    return Box((text,), 0)


def _matrix(rows: tuple[tuple[n.Node, ...], ...], brackets: str) -> Box:
    cells = [[render_unicode(cell) for cell in row] for row in rows]
    count = max(len(row) for row in cells)
    widths = [max((_width(row[k]) for row in cells if k < len(row)), default=0) for k in range(count)]
    lines = ["  ".join(_centred(row[k] if k < len(row) else "", widths[k]) for k in range(count)) for row in cells]
    left, right = _CORNERS[brackets]
    last = len(lines) - 1
    drawn = [f"{_corner(left, k, last)} {line} {_corner(right, k, last)}" for k, line in enumerate(lines)]
    return Box(tuple(drawn), last // 2)


def _corner(three: str, k: int, last: int) -> str:
    return three[0] if k == 0 else three[2] if k == last else three[1]


def _raised(box: Box, mark: str) -> Box:
    pad = " " * _width(mark)
    return Box(tuple(line + (mark if k == 0 else pad) for k, line in enumerate(box.lines)), box.middle)


def _beside(boxes: list[Box]) -> Box:
    above = max(box.middle for box in boxes)
    below = max(len(box.lines) - box.middle for box in boxes)
    lines = []
    for at in range(above + below):
        parts = []
        for box in boxes:
            k = at - above + box.middle
            parts.append(box.lines[k] if 0 <= k < len(box.lines) else " " * box.width)
        lines.append("".join(parts))
    return Box(tuple(lines), above)


def _width(text: str) -> int:
    """Columns of a terminal: marks above a letter take none, wide letters two."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _centred(text: str, width: int) -> str:
    left = (width - _width(text)) // 2
    return " " * left + text + " " * (width - _width(text) - left)
