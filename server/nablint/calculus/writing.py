"""Matrix expressions as syntax nodes, with brackets where they are needed and fractions where people write them."""

from __future__ import annotations

from fractions import Fraction

from nablint.calculus.forms import (
    Applied,
    Called,
    Chain,
    Commutation,
    Divided,
    Form,
    Grid,
    Hadamard,
    Identity,
    Inverted,
    Kronecker,
    Leaf,
    NormOf,
    Number,
    Ones,
    Raised,
    Scaled,
    Summed,
    Total,
    Transposed,
    Unit,
)
from nablint.calculus.symbolnodes import NOWHERE, dim_node
from nablint.parse import nodes as n
from nablint.sizes.dims import Dim

# How tightly a node binds.
_SUM, _LOOSE, _PRODUCT, _ATOM = 0, 1, 2, 3

# Functions whose power is written on the name: tanh²(z) is meant entry by entry.
POWERED = frozenset({"sin", "cos", "tan", "sinh", "cosh", "tanh"})


def write(form: Form) -> n.Node:
    """The form as a node."""
    return _written(form)[0]


def _at(form: Form, level: int) -> n.Node:
    node, own = _written(form)
    return node if own >= level else n.Group(NOWHERE, node, "()")


def _written(form: Form) -> tuple[n.Node, int]:
    match form:
        case Leaf(node=node):
            return node, _PRODUCT if isinstance(node, n.Derivative) else _SUM if isinstance(node, n.Sum) else _ATOM
        case Number(value=value):
            return number_node(value)
        case Identity(dim=dim):
            return _indexed("I", "", dim), _ATOM
        case Ones(dim=dim):
            return _indexed("1", "bold", dim), _ATOM
        case Unit(position=position):
            return n.Sub(NOWHERE, n.Symbol(NOWHERE, n.Name("e")), dim_node(position)), _ATOM
        case Commutation(rows=rows, cols=cols):
            both = (dim_node(rows), dim_node(cols))
            plain = all(isinstance(b, n.Symbol) for b in both)
            index: n.Node = n.Product(NOWHERE, both, ("",)) if plain else n.Sequence(NOWHERE, both, (",",))
            return n.Sub(NOWHERE, n.Symbol(NOWHERE, n.Name("K")), index), _ATOM
        case Transposed(of=inner):
            return n.Transpose(NOWHERE, _base(inner)), _ATOM
        case Inverted(of=inner):
            return n.Power(NOWHERE, _base(inner), n.Negate(NOWHERE, n.Number(NOWHERE, "1"))), _ATOM
        case Chain(factors=(Transposed(of=inner), Total() as half)) if inner == half and _is_column(half):
            # (x − a)ᵀ(x − a) is ‖x − a‖².
            return _raised(NormOf(half), Number(Fraction(2))), _ATOM
        case Chain(factors=factors):
            return _product([_at(f, _PRODUCT) for f in _powers(factors)]), _PRODUCT
        case Hadamard(factors=factors):
            return _signed(factors, "odot"), _LOOSE
        case Divided(above=above, below=below):
            return _signed((above, below), "oslash"), _LOOSE
        case Kronecker(factors=factors):
            return _signed(factors, "otimes"), _LOOSE
        case Summed(letter=letter, upper=upper, body=body):
            counter = n.Symbol(NOWHERE, n.Name(letter))
            lower = n.Relation(NOWHERE, (counter, n.Number(NOWHERE, "1")), ("=",), (NOWHERE,))
            return n.Big(NOWHERE, "sum", lower, write(upper), _at(body, _LOOSE)), _SUM
        case Total(terms=terms):
            return _sum(terms), _SUM
        case Scaled():
            return _scaled(form)
        case _:
            return _rarer(form)


def _is_column(form: Form) -> bool:
    match form:
        case Leaf(vector=vector):
            return vector
        case Total(terms=terms):
            return all(map(_is_column, terms))
        case Chain(factors=factors):
            return _is_column(factors[-1])
        case Scaled(body=body) if body is not None:
            return _is_column(body)
        case _:
            return False


def _rarer(form: Form) -> tuple[n.Node, int]:
    match form:
        case Called(function="sqrt", of=inner):
            return n.Call(NOWHERE, "sqrt", (write(inner),), NOWHERE), _ATOM
        case Called(function="sigmoid", of=inner):
            function = n.Symbol(NOWHERE, n.Name("σ"))
            return n.Product(NOWHERE, (function, n.Group(NOWHERE, write(inner), "()")), ("",)), _PRODUCT
        case Called(function="expm", of=inner):
            return n.Power(NOWHERE, n.Symbol(NOWHERE, n.Name("e")), write(inner)), _ATOM
        case Called(function="abs", of=inner):
            return n.Call(NOWHERE, "abs", (write(inner),), NOWHERE), _ATOM
        case Called(function=function, of=inner):
            return n.Call(NOWHERE, function, (write(inner),), NOWHERE), _ATOM
        case Raised(of=inner, exponent=exponent):
            return _raised(inner, exponent), _ATOM
        case NormOf(of=inner, frobenius=frobenius):
            index = n.Symbol(NOWHERE, n.Name("F")) if frobenius else None
            return n.Norm(NOWHERE, write(inner), 2, index), _ATOM
        case Applied(function=function, primes=primes, arguments=arguments):
            head: n.Node = function.node if not primes else n.Prime(NOWHERE, function.node, primes)
            inside: tuple[n.Node, ...] = tuple(write(a) for a in arguments)
            body = inside[0] if len(inside) == 1 else n.Sequence(NOWHERE, inside, (",",) * (len(inside) - 1))
            return n.Product(NOWHERE, (head, n.Group(NOWHERE, body, "()")), ("",)), _PRODUCT
        case Grid(rows=rows):
            return n.Matrix(NOWHERE, tuple(tuple(write(c) for c in row) for row in rows), "[]"), _ATOM
        case _:
            raise TypeError(type(form).__name__)


def _base(form: Form) -> n.Node:
    """What stands before an exponent."""
    node, level = _written(form)
    simple = isinstance(node, n.Symbol | n.Sub | n.Matrix | n.Norm | n.Number) or isinstance(
        form, Called | Applied | Inverted | Transposed
    )
    if simple and not (isinstance(form, Called) and form.function in ("expm",)):
        return node
    return n.Group(NOWHERE, node, "()") if level < _ATOM or not isinstance(node, n.Group) else node


def _raised(inner: Form, exponent: Form) -> n.Node:
    node, power = write(inner), write(exponent)
    if isinstance(node, n.Call) and node.power is None and node.function in POWERED:
        return n.Call(NOWHERE, node.function, node.args, NOWHERE, power)
    return n.Power(NOWHERE, _base(inner), power)


def _indexed(letter: str, font: str, dim: Dim) -> n.Node:
    base = n.Symbol(NOWHERE, n.Name(letter, font))
    return base if dim.is_free else n.Sub(NOWHERE, base, dim_node(dim))


def number_node(value: Fraction) -> tuple[n.Node, int]:
    size = abs(value)
    if size.denominator == 1:
        node: n.Node = n.Number(NOWHERE, str(size.numerator))
    else:
        node = n.Fraction(NOWHERE, n.Number(NOWHERE, str(size.numerator)), n.Number(NOWHERE, str(size.denominator)))
    return (n.Negate(NOWHERE, node), _SUM) if value < 0 else (node, _ATOM)


def _powers(factors: tuple[Form, ...]) -> list[Form]:
    """X X is X²; a row or column cannot repeat."""
    out: list[Form] = []
    k = 0
    while k < len(factors):
        run = 1
        while k + run < len(factors) and factors[k + run] == factors[k]:
            run += 1
        base = factors[k]
        if run > 1 and isinstance(base, Transposed):
            inner = base.of
            of, exponent = (inner.of, -run) if isinstance(inner, Inverted) else (inner, run)
            out.append(Transposed(Raised(of, Number(Fraction(exponent)))))
        elif run > 1:
            if isinstance(base, Inverted):
                out.append(Raised(base.of, Number(Fraction(-run))))
            else:
                out.append(Raised(base, Number(Fraction(run))))
        else:
            out.extend(factors[k : k + run])
        k += run
    return out


def _product(factors: list[n.Node]) -> n.Node:
    """Side by side; a product of products is one."""
    flat: list[n.Node] = []
    signs: list[n.ProductSign] = []
    for factor in factors:
        if flat:
            signs.append("")
        if isinstance(factor, n.Product) and all(s == "" for s in factor.signs):
            flat.extend(factor.factors)
            signs.extend(factor.signs)
        else:
            flat.append(factor)
    return flat[0] if len(flat) == 1 else n.Product(NOWHERE, tuple(flat), tuple(signs))


def _is_call(form: Form) -> bool:
    return isinstance(form, Applied) or (isinstance(form, Called) and form.function == "sigmoid")


def _signed(forms: tuple[Form, ...], sign: n.ProductSign) -> n.Node:
    """A product by ⊙ or ⊗; products in it stand in brackets, f(x) does not."""
    flat: list[n.Node] = []
    signs: list[n.ProductSign] = []
    for form in forms:
        if flat:
            signs.append(sign)
        node, level = _written(form)
        if _is_call(form) and isinstance(node, n.Product):
            flat.extend(node.factors)
            signs.extend(node.signs)
        else:
            bracket = level < _PRODUCT or isinstance(node, n.Product)
            flat.append(n.Group(NOWHERE, node, "()") if bracket else node)
    return n.Product(NOWHERE, tuple(flat), tuple(signs))


def _sum(terms: tuple[Form, ...]) -> n.Node:
    # A sum does not begin with a minus where another term can come first.
    ordered = sorted(terms, key=_is_negative) if _is_negative(terms[0]) else list(terms)
    signs: list[str] = []
    nodes: list[n.Node] = []
    for term in ordered:
        negative = _is_negative(term)
        node, _ = _written(_negated(term) if negative else term)
        if isinstance(node, n.Sum):
            # A sum in a sum needs no brackets.
            turned = {"+": "-", "-": "+"} if negative else {}
            signs.extend(turned.get(s, s) for s in node.signs)
            nodes.extend(node.terms)
            continue
        if isinstance(node, n.Negate):
            node = n.Group(NOWHERE, node, "()")
        signs.append("-" if negative else "+")
        nodes.append(node)
    return n.Sum(NOWHERE, tuple(signs), tuple(nodes))


def _is_negative(form: Form) -> bool:
    match form:
        case Scaled(coefficient=coefficient):
            return coefficient < 0
        case Number(value=value):
            return value < 0
        case _:
            return False


def _negated(form: Form) -> Form:
    match form:
        case Scaled(coefficient=coefficient, scalars=scalars, body=body):
            if coefficient == -1 and not scalars and body is not None:
                return body
            if coefficient == -1 and body is None and len(scalars) == 1 and scalars[0][1] == 1:
                return scalars[0][0]
            return Scaled(-coefficient, scalars, body)
        case Number(value=value):
            return Number(-value)
        case _:
            return form


def _scaled(form: Scaled) -> tuple[n.Node, int]:
    """Scalars in front, powers with negative exponents below a fraction line, a sign before everything."""
    if form.coefficient < 0:
        node, level = _written(_negated(form))
        return n.Negate(NOWHERE, n.Group(NOWHERE, node, "()") if level == _SUM else node), _SUM
    above: list[tuple[Form | None, n.Node]] = []
    below: list[tuple[Form | None, n.Node]] = []
    size = form.coefficient
    if size.numerator != 1:
        above.append((None, n.Number(NOWHERE, str(size.numerator))))
    if size.denominator != 1:
        below.append((None, n.Number(NOWHERE, str(size.denominator))))
    for base, exponent in form.scalars:
        side = above if exponent > 0 else below
        side.append((base if abs(exponent) == 1 else None, _power_of(base, abs(exponent))))
    body = form.body
    tail = [] if body is None else [_at(body, _PRODUCT)]
    if size.denominator != 1 and not any(e < 0 for _, e in form.scalars) and (body is not None or form.scalars):
        # ½ x, and not x/2.
        front = n.Fraction(NOWHERE, n.Number(NOWHERE, str(size.numerator)), below[0][1])
        rest = above[1:] if size.numerator != 1 else above
        return _product([front, *_inside_product(rest, bool(tail)), *tail]), _PRODUCT
    if not below:
        return _product([*_inside_product(above, bool(tail)), *tail]), _PRODUCT
    over_line = body is not None and (not isinstance(body, Total | Chain | Hadamard | Kronecker) or _short(body))
    if body is not None and over_line:
        top = [*_inside_product(above, True), _at(body, _PRODUCT)] if above else [write(body)]
    else:
        top = _inside_product(above)
    numerator = _product(top) if top else n.Number(NOWHERE, "1")
    fraction = n.Fraction(NOWHERE, numerator, _product(_inside_product(below)))
    if body is not None and not over_line:
        return _product([fraction, *tail]), _PRODUCT
    return fraction, _PRODUCT


def _short(body: Form) -> bool:
    if not isinstance(body, Chain) or len(body.factors) > 2:
        return False
    return all(isinstance(f.of if isinstance(f, Transposed) else f, Leaf) for f in body.factors)


def _inside_product(scalars: list[tuple[Form | None, n.Node]], more: bool = False) -> list[n.Node]:
    """Scalars side by side: an inner product among others, or before a vector, stands in brackets."""
    alone = sum(not isinstance(x, n.Number) for _, x in scalars) == 1 and not more
    out: list[n.Node] = []
    for form, node in scalars:
        product = isinstance(node, n.Product) and not (form is not None and _is_call(form)) and not alone
        bracket = product or (isinstance(node, n.Sum | n.Negate) and (more or len(scalars) > 1))
        out.append(n.Group(NOWHERE, node, "()") if bracket else node)
    return out


def _power_of(base: Form, exponent: Fraction) -> n.Node:
    node, level = _written(base)
    if exponent == 1:
        return node
    power, _ = number_node(exponent)
    if isinstance(node, n.Call) and node.power is None and node.function in POWERED:
        return n.Call(NOWHERE, node.function, node.args, NOWHERE, power)
    if level < _ATOM or isinstance(node, n.Fraction | n.Product):
        node = n.Group(NOWHERE, node, "()")
    return n.Power(NOWHERE, node, power)
