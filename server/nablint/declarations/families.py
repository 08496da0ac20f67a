"""Symbols that differ only in an index share their shape: `h_{t-1}` of a declared `h_t`, `W^{(2)}` of `W^{(l)}`."""

from __future__ import annotations

import re
from functools import lru_cache

from nablint.base.values import dataclass
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Label, Node, Sub, Symbol
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import Shape, dims_of, substitute

_BRACKETS = {"paren": "()", "bracket": "[]"}
# Letters that count; W_f, W_o, W_q are names of their own.
_DECLARED = re.compile(r"([(\[<]?)([ijklmnst])([)\]>]?)$")
_ASKED = re.compile(r"([(\[<]?)((?:\d*[ijklmnst]|[NTLKMn])(?:[+-]\d+)?|\d+)([)\]>]?)$")


@dataclass(frozen=True, slots=True)
class Member:
    """How a symbol belongs to a family: `letter` counts it in the script `place`."""

    place: str  # "sub" or "sup"
    letter: str
    family: SymbolKey


@dataclass(frozen=True, slots=True)
class Script:
    """Where a member's index stands: below, or above in brackets. `key` is the member's."""

    key: SymbolKey
    index: Node
    brackets: str  # "" for a subscript

    @classmethod
    def of(cls, node: Node) -> Script | None:
        key = key_of(node) if isinstance(node, Sub | Label) and isinstance(node.base, Symbol) else None
        if key is None:
            return None
        if isinstance(node, Sub):
            return cls(key, node.index, "")
        brackets = _BRACKETS.get(node.style) if isinstance(node, Label) else None
        return cls(key, node.label, brackets) if isinstance(node, Label) and brackets else None

    @property
    def text(self) -> str:
        return self.key.sup if self.brackets else self.key.sub

    def saying(self, text: str) -> SymbolKey:
        """The symbol with another index."""
        if not self.brackets:
            return self.key.with_sub(text)
        return self.key.with_sup(f"{self.brackets[0]}{text}{self.brackets[1]}" if text else "")


@lru_cache(maxsize=4096)
def declared_family(key: SymbolKey) -> Member | None:
    """The family that a declaration of `h_t` or `W^{(l)}` states."""
    for place in ("sup", "sub"):
        text = getattr(key, place)
        match = _DECLARED.match(text)
        if match and (place == "sub" or match.group(1)):
            return Member(place, match.group(2), _without(key, place, match))
    return None


@lru_cache(maxsize=4096)
def asked_families(key: SymbolKey) -> tuple[tuple[SymbolKey, str], ...]:
    """The families that a symbol might belong to, each with the index that it has there."""
    found = []
    for place in ("sup", "sub"):
        match = _ASKED.match(getattr(key, place))
        if match and (place == "sub" or match.group(1)):
            found.append((_without(key, place, match), match.group(2)))
    return tuple(found)


def _without(key: SymbolKey, place: str, match: re.Match[str]) -> SymbolKey:
    mark = f"{match.group(1)}#{match.group(3)}"
    return SymbolKey(key.name, mark, key.sup) if place == "sub" else SymbolKey(key.name, key.sub, mark)


def counts(text: str) -> bool:
    """Whether a subscript can be a counter rather than a part of the name."""
    return bool(_ASKED.match(text))


def at_index(shape: Shape, letter: str, index: str) -> Shape:
    """The shape with `letter` replaced by `index` inside the names of its sizes: `n_{l-1}` at l = 2 is `n_1`."""
    values: dict[str, Dim] = {}
    for dim in dims_of(shape):
        for name in dim.names():
            new = name_at_index(name, letter, index)
            if new != name:
                values[name] = Dim.name(new)
    return substitute(shape, values) if values else shape


_SCRIPT = re.compile(r"([_^])(\{[^{}]*\}|\[[^\[\]]*\]|\([^()]*\)|\w+)")


def name_at_index(name: str, letter: str, index: str) -> str:
    def moved(match: re.Match[str]) -> str:
        script = match.group(2)
        opening = script[0] if script[0] in "{[(" else ""
        inner = script[1:-1] if opening else script
        shift = re.fullmatch(rf"{letter}([+-]\d+)?", inner)
        if shift is None:
            return match.group()
        new = added(index, int(shift.group(1) or 0))
        if opening in ("[", "("):
            return f"{match.group(1)}{opening}{new}{script[-1]}"
        return f"{match.group(1)}{new}" if new.isalnum() else f"{match.group(1)}{{{new}}}"

    return _SCRIPT.sub(moved, name)


def added(index: str, shift: int) -> str:
    """`l+1` shifted by -1 is `l`; `2` shifted by -1 is `1`."""
    if index.isdigit():
        return str(int(index) + shift)
    match = re.fullmatch(r"(.*?)([+-]\d+)?", index)
    head, offset = (match.group(1), int(match.group(2) or 0)) if match else (index, 0)
    total = offset + shift
    return head if total == 0 else f"{head}{total:+d}"
