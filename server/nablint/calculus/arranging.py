"""Shape matching: the orders and transposes of given factors that conform, each with its shape, and which are a derivative.

A hole in the product is filled with what is declared, or its transpose, the order being given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations, product

from nablint.base.budget import Budget, BudgetExceeded
from nablint.base.values import dataclass
from nablint.calculus.declared import Declared
from nablint.calculus.derive import READING, Problem, read_expression
from nablint.calculus.refusals import refusal
from nablint.calculus.scope import Scope
from nablint.calculus.symbolnodes import NOWHERE
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Mismatch
from nablint.calculus.verify import verify_equal
from nablint.parse.nodes import By, Derivative, Group, Hole, Node, Product, ProductSign, Sum, Transpose
from nablint.parse.parser import parse
from nablint.parse.render import render_unicode
from nablint.sizes.dims import Answer
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Matrix

MOST_FACTORS = 5
MOST_HOLES = 3
MOST_CANDIDATES = 20  # for a hole
MOST_FOUND = 200
_TRIED = 60  # that are compared with the derivative
_STEPS = 50_000
_BESIDE: ProductSign = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`derivative`: whether it is the one that was asked for; None where none was, or it could not be checked."""

    node: Node
    shape: Matrix
    derivative: bool | None


def arrange(
    expression: str,
    declared: Declared,
    candidates: Sequence[str],
    wanted: Matrix | None,
    of: str | None,
    wrt: str | None,
    layout: Layout,
) -> list[Arrangement] | Problem:
    """All that conforms and has the `wanted` shape, where one is given; the derivative `of` … `wrt` first. `candidates` may
    fill a hole."""
    node = read_expression(expression)
    if isinstance(node, Problem):
        return node
    derivative = _derivative(of, wrt)
    if isinstance(derivative, Problem):
        return derivative
    given = node.factors if isinstance(node, Product) else (node,)
    t = Translator(declared, layout, READING, Budget(_STEPS))
    try:
        if any(isinstance(factor, Hole) for factor in given):
            ways = _filled(t, given, [parse(name) for name in candidates[:MOST_CANDIDATES]])
        else:
            ways = _ordered(t, given)
        if isinstance(ways, Problem):
            return ways
        shape = _shape(t, derivative) if derivative is not None and wanted is None else wanted
    except Unclear as unclear:
        return Problem(refusal(expression, node, [], declared, unclear), "expression", unclear.misfit)
    except Mismatch as mismatch:
        return Problem(f"the factors of '{expression}' have no shapes ({mismatch})", "expression", True)
    except (BudgetExceeded, RecursionError):
        return Problem("too large an expression", "expression")
    found: list[Arrangement] = []
    for whole, size in ways:
        if shape is not None and size != shape:
            continue
        is_it = None
        if derivative is not None and len(found) < _TRIED:
            verdict = verify_equal(derivative, whole, declared, (layout,), repair=False)
            is_it = None if verdict.status == "unchecked" else verdict.status == "holds"
        found.append(Arrangement(whole, size, is_it))
        if len(found) >= MOST_FOUND:
            break
    return sorted(found, key=lambda one: not one.derivative)


def _product(factors: tuple[Node, ...]) -> Product:
    return Product(NOWHERE, factors, tuple(_BESIDE for _ in factors[1:]))


def _derivative(of: str | None, wrt: str | None) -> Node | Problem | None:
    if of is None and wrt is None:
        return None
    if of is None or wrt is None:
        return Problem("a derivative has both: --derivative-of 'x^T A x' --wrt x", "derivative-of" if of is None else "wrt")
    node = read_expression(of)
    return node if isinstance(node, Problem) else Derivative(NOWHERE, "d", node, (By(NOWHERE, parse(wrt)),))


def _ordered(t: Translator, given: tuple[Node, ...]) -> list[tuple[Node, Matrix]] | Problem:
    """Every order of the factors, each as it is or transposed, that conforms; the given order first. Scalars stay in front."""
    if len(given) > MOST_FACTORS:
        return Problem(f"{len(given)} factors have too many orders; at most {MOST_FACTORS} are arranged", "expression")
    pieces = [list(_turned(t, factor)) for factor in given]
    scalars = [piece for piece in pieces if piece[0][1].is_scalar]
    others = [piece for piece in pieces if not piece[0][1].is_scalar]
    found: dict[str, tuple[Node, Matrix]] = {}
    for order in permutations(others):
        for choice in product(*scalars, *order):
            _keep(t, found, choice)
    return list(found.values())


def _filled(t: Translator, given: tuple[Node, ...], names: list[Node]) -> list[tuple[Node, Matrix]] | Problem:
    """The product with each hole filled, in its order."""
    if sum(isinstance(factor, Hole) for factor in given) > MOST_HOLES:
        return Problem(f"at most {MOST_HOLES} holes are filled", "expression")
    turned = [piece for name in names for piece in _turned(t, name, quietly=True)]
    if not turned:
        return Problem("nothing is declared that a hole could be filled with", "let")
    pieces = [turned if isinstance(factor, Hole) else [_piece(t, factor)] for factor in given]
    found: dict[str, tuple[Node, Matrix]] = {}
    for choice in product(*pieces):
        _keep(t, found, choice)
    return list(found.values())


def _keep(t: Translator, found: dict[str, tuple[Node, Matrix]], choice: tuple[tuple[Node, Matrix], ...]) -> None:
    """Keeps a product that conforms, once however its equal factors are exchanged."""
    t.budget.spend()
    shape = _chained(t, [size for _, size in choice])
    if shape is not None:
        whole = choice[0][0] if len(choice) == 1 else _product(tuple(factor for factor, _ in choice))
        found.setdefault(render_unicode(whole), (whole, shape))


def _turned(t: Translator, factor: Node, quietly: bool = False) -> Iterator[tuple[Node, Matrix]]:
    """A factor as it is and transposed; a scalar has one form only."""
    try:
        node, shape = _piece(t, factor)
    except Unclear:
        if quietly:
            return
        raise
    yield node, shape
    if not shape.is_scalar:
        yield (factor.base if isinstance(factor, Transpose) else Transpose(NOWHERE, node)), shape.transposed


def _piece(t: Translator, factor: Node) -> tuple[Node, Matrix]:
    node = Group(NOWHERE, factor, "()") if isinstance(factor, Sum) else factor
    return node, _shape(t, factor)


def _shape(t: Translator, node: Node) -> Matrix:
    shape = t.value(node, Scope()).shape
    if not isinstance(shape, Matrix):
        raise Unclear("a factor that is no matrix", node.span)
    return shape


def _chained(t: Translator, shapes: list[Matrix]) -> Matrix | None:
    """The shape of the product, where the inner sizes are the same; scalars may stand anywhere."""
    total: Matrix | None = None
    for shape in shapes:
        if total is None or total.is_scalar:
            total = shape
        elif not shape.is_scalar:
            if t.declared.dims.equal(total.cols, shape.rows) is not Answer.YES:
                return None
            total = Matrix(total.rows, shape.cols)
    return total
