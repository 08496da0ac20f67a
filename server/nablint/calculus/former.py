"""From index terms to matrix expressions: which product of matrices, transposes, traces and diagonals has these entries?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from nablint.base.spans import Span
from nablint.calculus import network
from nablint.calculus.canonical import key
from nablint.calculus.factoring import as_scaled, total
from nablint.calculus.forms import (
    ZERO,
    Applied,
    Called,
    Chain,
    Divided,
    Form,
    Grid,
    Hadamard,
    Identity,
    Inverted,
    Leaf,
    NormOf,
    Number,
    Ones,
    Raised,
    Total,
    chain,
    scaled,
    transpose,
    weight,
)
from nablint.calculus.forms import (
    Unit as UnitForm,
)
from nablint.calculus.product import picked
from nablint.calculus.symbolnodes import dim_node, juxtaposed, symbol_node
from nablint.calculus.terms import (
    Add,
    Apply,
    Constant,
    Delta,
    Det,
    Expm,
    Index,
    Inverse,
    Literal,
    Map,
    MatrixPower,
    Mul,
    Num,
    Power,
    Size,
    Softmax,
    Term,
    Unit,
    Var,
)
from nablint.calculus.writing import POWERED, write
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import By, Derivative, Group, Nabla, Name, Node, Product, Sequence, Sub, Symbol
from nablint.parse.nodes import Number as NumberNode
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import Layout, ScalarByMatrix, ScalarByVector, VectorByVector
from nablint.sizes.shapes import Function, Matrix, Shape, Structure

NOWHERE = Span(0, 0)
_MOST_FACTORS = 6  # of a power that is taken entry by entry
_WIDEST = 6  # a literal with more columns is written row by row
Shapes = Mapping[SymbolKey, tuple[Shape, Structure]]


class NoForm(Exception):
    """There is no matrix form; the message says why."""


class Former:
    """`shapes` say which symbols are rows; `layout` how a derivative of an unknown function lies."""

    def __init__(self, shapes: Shapes, layout: Layout) -> None:
        self.shapes = shapes
        self.layout = layout

    def form(self, term: Term, row: Index | None, col: Index | None) -> Form:
        """The matrix whose entry [row, col] is the term; raises NoForm."""
        wanted = {i for i in (row, col) if i is not None}
        if term.free - wanted:
            raise NoForm("more than two free indices")
        if isinstance(term, Num):
            return self._ones(term.value, row, col)
        if row is not None and row not in term.free:
            return chain(Ones(row.dim), self.form(term, None, col))
        if col is not None and col not in term.free:
            return chain(self.form(term, row, None), transpose(Ones(col.dim)))
        match term:
            case Var():
                return self._var(term, row, col)
            case Add(terms=terms):
                form = total([self.form(t, row, col) for t in terms])
                if row is None and col is not None:
                    column = total([self.form(t, col, None) for t in terms])
                    return transpose(column) if _plain_sum(column) and weight(column) < weight(form) else form
                return form
            case Mul():
                return network.product(self, term, row, col)
            case Map(function=function, argument=argument):
                return self._called(function, argument, row, col)
            case Power():
                return self._power(term, row, col)
            case Delta() if row is not None and col is not None:
                return Identity(row.dim)
            case _:
                return self._rarer(term, row, col)

    def number(self, term: Term) -> Form:
        """A number that stands before a matrix: by its indices where it has no matrix form."""
        from nablint.calculus.indexform import entry_form
        from nablint.calculus.values import scalar

        try:
            return self.form(term, None, None)
        except NoForm:
            return Leaf(key(term), entry_form(scalar(term), self.shapes, self.layout)[0], True)

    def oriented(self, term: Term, first: Index, second: Index) -> tuple[Form, Index, Index]:
        """A term with two free indices as a matrix, the way round that reads better, with its rows and columns."""
        one = self.form(term, first, second)
        if isinstance(term, Var):
            two = transpose(one)
            return (two, second, first) if weight(two) < weight(one) else (one, first, second)
        two = self.form(term, second, first)
        return (two, second, first) if weight(two) < weight(one) else (one, first, second)

    def _ones(self, value: Fraction, row: Index | None, col: Index | None) -> Form:
        if value == 0:
            return ZERO
        parts: list[Form] = []
        if row is not None:
            parts.append(Ones(row.dim))
        if col is not None:
            parts.append(transpose(Ones(col.dim)))
        return scaled(value, (), chain(*parts)) if parts else Number(value)

    def _called(self, function: str, argument: Term, row: Index | None, col: Index | None) -> Form:
        if isinstance(argument, Num) and argument.free:
            # The same number in each entry.
            value = Called(function, Number(argument.value), True)
            return scaled(Fraction(1), ((value, Fraction(1)),), self._ones(Fraction(1), row, col))
        inner = self.form(argument, row, col)
        if row is None and col is not None:
            # exp(Ax)ᵀ, and not exp(xᵀAᵀ).
            return transpose(Called(function, transpose(inner)))
        return Called(function, inner)

    def leaf(self, symbol: SymbolKey, structure: Structure) -> Leaf:
        shape = self.shapes.get(symbol, (None, None))[0]
        vector = isinstance(shape, Matrix) and (shape.cols.is_one or shape.rows.is_one)
        symmetric = bool(structure & (Structure.SYMMETRIC | Structure.DIAGONAL))
        scalar = isinstance(shape, Matrix) and shape.is_scalar
        text = f"{symbol.name}|{symbol.sub}|{symbol.sup}"
        return Leaf(text, symbol_node(symbol), symmetric or scalar, vector and not scalar)

    def entry(self, term: Var, places: list[Dim]) -> Leaf:
        """x_1, A_{12}: an entry at fixed places."""
        nodes = [dim_node(p) for p in places]
        plain = all(isinstance(node, Symbol) or (isinstance(node, NumberNode) and len(node.text) == 1) for node in nodes)
        index: Node = nodes[0]
        if len(nodes) > 1:
            commas = (",",) * (len(nodes) - 1)
            index = juxtaposed(nodes) if plain else Sequence(NOWHERE, tuple(nodes), commas)
        text = f"{term.symbol.name}|{term.symbol.sub}|{term.symbol.sup}|{','.join(map(str, places))}"
        return Leaf(text, Sub(NOWHERE, symbol_node(term.symbol), index), True)

    def _var(self, term: Var, row: Index | None, col: Index | None) -> Form:
        leaf: Form = self.leaf(term.symbol, term.structure)
        match term.slots:
            case ():
                return leaf
            case (only,):
                shape = self.shapes.get(term.symbol, (None, None))[0]
                is_row = isinstance(shape, Matrix) and shape.rows.is_one and not shape.cols.is_one
                return leaf if (only is col) == is_row else transpose(leaf)
            case (first, second) if first is second:
                diagonal = Called("diag", leaf)
                return diagonal if row is not None else transpose(diagonal)
            case (first, second):
                if first is row or Structure.SYMMETRIC in term.structure:
                    return leaf
                if Structure.SKEW in term.structure:
                    return scaled(Fraction(-1), (), leaf)
                return transpose(leaf)
            case _:
                raise NoForm("a symbol with more than two axes")

    def _power(self, term: Power, row: Index | None, col: Index | None) -> Form:
        if not term.free:
            base, exponent = term.base, term.exponent
            if isinstance(exponent, Num):
                return self._scalar_power(base, exponent.value)
        if row is None and col is not None:
            return transpose(self._power(term, col, None))
        exponent_form = self.form(term.exponent, None, None) if not term.exponent.free else None
        if isinstance(term.exponent, Num):
            exponent_form = Number(term.exponent.value)
        if exponent_form is None:
            raise NoForm("an exponent that is an array")
        inner = self.form(term.base, row, col)
        if row is not None and col is not None and not (isinstance(inner, Called) and inner.function in POWERED):
            # A² of a matrix is a product; entry by entry it is written with ⊙.
            if not isinstance(exponent_form, Number):
                raise NoForm("a power of each entry of a matrix")
            return _entry_power(inner, exponent_form.value, self._ones(Fraction(1), row, col))
        return Raised(inner, exponent_form)

    def _scalar_power(self, base: Term, exponent: Fraction) -> Form:
        found = self.square_of_norm(base)
        if found is not None and exponent.denominator == 2:
            return scaled(Fraction(1), ((found, 2 * exponent),), None)
        form = self.form(base, None, None)
        halves = form.factors if isinstance(form, Chain) else ()
        half = chain(*halves[len(halves) // 2 :]) if halves and transpose(form) == form and len(halves) % 2 == 0 else None
        if half is not None and (exponent.denominator == 2 or isinstance(half, Total)):
            # (Ax)ᵀ(Ax) under a root, or (x − a)ᵀ(x − a) below a line, is ‖Ax‖ and ‖x − a‖².
            return scaled(Fraction(1), ((NormOf(half), 2 * exponent),), None)
        if exponent.denominator == 2:
            root = Called("sqrt", form)
            return scaled(Fraction(1), ((root, 2 * exponent),), None)
        return scaled(Fraction(1), ((form, exponent),), None)

    def square_of_norm(self, base: Term) -> Form | None:
        """‖x‖ where the term is Σ x_i x_i, or Σ X_ij X_ij."""
        if not isinstance(base, Mul) or base.coefficient != 1 or len(base.factors) not in (1, 2) or base.free:
            return None
        first = base.factors[0]
        if len(base.factors) == 2:
            if key(first) != key(base.factors[1]):
                return None
        elif isinstance(first, Power) and isinstance(first.exponent, Num) and first.exponent.value == 2:
            first = first.base
        else:
            return None
        indices = sorted(first.free, key=lambda i: i.number)
        if frozenset(indices) != base.bound or not 1 <= len(indices) <= 2:
            return None
        if len(indices) == 1:
            return NormOf(self.form(first, indices[0], None))
        form, _, _ = self.oriented(first, *indices)
        return NormOf(form, True)

    def _rarer(self, term: Term, row: Index | None, col: Index | None) -> Form:
        match term:
            case Constant(name=name):
                return Leaf(name, Symbol(NOWHERE, Name(name)), True)
            case Size(dim=dim):
                return Leaf(f"size {dim}", dim_node(dim), True)
            case Unit(index=index, position=position):
                unit = UnitForm(index.dim, position)
                return unit if index is row else transpose(unit)
            case Inverse(body=body, rows=rows, cols=cols, row=first, col=second):
                matrix = Inverted(self.form(body, rows, cols))
                if first is second:
                    diagonal = Called("diag", matrix)
                    return diagonal if row is not None else transpose(diagonal)
                if term.symmetric or first is row:
                    return matrix
                return transpose(matrix)
            case Det(body=body, rows=rows, cols=cols):
                return Called("det", self.form(body, rows, cols), True)
            case Expm(body=body, rows=rows, cols=cols, row=first, col=second) if first is not second:
                exponential = Called("expm", self.form(body, rows, cols))
                return exponential if first is row else transpose(exponential)
            case MatrixPower(body=body, rows=rows, cols=cols, row=first, col=second, between=None) if first is not second:
                raised = Raised(self.form(body, rows, cols), self.form(term.exponent, None, None))
                return raised if first is row else transpose(raised)
            case Softmax(body=body, over=over, at=at) if not body.free - {over}:
                column = Called("softmax", self.form(body, over, None))
                return column if at is row else transpose(column)
            case Apply():
                return self._applied(term, row, col)
            case Literal(entries=entries, slots=slots):
                return self._grid(entries, slots, row, col)
            case _:
                raise NoForm("written with indices only")

    def _grid(self, entries: tuple[Term, ...], slots: tuple[Index, ...], row: Index | None, col: Index | None) -> Form:
        if len(slots) == 1 and any(e.free for e in entries):
            return self._grid_of_rows(entries, slots[0], row, col)
        if any(e.free for e in entries) or len(slots) > 2:
            raise NoForm("a literal of arrays")
        forms = [self.form(e, None, None) for e in entries]
        if len(slots) == 1:
            column = Grid(tuple((f,) for f in forms))
            return column if slots[0] is row else Grid((tuple(forms),))
        width = slots[1].dim.number or 1
        grid = Grid(tuple(tuple(forms[k : k + width]) for k in range(0, len(forms), width)))
        return grid if slots[0] is row else Grid(tuple(zip(*grid.rows, strict=True)))

    def _grid_of_rows(self, entries: tuple[Term, ...], slot: Index, row: Index | None, col: Index | None) -> Form:
        """A column whose entries vary along the other axis: entry by entry where that has a small number."""
        other = col if slot is row else row
        if other is None or any(e.free - {other} for e in entries):
            raise NoForm("a literal of arrays")
        width = other.dim.number
        if width is not None and width <= _WIDEST:
            units = [Unit(other, Dim.of(k + 1), frozenset((other,))) for k in range(width)]
            cells = tuple(tuple(self.form(picked(e, u), None, None) for u in units) for e in entries)
        else:
            cells = tuple((self.form(e, None, other),) for e in entries)
            if slot is not row:
                return transpose(Grid(cells))
        return Grid(cells) if slot is row else Grid(tuple(zip(*cells, strict=True)))

    def _applied(self, term: Apply, row: Index | None, col: Index | None) -> Form:
        known = self.shapes.get(term.function, (None, None))[0]
        is_function = isinstance(known, Function)
        entrywise = not term.outs and all(not a.slots for a in term.arguments)
        if entrywise and (is_function or known is None):
            if row is None and col is not None:
                return transpose(self._applied(term, col, None))
            if any(k for k, _ in term.by):
                raise NoForm("a partial derivative of an unknown function")
            arguments = tuple(self.form(a.body, row, col) for a in term.arguments)
            return Applied(self.leaf(term.function, Structure.NONE), len(term.by), arguments)
        if not term.by:
            value = self._unknown_value(term, is_function)
            return value if row is not None or col is None else transpose(value)
        return self._unknown_derivative(term, row, col)

    def _unknown_value(self, term: Apply, is_function: bool) -> Form:
        leaf = self.leaf(term.function, Structure.NONE)
        if len(term.outs) > 1:
            raise NoForm("an unknown function with a matrix as value")
        if not is_function:
            return Leaf(leaf.text, leaf.node, not term.outs, bool(term.outs))
        return Applied(leaf, 0, tuple(self._argument(a.body, a.slots) for a in term.arguments))

    def _argument(self, body: Term, slots: tuple[Index, ...]) -> Form:
        if body.free - frozenset(slots) or len(slots) > 2:
            raise NoForm("an unknown function applied in parts")
        return self.form(body, slots[0] if slots else None, slots[1] if len(slots) == 2 else None)

    def _unknown_derivative(self, term: Apply, row: Index | None, col: Index | None) -> Form:
        """∂z/∂y of an unknown function z of y, as the layout writes it."""
        if len(term.by) != 1:
            return self._second_derivative(term, row, col)
        number, axes = term.by[0]
        argument, outs = term.arguments[number], term.outs
        of = self._unknown_value(
            term.__class__(term.function, term.arguments, term.outs, (), term.free), self._is_function(term)
        )
        by = self._argument(argument.body, argument.slots)
        named = isinstance(by, Leaf) or (isinstance(by, Applied) and by.function.text != self._name(term))
        if not named and isinstance(of, Applied) and len(term.arguments) == 1 and len(outs) < 2 and axes:
            return self._at_expression(of.function, by, outs, axes, row)
        # f(x) and t(ε, ν) are named by their functions alone: ∂f/∂x, ∂p/∂t.
        above = of.function if isinstance(of, Applied) else of
        below = by.function if isinstance(by, Applied) else by
        if not isinstance(above, Leaf) or not isinstance(below, Leaf):
            raise NoForm("a derivative of an unknown function at an expression")
        node = Derivative(NOWHERE, "∂", above.node, (By(NOWHERE, below.node, 1),), 1)
        text = f"derivative of {term.function} by {below.text}"
        if not outs and not axes:
            return Leaf(text, node, True)
        if not outs and len(axes) == 1:
            column = self.layout.sv is not ScalarByVector.ROW
            leaf: Form = Leaf(text, node, False, True)
            return leaf if (axes[0] is row) == column else transpose(leaf)
        if not outs and len(axes) == 2:
            straight = (axes[0] is row) != (self.layout.sm is ScalarByMatrix.TRANSPOSED)
            return Leaf(text, node) if straight else transpose(Leaf(text, node))
        if len(outs) == 1 and not axes:
            vector: Form = Leaf(text, node, False, True)
            return vector if outs[0] is row else transpose(vector)
        if len(outs) == 1 and len(axes) == 1:
            jacobian = self.layout.vv is not VectorByVector.ROWS_X
            straight = (outs[0] is row) == jacobian
            return Leaf(text, node) if straight else transpose(Leaf(text, node))
        raise NoForm("a derivative of an unknown function with more than two axes")

    def _name(self, term: Apply) -> str:
        return self.leaf(term.function, Structure.NONE).text

    def _at_expression(
        self, function: Leaf, by: Form, outs: tuple[Index, ...], axes: tuple[Index, ...], row: Index | None
    ) -> Form:
        """∇f(u), in the shape of u, or J_f(u), whose rows follow f."""
        if len(outs) + len(axes) > 2:
            raise NoForm("a derivative of an unknown function with more than two axes")
        argument = Group(NOWHERE, write(by), "()")
        if not outs:
            gradient = Product(NOWHERE, (Nabla(NOWHERE, None), function.node, argument), ("", ""))
            at = Leaf(f"gradient of {function.text} at {by}", gradient, False, len(axes) == 1)
            return at if axes[0] is row else transpose(at)
        head = Sub(NOWHERE, Symbol(NOWHERE, Name("J")), function.node)
        jacobian = Leaf(f"jacobian of {function.text} at {by}", Product(NOWHERE, (head, argument), ("",)))
        return jacobian if outs[0] is row else transpose(jacobian)

    def _second_derivative(self, term: Apply, row: Index | None, col: Index | None) -> Form:
        """∇²f(u) of an unknown function of one vector."""
        function = self.leaf(term.function, Structure.NONE)
        places = [number for number, _ in term.by]
        if len(term.arguments) != 1 or term.outs or places != [0, 0] or any(len(axes) != 1 for _, axes in term.by):
            raise NoForm("a higher derivative of an unknown function")
        by = self._argument(term.arguments[0].body, term.arguments[0].slots)
        head = (Nabla(NOWHERE, None, 2), function.node, Group(NOWHERE, write(by), "()"))
        return Leaf(f"hessian of {function.text} at {by}", Product(NOWHERE, head, ("", "")), True)

    def _is_function(self, term: Apply) -> bool:
        return isinstance(self.shapes.get(term.function, (None, None))[0], Function)


def _entry_power(matrix: Form, exponent: Fraction, ones: Form) -> Form:
    """By ⊙ and ⊘, with a root where the exponent is a half."""
    count, rest = divmod(abs(exponent), 1)
    if rest not in (0, Fraction(1, 2)) or not 0 < count + rest <= _MOST_FACTORS:
        raise NoForm("a power of each entry of a matrix")
    factors = (matrix,) * int(count) + ((Called("sqrt", matrix),) if rest else ())
    product = factors[0] if len(factors) == 1 else Hadamard(factors)
    return product if exponent > 0 else Divided(ones, product)


def _plain_sum(form: Form) -> bool:
    """Whether the transpose of a sum reads better than a sum of transposes: (x − a)ᵀ, but xᵀA + bᵀ."""
    parts = [as_scaled(t) for t in (form.terms if isinstance(form, Total) else (form,))]
    return all(not p.scalars and not isinstance(p.body, Chain) for p in parts)
