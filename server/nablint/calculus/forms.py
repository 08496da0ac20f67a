"""Matrix expressions as values: what index terms are turned into before they are written; equal ones compare equal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from nablint.base.values import dataclass
from nablint.parse.nodes import Node
from nablint.sizes.dims import Dim


@dataclass(frozen=True, slots=True)
class Leaf:
    """A symbol or whatever is written as one; `node` has no spans of interest. `text` tells leaves apart."""

    text: str
    node: Node
    symmetric: bool = False
    vector: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Identity:
    dim: Dim


@dataclass(frozen=True, slots=True)
class Ones:
    """A column of ones."""

    dim: Dim


@dataclass(frozen=True, slots=True)
class Unit:
    dim: Dim
    position: Dim


@dataclass(frozen=True, slots=True)
class Commutation:
    rows: Dim
    cols: Dim


@dataclass(frozen=True, slots=True)
class Transposed:
    of: Form


@dataclass(frozen=True, slots=True)
class Chain:
    """A matrix product of two factors or more."""

    factors: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Scaled:
    """coefficient · Π base^exponent (scalars) · body; without a body it is a scalar."""

    coefficient: Fraction
    scalars: tuple[tuple[Form, Fraction], ...]
    body: Form | None


@dataclass(frozen=True, slots=True)
class Total:
    terms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Hadamard:
    factors: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Divided:
    """Entry by entry."""

    above: Form
    below: Form


@dataclass(frozen=True, slots=True)
class Summed:
    """Σ_{letter=1}^{upper} body."""

    letter: str
    upper: Form
    body: Form


@dataclass(frozen=True, slots=True)
class Kronecker:
    factors: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Inverted:
    of: Form


@dataclass(frozen=True, slots=True)
class Called:
    """tr, det, diag, vec, exp, softmax …; `symmetric` where the result is a symmetric matrix."""

    function: str
    of: Form
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """Entry by entry."""

    of: Form
    exponent: Form


@dataclass(frozen=True, slots=True)
class NormOf:
    of: Form
    frobenius: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """A function of the note, with primes, at its arguments."""

    function: Leaf
    primes: int
    arguments: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    rows: tuple[tuple[Form, ...], ...]


Form: TypeAlias = (
    Leaf | Number | Identity | Ones | Unit | Commutation | Transposed | Chain | Scaled | Total | Hadamard | Kronecker
    | Divided | Summed | Inverted | Called | Raised | NormOf | Applied | Grid
)  # fmt: skip

ONE = Number(Fraction(1))
ZERO = Number(Fraction(0))


def transpose(form: Form) -> Form:
    """The transpose of a matrix, pushed inside where that is how people write it."""
    match form:
        case Number() | Identity():
            return form
        case Leaf(symmetric=True) | Called(symmetric=True):
            return form
        case Transposed(of=inner):
            return inner
        case Chain(factors=factors):
            return Chain(tuple(transpose(f) for f in reversed(factors)))
        case Scaled(coefficient=coefficient, scalars=scalars, body=body):
            return form if body is None else Scaled(coefficient, scalars, transpose(body))
        case Kronecker(factors=factors):
            return Kronecker(tuple(transpose(f) for f in factors))
        case Commutation(rows=rows, cols=cols):
            return Commutation(cols, rows)
        case Inverted(of=inner) if transpose(inner) == inner:
            return form
        case Divided(above=above, below=below):
            return Divided(transpose(above), transpose(below))
        case Summed(letter=letter, upper=upper, body=body):
            return Summed(letter, upper, transpose(body))
        case Total(terms=terms) if {transpose(x) for x in terms} == set(terms):
            return form
        case Hadamard(factors=factors) if all(
            isinstance(f, Leaf | Transposed | Inverted) and not _is_vector(f) for f in factors
        ):
            return Hadamard(tuple(transpose(f) for f in factors))
        case _:
            return Transposed(form)


def _is_vector(form: Form) -> bool:
    match form:
        case Leaf(vector=vector):
            return vector
        case Transposed(of=inner):
            return _is_vector(inner)
        case _:
            return False


def scaled(coefficient: Fraction, scalars: tuple[tuple[Form, Fraction], ...], body: Form | None) -> Form:
    """Numbers and scalars in front of a body; a scaling within a scaling is one."""
    collected: dict[Form, Fraction] = {}
    stack = list(scalars)
    if isinstance(body, Scaled):
        coefficient *= body.coefficient
        stack.extend(body.scalars)
        body = body.body
    if isinstance(body, Number):
        coefficient *= body.value
        body = None
    while stack:
        base, exponent = stack.pop(0)
        if isinstance(base, Number) and exponent.denominator == 1 and (base.value or exponent > 0):
            coefficient *= base.value ** int(exponent)
        elif (
            isinstance(base, Scaled) and base.body is None and (exponent == 1 or not base.scalars or exponent.denominator == 1)
        ):
            if exponent.denominator == 1:
                coefficient *= base.coefficient ** int(exponent)
                stack[:0] = [(b, e * exponent) for b, e in base.scalars]
            else:
                collected[base] = collected.get(base, Fraction(0)) + exponent
        else:
            collected[base] = collected.get(base, Fraction(0)) + exponent
    kept = tuple((b, e) for b, e in collected.items() if e)
    if coefficient == 0:
        return ZERO
    if body is None and not kept:
        return Number(coefficient)
    if coefficient == 1 and not kept and body is not None:
        return body
    if coefficient == 1 and body is None and len(kept) == 1 and kept[0][1] == 1:
        return kept[0][0]
    return Scaled(coefficient, kept, body)


def chain(*factors: Form) -> Form:
    """A matrix product: flattened, scalings in front, identities left out, repeated factors as powers."""
    flat: list[Form] = []
    coefficient = Fraction(1)
    scalars: list[tuple[Form, Fraction]] = []
    stack = list(reversed(factors))
    identity: Form | None = None
    while stack:
        top = stack.pop()
        match top:
            case Chain(factors=inner):
                stack.extend(reversed(inner))
            case Scaled(coefficient=by, scalars=own, body=body) if body is not None:
                coefficient *= by
                scalars.extend(own)
                stack.append(body)
            case Identity():
                identity = top
            case Kronecker(factors=inner) if all(isinstance(f, Identity) for f in inner):
                identity = top
            case _:
                flat.append(top)
    body = flat[0] if len(flat) == 1 else Chain(tuple(flat)) if flat else identity
    return scaled(coefficient, tuple(scalars), body)


def weight(form: Form) -> int:
    """How much there is to read: transposes of matrices count most, so that A x is preferred to (xᵀ Aᵀ)ᵀ."""
    match form:
        case Transposed(of=inner):
            return weight(inner) + (1 if _is_vector(inner) else 3)
        case Chain(factors=factors) | Hadamard(factors=factors) | Kronecker(factors=factors):
            return sum(map(weight, factors)) + len(factors)
        case Total(terms=terms):
            return sum(map(weight, terms)) + 2 * len(terms)
        case Scaled(scalars=scalars, body=body):
            return 1 + sum(weight(b) for b, _ in scalars) + (weight(body) if body is not None else 0)
        case Inverted(of=inner) | Called(of=inner) | NormOf(of=inner):
            return weight(inner) + 1
        case Raised(of=inner, exponent=exponent):
            return weight(inner) + weight(exponent)
        case Divided(above=above, below=below):
            return weight(above) + weight(below) + 2
        case Summed(body=body):
            return weight(body) + 4
        case Applied(arguments=arguments):
            return 1 + sum(map(weight, arguments))
        case Grid(rows=rows):
            return sum(weight(c) for row in rows for c in row)
        case _:
            return 1


def resized(form: Form, size: Callable[[Dim], Dim]) -> Form:
    """The form with every size in it changed."""
    new: dict[str, object] = {}
    for field in fields(form):
        value = getattr(form, field.name)
        if isinstance(value, Dim):
            new[field.name] = size(value)
        elif field.name != "node":
            new[field.name] = _resized_part(value, size)
    return replace(form, **new)  # type: ignore[arg-type]


def _resized_part(value: object, size: Callable[[Dim], Dim]) -> object:
    if isinstance(value, tuple):
        return tuple(_resized_part(part, size) for part in value)
    return resized(value, size) if is_dataclass(value) and not isinstance(value, type) else value  # type: ignore[arg-type]
