"""How the letters of a claim hang together where the note does not say: in du/dx, u depends on x."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from nablint.base.values import dataclass
from nablint.calculus.declared import Declared
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import NAMES, key_of
from nablint.parse import nodes as n
from nablint.readings.parts import Parts

MOST = 40  # letters that hang together; a claim with more is left alone

_NAMES_OF_FUNCTIONS = "fghFGHφϕψΦΨ"

Edges = dict[SymbolKey, dict[SymbolKey, None]]


@dataclass(frozen=True, slots=True)
class Functions:
    """The letters of a claim with something in brackets after them (`applied`); those of them that are smooth functions of
    numbers, with the count of these (`abstract`): derived by a prime, or applied to this and to that; those that are derived
    (`derived`), and those that only are (`only_derived`); those that a list stands after (`listed`), as after no factor,
    or that have a prime (`primed`)."""

    applied: frozenset[SymbolKey]
    abstract: Mapping[SymbolKey, int]
    derived: frozenset[SymbolKey]
    only_derived: frozenset[SymbolKey]
    listed: frozenset[SymbolKey] = frozenset()
    primed: frozenset[SymbolKey] = frozenset()

    def may_be(self, key: SymbolKey) -> bool:
        """Whether a letter is a function by its looks, rather than a factor before a bracket."""
        return key in self.derived or self.is_named(key)

    def is_named(self, key: SymbolKey) -> bool:
        """Whether it is, even if it only stands before a bracket."""
        return key in self.primed or key in self.listed or key.name.letter in _NAMES_OF_FUNCTIONS

    @staticmethod
    def among(nodes: Parts) -> Functions:
        uses: dict[SymbolKey, dict[tuple[SymbolKey | None, ...], None]] = {}
        primed: set[SymbolKey] = set()
        derived: dict[SymbolKey, None] = {}
        heads: set[int] = set()
        for node in nodes.of(n.Product, n.Derivative):
            if isinstance(node, n.Product):
                for (before, after), sign in zip(pairwise(node.factors), node.signs, strict=True):
                    if sign or not isinstance(after, n.Group) or after.brackets != "()":
                        if isinstance(before, n.Nabla) and (head := head_of(after)) is not None:
                            derived[head] = None
                            heads.update(id(part) for part in n.walk(after) if key_of(part) == head)
                        continue
                    body = before.base if isinstance(before, n.Prime) else before
                    key = key_of(body)
                    if key is not None:
                        uses.setdefault(key, {})[tuple(map(letter_of, n.items_of(after)))] = None
                        heads.add(id(body))
                        if body is not before:
                            primed.add(key)
            elif node.of is not None and (head := head_of(node.of)) is not None:
                derived[head] = None
                heads.update(id(part) for part in n.walk(node.of) if key_of(part) == head)
        plain = {key_of(node) for node in nodes.of(*NAMES) if id(node) not in heads} if derived else set()
        known = frozenset(derived)
        listed = frozenset(key for key, ways in uses.items() if all(len(way) > 1 for way in ways))
        abstract = {}
        for key, ways in uses.items():
            counts = {len(way) for way in ways}
            several = key in primed or len(ways) > 1 or any(None in way for way in ways)
            is_function = key in primed or key in known or key in listed or key.name.letter in _NAMES_OF_FUNCTIONS
            if several and is_function and len(counts) == 1:
                abstract[key] = counts.pop()
        return Functions(frozenset(uses), abstract, known | primed, known - plain, listed, frozenset(primed))


def dependences(
    nodes: Parts, declared: Declared, is_open: Callable[[SymbolKey], bool], whole: Callable[[SymbolKey], SymbolKey]
) -> Mapping[SymbolKey, tuple[SymbolKey, ...]]:
    """What each open letter depends on directly. `is_open` says of which letters nothing is known, `whole` names the array
    that a letter with a subscript is an entry of.

    A letter that is derived by y and by x, where y depends on x itself, depends on y alone: that is what a chain rule says.
    Where ∂g/∂x stands beside a total dg/dx or dy/dx, or `g(x, y)` is written, g depends on x directly as well.
    """
    edges: Edges = {}
    partly = _partly(nodes, whole)
    for of, by in _links(nodes):
        of, by = whole(of), whole(by)
        if of != by and is_open(of):
            edges.setdefault(of, {})[by] = None
    if not edges or len(edges) > MOST:
        return {}
    ways = dict(edges)
    for key in {key for keys in edges.values() for key in keys}:
        if key not in ways:
            ways[key] = _rests_on(key, declared, whole)
    found: dict[SymbolKey, tuple[SymbolKey, ...]] = {}
    for of, keys in edges.items():
        beyond = {key: reached(key, ways) for key in keys}
        if any(of in reached for reached in beyond.values()):
            return {}  # in a circle
        found[of] = tuple(
            key
            for key in keys
            if (of, key) in partly or not any(key in reached for other, reached in beyond.items() if other != key)
        )
    return found


def _partly(nodes: Parts, whole: Callable[[SymbolKey], SymbolKey]) -> set[tuple[SymbolKey, SymbolKey]]:
    """What a partial derivative is of and by, where other letters have total ones by the same; a function and what its list of
    arguments names."""
    signs: dict[str, set[tuple[SymbolKey, SymbolKey]]] = {"d": set(), "∂": set()}
    for node in nodes.of(n.Derivative):
        if node.of is not None and node.sign in signs and len(node.by) == 1:
            of, by = head_of(node.of), key_of(node.by[0].variable)
            if of is not None and by is not None:
                signs[node.sign].add((whole(of), whole(by)))
    totally = {by for of, by in signs["d"] if of != by}
    lists = {(whole(of), whole(by)) for node in nodes.of(n.Product) for of, by in applications(node, least=2)}
    return {(of, by) for of, by in signs["∂"] if by in totally} | lists


def _links(nodes: Parts) -> Iterator[tuple[SymbolKey, SymbolKey]]:
    """What is derived, and by what; a function, and what stands in its brackets."""
    for node in nodes.of(n.Derivative, n.Product):
        match node:
            case n.Derivative(of=of, by=by) if of is not None:
                head = head_of(of)
                for one in by:
                    key = key_of(one.variable.base if isinstance(one.variable, n.Transpose) else one.variable)
                    if head is not None and key is not None:
                        yield head, key
            case n.Product(factors=factors):
                for before, after in pairwise(factors):
                    if isinstance(before, n.Nabla) and before.by is not None:
                        head, key = head_of(after), key_of(before.by)
                        if head is not None and key is not None:
                            yield head, key
                yield from applications(node)


def head_of(node: n.Node) -> SymbolKey | None:
    """The letter of `f`, `f(x)`, `(f)` or `fᵀ`."""
    match node:
        case n.Product(factors=(head, n.Group()), signs=("",)):
            return key_of(head)
        case n.Group(body=body) | n.Transpose(base=body):
            return head_of(body)
        case _:
            return key_of(node)


def applications(node: n.Product, least: int = 1) -> Iterator[tuple[SymbolKey, SymbolKey]]:
    """`f(x, y)`: f and x, f and y, where only letters stand in the brackets, or functions of them, and at `least` so many."""
    for (before, after), sign in zip(pairwise(node.factors), node.signs, strict=True):
        key = key_of(before)
        if key is None or sign or not isinstance(after, n.Group) or after.brackets != "()":
            continue
        keys = [letter_of(item) for item in n.items_of(after)]
        if None not in keys and len(keys) >= least:
            yield from ((key, one) for one in keys if one is not None)


def letter_of(node: n.Node) -> SymbolKey | None:
    """The letter that an argument is, or the function in `g(x)` that it is a value of."""
    match node:
        case n.Product(factors=(head, n.Group(brackets="()")), signs=("",)):
            return key_of(head)
        case _:
            return key_of(node)


def _rests_on(key: SymbolKey, declared: Declared, whole: Callable[[SymbolKey], SymbolKey]) -> dict[SymbolKey, None]:
    stated = declared.depends(key)
    definition = declared.definition(key)
    keys = dict.fromkeys(stated or ())
    if definition is not None:
        written = (key_of(part) for part in n.walk(definition.value))
        keys |= dict.fromkeys(whole(one) for one in written if one is not None)
    return keys


def reached(start: SymbolKey, ways: Mapping[SymbolKey, Iterable[SymbolKey]]) -> set[SymbolKey]:
    """All that a letter rests on, through whatever stands between."""
    seen: set[SymbolKey] = set()
    todo = list(ways.get(start, ()))
    while todo:
        key = todo.pop()
        if key not in seen:
            seen.add(key)
            todo.extend(ways.get(key, ()))
    return seen
