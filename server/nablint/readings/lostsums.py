"""Quantities that a section writes as an average over an index and then again without the sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TypeAlias

from nablint.base.values import dataclass
from nablint.declarations.directives import function_head
from nablint.declarations.facts import Statement
from nablint.declarations.keys import key_of
from nablint.inference.literals import index_parts
from nablint.parse import nodes as n
from nablint.readings.chains import link_of, name_of
from nablint.readings.note import EQUALITIES
from nablint.readings.troubles import ReadNote

_SAID = ("definition", "claim", "assumption", "update")
_JOINS = frozenset(("", "cdot", "star", "times", "odot"))
MOST_NODES = 200

Form: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class LostSum:
    """`before` says the quantity as a sum over `index`, `after` as the bare terms."""

    before: Statement
    after: Statement
    index: str


@dataclass(frozen=True, slots=True)
class _Average:
    statement: Statement
    total: n.Big
    index: str


def lost_sums(note: ReadNote) -> Iterator[LostSum]:
    """Every equation that repeats an average of its section, term by term, and leaves nothing out but the sum itself."""
    averages: dict[tuple[int, str], _Average] = {}
    for statement in note.note.said:
        kinds = note.note.kinds[statement.region]
        if statement.sign not in EQUALITIES or statement.kind not in _SAID or n.Fraction not in kinds:
            continue
        quantity = _quantity(statement.left)
        if quantity is None or note.is_denied(statement.region):
            continue
        place = (statement.scope, quantity)
        if n.Big in kinds:
            total = _only_sum(statement.right)
            if total is not None:
                averages[place] = _Average(statement, total[0], total[1])
                continue
        average = averages.get(place)
        if average is not None and _is_bare(average, statement.right):
            yield LostSum(average.statement, statement, average.index)


def _quantity(node: n.Node) -> str | None:
    """What an equation is about: a symbol, a function whatever its arguments, or the derivative of one by another."""
    link = link_of(node)
    if link is not None:
        return f"{link.of} by {link.by}"
    if isinstance(node, n.Product) and len(node.factors) >= 2 and isinstance(node.factors[0], n.Nabla):
        nabla, of = node.factors[0], name_of(node.factors[1])
        by = name_of(nabla.by) if nabla.by is not None and nabla.order == 1 else None
        return f"{of} by {by}" if of and by and len(node.factors) == 2 else None
    if isinstance(node, n.Call):
        return f"{node.function}||" if node.power is None and node.index is None and not node.primes else None
    head = function_head(node)
    key = head[0] if head is not None else key_of(node)
    if key is None:
        return None
    # A word before brackets is a call by its name in small letters; alone it is a symbol.
    letter = key.name.letter.lower() if len(key.name.letter) > 1 else key.name.letter
    return "|".join((letter, *key.name.accents, key.sub, key.sup))


def _only_sum(node: n.Node) -> tuple[n.Big, str] | None:
    """The one sum of an expression with the letter that it runs over."""
    sums = [part for part in n.walk(node) if isinstance(part, n.Big)]
    if len(sums) != 1 or sums[0].operator != "sum" or sums[0].body is None or sums[0].lower is None:
        return None
    lower = sums[0].lower
    letter = lower.sides[0] if isinstance(lower, n.Relation) and lower.signs in (("=",), ("∈",)) else lower
    if not isinstance(letter, n.Symbol) or len(letter.name.letter) != 1:
        return None
    return sums[0], letter.name.letter


def _is_bare(average: _Average, right: n.Node) -> bool:
    parts = list(n.walk(right))
    if len(parts) > MOST_NODES or any(isinstance(part, n.Big | n.Opaque | n.Dots | n.Hole | n.Text) for part in parts):
        return False
    index = average.index
    if not _averages(right) or _form(right, index) != _form(average.statement.right, index):
        return False
    # A product of two arrays may be an inner product, and an index that stands twice in one may be summed by custom; without
    # its index, a square may be that of a length.
    bare = not any(_is_indexed(part, index) for part in parts)
    return not _may_contract(right, average.total, index) and not (bare and _squares(average.total, index))


def _averages(node: n.Node) -> bool:
    """Whether the factor of an average still stands: a single term of it would be said without."""
    return any(_average_factor(part) is not None for part in n.walk(node))


def _average_factor(node: n.Node) -> str | None:
    """The number that `1/m`, `2/m` or `1/(2m)` takes of an average, whatever the letter that counts."""
    if not isinstance(node, n.Fraction) or not isinstance(node.numerator, n.Number):
        return None
    below = node.denominator.factors if isinstance(node.denominator, n.Product) else (node.denominator,)
    letters = [part for part in below if isinstance(part, n.Symbol)]
    numbers = [part.text for part in below if isinstance(part, n.Number)]
    return "/".join((node.numerator.text, *numbers)) if len(letters) == 1 and len(numbers) + 1 == len(below) else None


def _is_indexed(node: n.Node, index: str) -> bool:
    """`y_i`, `y^{(i)}`: a member of what is summed."""
    if isinstance(node, n.Sub):
        parts = index_parts(node.index)
    elif isinstance(node, n.Label):
        parts = (node.label,)
    else:
        return False
    return len(parts) == 1 and isinstance(parts[0], n.Symbol) and parts[0].name.letter == index


def _may_contract(right: n.Node, total: n.Big, index: str) -> bool:
    """Whether two things that the sum ran over are multiplied by anything but an elementwise sign."""
    signs = {sign for part in n.walk(right) if isinstance(part, n.Product) for sign in part.signs}
    several = any(
        sum(_runs(factor, index) for factor in part.factors) > 1 for part in n.walk(total) if isinstance(part, n.Product)
    )
    return several and "odot" not in signs


def _squares(total: n.Big, index: str) -> bool:
    return any(isinstance(part, n.Power) and _runs(part.base, index) for part in n.walk(total))


def _runs(node: n.Node, index: str) -> bool:
    return any(_is_indexed(part, index) for part in n.walk(node))


def _form(node: n.Node, index: str) -> Form:
    """An expression without its sum, the index of that, brackets, fonts and the sign and letter chosen for one thing."""
    share = _average_factor(node)
    if share is not None:
        return ("average", share)
    if _is_indexed(node, index):
        assert isinstance(node, n.Sub | n.Label)
        return _form(node.base, index)
    match node:
        case n.Symbol(_, name):
            return ("symbol", name.letter, name.accents)
        case n.Group(_, body, _):
            return _form(body, index)
        case n.Big(_, "sum", _, _, body) if body is not None:
            return _form(body, index)
        case n.Product(_, factors, signs) if set(signs) <= _JOINS:
            return ("product", *_flat(factors, index))
    told = tuple(value for field in fields(node) if isinstance(value := getattr(node, field.name), str | int))
    between = tuple[str, ...](node.signs) if isinstance(node, n.Sum | n.Product | n.Relation) else ()
    return (type(node).__name__, told, between, *(_form(part, index) for part in n.children(node)))


def _flat(factors: tuple[n.Node, ...], index: str) -> Iterator[Form]:
    for factor in factors:
        form = _form(factor, index)
        if form[0] == "product":
            yield from form[1:]  # type: ignore[misc]
        else:
            yield form
