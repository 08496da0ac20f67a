"""Symbols and sizes as syntax nodes, to be written out."""

from __future__ import annotations

from collections.abc import Sequence

from nablint.base.spans import Span
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import Label, Name, Node, Number, Power, Product, ProductSign, Sub, Sum, Symbol, Text
from nablint.sizes.dims import Dim

NOWHERE = Span(0, 0)


def symbol_node(key: SymbolKey) -> Node:
    """The symbol as a note writes it."""
    node: Node = Symbol(NOWHERE, key.name)
    if key.sub:
        node = Sub(NOWHERE, node, text_node(key.sub))
    if key.sup:
        if key.sup.startswith("(") and key.sup.endswith(")"):
            return Label(NOWHERE, node, text_node(key.sup[1:-1]), "paren")
        if key.sup.startswith("[") and key.sup.endswith("]"):
            return Label(NOWHERE, node, text_node(key.sup[1:-1]), "bracket")
        if key.sup in ("*", "+", "-"):
            style = {"*": "star", "+": "plus", "-": "minus"}[key.sup]
            return Label(NOWHERE, node, Text(NOWHERE, ""), style)  # type: ignore[arg-type]
        return Label(NOWHERE, node, text_node(key.sup), "text")
    return node


def juxtaposed(factors: Sequence[Node]) -> Node:
    """Factors side by side."""
    if len(factors) == 1:
        return factors[0]
    beside: ProductSign = ""
    return Product(NOWHERE, tuple(factors), (beside,) * (len(factors) - 1))


def text_node(text: str) -> Node:
    """A sub- or superscript from its canonical text."""
    if text.isdigit():
        return Number(NOWHERE, text)
    if len(text) == 1:
        return Symbol(NOWHERE, Name(text))
    if text.isalpha() and len(text) > 2:
        return Text(NOWHERE, text)
    return juxtaposed([text_node(c) for c in text])


def dim_node(dim: Dim) -> Node:
    """A size: n, n + 1, mn."""
    if not dim.terms:
        return Number(NOWHERE, "0")
    ordered = sorted(dim.terms, key=lambda term: (-len(term[0]), term[0]))
    terms = [_monomial(abs(c), names) for names, c in ordered]
    if len(terms) == 1 and ordered[0][1] > 0:
        return terms[0]
    return Sum(NOWHERE, tuple("-" if c < 0 else "+" for _, c in ordered), tuple(terms))


def _monomial(coefficient: int, names: tuple[str, ...]) -> Node:
    factors: list[Node] = [] if coefficient == 1 and names else [Number(NOWHERE, str(coefficient))]
    for name in dict.fromkeys(names):
        letter, _, sub = name.partition("_")
        node: Node = Symbol(NOWHERE, Name(letter))
        if sub:
            node = Sub(NOWHERE, node, text_node(sub.strip("{}")))
        count = names.count(name)
        factors.append(node if count == 1 else Power(NOWHERE, node, Number(NOWHERE, str(count))))
    return juxtaposed(factors)
