"""Shapes that comments of code state of a name: `W_1 = init()  # (n, m)`, `# X has shape (m, n)`, `// x: (n, 1)`.

Code is often transposed, and its names often mean something else than the letters of the formulas. So such a shape is told
to the reader, of a symbol of which the note itself says nothing, and rests no finding on it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from nablint.base.spans import Span
from nablint.declarations.directives import symbol_of
from nablint.declarations.facts import Fact, Noted, SymbolKey
from nablint.declarations.sizetext import read_shape
from nablint.documents.model import CodeText, Document
from nablint.sizes.shapes import Matrix, Shape, Tensor, dims_of

_LANGUAGES = {
    **dict.fromkeys(("", "python", "py", "python3", "ipython", "ipython3", "pycon", "julia", "jl", "julia-repl", "r"), "#"),
    **dict.fromkeys(("c", "cpp", "c++", "cuda", "java", "javascript", "js", "typescript", "ts", "rust", "go", "stan"), "//"),
    **dict.fromkeys(("matlab", "octave", "m"), "%"),
}
_NAME = r"[^\W\d]\w{0,23}"
_ASSIGNED = re.compile(rf"\s*(?:[\w:<>]+ )?({_NAME})\s*=(?!=)")
_SHAPE = r"(?:shape|size|dims?|dimensions?)"
# A comment that is nothing but a size, and one that names what has it.
_SIZE = re.compile(rf"\s*(?:{_SHAPE}\s*[:=]?\s*)?(?P<size>[\[(]?[^\[\]()]+[\])]?)[\s.]*$")
_NAMED = re.compile(
    rf"\s*(?!{_SHAPE}\b)(?P<name>{_NAME})\s*(?::|(?:has|is|:)\s+(?:(?:of|the)\s+)*{_SHAPE}\b|\.?{_SHAPE}\b\s*[:=]?)\s*(?:{_SHAPE}\s*[:=]?)?\s*"
    r"(?P<size>[\[(]?[^\[\]()]+[\])]?)[\s.]*$"
)
_DIGITS = re.compile(r"([^\W\d_])(\d{1,2})$")
_INDICES = frozenset("ijkxyz")
_LONGEST_LINE = 200
_MOST = 400  # comments that are read in one note


def noted_in(document: Document, facts: Iterable[Fact]) -> tuple[Noted, ...]:
    """What the comments of a note's code tell of symbols of which none of its `facts` speaks; of each symbol one shape, and
    none where they disagree."""
    found: dict[SymbolKey, Noted | None] = {}
    for noted in _all_in(document):
        first = found.setdefault(noted.symbol, noted)
        if first is not None and first.shape != noted.shape:
            found[noted.symbol] = None
    told = {_plain(fact.symbol) for fact in facts} if found else set()
    return tuple(noted for noted in found.values() if noted is not None and _plain(noted.symbol) not in told)


def _plain(symbol: SymbolKey) -> tuple[str, str, str]:
    """The symbol in whatever font: code has none."""
    return (symbol.name.letter, symbol.sub, symbol.sup)


def _all_in(document: Document) -> Iterator[Noted]:
    read = 0
    for code in document.code:
        sign = _LANGUAGES.get(code.language.lower())
        if sign is None or sign not in code.text:
            continue
        scope = _scope_of(document, code)
        if scope is None:
            continue
        for line, start in _lines(code.text):
            at = line.find(sign)
            if at < 0 or len(line) > _LONGEST_LINE:
                continue
            read += 1
            if read > _MOST:
                return
            noted = _noted(line[:at], line[at + len(sign) :].lstrip(sign))
            if noted is not None:
                place = _place(code, document, start + at, start + len(line))
                yield Noted(*noted, place, scope, line[at:].strip())


def _scope_of(document: Document, code: CodeText) -> int | None:
    """The section of a block of code; None for code in a line of text."""
    at = bisect_right(document.blocks, code.span.start, key=lambda block: block.span.start) - 1
    block = document.blocks[at] if at >= 0 else None
    return block.scope if block is not None and block.kind == "code" and block.span.contains(code.span) else None


def _lines(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for line in text.split("\n"):
        yield line, start
        start += len(line) + 1


def _place(code: CodeText, document: Document, start: int, end: int) -> Span:
    """Where a comment stands in the file; that of a notebook's cell, whose text is not the file's, is the cell."""
    straight = code.span.of(document.source.text) == code.text
    return Span(code.span.start + start, code.span.start + end) if straight else code.span


def _noted(before: str, comment: str) -> tuple[SymbolKey, Shape] | None:
    comment = " ".join(comment.split())  # few blanks, few ways to match
    named = _NAMED.match(comment)
    if named is not None:
        return _shaped(named["name"], named["size"])
    assigned, size = _ASSIGNED.match(before), _SIZE.match(comment)
    return _shaped(assigned.group(1), size["size"]) if assigned is not None and size is not None else None


def _shaped(name: str, size: str) -> tuple[SymbolKey, Shape] | None:
    """A shape of two axes or more, or one in brackets, that names a size: a shape of numbers is that of one example."""
    text = size.strip()
    if text[0] not in "[(" and not re.search(r"\w\s*[x×]\s*\w", text):
        return None
    shape = read_shape(text)
    symbol = symbol_of(_DIGITS.sub(r"\1_\2", name))
    if symbol is None or not isinstance(shape, Matrix | Tensor):
        return None
    names = {name for dim in dims_of(shape) for name in dim.names()}
    # `(i, j)` is a pair of indices or of coordinates.
    return (symbol, shape) if names and not names <= _INDICES else None
