"""Types that name spaces: `R^n`, `ℝ^{m×n} symmetric`, `R^n, m -> R`; and whether the R of `m -> R` is the numbers or a size."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nablint.declarations.sizetext import STRUCTURE_WORDS, SizeError, SizeReader
from nablint.declarations.spaces import space_of
from nablint.parse.parser import parse
from nablint.sizes.dims import ONE, Dim
from nablint.sizes.shapes import SCALAR, Function, Matrix, Shape, Structure, Unknown, dims_of

_ARROW = re.compile(r"->|→|\\to\b")
_REALS = re.compile(r"(?<![\\\w{])R(?=\s*\^|\s*$)")
_WORDS = re.compile(rf"(?:\s+(?:{'|'.join(STRUCTURE_WORDS)}))+$")
_NUMBERS = (Matrix(Dim.name("R"), ONE), Matrix(Dim.name("ℝ"), ONE))  # as a size, before anybody asks what is meant


def space(text: str) -> tuple[Shape, Structure] | None:
    """A type in which a space is named; None where none is, or where it is not understood."""
    words = _WORDS.search(text)
    structure = Structure.NONE
    for word in words.group().split() if words else ():
        structure |= STRUCTURE_WORDS[word]
    sides = _ARROW.split(text[: words.start()] if words else text)
    if len(sides) == 1:
        shape = _named_space(sides[0])
        return None if shape is None else (shape, structure)
    domain = [_side(part) for part in sides[0].split(",")] if len(sides) == 2 else []
    value = _side(sides[-1])
    known = tuple(shape for shape in domain if shape is not None)
    return None if value is None or not known or len(known) != len(domain) else (Function(known, value), structure)


def _side(text: str) -> Shape | None:
    """One argument, or the value, of a map: a space or a size."""
    found = _named_space(text)
    if found is not None:
        return found
    try:
        shape, structure = SizeReader(text).shape()
    except SizeError:
        return None
    return shape if structure is Structure.NONE else None


def _named_space(text: str) -> Shape | None:
    found = space_of(parse(_REALS.sub("ℝ", text)))
    return None if found is None or isinstance(found.shape, Unknown) else found.shape


def named_sizes(shapes: Iterable[Shape]) -> frozenset[str]:
    """The names of the sizes in some shapes; not the R of `f: n -> R`, which is a size only where it stands elsewhere too."""
    parts: list[Shape] = []
    for shape in shapes:
        parts.extend((*shape.domain, shape.value) if isinstance(shape, Function) else (shape,))
        if isinstance(shape, Function):
            parts = [part for part in parts if part not in _NUMBERS]
    return frozenset(name for part in parts for dim in dims_of(part) for name in dim.names())


def with_numbers(shape: Shape, sizes: Iterable[str]) -> Shape:
    """`m -> R` as a map to the numbers, where R is no size."""
    if not isinstance(shape, Function):
        return shape
    own = [size for size in _NUMBERS if not size.rows.names() & frozenset(sizes)]
    domain = tuple(SCALAR if part in own else part for part in shape.domain)
    return Function(domain, SCALAR if shape.value in own else shape.value)
