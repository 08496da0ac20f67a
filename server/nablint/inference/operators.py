"""Shapes of powers, fractions, derivatives, nablas and big operators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nablint.declarations.keys import key_of
from nablint.inference import derivatives
from nablint.inference.combine import Clash, broadcast, differ, value_of
from nablint.inference.problems import ANYTHING, Alternatives, Operand, Problem
from nablint.parse import nodes as n
from nablint.sizes.shapes import SCALAR, Matrix, Shape, Unknown

if TYPE_CHECKING:
    from nablint.inference.infer import Inference


def power(inf: Inference, node: n.Power) -> Iterable[Shape]:
    """A power of a vector is taken entry by entry; the inverse of a matrix needs a square one."""
    base = inf.of(node.base)
    if isinstance(node.base, n.Symbol) and node.base.name.letter in ("e", "ℯ") and all(isinstance(s, Unknown) for s in base):
        return inf.of(node.exponent)
    if isinstance(node.exponent, n.Number) and node.exponent.text in ("0", "1"):
        # Nobody writes the power 1: it numbers an iterate or a coordinate.
        return ANYTHING
    if isinstance(node.exponent, n.Symbol | n.Label):
        # A letter in the exponent may be a power, a time or the name of a layer.
        return base if all(isinstance(s, Matrix) and s.is_scalar for s in base) else ANYTHING
    if _is_inverse(node.exponent) and _all_not_square(inf, base):
        shape = value_of(base[0])
        assert isinstance(shape, Matrix)
        return inf.report(Problem("square", node, (Operand(node.base, base),), (shape.rows, shape.cols), detail="inverse"))
    return base


def _is_inverse(exponent: n.Node) -> bool:
    match exponent:
        case n.Negate(_, n.Number(_, "1")):
            return True
        case n.Sum(_, ("-",), (n.Number(_, "1"),)):
            return True
        case n.Number(_, text):
            return text in ("-1", "−1")
        case n.Group(_, body, _):
            return _is_inverse(body)
    return False


def _all_not_square(inf: Inference, shapes: Alternatives) -> bool:
    for shape in shapes:
        shape = value_of(shape)
        if not isinstance(shape, Matrix) or shape.is_column or shape.is_row or shape.is_scalar:
            return False
        if not differ(shape.rows, shape.cols, inf.facts):
            return False
    return True


def fraction(inf: Inference, node: n.Fraction) -> Iterable[Shape]:
    """A quotient by a scalar scales; by an array it is taken entry by entry, or is a quotient of another kind."""
    return quotient(inf, counted(inf, node.numerator), counted(inf, node.denominator))


def counted(inf: Inference, node: n.Node) -> Alternatives:
    """The shapes of what stands in a quotient or below a root: there a size of the note is a number, elsewhere its letter may
    be anything (b of a batch is a bias as well)."""
    found = inf.of(node)
    key = key_of(node) if isinstance(node, n.Symbol | n.Sub) else None
    if key is None or key.as_size not in inf.facts.numbers or any(not isinstance(s, Unknown) for s in found):
        return found
    return (SCALAR,)


def quotient(inf: Inference, above: Alternatives, below: Alternatives) -> Alternatives:
    if all(isinstance(s, Matrix) and s.is_scalar for s in below):
        return above
    if any(isinstance(s, Unknown) for s in below):
        return above if all(isinstance(s, Matrix) and not s.is_scalar for s in above) else ANYTHING
    fit = inf.pairwise(above, below, broadcast)
    return ANYTHING if isinstance(fit, Clash) else fit


def derivative(inf: Inference, node: n.Derivative | n.Nabla) -> Iterable[Shape]:
    """A derivative with its numerator; the bare operator is applied where a product is read."""
    if isinstance(node, n.Nabla) or node.of is None:
        return ANYTHING
    return derivative_of(inf, node, node.of)


def derivative_of(inf: Inference, node: n.Derivative, of: n.Node) -> Alternatives:
    of_transposed, inner = _untransposed(of)
    above = inf.of(inner)
    if node.order == 1 and len(node.by) == 1:
        by_transposed, by = _untransposed(node.by[0].variable)
        below = variable(inf, by)
        found: list[Shape] = []
        for a in above:
            for b in below:
                found.extend(derivatives.derivative(a, b, inf.layout, of_transposed, by_transposed))
        return _few(found)
    if node.order == 2:
        return _second_order(inf, node, above)
    if all(isinstance(s, Matrix) and s.is_scalar for by in node.by for s in (*above, *variable(inf, by.variable))):
        return (SCALAR,)
    return ANYTHING


def _second_order(inf: Inference, node: n.Derivative, above: Alternatives) -> Alternatives:
    variables = [_untransposed(by.variable)[1] for by in node.by]
    lists = [variable(inf, v) for v in variables]
    if any(len(shapes) != 1 for shapes in (above, *lists)):
        return ANYTHING
    if len(lists) == 1 or lists[0] == lists[1]:
        return derivatives.hessian(above[0], lists[0][0])
    if all(isinstance(s, Matrix) and s.is_scalar for (s,) in (above, *lists)):
        return (SCALAR,)
    return ANYTHING


def nabla_of(inf: Inference, node: n.Nabla, of: Alternatives, by: Alternatives) -> Alternatives:
    """∇ of something by a known variable; ∇² is the Hessian or the Laplacian."""
    found: list[Shape] = []
    for a in of:
        for b in by:
            if node.order == 1:
                found.extend(derivatives.gradient(a, b, inf.layout))
            elif node.order == 2:
                found.extend((*derivatives.hessian(a, b), SCALAR))
            else:
                return ANYTHING
    return _few(found)


def variable(inf: Inference, node: n.Node) -> Alternatives:
    """A variable of differentiation; several, in brackets or side by side, are stacked, which no shape here says."""
    return inf.of(node) if isinstance(node, n.Symbol | n.Sub | n.Label | n.Prime | n.Call) else ANYTHING


def _untransposed(node: n.Node) -> tuple[bool, n.Node]:
    return (True, node.base) if isinstance(node, n.Transpose) else (False, node)


def _few(shapes: list[Shape]) -> Alternatives:
    return tuple(dict.fromkeys(shapes)) if shapes and not any(isinstance(s, Unknown) for s in shapes) else ANYTHING


def big(inf: Inference, node: n.Big) -> Iterable[Shape]:
    """A sum has the shape of its summand. Its index is a number."""
    if node.body is None:
        return ANYTHING
    body = inf.of(node.body)
    if node.operator in ("sum", "int", "lim"):
        return body
    if node.operator in ("max", "min", "sup", "inf"):
        return body if all(isinstance(s, Matrix) and s.is_scalar for s in body) else ANYTHING
    if node.operator == "prod":
        return body if all(isinstance(s, Matrix) and (s.is_scalar or s.rows == s.cols) for s in body) else ANYTHING
    return ANYTHING
