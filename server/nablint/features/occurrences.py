"""Every place where a formula writes a symbol. A subscript or label belongs to the symbol where the note declares it so:
`b_f` of a declared b_f is one symbol, `x_i` of a declared x is x with the index i."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import SymbolKey
from nablint.declarations.families import asked_families
from nablint.declarations.keys import canonical, key_of, spelling
from nablint.parse.nodes import Label, Node, Prime, Sub, Symbol, Text, children

OPERATORS = frozenset("∂∇d")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`span` covers the symbol with the dress that names it, `letter_span` its letter with font and accents; both in the
    formula's text. `key` is as written here; `exact` is False for another member of a declared family (h_{t-1} of h_t)."""

    key: SymbolKey
    span: Span
    letter_span: Span
    node: Node
    exact: bool = True


@dataclass(frozen=True)
class Names:
    """What the note gives a name to: the symbols with facts, the families that some of them stand for, and sizes."""

    declared: frozenset[SymbolKey]
    families: frozenset[SymbolKey]
    by_letter: dict[tuple[str, tuple[str, ...], str, str], tuple[SymbolKey, ...]]
    sizes: frozenset[str] = frozenset()

    def spelled(self, key: SymbolKey) -> SymbolKey:
        """The one declared symbol that differs from `key` at most in its font; else `key`."""
        if key in self.declared:
            return key
        others = self.by_letter.get((spelling(key.name), key.name.accents, key.sub, key.sup), ())
        return others[0] if len(others) == 1 else key

    def names(self, key: SymbolKey) -> bool:
        return key in self.declared or self.spelled(key) in self.declared

    def in_family(self, key: SymbolKey) -> bool:
        return any(family in self.families for family, _ in asked_families(key))


def occurrences(root: Node, names: Names) -> Iterator[Occurrence]:
    """The symbols of one formula, in the order of the text."""
    stack = [root]
    while stack:
        node = stack.pop()
        dressed = _dressed(node, names)
        if dressed is not None:
            occurrence, rest = dressed
            yield occurrence
            stack.extend(reversed(rest))
        elif not isinstance(node, Text):
            stack.extend(reversed(tuple(children(node))))
        else:
            stack.extend(reversed(node.formulas))


def _dressed(node: Node, names: Names) -> tuple[Occurrence, list[Node]] | None:
    """The symbol that `node` writes, and what else stands in it; None where it is an expression."""
    if not isinstance(node, (Symbol, Sub, Label, Prime)):
        return None
    layers: list[Node] = []
    base: Node = node
    while isinstance(base, (Sub, Label, Prime)):
        layers.append(base)
        base = base.base
    if not isinstance(base, Symbol) or (not layers and base.name.letter in OPERATORS and not names.names(SymbolKey(base.name))):
        return None
    rest: list[Node] = []
    for layer in layers:
        key = key_of(layer)
        # The size d_k is none of the size d.
        exact = key is not None and (names.names(key) or canonical(layer) in names.sizes)
        if key is not None and (exact or names.in_family(key)):
            return Occurrence(key, layer.span, base.span, layer, exact), _outer(layers, layer)
        rest = _scripts(layer) + rest
    if base.name.font == "bb" and not names.names(SymbolKey(base.name)):
        return None  # ℝ and its like are sets
    return Occurrence(SymbolKey(base.name), base.span, base.span, base), rest


def _outer(layers: list[Node], until: Node) -> list[Node]:
    found: list[Node] = []
    for layer in layers:
        if layer is until:
            break
        found = _scripts(layer) + found
    return found


def _scripts(layer: Node) -> list[Node]:
    """What stands in a sub- or superscript that is no part of the name."""
    match layer:
        case Sub(index=index):
            return [index]
        case Label(label=label, style="paren" | "bracket" | "text"):
            return [label]
        case _:
            return []


def moved(occurrence: Occurrence, by: int) -> Occurrence:
    return replace(occurrence, span=occurrence.span.shifted(by), letter_span=occurrence.letter_span.shifted(by))
