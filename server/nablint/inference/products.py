"""The shape of a product: functions applied, operators given their operands, and every bracketing that its signs allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.keys import key_of
from nablint.inference import derivatives, operators
from nablint.inference.combine import Clash, broadcast, differ, inner, kronecker, multiply, outer, same, transpose, value_of
from nablint.inference.constants import is_constant
from nablint.inference.indices import entry
from nablint.inference.problems import ANYTHING, Alternatives, Operand, Problem, ProblemKind
from nablint.parse import nodes as n
from nablint.parse.equality import same as same_node
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import SCALAR, UNKNOWN, Function, Matrix, Shape, Unknown

if TYPE_CHECKING:
    from nablint.inference.infer import Inference

LONGEST = 14  # factors beyond which not every bracketing is tried

# A sign with a larger number binds tighter. Juxtaposition binds tightest: A x ⊙ B y is (A x) ⊙ (B y).
_TIGHTNESS = {"": 3, "cdot": 2, "star": 2, "times": 2, "slash": 2}


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor as read: the node, or the application of a function that two nodes write."""

    node: n.Node
    shapes: Alternatives


def product(inf: Inference, node: n.Product) -> Iterable[Shape]:
    factors, signs = read(inf, node)
    if any(isinstance(f.node, n.Dots) for f in factors) or _is_a_size(node):
        # Things listed through dots, or a size such as `m \\times n`, are no product to check.
        return ANYTHING
    if len(factors) == 1:
        return factors[0].shapes
    if "circ" in signs and any(inf.function(f.node) for f in factors):
        return ANYTHING  # functions one after the other
    if all(isinstance(s, Unknown) for f in factors for s in f.shapes):
        return ANYTHING
    found = fold(inf, factors, signs)
    if not isinstance(found, Misfit):
        return found
    if len(factors) <= LONGEST and (every := every_bracketing(inf, factors, signs)):
        return every
    kind: ProblemKind = "elementwise" if found.sign in ("odot", "oslash") else "product"
    sizes = (found.clash.left, found.clash.right) if found.clash.left and found.clash.right else None
    return inf.report(Problem(kind, node, (found.left, found.right), sizes, detail=found.sign))


def _is_a_size(node: n.Product) -> bool:
    return "times" in node.signs and all(isinstance(f, n.Symbol | n.Number | n.Sub) for f in node.factors)


def read(inf: Inference, node: n.Product) -> tuple[list[Factor], list[str]]:
    """The factors with functions applied to the brackets that follow them, and operators to what they act on."""
    factors: list[Factor] = []
    signs: list[str] = []
    nodes, between = list(node.factors), node.signs
    at = 0
    while at < len(nodes):
        factor, taken = _next(inf, nodes, between, at)
        factors.append(factor)
        at += taken
        if at < len(nodes):
            signs.append(between[at - 1])
    return factors, signs


def _next(inf: Inference, nodes: list[n.Node], between: Sequence[n.ProductSign], at: int) -> tuple[Factor, int]:
    node = nodes[at]
    follows = at + 1 < len(nodes) and between[at] == ""
    if isinstance(node, n.Nabla) or (isinstance(node, n.Derivative) and node.of is None):
        if not follows:
            return Factor(node, ANYTHING), 1
        gradient = _transposed_gradient(inf, nodes, between, at)
        if gradient is not None:
            return gradient, 3
        operand, taken = _operand(inf, nodes, between, at + 1)
        whole = _cover(inf, nodes[at : at + 1 + taken])
        return Factor(whole, _operated(inf, node, operand)), taken + 1
    if follows:
        applied = _application(inf, node, nodes[at + 1])
        if applied is not None:
            return Factor(_cover(inf, nodes[at : at + 2]), applied), 2
    if follows and isinstance(node, n.Symbol) and node.name.letter == "d" and not _is_known(inf, node):
        # dX, before anything that has a shape, is a differential: as large as X.
        return Factor(_cover(inf, nodes[at : at + 2]), inf.of(nodes[at + 1])), 2
    if follows and isinstance(node, n.Symbol) and node.name.letter == "D" and not _is_known(inf, node):
        # D f(x) is the derivative of f there, and no product.
        after = nodes[at + 1]
        if inf.function(after) or (
            isinstance(after, n.Group) and isinstance(after.body, n.Product) and "circ" in after.body.signs
        ):
            applied_to = at + 2 < len(nodes) and between[at + 1] == "" and _in_brackets(nodes[at + 2])
            taken = 3 if applied_to else 2
            return Factor(_cover(inf, nodes[at : at + taken]), ANYTHING), taken
    return Factor(node, inf.of(node)), 1


def _transposed_gradient(inf: Inference, nodes: list[n.Node], between: Sequence[n.ProductSign], at: int) -> Factor | None:
    """`\\nabla f(x)^T v`: what is transposed is the gradient, and v is no part of what it is the gradient of."""
    if at + 2 >= len(nodes) or between[at + 1] != "" or not isinstance(nodes[at], n.Nabla):
        return None
    operator, head, after = nodes[at : at + 3]
    if not isinstance(after, n.Transpose) or not isinstance(after.base, n.Group) or not inf.function(head):
        return None
    assert isinstance(operator, n.Nabla)
    found = _operated(inf, operator, _cover(inf, [head, after.base]))
    return Factor(_cover(inf, nodes[at : at + 3]), tuple(transpose(shape) for shape in found))


def _application(inf: Inference, node: n.Node, after: n.Node, turned: bool = False) -> Alternatives | None:
    """`f(x)`, `f(x)^T`, `f(x)^2`: a script behind the bracket belongs to the value; `A[k, :]` is a part of A. None where it
    is no application. `turned`: the bracket is transposed."""
    match after:
        case n.Group(_, n.Sequence(items=items) as index, "[]") if any(isinstance(item, n.Colon) for item in items):
            return tuple(entry(inf, node, index))
        case n.Group(_, _, "()" | "[]"):
            return _applied(inf, node, after, turned)
        case n.Transpose(_, base) if isinstance(base, n.Group):
            value = _application(inf, node, base, not turned)
            return None if value is None else tuple(transpose(s) for s in value)
        case n.Power(_, base, n.Number()) if isinstance(base, n.Group):
            return _application(inf, node, base)
    return None


def _in_brackets(node: n.Node) -> bool:
    """Arguments, perhaps with a script behind them that belongs to the value."""
    return isinstance(node.base if isinstance(node, n.Transpose | n.Power) else node, n.Group)


def _is_known(inf: Inference, node: n.Node) -> bool:
    return any(not isinstance(s, Unknown) for s in inf.of(node))


def _operand(inf: Inference, nodes: list[n.Node], between: Sequence[n.ProductSign], at: int) -> tuple[n.Node, int]:
    """What an operator acts on: the bracket that follows, a function with its bracket, or all that is juxtaposed."""
    if isinstance(nodes[at], n.Group):
        return nodes[at], 1
    end = at + 1
    while end < len(nodes) and between[end - 1] == "":
        end += 1
    return _cover(inf, nodes[at:end]), end - at


def _cover(inf: Inference, nodes: list[n.Node]) -> n.Node:
    if len(nodes) == 1:
        return nodes[0]
    span = Span(nodes[0].span.start, nodes[-1].span.end)
    juxtaposed: n.ProductSign = ""
    whole = n.Product(span, tuple(nodes), (juxtaposed,) * (len(nodes) - 1))
    inf.kept.append(whole)
    return whole


def _operated(inf: Inference, node: n.Derivative | n.Nabla, operand: n.Node) -> Alternatives:
    if isinstance(node, n.Derivative):
        return operators.derivative_of(inf, node, operand)
    variable = operators.variable(inf, node.by) if node.by is not None else _only_argument(inf, operand)
    of = inf.of(operand)
    return operators.nabla_of(inf, node, of, variable)


def _only_argument(inf: Inference, operand: n.Node) -> Alternatives:
    """∇f without an index goes by f's own argument, where f is declared with one."""
    head = operand.factors[0] if isinstance(operand, n.Product) else operand
    function = inf.function(head)
    return (function.domain[0],) if function and len(function.domain) == 1 else ANYTHING


def _applied(inf: Inference, node: n.Node, group: n.Node, turned: bool = False) -> Alternatives | None:
    """`f(x)` where f is known to be a function, or may be one; None where it is a factor before a bracket."""
    assert isinstance(group, n.Group)
    if isinstance(node, n.Prime):
        function = inf.function(node.base)
        return _primed(inf, function, group) if function else (None if _is_known(inf, node.base) else ANYTHING)
    function = inf.function(node)
    if function is not None:
        return _called(inf, function, node, group)
    if isinstance(node, n.Nabla | n.Derivative | n.Number | n.Group | n.Fraction | n.Matrix):
        return None
    if isinstance(node, n.Power) and inf.function(node.base) is not None:
        # A component of a vector of functions, or a function applied several times.
        return ANYTHING
    if is_constant(node):
        # An identity or a one before a bracket may be the name of a function as well.
        return ANYTHING
    if isinstance(node, n.Symbol | n.Sub | n.Label) and not _is_known(inf, node):
        inf.of(group)
        return ANYTHING
    # A declared vector before nothing but a name in brackets, `x(t)`, is a function of it where it cannot be a factor.
    if isinstance(node, n.Symbol | n.Sub | n.Label | n.Transpose) and isinstance(
        group.body, n.Symbol | n.Sub | n.Label | n.Sequence
    ):
        known, argument = inf.of(node), inf.of(group.body)
        as_factor = inf.pairwise(known, argument, multiply)
        if isinstance(as_factor, Clash) or all(isinstance(s, Unknown) for s in argument):
            # `u (u)^T` is a column times a row, `h(u)^T` may be that, or a row that depends on u.
            row = turned and not isinstance(inf.pairwise(known, tuple(map(transpose, argument)), multiply), Clash)
            return known if not row else None if same_node(node, group.body) else ANYTHING
        if known == (SCALAR,) and group.brackets == "()" and not turned:
            # A number before a name in brackets is as likely its value there: "a scalar loss L", and then `L(w)`.
            return tuple(dict.fromkeys((*known, *as_factor)))
    return None


def _primed(inf: Inference, function: Function, group: n.Group) -> Alternatives:
    argument = inf.of(group.body)
    if len(function.domain) != 1:
        return ANYTHING
    if _is_scalar(function.domain[0]) and _is_scalar(function.value):
        return argument
    return derivatives.derivative(function.value, function.domain[0], inf.layout)


def _is_scalar(shape: Shape) -> bool:
    return isinstance(shape, Matrix) and shape.is_scalar


def _called(inf: Inference, function: Function, node: n.Node, group: n.Group) -> Alternatives:
    args = n.items_of(group)
    if len(args) != len(function.domain) or len(args) != 1:
        fits = len(args) == len(function.domain) and all(
            not isinstance(inf.pairwise(inf.of(arg), (domain,), same), Clash)
            for arg, domain in zip(args, function.domain, strict=True)
        )
        # Of arrays larger than its domain a function has as many values, in an order that only the note knows.
        return (function.value,) if fits else ANYTHING
    argument = inf.of(args[0])
    domain = function.domain[0]
    if isinstance(domain, Unknown) and _is_another(inf, node, args[0], argument):
        return ANYTHING
    if _is_scalar(domain):
        return argument if _is_scalar(function.value) else (function.value,)
    if all(_outside(s, domain, inf.facts) for s in argument):
        return inf.report(
            Problem(
                "argument",
                _cover(inf, [node, group]),
                (Operand(args[0], argument), Operand(node, (function,))),
                detail="declared",
            )
        )
    fits = not isinstance(inf.pairwise(argument, (domain,), same), Clash)
    return (function.value,) if fits else ANYTHING


def _is_another(inf: Inference, node: n.Node, arg: n.Node, argument: Alternatives) -> bool:
    """Whether a function that was only stated at one argument, `F(θ) ∈ ℝ^{d×d}`, is applied to one of another size: many write
    one letter for the functions of all parametrisations."""
    key = key_of(node)
    known = inf.known(key) if key is not None else None
    at = known.at if known is not None else ()
    if len(at) != 1 or key_of(arg) in at:
        return False
    stated = inf.symbol(at[0])
    return stated is not None and isinstance(inf.pairwise(argument, stated, same), Clash)


def _outside(shape: Shape, domain: Shape, facts: DimFacts) -> bool:
    """Whether an argument surely is not of the function's domain. A matrix may be a batch; a row may stand for a column."""
    shape, domain = value_of(shape), value_of(domain)
    if not isinstance(shape, Matrix) or not isinstance(domain, Matrix):
        return False
    if domain.is_column or domain.is_row:
        if not (shape.is_column or shape.is_row):
            return False
        length = shape.rows if shape.is_column else shape.cols
        return differ(length, domain.rows if domain.is_column else domain.cols, facts)
    if shape.is_column or shape.is_row:
        # One item of a batch.
        return False
    return not shape.is_scalar and (differ(shape.rows, domain.rows, facts) or differ(shape.cols, domain.cols, facts))


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first place at which reading from the left fails."""

    left: Operand
    right: Operand
    sign: str
    clash: Clash


def fold(inf: Inference, factors: list[Factor], signs: list[str]) -> Alternatives | Misfit:
    """The usual reading: tighter signs first, each level from the left."""
    for tightness in (3, 2, 1):
        at = 0
        merged: list[Factor] = [factors[0]]
        left_over: list[str] = []
        for at, sign in enumerate(signs):
            right = factors[at + 1]
            if _TIGHTNESS.get(sign, 1) != tightness:
                merged.append(right)
                left_over.append(sign)
                continue
            left = merged[-1]
            fit = _combined(inf, left.shapes, right.shapes, sign)
            if isinstance(fit, Clash):
                return Misfit(_nearest(inf, left, last=True), _nearest(inf, right, last=False), sign, fit)
            merged[-1] = Factor(_cover(inf, [left.node, right.node]), fit)
        factors, signs = merged, left_over
    return factors[0].shapes


def _nearest(inf: Inference, factor: Factor, last: bool) -> Operand:
    """Of a partial product the factor at the failing side, where it alone decides; else the whole of it."""
    node = factor.node
    while isinstance(node, n.Product) and all(sign == "" for sign in node.signs):
        edge = node.factors[-1 if last else 0]
        shapes = inf.shapes.get(id(edge))
        if shapes is None or not all(isinstance(s, Matrix) and not s.is_scalar for s in shapes):
            break
        node = edge
    return Operand(node, inf.shapes.get(id(node), factor.shapes) if node is not factor.node else factor.shapes)


def _combined(inf: Inference, left: Alternatives, right: Alternatives, sign: str) -> Alternatives | Clash:
    """Every reading that the sign leaves open; a clash only where none fits."""
    found: list[Shape] = []
    clash: Clash | None = None
    for reading in _READINGS.get(sign, (multiply,)):
        fit = inf.pairwise(left, right, reading)
        if isinstance(fit, Clash):
            clash = clash or fit
        elif any(isinstance(s, Unknown) for s in fit):
            found = list(ANYTHING)
            break
        else:
            found.extend(fit)
    if found or clash is None:
        return tuple(dict.fromkeys(found)) or ANYTHING
    return clash


def _divide(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    right = value_of(right)
    if isinstance(right, Matrix) and right.is_scalar:
        return left
    fit = broadcast(left, right, facts) if isinstance(right, Matrix) else UNKNOWN
    return UNKNOWN if isinstance(fit, Clash) else fit


def _either_inner(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    """The inner product as a reading of its own: only of two vectors."""
    left, right = value_of(left), value_of(right)
    if isinstance(left, Matrix) and isinstance(right, Matrix) and all(s.is_column or s.is_row for s in (left, right)):
        return inner(left, right, facts)
    return Clash()


def _kronecker(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    return kronecker(left, right)


def _outer(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    found = outer(left, right)
    return Clash() if isinstance(found, Unknown) and not isinstance(value_of(left), Unknown) else found


def _cross(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    left, right = value_of(left), value_of(right)
    if isinstance(left, Matrix) and isinstance(right, Matrix) and left.is_column and right.is_column:
        return Clash(left.rows, right.rows) if differ(left.rows, right.rows, facts) else left
    return Clash()


def _anything(left: Shape, right: Shape, facts: DimFacts) -> Shape | Clash:
    return UNKNOWN


_READINGS = {
    "": (multiply,),
    "cdot": (multiply, _either_inner),
    "star": (multiply, broadcast, _either_inner),
    "times": (multiply, _cross, _either_inner),
    "cross": (_cross, multiply),
    "odot": (broadcast,),
    "oslash": (broadcast,),
    "otimes": (_kronecker, _outer, broadcast),
    "circ": (broadcast, multiply),
    "oplus": (_anything,),
    "wedge": (_anything,),
    "slash": (_divide,),
}


def every_bracketing(inf: Inference, factors: list[Factor], signs: list[str]) -> Alternatives:
    """The shapes of all bracketings that fit; empty where none does."""
    count = len(factors)
    table: list[list[Alternatives]] = [[() for _ in range(count)] for _ in range(count)]
    for at, factor in enumerate(factors):
        table[at][at] = factor.shapes
    for width in range(2, count + 1):
        for start in range(count - width + 1):
            end = start + width - 1
            found: list[Shape] = []
            for cut in range(start, end):
                left, right = table[start][cut], table[cut + 1][end]
                if not left or not right:
                    continue
                fit = _combined(inf, left, right, signs[cut])
                if not isinstance(fit, Clash):
                    found.extend(fit)
            unique = tuple(dict.fromkeys(found))
            table[start][end] = ANYTHING if any(isinstance(s, Unknown) for s in unique) else unique[:8]
    return table[0][count - 1]
