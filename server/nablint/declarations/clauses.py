"""A formula taken apart into relations: at ⇒ and ∴, commas, spaces and words, row by row; with the words before each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nablint.base.memory import by_identity
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.parse.nested import words_around
from nablint.parse.nodes import Aligned, Blank, Cases, Dots, Group, Mark, Node, Number, Relation, Sequence, Symbol, Text

_SPLITS = frozenset(("⇒", "⇐", "⇔", "∴", "∵"))
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """`sides[0] signs[0] sides[1] …` without signs of implication; `continues` where it begins with a sign.

    `words` stand before it in the formula; `step` where a sign of implication leads to it; `nested` where it stands among words
    of the formula, `\\text{where $z = Ax$}`.
    """

    sides: tuple[Node, ...]
    signs: tuple[str, ...]
    span: Span
    words: str = ""
    after: str = ""
    step: bool = False
    nested: bool = False

    @property
    def continues(self) -> bool:
        return isinstance(self.sides[0], Blank)


@by_identity(4096)
def clauses_of(tree: Node) -> tuple[Clause, ...]:
    """The relations of a formula in their order; those among its words come last, so that they part no chain."""
    found: list[Clause] = []
    _take(tree, "", False, found, 0)
    for before, node, after in among_words(tree):
        inner: list[Clause] = []
        _take(node, before, False, inner, 0)
        found += [replace(clause, after=after, nested=True) for clause in inner if not clause.continues]
    return tuple(found)


@by_identity(4096)
def among_words(tree: Node) -> tuple[tuple[str, Node, str], ...]:
    """The formulas that stand among words of a formula, each with the words before and after it."""
    found: list[tuple[str, Node, str]] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        match node:
            case Sequence(items=items):
                stack.extend(reversed(items))
            case Aligned(rows=rows):
                stack.extend(cell for row in reversed(rows) for cell in reversed(row))
            case Text(formulas=formulas) if formulas and (words := words_around(node)):
                found += [(words[k], formula, words[k + 1]) for k, formula in enumerate(formulas)]
            case _:
                pass
    return tuple(found)


def _take(node: Node, words: str, step: bool, found: list[Clause], depth: int) -> str:
    """Adds the clauses of `node`; gives the words that stand at its end, for what follows."""
    if depth > _DEEPEST:
        return ""
    match node:
        case Relation():
            _split(node, words, step, found)
            return ""
        case Sequence(items=items, separators=separators):
            pending = words
            for k, item in enumerate(items):
                if isinstance(item, Text):
                    pending = f"{pending} {item.text}"
                    if found and k:
                        last = found[-1]
                        found[-1] = Clause(
                            last.sides, last.signs, last.span, last.words, f"{last.after} {item.text}", last.step
                        )
                elif (
                    isinstance(item, Dots)
                    or _is_range(items, k)
                    or (isinstance(item, Symbol) and separators[k : k + 1] == (",",))
                ):
                    continue  # words before a list are said of all of it
                else:
                    pending = _take(item, pending, step and k == 0, found, depth + 1)
            return pending
        case Aligned(rows=rows):
            pending = words
            for cells in rows:
                pending = _row(cells, pending, found, depth)
            return pending
        case Mark(body=body, style="boxed" | "underbrace" | "overbrace" | "underset" | "overset"):
            return _take(body, words, step, found, depth + 1)
        case Group(body=body) if isinstance(body, Relation | Sequence) and not words and not found and depth == 0:
            return _take(body, words, step, found, depth + 1)
        case Cases():
            return ""
        case Text(text=text):
            return f"{words} {text}"
        case _:
            return ""


def _is_range(items: tuple[Node, ...], k: int) -> bool:
    """`i = 1, \\dots, n` says where i runs, and not that it is 1."""
    item = items[k]
    counts = isinstance(item, Relation) and item.signs == ("=",) and isinstance(item.sides[1], Number)
    return counts and k + 1 < len(items) and isinstance(items[k + 1], Dots)


def _row(cells: tuple[Node, ...], words: str, found: list[Clause], depth: int) -> str:
    """One row of an alignment: `a` and `= b` in two cells are one relation; blank cells before a sign continue the chain."""
    parts: list[Node] = [cell for cell in cells if not isinstance(cell, Blank)]
    pending = words
    joined: list[Node] = []
    for part in parts:
        first, *rest = part.items if isinstance(part, Sequence) and part.items else (part,)
        one = _joined(joined[-1], first) if joined else None
        if one is None:
            joined.append(part)
        else:
            joined[-1:] = [one, *rest]
    for part in joined:
        if isinstance(part, Text):
            pending = f"{pending} {part.text}"
        else:
            pending = _take(part, pending, False, found, depth + 1)
    return pending


def _joined(before: Node, part: Node) -> Node | None:
    """Two cells as one relation, where the first ends in a sign or the second begins with one; else None."""
    if isinstance(before, Sequence) and before.items:
        last = _joined(before.items[-1], part)
        return None if last is None else Sequence(before.span.cover(last.span), (*before.items[:-1], last), before.separators)
    if isinstance(before, Relation) and isinstance(before.sides[-1], Blank):
        return _filled(before, part)
    if isinstance(part, Relation) and isinstance(part.sides[0], Blank) and not isinstance(before, Text):
        if isinstance(before, Relation):
            return _merged(before, part)
        return Relation(before.span.cover(part.span), (before, *part.sides[1:]), part.signs, part.sign_spans)
    return None


def _merged(before: Relation, part: Relation) -> Relation:
    sides = (
        (*before.sides, *part.sides[1:]) if not isinstance(before.sides[-1], Blank) else (*before.sides[:-1], *part.sides[1:])
    )
    signs = (*before.signs, *part.signs) if not isinstance(before.sides[-1], Blank) else (*before.signs[:-1], *part.signs)
    spans = (*before.sign_spans, *part.sign_spans)[: len(signs)]
    return Relation(before.span.cover(part.span), sides, signs, spans)


def _filled(before: Relation, part: Node) -> Relation:
    if isinstance(part, Relation):
        if isinstance(part.sides[0], Blank):
            return _merged(before, part)
        sides, signs = (*before.sides[:-1], *part.sides), (*before.signs, *part.signs)
        return Relation(before.span.cover(part.span), sides, signs, (*before.sign_spans, *part.sign_spans))
    return Relation(before.span.cover(part.span), (*before.sides[:-1], part), before.signs, before.sign_spans)


def _split(relation: Relation, words: str, step: bool, found: list[Clause]) -> None:
    start = 0
    for at, sign in enumerate((*relation.signs, "⇒")):
        if sign not in _SPLITS:
            continue
        sides, signs = relation.sides[start : at + 1], relation.signs[start:at]
        is_step = step or start > 0
        if signs:
            span = Span(_first(sides).span.start, sides[-1].span.end)
            if isinstance(sides[0], Blank):
                span = Span(relation.sign_spans[start].start if start < len(relation.sign_spans) else span.start, span.end)
            found.append(Clause(sides, signs, span, words, "", is_step))
        elif not isinstance(sides[0], Blank):
            _take(sides[0], words, is_step, found, 1)
        start = at + 1


def _first(sides: tuple[Node, ...]) -> Node:
    return next((side for side in sides if not isinstance(side, Blank)), sides[0])


def pairs(clause: Clause) -> Iterator[tuple[Node, str, Node]]:
    """Neighbouring sides with the sign between them."""
    for k, sign in enumerate(clause.signs):
        yield clause.sides[k], sign, clause.sides[k + 1]
