"""A total and its parts by one letter: ℓ = 1/B Σ ℓ_i. The parts get a name of their own, for else ℓ_i were an entry of ℓ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

from nablint.calculus.declared import Around, Declared, Definition
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.parse.rebuilding import rebuilt

_TOTALS = ("sum", "prod")
_PART = "part"  # an accent that nobody writes


def with_parts_apart(declared: Declared, left: n.Node, right: n.Node) -> Iterator[tuple[Declared, n.Node, n.Node]]:
    """The claim once more, where a letter of it is a total of parts that share its letter; nothing where none is."""
    named = {name for side in (left, right) for part in n.walk(side) if (name := _of_parts(part)) is not None}
    totals = frozenset(name for name in named if _is_total(declared.definition(SymbolKey(name)), name))
    if totals:
        yield _Apart(declared, totals), _apart(left, totals), _apart(right, totals)


def _is_total(definition: Definition | None, name: n.Name) -> bool:
    if definition is None:
        return False
    sums = (part for part in n.walk(definition.value) if isinstance(part, n.Big) and part.operator in _TOTALS)
    return any(_of_parts(part) == name for total in sums for part in n.walk(total))


def _of_parts(node: n.Node) -> n.Name | None:
    """The name of what `ℓ_i` is a part of."""
    return node.base.name if isinstance(node, n.Sub) and isinstance(node.base, n.Symbol) else None


def _apart(node: n.Node, totals: frozenset[n.Name]) -> n.Node:
    def change(part: n.Node) -> n.Node:
        name = _of_parts(part)
        if name in totals and isinstance(part, n.Sub):
            return replace(part, base=n.Symbol(part.base.span, name.with_accent(_PART)))
        return _without_arguments(part) if isinstance(part, n.Product) else part

    return rebuilt(node, change)


def _without_arguments(product: n.Product) -> n.Node:
    """`ℓ_i(w)` is a part that depends on w, which goes without saying: a ∇ before it is one by w."""
    factors, signs = [product.factors[0]], []
    for sign, factor in zip(product.signs, product.factors[1:], strict=True):
        name = _of_parts(factors[-1])
        if name is None or _PART not in name.accents or sign or not _is_of_letters(factor):
            factors.append(factor)
            signs.append(sign)
        elif len(factors) > 1 and isinstance(nabla := factors[-2], n.Nabla) and nabla.by is None:
            factors[-2] = replace(nabla, by=factor.body)
    return replace(product, factors=tuple(factors), signs=tuple(signs)) if signs else factors[0]


def _is_of_letters(node: n.Node) -> TypeGuard[n.Group]:
    if not isinstance(node, n.Group) or node.brackets != "()":
        return False
    return all(key_of(item) is not None for item in n.items_of(node))


class _Apart(Around):
    """The same of all definitions."""

    def __init__(self, declared: Declared, totals: frozenset[n.Name]) -> None:
        super().__init__(declared)
        self._totals = totals
        self._made: dict[SymbolKey, Definition | None] = {}

    def definition(self, key: SymbolKey) -> Definition | None:
        if key not in self._made:
            found = super().definition(key)
            self._made[key] = None if found is None else replace(found, value=_apart(found.value, self._totals))
        return self._made[key]
