"""Mathematics in index notation: what every expression is, entry by entry, before any layout or matrix form.

A term is a number for each value of its free indices. `A x` is the product of A[i,k] and x[k], summed over k; the
transpose of A is A with its indices the other way round, and costs nothing. An axis of size 1 has no index.

Indices are compared by identity. A summed index belongs to the term that sums it; the constructors in `algebra` keep
names apart, so terms must be built with them and not with these classes.
"""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from itertools import count
from typing import TypeAlias

from nablint.base.values import dataclass
from nablint.declarations.facts import SymbolKey
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import Structure

_numbers = count(1)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """One axis; it runs from 1 to `dim`. `number` grows with each new index, which makes orders repeatable."""

    dim: Dim
    number: int = field(default_factory=lambda: next(_numbers))

    def like(self) -> Index:
        """A new index of the same size."""
        return Index(self.dim)


Indices: TypeAlias = frozenset[Index]
NO_INDEX: Indices = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Num:
    """A rational number, the same for each value of its free indices: ones and zeros of any shape."""

    value: Fraction
    free: Indices = NO_INDEX


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """π, e."""

    name: str
    free: Indices = NO_INDEX


@dataclass(frozen=True, slots=True, eq=False)
class Size:
    """A size used as a number: the n in 1/n, the trace of an identity."""

    dim: Dim
    free: Indices = NO_INDEX


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """The value of an index: the i in Σ_i i·x_i."""

    index: Index
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Var:
    """An entry of a symbol; a repeated index is its diagonal."""

    symbol: SymbolKey
    slots: tuple[Index, ...]
    structure: Structure
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    """1 where both indices are equal: the identity."""

    left: Index
    right: Index
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """1 where the index is at `position` (counted from 1): a unit vector, and what picks the entry x_1."""

    index: Index
    position: Dim
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Fuse:
    """1 where `whole` is the place of `parts` in a vec: the first part runs fastest (column-major)."""

    whole: Index
    parts: tuple[Index, ...]
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Where:
    """1 where `left` stands in `relation` ("<", "≤", "=", "≠", ">", "≥") to `right` plus `offset`, else 0."""

    left: Index
    relation: str
    right: Index | None
    offset: Dim
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Add:
    """A sum of terms with the same free indices."""

    terms: tuple[Term, ...]
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Mul:
    """A product, summed over `bound`; every index of `bound` occurs in a factor."""

    coefficient: Fraction
    factors: tuple[Term, ...]
    bound: Indices
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Over:
    """The product of all values of `body` over an index: Π_i x_i."""

    body: Term
    over: Index
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """A scalar function applied to each entry."""

    function: str
    argument: Term
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Power:
    """Entry by entry; both have the same free indices, or the exponent has none."""

    base: Term
    exponent: Term
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Inverse:
    """Entry [row, col] of the inverse of the matrix whose entry [rows, cols] is `body`. `symmetric`: known to be so."""

    body: Term
    rows: Index
    cols: Index
    row: Index
    col: Index
    symmetric: bool
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Det:
    body: Term
    rows: Index
    cols: Index
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Expm:
    """Entry [row, col] of the matrix exponential."""

    body: Term
    rows: Index
    cols: Index
    row: Index
    col: Index
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class MatrixPower:
    """Entry [row, col] of a whole power of a square matrix, B^k; with `between` = (i, j) entry [row, i, j, col] of what its
    derivative is made of, Σ_{r=1}^k (B^{r-1})[row, i] (B^{k-r})[j, col]."""

    body: Term
    rows: Index
    cols: Index
    row: Index
    col: Index
    exponent: Term
    between: tuple[Index, Index] | None
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Softmax:
    """Entry `at` of the softmax of `body` over the index `over`."""

    body: Term
    over: Index
    at: Index
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """What a function is applied to: `body` with its axes in order; other free indices apply it entry by entry."""

    body: Term
    slots: tuple[Index, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Apply:
    """An unknown function of `arguments`, or its derivative: `by` lists (argument number, its axes) in order."""

    function: SymbolKey
    arguments: tuple[Argument, ...]
    outs: tuple[Index, ...]
    by: tuple[tuple[int, tuple[Index, ...]], ...]
    free: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A matrix or vector written out; `entries` are in row-major order of `slots`, whose sizes are numbers."""

    entries: tuple[Term, ...]
    slots: tuple[Index, ...]
    free: Indices


Term: TypeAlias = (
    Num | Constant | Size | Position | Var | Delta | Unit | Fuse | Where | Add | Mul | Over | Map | Power | Inverse | Det
    | Expm | MatrixPower | Softmax | Apply | Literal
)  # fmt: skip


def parts(term: Term) -> tuple[Term, ...]:
    """The terms directly inside."""
    match term:
        case Add(terms=terms):
            return terms
        case Mul(factors=factors):
            return factors
        case Map(argument=argument):
            return (argument,)
        case Power(base=base, exponent=exponent) | MatrixPower(body=base, exponent=exponent):
            return (base, exponent)
        case Inverse(body=body) | Det(body=body) | Expm(body=body) | Softmax(body=body) | Over(body=body):
            return (body,)
        case Apply(arguments=arguments):
            return tuple(a.body for a in arguments)
        case Literal(entries=entries):
            return entries
        case _:
            return ()


def symbols(term: Term) -> frozenset[SymbolKey]:
    """Every symbol whose entries occur in the term."""
    found: set[SymbolKey] = set()
    seen: set[int] = set()
    stack = [term]
    while stack:
        top = stack.pop()
        if id(top) in seen:
            continue
        seen.add(id(top))
        if isinstance(top, Var):
            found.add(top.symbol)
        stack.extend(parts(top))
    return frozenset(found)


def size_of(term: Term, limit: int) -> int:
    """How many terms it consists of, counted up to `limit`."""
    total = 0
    stack = [term]
    while stack and total < limit:
        total += 1
        stack.extend(parts(stack.pop()))
    return total
