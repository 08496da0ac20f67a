"""The equation that words lead from to a solution in a later formula: "setting the gradient to zero we get $w = …$"."""

from __future__ import annotations

import re
from dataclasses import replace

from nablint.base.room import after, distance
from nablint.declarations.facts import Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.note import Note
from nablint.readings.troubles import ReadNote

MOST_NODES = 120
_NEAR = 6  # statements before a solution among which its equation is looked for
_AFTER = 120  # letters behind a solution that may say what it leaves out
_FAR = 400  # letters from the equation to the solution
_KINDS = ("definition", "claim", "assumption", "condition")
_LEADS = re.compile(
    r"\b(?:so|then|hence|thus|therefore|gives?|giving|yields?|yielding|obtain|get|find|have|solv(?:e|ed|es|ing|ution)|rearrang\w+|"
    r"follows?|solution|also|folgt|erhalten|donc|отсюда)\b|因此|所以|得|解"
)
_VANISHES = re.compile(
    r"\b(?:zero|vanish(?:es|ing)?|stationary|critical point|null|annul\w+|нулю)\b|为零|为 ?0|\b(?:to|equals?) 0\b"
)
# A multiplier or a step that takes a factor in is another one afterwards.
_ABSORBED = re.compile(r"\babsorb|\bredefin|\brescal|\bup to (?:an? |the )?(?:\w+ )?(?:constant|factor|sign|scale|scaling)\b")
_SOLVED = re.compile(r"\b(?:solv(?:e|ed|es|ing)|rearrang\w+|invert(?:ed|ing)?)\b|解")


def solved_equation(note: ReadNote, solution: Statement, key: SymbolKey) -> Statement | None:
    """The nearest equation before that of a formula in which the symbol stands, if words between say that it is solved."""
    statements = note.note.declarations.statements
    for before in reversed(statements[max(solution.index - _NEAR, 0) : solution.index]):
        foreign = before.scope != solution.scope or note.items.foreign(before.span.start, solution.span.start)
        if foreign or before.sign != "=" or note.is_denied(before.region):
            return None
        if has(before.left, key) or has(before.right, key):
            small = all(sum(1 for _ in n.walk(side)) <= MOST_NODES for side in (before.left, before.right))
            words = _words_between(note, before.region, solution.region)
            return _to_solve(before, key, words) if small and words is not None else None
    return None


def is_stationary(note: ReadNote, equation: Statement) -> bool:
    """Whether it says that a derivative vanishes: `∇f = 0`, or the end of a chain that begins with a derivative."""
    if not _is_zero(equation.right):
        return False
    same_chain = (
        one
        for one in note.note.declarations.statements[max(equation.index - _NEAR, 0) : equation.index + 1]
        if one.chain == equation.chain
    )
    return any(_derived_by(one.left) is not None for one in same_chain)


def has(node: n.Node, key: SymbolKey) -> bool:
    """Whether the symbol stands in an expression."""
    return any(key_of(part) == key for part in n.walk(node) if isinstance(part, n.Symbol | n.Sub | n.Label))


def _to_solve(before: Statement, key: SymbolKey, words: str) -> Statement | None:
    if before.kind not in _KINDS or key_of(before.left) == key:
        return None
    if _is_zero(before.right):
        return before if _LEADS.search(words) or not any(map(str.isalnum, words)) else None
    if _is_by(before.left, key):
        vanishing = replace(before, left=before.right, right=n.Number(before.right.span, "0"), kind="condition")
        return vanishing if _VANISHES.search(words) else None
    compound = before.kind in ("claim", "assumption") and key_of(before.left) is None
    return before if compound and _SOLVED.search(words) else None


def _is_by(node: n.Node, key: SymbolKey) -> bool:
    """Whether it is a derivative by the symbol; a bare ∇ is by whatever its function is of."""
    by = _derived_by(node)
    return by is not None and (isinstance(by, n.Nabla) or key_of(by) == key)


def _derived_by(node: n.Node) -> n.Node | None:
    """What a first derivative is by, the sign itself where that does not say; None where it is no derivative."""
    match node:
        case n.Derivative(of=of, by=(by,), order=1) if of is not None:
            return by.variable
        case n.Product(factors=(n.Prime(count=1), n.Group(body=argument))):
            return argument
        case n.Product(factors=(n.Nabla(by=by, order=1) as sign, *_)) | (n.Nabla(by=by, order=1) as sign):
            return sign if by is None else by
        case _:
            return None


def _is_zero(node: n.Node) -> bool:
    return (isinstance(node, n.Number) and node.text == "0") or (isinstance(node, n.Symbol) and node.name.letter == "0")


def _words_between(note: ReadNote, first: int, last: int) -> str | None:
    """The words from one formula to another, in lower case, without the formulas among them; None where they are far apart, or
    where a factor is said to go elsewhere."""
    regions = note.note.document.regions
    if first >= last:
        return None
    start, end = regions[first].span.end, regions[last].span.start
    text = note.note.words(start, end)
    if distance(text, 0, len(text)) > _FAR:
        return None
    words = " ".join(text[regions[k].span.end - start : regions[k + 1].span.start - start] for k in range(first, last)).lower()
    behind = note.note.ask(_behind, regions[last].span.end).lower()
    return None if _ABSORBED.search(words) or _ABSORBED.search(behind) else words


def _behind(note: Note, offset: int) -> str:
    return after(note.document.source.text, offset, _AFTER)
