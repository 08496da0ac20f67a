"""Tables with a column of functions and one of their derivatives, told by formulas in their headings: each row is a claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from nablint.declarations.directives import function_head
from nablint.declarations.facts import DefinitionFact, Fact, Statement, SymbolKey, Trust
from nablint.declarations.keys import key_of
from nablint.documents.model import Block
from nablint.parse import nodes as n
from nablint.readings.basis import Basis
from nablint.readings.claims import Claim, layouts_left
from nablint.readings.troubles import ReadNote

MOST_NODES = 80
# What a formula of numbers consists of. Subscripts, sums, arrays and words need more than the row says.
_PLAIN = (n.Number, n.Symbol, n.Sum, n.Product, n.Fraction, n.Group, n.Negate, n.Power, n.Call)
_CONSTANTS = "eπ"


@dataclass(frozen=True, slots=True)
class _Columns:
    """`function` is the letter that the heading of column `at` names, `derivative` the heading of column `beside`."""

    function: SymbolKey
    parameters: tuple[SymbolKey, ...]
    derivative: n.Node
    heading: int
    at: int
    beside: int


def tabled(note: ReadNote) -> Iterator[Claim]:
    """Every row in which both cells are one formula of numbers and nothing else, tried as `derivative = cell`."""
    for block in note.note.document.blocks:
        if block.kind != "table" or len(block.regions) < 4:
            continue
        rows = list(_rows(note, block))
        columns = _columns(note, rows[0]) if rows else None
        for cells in rows[1:] if columns is not None else ():
            assert columns is not None
            function, derivative = cells.get(columns.at), cells.get(columns.beside)
            if function is not None and derivative is not None:
                claim = _claim(note, block, columns, function, derivative)
                if claim is not None:
                    yield claim


def _rows(note: ReadNote, block: Block) -> Iterator[dict[int, int]]:
    """Row by row, the formula of each cell that holds nothing else: column -> region."""
    text, regions = note.note.document.source.text, note.note.document.regions
    inside = [regions[k].span for k in block.regions]
    start = block.span.start
    while start < block.span.end:
        end = text.find("\n", start, block.span.end)
        end = block.span.end if end < 0 else end
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


def _columns(note: ReadNote, heading: dict[int, int]) -> _Columns | None:
    """Which heading is a function, and which its derivative."""
    for at, region in heading.items():
        tree = note.note.trees[region]
        head = function_head(tree)
        key, parameters = head if head is not None else (key_of(tree), ())
        if key is None:
            continue
        for beside, other in heading.items():
            derivative = note.note.trees[other]
            if _derived(derivative) == key:
                return _Columns(key, parameters, derivative, other, at, beside)
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


def _claim(note: ReadNote, block: Block, columns: _Columns, function: int, derivative: int) -> Claim | None:
    # Imported here: a note without claims loads no calculus.
    from nablint.calculus.declared import Definition, Explicit
    from nablint.calculus.remembered import verdict_of

    value, claimed = note.note.trees[function], note.note.trees[derivative]
    if not all(_is_plain(tree, columns) for tree in (value, claimed)) or note.is_denied(derivative):
        return None
    names = _named_powers((value, claimed))
    said = Explicit(definitions={columns.function: Definition(_without(value, names), columns.parameters)})
    layouts = layouts_left(note.chosen(derivative).layout)
    verdict = verdict_of(columns.derivative, _without(claimed, names), said, layouts, assume_scalars=True)
    if names and verdict.repair is not None:
        verdict = replace(verdict, repair=replace(verdict.repair, node=None))
    place = note.note.document.regions[derivative].span
    fact = Fact(
        columns.function,
        DefinitionFact(value, function, columns.parameters),
        note.note.document.regions[function].span,
        Trust.DEFINITION,
        block.scope,
        -1,
    )
    statement = Statement("claim", columns.derivative, "=", claimed, columns.heading, derivative, place, block.scope, -1, -1)
    return Claim(statement, verdict, Basis((fact,), True, True, None), columns.derivative, True, False)


def _is_plain(tree: n.Node, columns: _Columns) -> bool:
    """Whether a cell is a formula of numbers in which no letter but the row's own function may be applied to something."""
    parts = list(n.walk(tree))
    if len(parts) > MOST_NODES or not all(isinstance(part, _PLAIN) for part in parts):
        return False
    for part in parts:
        if isinstance(part, n.Symbol) and part.name.font not in ("", "rm"):
            return False
        for before, after in zip(part.factors, part.factors[1:], strict=False) if isinstance(part, n.Product) else ():
            alone = isinstance(after, n.Group) and isinstance(after.body, n.Symbol)
            if alone and key_of(before) is not None and key_of(before) != columns.function:
                return False
    return True


def _named_powers(trees: tuple[n.Node, ...]) -> frozenset[str]:
    """Letters that bear the same capital as exponent wherever they stand: `a^L` names the a of layer L, and as a power it
    would be one letter as well. The capital stands nowhere else."""
    exponents: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    borne: dict[str, int] = {}
    for part in (part for tree in trees for part in n.walk(tree)):
        if isinstance(part, n.Symbol):
            counts[part.name.letter] = counts.get(part.name.letter, 0) + 1
        if isinstance(part, n.Power) and isinstance(part.base, n.Symbol) and isinstance(part.exponent, n.Symbol):
            letter, exponent = part.base.name.letter, part.exponent.name.letter
            exponents.setdefault(letter, set()).add(exponent)
            for one in (letter, exponent):
                borne[one] = borne.get(one, 0) + 1
    return frozenset(
        letter
        for letter, found in exponents.items()
        if len(found) == 1 and letter not in _CONSTANTS and next(iter(found)).isupper()
        if counts[letter] == borne[letter] and all(counts[one] == borne[one] for one in found)
    )


def _without(node: n.Node, names: frozenset[str]) -> n.Node:
    """The expression with each such power read as its letter."""
    if not names:
        return node
    if isinstance(node, n.Power) and isinstance(node.base, n.Symbol) and node.base.name.letter in names:
        return node.base
    changes: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple) and any(hasattr(item, "span") for item in value):
            changes[field.name] = tuple(_without(item, names) for item in value)
        elif hasattr(value, "span"):
            changes[field.name] = _without(value, names)
    return replace(node, **changes) if changes else node
