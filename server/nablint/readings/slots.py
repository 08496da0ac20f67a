"""Products of a derivative at given arguments with the derivative of one of those arguments: is it by that argument?"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.memory import by_identity
from nablint.base.values import dataclass
from nablint.declarations.directives import function_head
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.chains import link_of, name_of
from nablint.readings.troubles import ReadNote

MOST_FORMALS = 20  # places of one exercise at which a function is written with its variables


@dataclass(frozen=True, slots=True)
class WrongSlot:
    """`outer` is by the argument `variable`, and is multiplied by `inner`, the derivative of another argument, `through`."""

    region: int
    outer: n.Derivative
    inner: n.Derivative
    through: n.Node
    variable: n.Node
    formal: n.Node  # where the note writes the function with its variables


@dataclass(frozen=True, slots=True)
class _Candidate:
    outer: n.Derivative
    inner: n.Derivative
    through: n.Node
    variable: n.Node
    function: str
    place: int  # of the variable among the arguments


def wrong_slots(note: ReadNote) -> Iterator[WrongSlot]:
    """`\\frac{dq}{dv}(t(v), v) \\frac{dt}{dv}`, where the note writes `q(z, v)`: the way through t takes dq/dz."""
    formals = _Formals(note)
    for region, tree in note.note.formulas():
        if n.Derivative not in note.note.kinds[region] or note.is_denied(region):
            continue
        for one in _candidates(tree):
            formal = formals.of(region, one)
            if formal is not None:
                yield WrongSlot(region, one.outer, one.inner, one.through, one.variable, formal)


@by_identity(2048)
def _candidates(tree: n.Node) -> tuple[_Candidate, ...]:
    return tuple(found for part in n.walk(tree) if isinstance(part, n.Product) for found in _in_product(part))


def _in_product(product: n.Product) -> Iterator[_Candidate]:
    factors = [factor for factor in product.factors if isinstance(factor, n.Derivative)]
    if len(factors) < 2 or not set(product.signs) <= {"", "cdot", "star", "times"}:
        return
    for outer, sign, point in zip(product.factors, product.signs, product.factors[1:], strict=False):
        link = link_of(outer) if isinstance(outer, n.Derivative) else None
        if link is None or sign or not isinstance(point, n.Group) or not isinstance(point.body, n.Sequence):
            continue
        assert isinstance(outer, n.Derivative)
        names = [name_of(item) for item in point.body.items]
        if names.count(link.by) != 1:
            continue
        for item in point.body.items:
            through = _applied_to(item, link.by)
            for inner in factors if through is not None else ():
                other = link_of(inner)
                if inner is not outer and other is not None and (other.of, other.by) == (through, link.by):
                    place = names.index(link.by)
                    yield _Candidate(outer, inner, item, link.by_node, link.of, place)
                    return


def _applied_to(node: n.Node, variable: str) -> str | None:
    """The function of `t(ε, v)`, where the variable is one of its arguments."""
    head = function_head(node)
    if head is None or not isinstance(node, n.Product) or not isinstance(node.factors[1], n.Group):
        return None
    return name_of(node.factors[0]) if any(name_of(part) == variable for part in n.walk(node.factors[1].body)) else None


@dataclass(frozen=True, slots=True)
class _Formal:
    """A function with letters only as its arguments, as a formula writes it."""

    region: int
    node: n.Product
    names: tuple[str | None, ...]


class _Formals:
    """The functions of each exercise as they are written with their variables; found when the first one is asked for."""

    def __init__(self, note: ReadNote) -> None:
        self._note = note
        self._found: dict[tuple[object, str], list[_Formal]] | None = None

    def of(self, region: int, one: _Candidate) -> n.Node | None:
        """Where the exercise has written the function with the variable at the place that it has here. Where it stands at
        another place there, a derivative by it may name that other argument."""
        if self._found is None:
            self._found = {}
            for other in self._note.note.regions:
                kinds = self._note.note.kinds[other]
                if n.Product in kinds and n.Group in kinds:
                    self._look_at(other)
        written = self._found.get((self._note.note.exercise(region), one.function), ())
        fitting = [formal for formal in written if formal.region <= region and len(formal.names) > one.place]
        variable = name_of(one.variable)
        return fitting[0].node if fitting and all(f.names[one.place] == variable for f in fitting) else None

    def _look_at(self, region: int) -> None:
        assert self._found is not None
        for part in n.walk(self._note.note.trees[region]):
            if not isinstance(part, n.Product) or function_head(part) is None or not isinstance(part.factors[1], n.Group):
                continue
            body, function = part.factors[1].body, name_of(part.factors[0])
            if function is not None and isinstance(body, n.Sequence) and all(key_of(item) is not None for item in body.items):
                known = self._found.setdefault((self._note.note.exercise(region), function), [])
                if len(known) < MOST_FORMALS:
                    known.append(_Formal(region, part, tuple(map(name_of, body.items))))
