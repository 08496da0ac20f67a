"""Products of a note: juxtaposition, `\\cdot`, `*`, ⊙, ⊘, ⊗, ∘, /; calls and operators written as factors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nablint.calculus import calls, chains, compositions, derivatives, places, subscripts, unapplied
from nablint.calculus.granted import LINKED
from nablint.calculus.scope import Scope
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Mismatch, Value
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Derivative, Group, Nabla, Node, Power, Product, Sub, Sum, Transpose

if TYPE_CHECKING:
    from nablint.calculus.translate import Translator

_LOOSE = frozenset({"odot", "oslash", "otimes", "circ"})
_LONGEST = 40
_LONGEST_REGROUPED = 9


def product(t: Translator, node: Product, scope: Scope) -> Value:
    try:
        return _product(t, node, scope)
    except Mismatch:
        if not all(isinstance(factor, Derivative) for factor in node.factors) or t.asked.ask("chain") == "matrices":
            raise
        value = chains.linked(t, node, scope)
        if value is None:
            raise
        t.granted = LINKED
        return value


def _product(t: Translator, node: Product, scope: Scope) -> Value:
    if len(node.factors) > _LONGEST:
        raise Unclear("too long a product", node.span)
    factors = [(str(s), f) for s, f in zip(("", *node.signs), node.factors, strict=True)]
    values = _values(t, factors, node, scope)
    # ⊙ and its like bind less than juxtaposition: A x ⊙ B y is (A x) ⊙ (B y).
    runs: list[tuple[str, list[tuple[str, Value]]]] = []
    for sign, value in values:
        if not runs or sign in _LOOSE:
            runs.append((sign, [("", value)]))
        else:
            runs[-1][1].append((sign, value))
    total: Value | None = None
    for sign, run in runs:
        value = _run(t, run, node)
        total = value if total is None else _loose(t, sign, total, value, node)
    if total is None:
        raise Unclear("an empty product", node.span)
    return total


def _values(t: Translator, factors: list[tuple[str, Node]], node: Product, scope: Scope) -> list[tuple[str, Value]]:
    """The factors as values; a function takes the bracket after it, an operator what follows it."""
    out: list[tuple[str, Value]] = []
    k = 0
    while k < len(factors):
        sign, factor = factors[k]
        if isinstance(factor, Nabla) or (isinstance(factor, Derivative) and factor.of is None):
            if k + 1 == len(factors):
                raise Unclear("an operator without operand", factor.span)
            dressed = _dressed_bracket(factors[k + 2]) if k + 2 < len(factors) else None
            if isinstance(factor, Nabla) and dressed is not None and calls.is_function(t, factors[k + 1][1], scope):
                # ∇f(x)ᵀ v: what is transposed is the gradient.
                operand = _joined([factors[k + 1], ("", dressed[0])])
                out.append((sign, _dressed(t, derivatives.nabla(t, factor, operand, scope), dressed[1], scope)))
                k += 3
                continue
            whole = len(factors) - k > 2 and t.asked.ask("operator") == "rest"
            taken = len(factors) if whole else _operand_end(t, factors, k + 1, scope)
            operand = _joined(factors[k + 1 : taken])
            if isinstance(factor, Nabla):
                out.append((sign, derivatives.nabla(t, factor, operand, scope)))
            else:
                out.append((sign, derivatives.fraction(t, factor, operand, scope)))
            k = taken
            continue
        if k + 1 < len(factors) and factors[k + 1][0] == "" and isinstance(factors[k + 1][1], Group):
            group = factors[k + 1][1]
            where = places.bracketed(t, group, scope) if places.is_indicator(factor) and isinstance(group, Group) else None
            if where is not None:
                out.append((sign, where))
                k += 2
                continue
            called = calls.applied(t, factor, group, scope) if isinstance(group, Group) else None
            if called is not None:
                out.append((sign, called))
                k += 2
                continue
        dressed = _dressed_bracket(factors[k + 1]) if k + 1 < len(factors) else None
        if dressed is not None:
            group, dress = dressed
            if calls.is_function(t, factor, scope) or unapplied.is_written_with(t, factor, group, scope):
                called = calls.applied(t, factor, group, scope)
                if called is not None:
                    out.append((sign, _dressed(t, called, dress, scope)))
                    k += 2
                    continue
            key = key_of(factor)
            if key is not None and t.declared.is_assumed(key) and not isinstance(group.body, Sum):
                raise Unclear("a product or a function", factor.span)
        out.append((sign, t.value(factor, scope)))
        k += 1
    return out


Dress = tuple[Transpose | Power | Sub, ...]


def _dressed_bracket(factor: tuple[str, Node]) -> tuple[Group, Dress] | None:
    """`(z)ᵀ`, `(z)_c`, `(z)^2` after a name: the bracket, and what stands on it from the inside out."""
    sign, node = factor
    dress: list[Transpose | Power | Sub] = []
    while isinstance(node, Transpose | Power | Sub) and len(dress) < 4:
        dress.append(node)
        node = node.base
    return (node, tuple(reversed(dress))) if dress and sign == "" and isinstance(node, Group) else None


def _dressed(t: Translator, value: Value, dress: Dress, scope: Scope) -> Value:
    """f(z)ᵀ is the transpose of f(z)."""
    for node in dress:
        match node:
            case Transpose():
                value = t.algebra.transposed(value)
            case Power(exponent=exponent):
                value = t.raised(value, exponent, scope, node)
            case Sub(index=index):
                value = subscripts.entries(t, value, index, scope, node)
    return value


def _operand_end(t: Translator, factors: list[tuple[str, Node]], start: int, scope: Scope) -> int:
    """Where the next factor ends: a function with its brackets is one."""
    after = start + 1
    if after < len(factors) and factors[after][0] == "" and isinstance(factors[after][1], Group):
        head = factors[start][1]
        return after + 1 if calls.is_function(t, head, scope) or compositions.is_composed(t, head, scope) else after
    return after


def _joined(factors: list[tuple[str, Node]]) -> Node:
    if len(factors) == 1:
        return factors[0][1]
    span = factors[0][1].span.cover(factors[-1][1].span)
    signs: Any = tuple(s for s, _ in factors[1:])
    return Product(span, tuple(f for _, f in factors), signs)


def _run(t: Translator, run: list[tuple[str, Value]], node: Product) -> Value:
    """Factors side by side, from the left; grouped otherwise only where that has no shape."""
    try:
        total = run[0][1]
        for sign, value in run[1:]:
            total = _tight(t, sign, total, value, node)
        return total
    except Mismatch:
        if len(run) > _LONGEST_REGROUPED or any(sign not in ("", "cdot", "star", "times") for sign, _ in run[1:]):
            raise
        found = _regrouped(t, run, node)
        if found is None:
            raise
        return found


def _regrouped(t: Translator, run: list[tuple[str, Value]], node: Product) -> Value | None:
    """Any grouping with a shape: A xᵀ y is A (xᵀ y)."""
    n = len(run)
    table: dict[tuple[int, int], Value] = {(k, k + 1): run[k][1] for k in range(n)}
    for width in range(2, n + 1):
        for start in range(n - width + 1):
            for middle in range(start + 1, start + width):
                left, right = table.get((start, middle)), table.get((middle, start + width))
                if left is None or right is None:
                    continue
                try:
                    table[start, start + width] = _tight(t, run[middle][0], left, right, node)
                    break
                except Mismatch:
                    continue
    return table.get((0, n))


def _tight(t: Translator, sign: str, left: Value, right: Value, node: Product) -> Value:
    a = t.algebra
    match sign:
        case "":
            return a.times(left, right)
        case "slash":
            return quotient(t, left, right, node)
        case "cdot" | "times" | "star":
            try:
                value = a.times(left, right)
            except Mismatch:
                if left.is_vector and right.is_vector and sign == "cdot":
                    return a.inner(left, right)
                if sign == "star":
                    return a.hadamard(left, right)
                raise
            both_arrays = not left.is_scalar and not right.is_scalar
            if sign == "star" and both_arrays and _same_shape(t, left, right) and t.asked.ask("star") == "hadamard":
                return a.hadamard(left, right)
            if sign == "times" and both_arrays and left.is_vector:
                raise Unclear("a cross product", node.span)
            return value
        case _:
            raise Unclear(f"the product {sign}", node.span)


def _same_shape(t: Translator, left: Value, right: Value) -> bool:
    pairs = zip(left.axes, right.axes, strict=False)
    return len(left.axes) == len(right.axes) and all(
        (a is None) == (b is None) and (a is None or b is None or t.algebra.same(a.dim, b.dim)) for a, b in pairs
    )


def quotient(t: Translator, left: Value, right: Value, node: Node) -> Value:
    """By a scalar; by an array of the same shape, or 1 by an array, entry by entry."""
    if right.is_scalar:
        return t.algebra.divided(left, right)
    if right.is_matrix and not left.is_matrix:
        raise Unclear("a quotient by a matrix", node.span)
    return t.algebra.divided(left, right)


def _loose(t: Translator, sign: str, left: Value, right: Value, node: Product) -> Value:
    a = t.algebra
    match sign:
        case "odot":
            return a.hadamard(left, right)
        case "oslash":
            return a.divided(left, right)
        case "otimes":
            possible = ["kronecker"]
            if left.is_vector and right.is_vector:
                possible.append("outer")
            if _same_shape(t, left, right):
                possible.append("hadamard")
            answer = t.asked.ask("otimes", tuple(possible)) if len(possible) > 1 else possible[0]
            combine = {"kronecker": a.kronecker, "outer": a.outer, "hadamard": a.hadamard}[answer]
            return combine(left, right)
        case "circ" if _same_shape(t, left, right):
            return a.hadamard(left, right)
        case _:
            raise Unclear(f"the product {sign}", node.span)
