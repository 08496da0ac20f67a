"""Tables with a column of functions and one of their derivatives, as formulas in their headings tell."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.values import dataclass
from nablint.declarations.directives import function_head
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.documents.model import Block
from nablint.parse import nodes as n
from nablint.readings.note import Note


@dataclass(frozen=True, slots=True)
class Columns:
    """`function` is the letter that the heading of column `at` names, `derivative` the heading of column `beside`."""

    function: SymbolKey
    parameters: tuple[SymbolKey, ...]
    derivative: n.Node
    heading: int
    at: int
    beside: int


@dataclass(frozen=True, slots=True)
class FunctionTable:
    """`rows` tell, row by row, the formula of each cell that holds nothing else: column -> region."""

    block: Block
    columns: Columns
    rows: tuple[dict[int, int], ...]


def function_tables(note: Note) -> Iterator[FunctionTable]:
    """Every table of a note that is headed by a function and its derivative."""
    for block in note.tables:
        if len(block.regions) >= 4:
            rows = tuple(_rows(note, block))
            columns = _columns(note, rows[0]) if rows else None
            if columns is not None:
                yield FunctionTable(block, columns, rows[1:])


def _rows(note: Note, block: Block) -> Iterator[dict[int, int]]:
    regions, offset = note.document.regions, block.span.start
    text = note.words(offset, block.span.end)
    inside = [regions[k].span.shifted(-offset) for k in block.regions]
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        spans = [(k, s) for k, s in zip(block.regions, inside, strict=True) if start <= s.start and s.end <= end]
        bars = [p for p in range(start, end) if text[p] == "|" and not any(s.start <= p < s.end for _, s in spans)]
        if not text[start:end].lstrip().startswith("|"):
            bars = [start - 1, *bars]
        cells: dict[int, int] = {}
        for column, (left, right) in enumerate(zip(bars, [*bars[1:], end], strict=True)):
            held = [(k, s) for k, s in spans if left < s.start and s.end <= right]
            if len(held) == 1 and not (text[left + 1 : held[0][1].start] + text[held[0][1].end : right]).strip():
                cells[column] = held[0][0]
        yield cells
        start = end + 1


def _columns(note: Note, heading: dict[int, int]) -> Columns | None:
    """Which heading is a function, and which its derivative."""
    for at, region in heading.items():
        tree = note.trees[region]
        head = function_head(tree)
        key, parameters = head if head is not None else (key_of(tree), ())
        if key is None:
            continue
        for beside, other in heading.items():
            derivative = note.trees[other]
            if _derived(derivative) == key:
                return Columns(key, parameters, derivative, other, at, beside)
    return None


def _derived(node: n.Node) -> SymbolKey | None:
    """The letter whose derivative a heading names: `f'(x)`, `\\frac{df}{dx}`, `\\nabla_x f`."""
    match node:
        case n.Derivative(_, _, of, (_,), 1) if of is not None:
            head = function_head(of)
            return head[0] if head is not None else key_of(of)
        case n.Product(_, (n.Nabla(_, by, 1), of)) if by is not None:
            return key_of(of)
        case n.Product(_, (n.Prime(_, base, 1), n.Group())):
            return key_of(base)
    return None
