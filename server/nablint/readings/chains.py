"""Chain-rule products: which factors are derivatives, what each leads from and to, and in which order they link."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from nablint.base.memory import by_identity
from nablint.base.values import dataclass
from nablint.declarations.facts import Statement
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n


@dataclass(frozen=True, slots=True)
class Link:
    """A factor d`of`/d`by`; the two are names of things, alike for every dress of a letter."""

    node: n.Node
    of: str
    by: str
    transposed: bool
    of_node: n.Node
    by_node: n.Node


@dataclass(frozen=True, slots=True)
class Chain:
    """A product in which derivatives are factors. `pure`: nothing else but numbers stands in it. `whole` is d z/d x on
    the other side of the equation, where there is one; `term`: the product is one term of a sum that it is."""

    product: n.Product
    links: tuple[Link, ...]
    pure: bool
    whole: Link | None
    term: bool = False


Order = Literal["numerator", "denominator", "both"]


# Older ones than these are forgotten, so that a note costs linear time.
MOST_NAMINGS = 200


@dataclass(frozen=True, slots=True)
class Naming:
    """`left = right(…)`, in the statement of that number."""

    statement: int
    left: str
    right: str


def namings(statements: Iterable[Statement]) -> Iterator[Naming]:
    """Every place of a note where a name is given to what a function makes, in order."""
    for statement in statements:
        if statement.sign in ("=", ":=", "≡", "≜") and statement.kind in ("definition", "claim", "assumption"):
            left, right = _head(statement.left), _applied(statement.right)
            if left and right:
                yield Naming(statement.index, left, right)


class Things:
    """Names that stand for one thing at a place: `z = g(y)` makes g and z one, so that ∂g/∂y is ∂z/∂y. A function's name
    that the note uses for several things stands for the last of them before the place."""

    def __init__(self, namings: Sequence[Naming], before: int) -> None:
        end = bisect_right(namings, before, key=lambda naming: naming.statement)
        latest = {naming.right: naming.left for naming in namings[max(end - MOST_NAMINGS, 0) : end]}
        self._roots: dict[str, str] = {}
        for right, left in latest.items():
            self._join(left, right)

    def root(self, name: str) -> str:
        while (parent := self._roots.get(name, name)) != name:
            name = parent
        return name

    def _join(self, left: str, right: str) -> None:
        a, b = self.root(left), self.root(right)
        if a != b:
            self._roots[b] = a

    def same(self, left: str, right: str) -> bool:
        return self.root(left) == self.root(right)


def name_of(node: n.Node) -> str | None:
    """A symbol's name without its font; None for an expression."""
    key = key_of(node)
    if key is None:
        return None
    return "|".join((key.name.letter, *key.name.accents, key.sub, key.sup))


def _head(node: n.Node) -> str | None:
    """`f` of `f(x)`, `z` of `z`."""
    return _applied(node) or name_of(node)


def _applied(node: n.Node) -> str | None:
    if isinstance(node, n.Product) and len(node.factors) == 2 and node.signs == ("",) and isinstance(node.factors[1], n.Group):
        return name_of(node.factors[0])
    return None


def link_of(node: n.Node) -> Link | None:
    """A derivative factor, perhaps transposed or in brackets or marked; None for anything else."""
    inner, transposed = node, False
    for _ in range(6):
        match inner:
            case n.Transpose(_, base):
                inner, transposed = base, not transposed
            case n.Group(_, body, _) | n.Mark(_, body, _, _) | n.At(_, body, _):
                inner = body
            case n.Matrix(_, ((only,),), _):
                inner = only
            case _:
                break
    if not isinstance(inner, n.Derivative) or inner.of is None or inner.order != 1 or len(inner.by) != 1:
        return None
    of, by = _head(inner.of), name_of(inner.by[0].variable)
    return Link(node, of, by, transposed, inner.of, inner.by[0].variable) if of and by else None


@by_identity(2048)
def chains_in(tree: n.Node) -> tuple[Chain, ...]:
    """Every product of two derivatives or more, each with the derivative that the equation says it is."""
    return tuple(_chains(tree, None))


def _chains(node: n.Node, whole: Link | None, term: bool = False) -> Iterator[Chain]:
    if isinstance(node, n.Relation):
        # Of `a = b = c` each side is the derivative that any other side names alone.
        named = next((link for side in node.sides if (link := link_of(side))), None)
        equal = all(sign == "=" for sign in node.signs)
        for side in node.sides:
            yield from _chains(side, named if equal and link_of(side) is None else None)
        return
    if isinstance(node, n.Product):
        chain = as_chain(node, whole, term)
        if chain is not None:
            yield chain
            return
        whole = None
    elif not isinstance(node, n.Sum | n.Group | n.Mark | n.Negate):
        whole = None
    for child in n.children(node):
        yield from _chains(child, whole, term or isinstance(node, n.Sum))


def as_chain(node: n.Product, whole: Link | None, term: bool = False) -> Chain | None:
    if not set(node.signs) <= {"", "cdot", "star", "times"}:
        return None
    links = [(factor, link_of(factor)) for factor in node.factors]
    found = tuple(link for _, link in links if link is not None)
    if len(found) < 2:
        return None
    pure = all(link is not None or isinstance(factor, n.Number) for factor, link in links)
    return Chain(node, found, pure, whole, term)


def order_of(chain: Chain, things: Things) -> Order | None:
    """The convention in which the factors link as written; None where they do not. Transposed factors run the other way."""
    links = chain.links
    if any(link.transposed for link in links):
        return None
    forward = all(things.same(a.by, b.of) for a, b in pairwise(links))
    backward = all(things.same(b.by, a.of) for a, b in pairwise(links))
    if chain.whole is not None:
        z, x = chain.whole.of, chain.whole.by
        forward = forward and things.same(links[0].of, z) and things.same(links[-1].by, x)
        backward = backward and things.same(links[-1].of, z) and things.same(links[0].by, x)
    if forward and backward:
        return "both"
    return "numerator" if forward else "denominator" if backward else None


@dataclass(frozen=True, slots=True)
class Break:
    """Where two factors do not link: `instead` is the name that would have to stand there for the chain to hold."""

    before: Link
    after: Link
    wrong: n.Node  # the variable or numerator that does not fit
    found: str
    instead: str
    instead_node: n.Node


def broken(chain: Chain, things: Things, order: Order | None) -> Break | None:
    """The one place at which the factors, in the order of the note's layout, fail to link while all else does. Where no layout
    is known, the derivative that the product is said to be tells the order by its ends; or a lost hat or index does."""
    if len(chain.links) < 2 or any(link.transposed for link in chain.links) or not chain.pure:
        return None
    for backwards in (False, True):
        if order is not None and backwards != (order == "denominator"):
            continue
        links = tuple(reversed(chain.links)) if backwards else chain.links
        found = _single_break(links, chain.whole, things)
        if found is not None and (order is not None or chain.whole is not None or _same_letter(found)):
            return found
    return None


def _same_letter(found: Break) -> bool:
    return found.found.split("|")[0] == found.instead.split("|")[0]


def _single_break(links: tuple[Link, ...], whole: Link | None, things: Things) -> Break | None:
    if whole is not None and not (things.same(links[0].of, whole.of) and things.same(links[-1].by, whole.by)):
        return None
    gaps = [(a, b) for a, b in pairwise(links) if not things.same(a.by, b.of)]
    if len(gaps) != 1:
        return None
    a, b = gaps[0]
    return Break(a, b, b.of_node, b.of, a.by, a.by_node)
