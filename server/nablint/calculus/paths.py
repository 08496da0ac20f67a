"""The chain rule along every path from an expression to its variable, each factor where the layout has it."""

from __future__ import annotations

from fractions import Fraction

from nablint.base.values import dataclass
from nablint.calculus import derivatives, variables
from nablint.calculus.derivatives import Axes
from nablint.calculus.factoring import total
from nablint.calculus.former import Former
from nablint.calculus.forms import Form, chain, scaled, transpose
from nablint.calculus.scope import Scope
from nablint.calculus.symbolnodes import NOWHERE, juxtaposed
from nablint.calculus.terms import Index, Term
from nablint.calculus.translate import Translator
from nablint.calculus.values import Value
from nablint.calculus.vecforms import flat_form
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import By, Call, Derivative, Node, Sum, Transpose
from nablint.sizes.dims import ONE, Dim
from nablint.sizes.layouts import ScalarByVector, VectorByScalar, VectorByVector
from nablint.sizes.shapes import Matrix, Shape

_ONCE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Link:
    """∂of/∂by, all else that `of` is written with held; `term` has the axes of both."""

    of: Node
    by: Node
    of_axes: Axes
    by_axes: Axes
    term: Term


@dataclass(frozen=True, slots=True)
class Factor:
    """A link as it is written. `turned`: its rows follow what it is by; None where that is nothing that can be said."""

    node: Node
    form: Form
    shape: Shape
    turned: bool | None

    @property
    def is_number(self) -> bool:
        return isinstance(self.shape, Matrix) and self.shape.is_scalar


def link(t: Translator, of: Node, body: Node, by: Node, kept: frozenset[SymbolKey]) -> Link:
    """The derivative of `body`, which is called `of`, by one of the symbols that it is written with; raises Unclear."""
    variable = variables.variable(t, by, Scope())
    value, axes_by, term = derivatives.entries(t, body, [variable], Scope(kept=kept), body, False)
    return Link(of, by, value.axes, axes_by[0], term)


def needs_vec(paths: list[list[Link]]) -> bool:
    """Whether plain factors would be arrays of three axes and more, or lie beside each other: matrices are then taken
    column by column."""
    for path in paths:
        ends = [len(_indices(path[0].of_axes)), len(_indices(path[-1].by_axes))]
        between = [len(_indices(step.of_axes)) for step in path[1:]]
        if 2 in between or (2 in ends and (1 in between or 0 not in ends)):
            return True
    return False


def _indices(axes: Axes) -> tuple[Index, ...]:
    return tuple(axis for axis in axes if axis is not None)


class Writer:
    """Writes a chain rule whose end is `result`, in the layout; raises NoForm where a factor has no matrix form."""

    def __init__(self, t: Translator, of_axes: Axes, by_axes: Axes, result: Value, flat: bool) -> None:
        self.t = t
        self.flat = flat
        self.former = Former(t.shapes, t.layout.whole)
        self.whole = self._is_turned(bool(_indices(of_axes)), bool(_indices(by_axes)), result)

    def _is_turned(self, of: bool, by: bool, result: Value) -> bool:
        """Whether the rows of the whole derivative follow its variable, so that the factors stand in that order."""
        if of == by:
            return self.t.layout.vv is VectorByVector.ROWS_X
        if result.is_vector:
            return (result.col is None) == by
        if by:
            return self.t.layout.sv is not ScalarByVector.ROW
        return self.t.layout.vs is VectorByScalar.ROW

    def factor(self, step: Link) -> Factor:
        if self.flat:
            return self._flat_factor(step)
        value = derivatives.arranged(self.t, step.of_axes, step.by_axes, step.term, step.of)
        form = self.former.form(value.term, value.axes[0], value.axes[1])
        of, by = _indices(step.of_axes), _indices(step.by_axes)
        turned = None if len(of) + len(by) == 0 or 2 in (len(of), len(by)) else value.axes[0] in by or value.axes[1] in of
        node = Derivative(NOWHERE, "∂", step.of, (By(NOWHERE, step.by, 1),), 1)
        return Factor(node, form, self.t.algebra.settled(value).shape, turned)

    def _flat_factor(self, step: Link) -> Factor:
        """∂vec(U)/∂vec(X)ᵀ, or ∂vec(U)ᵀ/∂vec(X): rows and columns are told apart by what is transposed, in every layout."""
        above, beside = self._sides(step.of_axes, step.by_axes)
        form = flat_form(self.former, step.term, above, beside)
        name = self.flat_name(step.of, step.of_axes, step.by, step.by_axes)
        return Factor(name, form, self.flat_shape(step.of_axes, step.by_axes), self.whole)

    def _sides(self, of_axes: Axes, by_axes: Axes) -> tuple[tuple[Index, ...], tuple[Index, ...]]:
        of, by = _indices(of_axes), _indices(by_axes)
        return (by, of) if self.whole else (of, by)

    def flat_shape(self, of_axes: Axes, by_axes: Axes) -> Matrix:
        above, beside = self._sides(of_axes, by_axes)
        return Matrix(*(self.t.algebra.known(_length(side)) for side in (above, beside)))

    def flat_name(self, of: Node, of_axes: Axes, by: Node, by_axes: Axes) -> Node:
        upper, lower = _as_column(of, of_axes), _as_column(by, by_axes)
        if self.whole and _indices(of_axes):
            upper = Transpose(NOWHERE, upper)
        elif not self.whole and _indices(by_axes):
            lower = Transpose(NOWHERE, lower)
        return Derivative(NOWHERE, "∂", upper, (By(NOWHERE, lower, 1),), 1)

    def summed(self, paths: list[list[Link]]) -> tuple[Node, Form]:
        """The products of the factors along the paths, by their names and by their values."""
        products = [self._product([self.factor(step) for step in path]) for path in paths]
        nodes = tuple(node for node, _ in products)
        whole = nodes[0] if len(nodes) == 1 else Sum(NOWHERE, ("+",) * len(nodes), nodes)
        return whole, total([form for _, form in products])

    def _product(self, factors: list[Factor]) -> tuple[Node, Form]:
        nodes: list[Node] = []
        numbers: list[tuple[Form, Fraction]] = []
        forms: list[Form] = []
        for factor in reversed(factors) if self.whole else factors:
            turn = factor.turned is not None and factor.turned != self.whole
            nodes.append(Transpose(NOWHERE, factor.node) if turn else factor.node)
            form = transpose(factor.form) if turn else factor.form
            if factor.is_number:
                numbers.append((form, _ONCE))
            else:
                forms.append(form)
        return juxtaposed(nodes), scaled(_ONCE, tuple(numbers), chain(*forms) if forms else None)


def _length(indices: tuple[Index, ...]) -> Dim:
    length = ONE
    for index in indices:
        length = length * index.dim
    return length


def _as_column(node: Node, axes: Axes) -> Node:
    """vec of a matrix or a row; a column is its own."""
    is_column = len(axes) == 2 and axes[1] is None
    return node if is_column else Call(NOWHERE, "vec", (node,), NOWHERE)
