"""What an equation says about a symbol that nobody declared: the known side's shape, led back through products and sums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.inference.combine import Clash, multiply, value_of
from nablint.inference.products import Factor, read
from nablint.inference.signatures import is_entrywise
from nablint.parse import nodes as n
from nablint.sizes.shapes import SCALAR, Function, Matrix, Shape, Unknown, dims_of

if TYPE_CHECKING:
    from nablint.inference.infer import Inference

DEEPEST = 12


def solve(inf: Inference, node: n.Node, target: Matrix, depth: int = 0) -> Iterator[tuple[SymbolKey, Matrix]]:
    """The shapes that symbols of `node` must have for it to be `target`; only where nothing else fits."""
    if depth > DEEPEST:
        return
    match node:
        case n.Symbol() | n.Sub() | n.Label():
            key = key_of(node)
            if key is not None and not key.name.letter.isdigit() and _is_unknown(inf, node):
                yield key, target
        case n.Transpose(_, base):
            yield from solve(inf, base, target.transposed, depth + 1)
        case n.Matrix() | n.Group(_, n.Sequence(), "()" | "[]") if target.is_column or target.is_row:
            entries = _entries(node)
            if len(entries) > 1 and len(entries) == (target.rows if target.is_column else target.cols).number:
                for entry in entries:
                    yield from solve(inf, entry, SCALAR, depth + 1)
        case n.Negate(_, body) | n.Group(_, body, "()" | "[]") | n.Mark(_, body, _, _):
            yield from solve(inf, body, target, depth + 1)
        case n.Call(_, function, (argument,)) if is_entrywise(function):
            yield from solve(inf, argument, target, depth + 1)
        case n.Sum(_, _, terms) if not target.is_scalar:
            for term in terms:
                yield from solve(inf, term, target, depth + 1)
        case n.Product(_, _, signs) if set(signs) <= {"", "cdot"}:
            yield from _product(inf, node, target, depth)


def applied(inf: Inference, *sides: n.Node) -> Iterator[tuple[SymbolKey, Matrix, n.Node]]:
    """The symbols that stand as the one argument of a declared map, each with the shape that it takes, and the map."""
    for part in (part for side in sides for part in n.walk(side)):
        if not isinstance(part, n.Product):
            continue
        for head, group, sign in zip(part.factors, part.factors[1:], part.signs, strict=False):
            if sign or not isinstance(group, n.Group) or not isinstance(head, n.Symbol | n.Sub | n.Label):
                continue
            key = key_of(group.body)
            if key is None or key.sub or not _is_unknown(inf, group.body):
                continue
            shapes = [shape for shape in inf.of(head) if isinstance(shape, Function) and len(shape.domain) == 1]
            taken = shapes[0].domain[0] if len(shapes) == 1 else None
            if isinstance(taken, Matrix) and not taken.is_scalar and not any(dim.is_free for dim in dims_of(taken)):
                yield key, taken, head


def scaling(inf: Inference, *sides: n.Node) -> Iterator[tuple[SymbolKey, n.Node]]:
    """The symbols that scale a number in a sum with another number, `‖r‖² + λ wᵀw`, each with the sum: they are numbers."""
    for side in sides:
        while isinstance(side, n.Group):
            side = side.body
        if not isinstance(side, n.Sum) or not any(inf.of(term) == (SCALAR,) for term in side.terms):
            continue
        for term in side.terms:
            if not isinstance(term, n.Product) or not set(term.signs) <= {"", "cdot"}:
                continue
            factors, _ = read(inf, term)
            for at, rest in ((0, factors[1:]), (len(factors) - 1, factors[:-1])):
                scale, scaled = factors[at].node, _known(inf, rest)
                if isinstance(scale, n.Fraction) and isinstance(scale.denominator, n.Number):
                    scale = scale.numerator
                key = key_of(scale)
                number = scaled is not None and (scaled[0] is None or scaled[0].is_scalar)
                if number and key is not None and isinstance(scale, n.Symbol) and _is_unknown(inf, scale):
                    yield key, side
                    break


def _entries(node: n.Node) -> tuple[n.Node, ...]:
    """The entries of a vector that is written out; as many as it has, each is a number and no block."""
    match node:
        case n.Group(_, n.Sequence(_, items, separators)) if set(separators) == {","}:
            return items
        case n.Matrix(_, (row,)):
            return row
        case n.Matrix(_, rows) if all(len(row) == 1 for row in rows):
            return tuple(row[0] for row in rows)
        case _:
            return ()


def _product(inf: Inference, node: n.Product, target: Matrix, depth: int) -> Iterator[tuple[SymbolKey, Matrix]]:
    factors, _ = read(inf, node)
    open_ = [k for k, factor in enumerate(factors) if all(isinstance(s, Unknown) for s in factor.shapes)]
    if len(open_) != 1:
        return
    at = open_[0]
    before, after = _known(inf, factors[:at]), _known(inf, factors[at + 1 :])
    if before is None or after is None:
        return
    left, right = before[0], after[0]
    if left is None and right is None:
        return
    if _may_be_scaled(inf, left, right, target):
        # With a number in its place the product has the right shape as well.
        return
    rows = left.cols if left is not None else target.rows
    cols = right.rows if right is not None else target.cols
    yield from solve(inf, factors[at].node, Matrix(rows, cols), depth + 1)


def _known(inf: Inference, factors: list[Factor]) -> tuple[Matrix | None] | None:
    """The product of known factors, scalars left out ((None,) where nothing is left); None where it is not known."""
    total: Matrix | None = None
    for factor in factors:
        if len(factor.shapes) != 1:
            return None
        shape: Shape | Clash = value_of(factor.shapes[0])
        if not isinstance(shape, Matrix) or any(dim.is_free for dim in dims_of(shape)):
            return None
        if shape.is_scalar:
            continue
        shape = shape if total is None else multiply(total, shape, inf.facts)
        if not isinstance(shape, Matrix):
            return None
        total = shape
    return (total,)


def _may_be_scaled(inf: Inference, left: Matrix | None, right: Matrix | None, target: Matrix) -> bool:
    if left is not None and right is not None:
        product = multiply(left, right, inf.facts)
        return not isinstance(product, Clash) and product == target
    return (left or right) == target


def _is_unknown(inf: Inference, node: n.Node) -> bool:
    return all(isinstance(s, Unknown) for s in inf.of(node))
