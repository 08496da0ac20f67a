"""Letters that count: those up to which a formula sums or lists. They are numbers, though no note says so."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.declarations.keys import canonical
from nablint.parse.nodes import Big, Dots, Label, Node, Number, Relation, Sequence, Sub, Symbol, walk

_SIGNS = ("sum", "prod", "∑", "dots", "…", "...")


def counts_in(tree: Node, text: str) -> Iterator[str]:
    """`n` of `\\sum_{i=1}^n`, of `i = 1, …, n`, of `x_1, …, x_n`."""
    if not any(sign in text for sign in _SIGNS):
        return
    for node in walk(tree):
        match node:
            case Big(operator="sum" | "prod", lower=Relation(signs=("=",)), upper=Symbol() | Sub() | Label() as upper):
                yield from _name(upper)
            case Sequence(items=(*_, before, Dots(), last)):
                if _first(before):
                    yield from _name(last.index if isinstance(last, Sub) and isinstance(before, Sub) else last)


def _first(node: Node) -> bool:
    """`1`, `i = 1`, `x_1`, as a list begins."""
    match node:
        case Number(text=text):
            return text in ("0", "1", "2", "3")
        case Relation(sides=(_, last), signs=("=",)):
            return isinstance(last, Number)
        case Sub(index=index):
            return isinstance(index, Number)
    return False


def _name(node: Node) -> Iterator[str]:
    name = canonical(node) if isinstance(node, Symbol | Sub | Label) else None
    if name and not name[0].isdigit() and "…" not in name:
        yield name
