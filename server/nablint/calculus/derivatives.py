"""Derivatives as a note writes them: fractions, ∇, primes; the layout is applied here, after differentiation."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from nablint.base.budget import BudgetExceeded
from nablint.calculus import calls, literals, subscripts, unapplied
from nablint.calculus.build import add, is_zero, with_indices
from nablint.calculus.build import var as build_var
from nablint.calculus.declared import Definition
from nablint.calculus.differentials import differential
from nablint.calculus.differentiate import NotDifferentiable, differentiate, transformed
from nablint.calculus.indexing import letters_in
from nablint.calculus.rename import rename
from nablint.calculus.scope import Scope
from nablint.calculus.terms import Index, Term, Var, size_of, symbols
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value, scalar
from nablint.calculus.variables import Variable, collected, stacked, variable, variables_of
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Derivative, Group, Nabla, Node, Product, Sequence, Sub, Sum, Symbol, Transpose, walk
from nablint.sizes.layouts import (
    Layout,
    MatrixByScalar,
    NablaSide,
    ScalarByMatrix,
    ScalarByVector,
    VectorByScalar,
    VectorByVector,
)
from nablint.sizes.shapes import Matrix, Structure

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

Axes = tuple[Index | None, ...]
_LARGEST = 6_000  # parts of a term
NOT_WRITTEN_IN = "a derivative by a symbol that what is derived is not written in"


def fraction(t: Translator, node: Derivative, of: Node, scope: Scope) -> Value:
    if not node.by:
        return differential(t, node, of, scope)
    by = stacked(node)
    if by:
        return _by_several(t, node, of, by, scope)
    variables = variables_of(t, node.by, scope, node)
    if node.order is not None and node.order != len(variables):
        raise Unclear("a derivative whose orders differ", node.span)
    try:
        return derivative(t, of, variables, scope, node, partial=node.sign == "∂")
    except Unclear as unclear:
        by = collected(t, node) if unclear.why == NOT_WRITTEN_IN else ()
        if not by:
            raise
    return _by_several(t, node, of, by, scope)


def _by_several(t: Translator, node: Derivative, of: Node, by: tuple[Node, ...], scope: Scope) -> Value:
    """The derivatives by each, side by side where rows follow what is derived, else one below the other."""
    partial = node.sign == "∂"
    values = [derivative(t, of, [variable(t, one, scope)], scope, node, partial=partial) for one in by]
    if any(value.is_tensor for value in values):
        raise Unclear("a derivative of an array by several", node.span)
    scalar_of = t.value(of, scope).is_scalar
    side = t.layout.sv is ScalarByVector.ROW if scalar_of else t.layout.vv is not VectorByVector.ROWS_X
    return literals.joined(t, values, node, across=side)


def derivative(
    t: Translator, of: Node, variables: list[Variable], scope: Scope, node: Node, partial: bool = False, nabla: bool = False
) -> Value:
    """`of` derived by each variable, the last one first, in the layout of the translator."""
    value, axes_by, term = entries(t, of, variables, scope, node, partial)
    if len(axes_by) == 1:
        result = _first_order(t, value.axes, axes_by[0], term, variables[0], of, node, nabla)
    else:
        result = _second_order(t, value, axes_by, term, variables, node)
    return at_their_values(t, result, variables, scope, node)


def entries(
    t: Translator, of: Node, variables: list[Variable], scope: Scope, node: Node, partial: bool
) -> tuple[Value, list[Axes], Term]:
    """What is derived, the axes of each variable in the order of derivation, and the entries of the derivative."""
    keys = frozenset(v.key for v in variables)
    if any(k in scope.bindings for k in keys):
        raise Unclear("a derivative by an argument", node.span)
    inner = scope.keeping(keys)
    held = _held(t, of, keys) if partial else frozenset()
    if held and t.asked.ask("partial") == "partial":
        inner = inner.keeping(held)
    elif held:
        held = frozenset()
    if t.hold - keys:
        held |= t.hold - keys
        inner = inner.keeping(held)
    of = unapplied.at_variable(t, of, node, scope)
    value = t.value(of, inner)
    _links(t, of, value, variables, scope, node)
    axes_by: list[Axes] = []
    term = value.term
    order = variables if len({v.key for v in variables}) == 1 else variables[::-1]
    for v in order:
        axes = t.axes_of(v.shape, node)
        slots = tuple(a for a in axes if a is not None)
        try:
            term = differentiate(term, v.key, slots, t.budget)
        except NotDifferentiable as failure:
            raise Unclear(f"no derivative is known of {failure.args[0]}", node.span) from None
        if size_of(term, _LARGEST) >= _LARGEST:
            raise BudgetExceeded
        axes_by.append(axes)
    for k, v in enumerate(order):
        if v.flat:
            # By vec(X): its axes as one, column by column.
            whole = t.algebra.vec(Value(term, axes_by[k]))
            term, axes_by[k] = whole.term, (None, whole.axes[0]) if v.transposed else whole.axes
        elif v.entry is not None:
            picked_value = subscripts.entries(t, Value(term, axes_by[k]), v.entry.index, scope, node)
            term, axes_by[k] = picked_value.term, picked_value.axes
        elif v.transposed:
            axes_by[k] = tuple(reversed(axes_by[k]))
    if held:
        term = substituted(t, Value(term, ()), {k: _outside(t, k, scope, node) for k in held if k not in scope.kept}, node).term
    return value, axes_by, term


def at_their_values(t: Translator, result: Value, variables: list[Variable], scope: Scope, node: Node) -> Value:
    """The derivative at what the note defines its variables as."""
    keys = {v.key for v in variables}
    outer = {k: _outside(t, k, scope, node) for k in keys if k not in scope.kept and _has_meaning(t, k)}
    return substituted(t, result, outer, node) if outer else result


def _has_meaning(t: Translator, key: SymbolKey) -> bool:
    return t.declared.definition(key) is not None or bool(t.declared.depends(key))


def _outside(t: Translator, key: SymbolKey, scope: Scope, node: Node) -> Value:
    found = t.lookup(key, scope, node)
    if found is None:
        raise Unclear("a symbol that nobody declared", node.span)
    return found


def _held(t: Translator, of: Node, keys: frozenset[SymbolKey]) -> frozenset[SymbolKey]:
    """The arguments beside the variable that `of` has directly and that depend on something themselves."""
    while isinstance(of, Group):
        of = of.body
    head = of.factors[0] if isinstance(of, Product) and of.factors else of
    key = key_of(of) or key_of(head)
    definition = None if key is None else t.declared.definition(key)
    if definition is not None:
        direct = _arguments_in(definition.value) | set(definition.parameters)
    elif key is not None and (stated := t.declared.depends(key)):
        direct = set(stated)
    else:
        direct = _arguments_in(of)
    own = {t.own_key(k) for k in direct}
    if not own & keys:
        return frozenset()
    return frozenset(k for k in own - keys if _has_meaning(t, k))


def _arguments_in(node: Node) -> set[SymbolKey]:
    """The symbols of an expression but for those that stand before a bracket, which may be functions."""
    applied = {id(f) for n in walk(node) if isinstance(n, Product) for f, g in pairwise(n.factors) if isinstance(g, Group)}
    named = (n for n in walk(node) if isinstance(n, Symbol | Sub) and id(n) not in applied)
    return {k for n in named if (k := key_of(n)) is not None}


def _links(t: Translator, of: Node, value: Value, variables: list[Variable], scope: Scope, node: Node) -> None:
    """A derivative that is zero only because nothing says how one symbol depends on the other is unknown, not zero."""
    present = symbols(value.term)
    for v in variables:
        if v.key in present:
            continue
        if _has_meaning(t, v.key) or t.declared.is_assumed(v.key):
            raise Unclear(NOT_WRITTEN_IN, node.span)
        key = key_of(of)
        if key is not None and not _has_meaning(t, key) and t.declared.depends(key) is None:
            raise Unclear("nothing says how one symbol depends on the other", node.span)


def substituted(t: Translator, value: Value, replacements: Mapping[SymbolKey, Value], node: Node) -> Value:
    """The value with symbols replaced."""

    def leaf(v: Var) -> Term:
        new = replacements.get(v.symbol)
        if new is None:
            return v
        fresh = new.fresh()
        if len(fresh.indices) != len(v.slots):
            raise Unclear("a symbol with another shape than its definition", node.span)
        return rename(fresh.term, dict(zip(fresh.indices, v.slots, strict=True)))

    return Value(transformed(value.term, leaf), value.axes, value.of_axes) if replacements else value


def _first_order(
    t: Translator, of_axes: Axes, by_axes: Axes, term: Term, v: Variable, of: Node, node: Node, nabla: bool
) -> Value:
    if nabla:
        return _gradient(t, of_axes, by_axes, term, node)
    transposed_of = isinstance(of, Transpose) or (isinstance(of, Group) and isinstance(of.body, Transpose))
    return arranged(t, of_axes, by_axes, term, node, v.transposed, transposed_of)


def _kind(axes: Axes) -> str:
    count = sum(a is not None for a in axes)
    return "s" if count == 0 else "v" if count == 1 and len(axes) == 2 else "m" if count == 2 and len(axes) == 2 else "t"


def _only(axes: Axes) -> Index:
    return next(a for a in axes if a is not None)


def arranged(
    t: Translator,
    of_axes: Axes,
    by_axes: Axes,
    term: Term,
    node: Node,
    by_transposed: bool = False,
    of_transposed: bool = False,
    question: str = "",
) -> Value:
    """The entries ∂of/∂by laid out as rows and columns, or as a tensor where there are more than two axes."""
    of_kind, by_kind = _kind(of_axes), _kind(by_axes)
    # Axes that the derivative does not have (a constant entry) are repeated.
    term = with_indices(term, frozenset(a for a in (*of_axes, *by_axes) if a is not None))
    if of_kind + by_kind == "ss":
        return scalar(term)
    layout = t.layout
    match of_kind + by_kind:
        case "sv":
            x = _only(by_axes)
            if by_transposed or (by_axes[0] is None and t.asked.ask("row") == "shape"):
                return Value(term, by_axes)
            column = layout.sv is not ScalarByVector.ROW
            return Value(term, (x, None) if column else (None, x))
        case "vs":
            y = _only(of_axes)
            if of_axes[0] is None and t.asked.ask("row") == "shape":
                return Value(term, of_axes)
            column = layout.vs is not VectorByScalar.ROW
            return Value(term, (y, None) if column else (None, y))
        case "vv":
            y, x = _only(of_axes), _only(by_axes)
            jacobian = layout.vv is not VectorByVector.ROWS_X
            row = of_axes[0] is None
            if by_transposed and (of_transposed or row):
                # Nobody settles how a row by a row lies.
                jacobian = t.asked.ask("row") == "entries"
            elif by_transposed:
                jacobian = True
            elif of_transposed and not by_transposed:
                jacobian = t.asked.ask("row") == "shape" and jacobian
            if question and t.layout.vv is None and t.asked.ask(question) == "transposed":
                jacobian = False
            return Value(term, (y, x) if jacobian else (x, y))
        case "sm":
            flip = layout.sm is ScalarByMatrix.TRANSPOSED
            return Value(term, tuple(reversed(by_axes)) if flip else by_axes)
        case "ms":
            flip = layout.ms is MatrixByScalar.TRANSPOSED
            return Value(term, tuple(reversed(of_axes)) if flip else of_axes)
        case _:
            y_all = tuple(a for a in of_axes if a is not None)
            x_all = tuple(a for a in by_axes if a is not None)
            axes = (*x_all, *y_all) if layout.vv is VectorByVector.ROWS_X else (*y_all, *x_all)
            return Value(term, axes, len(y_all))


def _gradient(t: Translator, of_axes: Axes, by_axes: Axes, term: Term, node: Node) -> Value:
    """∇f has the shape of its variable; ∇ of a vector function is the Jacobian or its transpose."""
    term = with_indices(term, frozenset(a for a in (*of_axes, *by_axes) if a is not None))
    kinds = _kind(of_axes) + _kind(by_axes)
    if kinds[0] == "s":
        if kinds == "sv" and t.layout.nabla is NablaSide.ROW:
            return Value(term, (None, _only(by_axes)))
        return Value(term, by_axes)
    if kinds == "vv":
        y, x = _only(of_axes), _only(by_axes)
        jacobian = t.asked.ask("nabla") == "jacobian"
        return Value(term, (y, x) if jacobian else (x, y))
    return arranged(t, of_axes, by_axes, term, node)


def _second_order(t: Translator, value: Value, axes_by: list[Axes], term: Term, variables: list[Variable], node: Node) -> Value:
    every = [tuple(a for a in axes if a is not None) for axes in axes_by]
    term = with_indices(term, frozenset(value.indices).union(*map(frozenset, every)))
    if not any(every):
        return arranged(t, value.axes, (None, None), term, node)
    if value.is_scalar and len(every) == 2 and all(len(axes) <= 1 for axes in every):
        if not every[0] or not every[1]:
            x = every[0] or every[1]
            column = t.layout.sv is not ScalarByVector.ROW
            return Value(term, (x[0], None) if column else (None, x[0]))
        first, second = every[0][0], every[1][0]
        same = variables[0].key == variables[1].key
        if same or t.asked.ask("mixed") == "second first":
            return Value(term, (second, first))
        return Value(term, (first, second))
    y = value.indices
    x_all = tuple(a for axes in every for a in axes)
    if len(y) + len(x_all) <= 2:
        return arranged(t, value.axes, (next((a for axes in axes_by for a in axes if a), None), None), term, node)
    return Value(term, (*x_all, *y) if t.layout.vv is VectorByVector.ROWS_X else (*y, *x_all), len(y))


def nabla(t: Translator, node: Nabla, operand: Node, scope: Scope) -> Value:
    """∇f, ∇_x f(x), ∇²f."""
    if node.order not in (1, 2):
        raise Unclear("a high power of ∇", node.span)
    operand = unapplied.with_all_arguments(t, operand)
    at = _at_expression(t, operand, scope) if node.by is None and node.order == 1 else None
    if at is not None:
        definition = t.declared.definition(at[0])
        if definition is not None:
            return of_definition(t, definition, t.value(at[1], scope), 1, scope, node, gradient=True)
        return calls.gradient_at(t, at[0], at[1], scope, node)
    if node.by is not None:
        variables = [variable(t, node.by, scope)]
    else:
        variables = _own_variables(t, operand, scope, node)
    if len(variables) == 1:
        only = variables[0]
        if node.order == 1:
            return derivative(t, operand, [only], scope, node, partial=True, nabla=True)
        if t.asked.ask("laplacian") == "hessian":
            return derivative(t, operand, [only, only], scope, node, partial=True)
        return t.algebra.trace(derivative(t, operand, [only, only], scope, node, partial=True))
    if any(not (isinstance(v.shape, Matrix) and v.shape.is_scalar) for v in variables):
        raise Unclear("∇ by several arrays", node.span)
    if node.order == 1:
        entries = [derivative(t, operand, [v], scope, node, partial=True) for v in variables]
        gradient = literals.column(tuple(e.term for e in entries))
        return t.algebra.transposed(gradient) if t.layout.nabla is NablaSide.ROW else gradient
    grid = [[derivative(t, operand, [v, w], scope, node, partial=True) for w in variables] for v in variables]
    return literals.entries(grid)


def _at_expression(t: Translator, operand: Node, scope: Scope) -> tuple[SymbolKey, Node] | None:
    """f and u of `f(u)`, where u is no symbol."""
    if not isinstance(operand, Product) or len(operand.factors) != 2 or not isinstance(operand.factors[1], Group):
        return None
    head, group = operand.factors
    key = key_of(head)
    if key is None or not isinstance(group, Group) or isinstance(group.body, Sequence) or key_of(group.body) is not None:
        return None
    definition = t.declared.definition(key)
    return (
        (key, group.body)
        if calls.is_function(t, head, scope) and (definition is None or len(definition.parameters) == 1)
        else None
    )


def _own_variables(t: Translator, operand: Node, scope: Scope, node: Node) -> list[Variable]:
    """What f is a function of: the arguments written after it, its parameters, or what it is said to depend on."""
    nodes: tuple[Node, ...] = ()
    head = operand
    if isinstance(operand, Product) and len(operand.factors) == 2 and isinstance(operand.factors[1], Group):
        head, group = operand.factors
        nodes = group.body.items if isinstance(group, Group) and isinstance(group.body, Sequence) else (group,)
    if nodes:
        return [variable(t, n, scope) for n in nodes]
    key = key_of(head)
    definition = None if key is None else t.declared.definition(key)
    keys = definition.parameters if definition else (t.declared.depends(key) or () if key else ())
    found = []
    for k in keys:
        stated = t.stated_shape(k)
        if stated is None:
            raise Unclear("a gradient by a variable that nobody declared", node.span)
        found.append(Variable(stated[0], stated[1], stated[2]))
    if not found:
        raise Unclear("a gradient by an unknown variable", node.span)
    return found


def of_definition(
    t: Translator, definition: Definition, at: Value, order: int, scope: Scope, node: Node, gradient: bool = False
) -> Value:
    """f′ of a function with a definition, at a value; or ∇f there."""
    (parameter,) = definition.parameters
    place = SymbolKey(parameter.name, parameter.sub, f"{parameter.sup}°")
    axes = tuple(None if a is None else a.like() for a in at.axes)
    slots = tuple(a for a in axes if a is not None)
    shape = at.shape
    if not isinstance(shape, Matrix):
        raise Unclear("a derivative of a function of a tensor", node.span)
    inner = Scope({}, {parameter: Value(build_var(place, slots), axes)}, scope.kept, scope.depth)
    value = t.value(definition.value, inner)
    by = Variable(place, shape, Structure.NONE)
    term, axes_by = value.term, []
    for _ in range(order):
        axes_x = t.axes_of(shape, node)
        try:
            term = differentiate(term, place, tuple(a for a in axes_x if a is not None), t.budget)
        except NotDifferentiable as failure:
            raise Unclear(f"no derivative is known of {failure.args[0]}", node.span) from None
        axes_by.append(axes_x)
    if gradient:
        result = _gradient(t, value.axes, axes_by[0], term, node)
    elif order == 1:
        result = arranged(t, value.axes, axes_by[0], term, node, question="prime")
    else:
        result = _second_order(t, value, axes_by, term, [by] * order, node)
    return substituted(t, result, {place: at}, node)


__all__ = [
    "Axes",
    "Layout",
    "Sum",
    "Variable",
    "add",
    "arranged",
    "at_their_values",
    "derivative",
    "entries",
    "fraction",
    "is_zero",
    "letters_in",
    "nabla",
]
