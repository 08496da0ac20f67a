"""Sizes written as plain text: `m x n`, `m × n`, `(n, d)`, `2n+1`, `d_model`, `n -> m`; read by directives and from prose."""

from __future__ import annotations

import re

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.sizes.dims import ONE, Dim
from nablint.sizes.shapes import Function, Matrix, Shape, Structure, Tensor

STRUCTURE_WORDS: dict[str, Structure] = {
    "symmetric": Structure.SYMMETRIC | Structure.SQUARE,
    "hermitian": Structure.SYMMETRIC | Structure.SQUARE,
    "spd": Structure.POSITIVE_DEFINITE | Structure.SYMMETRIC | Structure.SQUARE | Structure.INVERTIBLE,
    "pd": Structure.POSITIVE_DEFINITE | Structure.SQUARE | Structure.INVERTIBLE,
    "psd": Structure.POSITIVE_SEMIDEFINITE | Structure.SQUARE,
    "invertible": Structure.INVERTIBLE | Structure.SQUARE,
    "nonsingular": Structure.INVERTIBLE | Structure.SQUARE,
    "orthogonal": Structure.ORTHOGONAL | Structure.INVERTIBLE | Structure.SQUARE,
    "diagonal": Structure.DIAGONAL,
    "upper": Structure.UPPER,
    "lower": Structure.LOWER,
    "identity": Structure.IDENTITY | Structure.SQUARE,
    "zero": Structure.ZERO,
    "ones": Structure.ONES,
    "skew": Structure.SKEW | Structure.SQUARE,
    "square": Structure.SQUARE,
    "positive": Structure.POSITIVE,
    "constant": Structure.CONSTANT,
    "unit": Structure.UNIT,
    "integer": Structure.INTEGER,
    "elementwise": Structure.ELEMENTWISE,
}

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<arrow>->|→|\\to\b)|(?P<times>×|\\times\b)|(?P<number>\d+)"
    r"|(?P<name>\\?[^\W\d_](?:\w*?(?:_\{[^{}]*\}|\^\[[^\[\]]*\])|\w*))|(?P<sign>[-+*·,()\[\]])|(?P<other>.)",
    re.DOTALL,
)
_GLUED = re.compile(r"([^\W\d_]|\d+)(?:x([^\W\d_]|\d+))+$")  # DxD, 1xN
_NUMBER_GLUED = re.compile(r"x(\d+|[^\W\d_])(?=x|$)")
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str
    text: str
    span: Span


class SizeError(Exception):
    """What stands at `span` is no size; raised and caught inside this room."""

    def __init__(self, span: Span, message: str) -> None:
        super().__init__(message)
        self.span = span
        self.message = message


def pieces(text: str) -> list[Piece]:
    """The tokens of a size; `DxD` and `1xN` are taken apart, since no size is named so."""
    found: list[Piece] = []
    for match in _TOKEN.finditer(text):
        kind, word, span = match.lastgroup or "other", match.group(), Span(*match.span())
        if kind == "space":
            continue
        if kind == "name" and "x" in word:
            after_number = bool(found) and found[-1].kind == "number" and found[-1].span.end == span.start
            if _GLUED.match(word) or (after_number and _NUMBER_GLUED.match(word)):
                found.extend(_unglued(word, span.start))
                continue
        found.append(Piece(kind, word, span))
    return found


def _unglued(word: str, start: int) -> list[Piece]:
    parts = re.split(r"(x)", word)
    found: list[Piece] = []
    at = start
    for part in parts:
        if part:
            kind = "times" if part == "x" else "number" if part.isdigit() else "name"
            found.append(Piece(kind, part, Span(at, at + len(part))))
        at += len(part)
    return found


class SizeReader:
    """Recursive descent over the pieces of one text; raises `SizeError` at the first piece that does not fit."""

    def __init__(self, text: str) -> None:
        self.pieces = pieces(text)
        self.length = len(text.rstrip())
        self.at = 0
        self.depth = 0

    def peek(self, ahead: int = 0) -> Piece | None:
        at = self.at + ahead
        return self.pieces[at] if at < len(self.pieces) else None

    def here(self) -> Span:
        piece = self.peek()
        return piece.span if piece else Span(self.length, self.length)

    def fail(self, message: str) -> SizeError:
        piece = self.peek()
        return SizeError(self.here(), f"{message}, found {piece.text!r}" if piece else f"{message}, found the end")

    def shape(self) -> tuple[Shape, Structure]:
        """`size`, or `size -> size`, followed by words of structure; to the end of the text."""
        parts = [self._arguments()]
        while (piece := self.peek()) is not None and piece.kind == "arrow":
            self.at += 1
            parts.append(self._arguments())
        structure = self._words()
        if self.peek() is not None:
            raise self.fail("expected the end, '×', '->' or a word such as 'symmetric'")
        if len(parts) > 2:
            raise SizeError(Span(0, self.length), "expected one '->' in a function's type")
        if len(parts) == 1:
            return _shape_of(parts[0]), structure
        domain = tuple(_shape_of([axes]) for axes in parts[0])
        return Function(domain, _shape_of(parts[1])), structure

    def _arguments(self) -> list[list[Dim]]:
        """Groups of axes between commas: `m × n, k` is [[m, n], [k]]."""
        wrapped = self._opens_tuple()
        if wrapped:
            self.at += 1
        groups = [self._axes()]
        while (piece := self.peek()) is not None and piece.text == ",":
            self.at += 1
            if wrapped and (after := self.peek()) is not None and after.text in ")]":
                break  # (n,) as NumPy writes it
            groups.append(self._axes())
        if wrapped:
            if (piece := self.peek()) is None or piece.text not in ")]":
                raise self.fail("expected ')'")
            self.at += 1
        return groups

    def _opens_tuple(self) -> bool:
        """Whether a bracket here spans up to the end or an arrow and holds a comma or a sign of times: `(n, d)`, `(m × n)`."""
        first = self.peek()
        if first is None or first.text not in "([":
            return False
        depth = 0
        inside = False
        for k in range(self.at, len(self.pieces)):
            piece = self.pieces[k]
            if piece.text in ("(", "["):
                depth += 1
            elif piece.text in (")", "]"):
                depth -= 1
                if depth == 0:
                    following = self.pieces[k + 1] if k + 1 < len(self.pieces) else None
                    return inside and not (
                        following and (following.kind == "times" or following.text in ("x", "by", "*", "+", "-"))
                    )
            elif depth == 1 and (piece.text in (",", "x", "by") or piece.kind == "times"):
                inside = True
        return False

    def _axes(self) -> list[Dim]:
        axes = [self._sum()]
        while (piece := self.peek()) is not None and (piece.kind == "times" or piece.text in ("x", "by")):
            self.at += 1
            axes.append(self._sum())
        return axes

    def _sum(self) -> Dim:
        total = self._product()
        while (piece := self.peek()) is not None and piece.text in "+-":
            self.at += 1
            term = self._product()
            total = total + term if piece.text == "+" else total - term
        return total

    def _product(self) -> Dim:
        total = self._atom()
        while (piece := self.peek()) is not None:
            if piece.text in ("*", "·"):
                self.at += 1
            elif not (piece.kind == "number" or piece.text == "(" or self._is_size_name(piece)):
                break
            elif piece.kind == "name" and piece.span.start != self.pieces[self.at - 1].span.end:
                break  # `2n` is a product, `n symmetric` is not
            total = total * self._atom()
            if len(total.terms) > 24 or any(len(m) > 12 for m, _ in total.terms):
                raise self.fail("this size is too large to work with")
        return total

    def _atom(self) -> Dim:
        piece = self.peek()
        if piece is None:
            raise self.fail("expected a size such as n, 3 or m × n")
        if piece.text == "(":
            self.depth += 1
            if self.depth > _DEEPEST:
                raise self.fail("expected fewer brackets")
            self.at += 1
            inner = self._sum()
            if (closing := self.peek()) is None or closing.text != ")":
                raise self.fail("expected ')'")
            self.at += 1
            self.depth -= 1
            return inner
        if piece.kind == "number" and len(piece.text) <= 9:
            self.at += 1
            return Dim.of(int(piece.text))
        if piece.kind == "name" and piece.text == "scalar":
            self.at += 1
            return ONE
        if self._is_size_name(piece):
            self.at += 1
            return Dim.name(dim_name(piece.text))
        raise self.fail("expected a size such as n, 3 or m × n")

    @staticmethod
    def _is_size_name(piece: Piece) -> bool:
        return piece.kind == "name" and piece.text not in STRUCTURE_WORDS and piece.text not in ("x", "by")

    def _words(self) -> Structure:
        structure = Structure.NONE
        while (piece := self.peek()) is not None and piece.text in STRUCTURE_WORDS:
            structure |= STRUCTURE_WORDS[piece.text]
            self.at += 1
        return structure


def dim_name(text: str) -> str:
    """The name of a size as the formulas' reader would call it: `d_{model}` and `d_model` are one."""
    head, _, tail = text.lstrip("\\").partition("_{")
    if tail:
        tail = tail.rstrip("}")
        return f"{head}_{tail}" if tail.isalnum() else f"{head}_{{{tail}}}"
    return head


def _shape_of(groups: list[list[Dim]]) -> Shape:
    axes = [axis for group in groups for axis in group]
    return shape_of_axes(axes)


def shape_of_axes(axes: list[Dim]) -> Shape:
    """One axis is a column, two are a matrix, more a tensor."""
    if len(axes) == 1:
        return Matrix(axes[0], ONE)
    if len(axes) == 2:
        return Matrix(axes[0], axes[1])
    return Tensor(tuple(axes))


def read_shape(text: str) -> Shape | None:
    """The shape that a text from prose states, or None; words of structure do not belong there."""
    try:
        shape, structure = SizeReader(text).shape()
    except SizeError:
        return None
    return shape if structure is Structure.NONE else None
