"""Functions applied: those that the notation names, those that a note declares or defines, and unknown ones."""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING

from nablint.calculus import compositions, derivatives, norms, primes, unapplied
from nablint.calculus.build import apply, is_zero, mapped, power, softmax
from nablint.calculus.declared import Definition, in_any_font
from nablint.calculus.functions import FUNCTIONS, scalar_function
from nablint.calculus.granted import FACTOR
from nablint.calculus.product import mul, number, size
from nablint.calculus.scope import Scope
from nablint.calculus.terms import Argument, Index, Num
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value, scalar
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Call, Dots, Group, Label, Node, Number, Power, Prime, Product, Sequence, Sum, Symbol, items_of
from nablint.sizes.shapes import Function, Matrix, Unknown

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_NO_FUNCTIONS = frozenset("1I0eπ")  # everybody's symbols: a bracket after one is a factor
_ACTIVATIONS = frozenset("σ")
_LARGEST_FACTORIAL = 20
_INVERSES = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "sinh": "arsinh", "cosh": "arcosh", "tanh": "artanh"}


def head_of(node: Node) -> tuple[SymbolKey | None, int, Node | None]:
    """The symbol of a function's name, how often it is derived, and the power written on the name."""
    match node:
        case Prime(base=base, count=count):
            key, order, exponent = head_of(base)
            return key, order + count, exponent
        case Power(base=base, exponent=exponent):
            key, order, inner = head_of(base)
            return (None, 0, None) if inner is not None else (key, order, exponent)
        case Label(base=base, label=Number(text=text) | Group(body=Number(text=text)), style="paren") if text.isdigit():
            key, order, exponent = head_of(base)
            return key, order + int(text[:4]), exponent
        case _:
            return key_of(node), 0, None


def is_function(t: Translator, head: Node, scope: Scope) -> bool:
    """Whether brackets after `head` hold its arguments."""
    key, _, _ = head_of(head)
    if key is None or key in scope.bindings:
        return False
    definition = t.declared.definition(key)
    if definition is not None and definition.parameters:
        return True
    stated = t.stated_shape(key)
    if stated is not None and not t.declared.is_assumed(key):
        return isinstance(stated[1], Function)
    return definition is None and is_activation(key)


def is_activation(key: SymbolKey) -> bool:
    """Whether a letter with a bracket is everybody's name for an activation."""
    return key.name.letter in _ACTIVATIONS and not key.name.font and not key.sup


def applied(t: Translator, head: Node, group: Group, scope: Scope) -> Value | None:
    """`head(…)` as a call; None where it is a product."""
    if group.brackets not in ("()", "[]"):
        return None
    key, order, exponent = head_of(head)
    if key is None:
        return compositions.applied(t, head, group.body, scope) if not isinstance(group.body, Sequence) else None
    whole = key_of(head)
    if whole is not None and whole != key and is_function(t, head=_symbol_like(head), scope=scope):
        own = t.stated_shape(whole)
        if t.declared.definition(whole) is not None or (own is not None and isinstance(own[1], Function)):
            key, order = whole, 0
    arguments = items_of(group)
    if not is_function(t, head, scope):
        return _not_a_function(t, head, key, order, arguments, scope)
    value = _call_symbol(t, key, arguments, order, scope, head)
    return value if exponent is None else _raised(t, value, exponent, scope, head)


def _symbol_like(head: Node) -> Node:
    return head.base if isinstance(head, Prime | Power | Label) else head


def _not_a_function(
    t: Translator, head: Node, key: SymbolKey, order: int, arguments: tuple[Node, ...], scope: Scope
) -> Value | None:
    """`z(x)` of a symbol z that stands for something is z; brackets around more than symbols are a factor."""
    only_symbols = all(key_of(a) is not None for a in arguments)
    if order and primes.is_array(t, key):
        return None  # x′(Ax + b): the prime is a transpose
    if order:
        raise Unclear("a derivative of a function that nobody declared", head.span)
    if key in scope.bindings:
        return None
    on = t.declared.depends(key)
    if only_symbols and (t.declared.definition(key) is not None or on):
        return t.value(head, scope)
    if on and unapplied.are_values_of(arguments, on):
        return t.value(head, scope)
    stated = t.stated_shape(key)
    is_factor = key.name.letter in _NO_FUNCTIONS or _is_entry(t, key, only_symbols)
    if stated is None and len(arguments) == 1 and (is_factor or _is_factor(t, key, arguments[0])):
        return None
    if stated is None or len(arguments) > 1:
        raise Unclear("a function that nobody declared", head.span)
    if (only_symbols or (t.declared.is_assumed(key) and not isinstance(arguments[0], Sum))) and not isinstance(head, Power):
        # A(t) of a declared matrix A says that it depends on t, not that it is multiplied by it.
        raise Unclear("a product or a function", head.span)
    return None


def _is_entry(t: Translator, key: SymbolKey, only_symbols: bool) -> bool:
    """p_i, where p stands for an array; an entry x_i(t) may be a function still."""
    defined = t.declared.definition(key.with_sub("")) if key.sub else None
    if defined is not None:
        return not defined.parameters
    return not only_symbols and _is_of_array(t, key)


def _is_of_array(t: Translator, key: SymbolKey) -> bool:
    """Whether what is left of x_i without its subscript is an array, in whatever font."""
    whole = key.with_sub("")
    return bool(key.sub) and any(primes.is_array(t, variant) for variant in in_any_font(whole))


def _is_factor(t: Translator, key: SymbolKey, argument: Node) -> bool:
    """Whether x_i before a bracket is an entry of an array x: of nothing that is a function as well, for all that is said."""
    if isinstance(argument, Symbol | Label) or not _is_of_array(t, key):
        return False
    t.granted = FACTOR
    return True


def _call_symbol(t: Translator, key: SymbolKey, arguments: tuple[Node, ...], order: int, scope: Scope, node: Node) -> Value:
    values = tuple(t.value(a, scope) for a in arguments)
    definition = t.declared.definition(key)
    if definition is not None and definition.parameters:
        own = tuple(map(key_of, arguments)) == definition.parameters and scope.bindings.keys().isdisjoint(definition.parameters)
        if order == 0 and own:
            # J(x) = ∂r/∂x, at x itself: an argument could not be derived by.
            return t.value(definition.value, Scope({}, scope.bindings, scope.kept, scope.depth))
        return _call_defined(t, key, definition, values, order, scope, node)
    stated = t.stated_shape(key)
    if stated is not None and isinstance(stated[1], Function):
        t.functions[stated[0]] = (stated[1], stated[2])
        return _call_unknown(t, stated[0], stated[1], values, order, node)
    if len(values) != 1 or order > 3:
        raise Unclear("a function that nobody declared", node.span)
    if t.asked.ask("activation") == "sigmoid":
        return _derived_entrywise("sigmoid", values[0], order, node)
    return _unknown_entrywise(key, values[0], order)


def _unknown_entrywise(key: SymbolKey, value: Value, order: int) -> Value:
    return value.with_term(apply(key, (Argument(value.term, ()),), (), ((0, ()),) * order))


def _derived_entrywise(name: str, value: Value, order: int, node: Node) -> Value:
    if order == 0:
        return value.with_term(mapped(name, value.term))
    slope = FUNCTIONS[name].slope
    if order == 1 and slope is not None:
        return value.with_term(slope(value.term))
    raise Unclear("a higher derivative of a named function", node.span)


def _call_unknown(t: Translator, key: SymbolKey, shape: Function, values: tuple[Value, ...], order: int, node: Node) -> Value:
    # `f(u, v) ∈ ℝᵐ` says what f gives; what it takes is what it is given.
    untold = order == 0 and len(shape.domain) == len(values)
    pairs = zip(shape.domain, values, strict=True) if untold else ()
    taken = tuple(v.shape if isinstance(d, Unknown) else d for d, v in pairs) or shape.domain
    domain = tuple(d for d in taken if isinstance(d, Matrix))
    all_scalar = (
        isinstance(shape.value, Matrix)
        and shape.value.is_scalar
        and all(isinstance(d, Matrix) and d.is_scalar for d in shape.domain)
    )
    if len(domain) != len(shape.domain) or len(domain) > len(values):
        raise Unclear("a function with other arguments than it is declared with", node.span)
    if all_scalar and len(values) == 1:
        return _unknown_entrywise(key, values[0], order)
    # More arguments than were declared are parameters, such as the targets of a loss.
    for value, wanted in zip(values, domain, strict=False):
        found = value.shape
        fits = isinstance(found, Matrix) and t.algebra.same(found.rows, wanted.rows) and t.algebra.same(found.cols, wanted.cols)
        if not fits:
            raise Unclear("a function with other arguments than it is declared with", node.span)
    axes = t.axes_of(shape.value, node)
    outs = tuple(a for a in axes if a is not None)
    given = tuple(Argument(v.term, v.indices) for v in values)
    if order == 0:
        return Value(apply(key, given, outs), axes)
    if order > 1 or len(values) > 1:
        raise Unclear("a higher derivative of an unknown function", node.span)
    fresh = tuple(i.like() for i in values[0].indices)
    names = dict(zip(values[0].indices, fresh, strict=True))
    by_axes = tuple(None if a is None else names[a] for a in values[0].axes)
    return derivatives.arranged(t, axes, by_axes, apply(key, given, outs, ((0, fresh),)), node, question="prime")


def gradient_at(t: Translator, key: SymbolKey, argument: Node, scope: Scope, node: Node) -> Value:
    """∇f(u) of an unknown f: ℝⁿ → ℝ at an expression: in the shape of the argument."""
    value = t.value(argument, scope)
    stated = t.stated_shape(key)
    if stated is None or not isinstance(stated[1], Function) or not value.indices or len(stated[1].domain) != 1:
        raise Unclear("a gradient by an expression", node.span)
    result = stated[1].value
    found, wanted = value.shape, stated[1].domain[0]
    if not (isinstance(result, Matrix) and result.is_scalar and isinstance(found, Matrix) and isinstance(wanted, Matrix)):
        raise Unclear("a gradient by an expression", node.span)
    if not (t.algebra.same(found.rows, wanted.rows) and t.algebra.same(found.cols, wanted.cols)):
        raise Unclear("a function with other arguments than it is declared with", node.span)
    names = {i: i.like() for i in value.indices}
    term = apply(stated[0], (Argument(value.term, value.indices),), (), ((0, tuple(names.values())),))
    return Value(term, tuple(None if a is None else names[a] for a in value.axes))


def _call_defined(
    t: Translator, key: SymbolKey, definition: Definition, values: tuple[Value, ...], order: int, scope: Scope, node: Node
) -> Value:
    if len(values) != len(definition.parameters):
        raise Unclear("a function with another number of arguments than its definition", node.span)
    if order == 0:
        inner = Scope({}, dict(zip(definition.parameters, values, strict=True)), scope.kept, scope.depth)
        return t.value(definition.value, inner)
    if order > 6 or len(values) > 1:
        raise Unclear("a derivative of a function of several variables by a prime", node.span)
    return derivatives.of_definition(t, definition, values[0], order, scope, node)


def as_unknown(t: Translator, own: SymbolKey, definition: Definition, scope: Scope, node: Node) -> Value | None:
    """`z = f(y)` with an f that nobody declared: z is an unknown function of y, if its shape is declared."""
    value = definition.value
    if definition.parameters or not isinstance(value, Product) or len(value.factors) != 2 or value.signs != ("",):
        return None
    head, group = value.factors
    if not isinstance(head, Symbol) or not isinstance(group, Group) or group.brackets != "()":
        return None
    key = SymbolKey(head.name)
    stated = t.stated_shape(own)
    if stated is None or isinstance(stated[1], Function):
        return None
    stated_head = t.stated_shape(key) is not None and not t.declared.is_assumed(key)
    if stated_head or t.declared.definition(key) is not None or is_activation(key):
        return None
    on = [key_of(a) for a in items_of(group)]
    known = tuple(k for k in on if k is not None)
    if len(known) != len(on):
        raise Unclear("a function that nobody declared", node.span)
    arguments = []
    for other in known:
        found = t.lookup(other, scope, node)
        if found is None:
            raise Unclear("depends on a symbol that nobody declared", node.span)
        arguments.append(Argument(found.term, found.indices))
    axes = t.axes_of(stated[1], node)
    return Value(apply(own, tuple(arguments), tuple(a for a in axes if a is not None)), axes)


def exponential(t: Translator, value: Value, node: Node, written_as_power: bool = False) -> Value:
    if value.is_matrix and value.row is not None and value.col is not None and t.algebra.same(value.row.dim, value.col.dim):
        possible = ("matrix", "elementwise") if written_as_power else ("elementwise", "matrix")
        if t.asked.ask("exponential", possible) == "matrix":
            return t.algebra.expm(value)
    return value.with_term(mapped("exp", value.term))


def call(t: Translator, node: Call, scope: Scope) -> Value:
    name = node.function
    power_node = node.power
    if power_node is not None and name in _INVERSES and t.value(power_node, scope).term.__class__ is Num:
        exponent = t.value(power_node, scope).term
        if isinstance(exponent, Num) and exponent.value == -1:
            name, power_node = _INVERSES[name], None
    if not node.args:
        raise Unclear("a function without its argument", node.span)
    arguments = node.args
    if len(arguments) == 1 and isinstance(arguments[0], Sequence):
        arguments = arguments[0].items
    elif len(arguments) == 1 and isinstance(arguments[0], Group) and isinstance(arguments[0].body, Sequence):
        arguments = arguments[0].body.items
    if name == "diag" and any(isinstance(a, Dots) for a in arguments):
        return t.algebra.diag(t.value(Sequence(node.span, arguments, (",",) * (len(arguments) - 1)), scope))
    values = tuple(t.value(a, scope) for a in arguments)
    if name == "factorial" and len(arguments) == 1 and isinstance(of := arguments[0], Number):
        return scalar(number(_factorial(of)))
    value = _named(t, name, values, node, scope)
    return value if power_node is None else _raised(t, value, power_node, scope, node)


def _factorial(node: Number) -> Fraction:
    if not node.text.isdecimal() or int(node.text[:3]) > _LARGEST_FACTORIAL:
        raise Unclear("the factorial of a large number", node.span)
    return Fraction(factorial(int(node.text)))


def _raised(t: Translator, value: Value, exponent: Node, scope: Scope, node: Node) -> Value:
    by = t.value(exponent, scope)
    if not by.is_scalar:
        raise Unclear("a power with an array as exponent", node.span)
    return value.with_term(power(value.term, by.term))


def _named(t: Translator, name: str, values: tuple[Value, ...], node: Call, scope: Scope) -> Value:
    scalar_name = scalar_function(name)
    if len(values) == 1:
        value = values[0]
        if name == "exp" and not node.primes:
            return exponential(t, value, node)
        if scalar_name is not None and node.index is None:
            return _derived_entrywise(scalar_name, value, node.primes, node)
        if scalar_name == "log" and node.index is not None:
            base = t.value(node.index, scope)
            return t.algebra.divided(value.with_term(mapped("log", value.term)), scalar(mapped("log", base.term)))
        if name == "sqrt":
            return value.with_term(power(value.term, number(Fraction(1, 2))))
        found = None if node.primes else _of_one(t, name, value, node)
        if found is not None:
            return found
    elif len(values) == 2 and not node.primes:
        found = _of_two(t, name, values[0], values[1])
        if found is not None:
            return found
    if name == "diag" and all(v.is_scalar for v in values):
        from nablint.calculus import literals

        return t.algebra.diag(literals.column(tuple(v.term for v in values)))
    raise Unclear(f"the function {name}", node.span)


def _of_one(t: Translator, name: str, value: Value, node: Node) -> Value | None:
    a = t.algebra
    match name:
        case "tr":
            return a.trace(value)
        case "det":
            return a.det(value)
        case "logdet":
            return scalar(mapped("log", a.det(value).term))
        case "vec" | "flatten":
            return a.vec(value)
        case "diag":
            return a.diag(value)
        case "inv":
            return a.inverse(value)
        case "transpose":
            return a.transposed(value)
        case "expm":
            return a.expm(value)
        case "sum" | "mean":
            total = scalar(mul((value.term,), value.indices))
            if name == "sum":
                return total
            count = [size(i.dim) for i in value.indices]
            return a.divided(total, scalar(mul(count)))
        case "logsumexp" | "lse" if value.is_vector:
            return scalar(mapped("log", mul((mapped("exp", value.term),), value.indices)))
        case "softmax" if value.is_vector:
            return _softmax(value, value.indices[0])
        case "silu" | "swish":
            return value.with_term(mul((value.term, mapped("sigmoid", value.term))))
        case "norm":
            return norms.of(t, value, None, node)
        case _:
            return None


def _softmax(value: Value, over: Index) -> Value:
    at = over.like()
    return Value(softmax(value.term, over, at), tuple(at if x is over else x for x in value.axes))


def _of_two(t: Translator, name: str, left: Value, right: Value) -> Value | None:
    a = t.algebra
    match name:
        case "inner" | "dot":
            return a.inner(left, right)
        case "outer":
            return a.outer(left, right)
        case "kron":
            return a.kronecker(left, right)
        case "hadamard":
            return a.hadamard(left, right)
        case "max" if is_zero(left.term) or is_zero(right.term):
            other = right if is_zero(left.term) else left
            return other.with_term(mapped("relu", other.term))
        case "max" | "min":
            # max(a, b) = (a + b + |a − b|)/2.
            apart = a.plus(left, right, -1)
            size_of = apart.with_term(mapped("abs", apart.term))
            total = a.plus(a.plus(left, right), size_of, 1 if name == "max" else -1)
            return total.with_term(mul((total.term,), (), Fraction(1, 2)))
        case _:
            return None
