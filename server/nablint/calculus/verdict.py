"""What checking a claim says: it holds, it fails (and what would hold), or it was not checked, and why."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from nablint.base.values import dataclass
from nablint.calculus.readings import AS_USUAL, Reading
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import Node
from nablint.sizes.layouts import Layout

Nested: TypeAlias = "tuple[float | Nested, ...]"

RepairKind = Literal[
    "transposed", "layout", "sign", "factor", "order", "symmetric", "path", "entry", "lost sign", "term"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repair:
    """What would hold. `node` is the right side put right, where that is a change of it; `text` says it in words."""

    kind: RepairKind
    text: str
    node: Node | None = None
    layout: Layout | None = None
    symbols: tuple[SymbolKey, ...] = ()  # of which more would have to hold, or through which a path goes
    factor: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A symbol with its value: a number, a tuple of entries, or a tuple of rows."""

    symbol: SymbolKey
    value: float | Nested


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Small numbers at which the sides differ, with both values."""

    values: tuple[Assigned, ...]
    left: float | Nested
    right: float | Nested

    @property
    def text(self) -> str:
        """`x = (1, 2): left 2, right 4`."""
        given = ", ".join(f"{_name(a.symbol)} = {shown(a.value)}" for a in self.values)
        at = f"for {given}: " if given else ""
        return f"{at}left {shown(self.left)}, right {shown(self.right)}"


def _name(key: SymbolKey) -> str:
    if key.sub.startswith("1…"):
        return f"{key.name.letter}_1, …, {key.name.letter}_{key.sub[2:]}"
    if key.sup[1:].startswith("1…"):
        before, after = key.sup[0], key.sup[-1]
        return f"{key.name.letter}^{before}1{after}, …, {key.name.letter}^{before}{key.sup[3:-1]}{after}"
    sub = f"_{key.sub}" if key.sub else ""
    return f"{key.name.letter}{sub}{'^' + key.sup if key.sup else ''}"


def shown(value: float | Nested) -> str:
    """A number, (1, 2) for a vector, ((1, 2), (3, 4)) for a matrix."""
    if isinstance(value, tuple):
        return f"({', '.join(shown(v) for v in value)})"
    if value == int(value) and abs(value) < 1e9:
        return str(int(value))
    return f"{value:.4g}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reading` and `layout` are those under which a claim holds (the first ones tried, where it fails). `correct` is
    what the left side is, in the shortest form; only where that was asked for."""

    status: Literal["holds", "fails", "unchecked"]
    why: str = ""
    reading: Reading = AS_USUAL
    layout: Layout | None = None
    counterexample: Counterexample | None = None
    repair: Repair | None = None
    correct: Node | None = None


def unchecked(why: str) -> Verdict:
    return Verdict("unchecked", why)
