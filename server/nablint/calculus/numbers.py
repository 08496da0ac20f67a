"""The two kinds of numbers that claims are checked with: floating point, and integers modulo a prime (exact)."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

Entry: TypeAlias = Any  # a float, or an integer modulo the prime: an Arithmetic never mixes them

PRIME = 2**31 - 1
_HUGE = 1e120  # a value beyond it says nothing any more
_SINGULAR = 1e-9


class Undefined(Exception):
    """A value does not exist at this draw: a pole, the logarithm of a negative number, a kink."""


class Arithmetic(Protocol):
    """What evaluation needs of its numbers beyond + and ·."""

    exact: bool

    def of(self, value: Fraction) -> Entry: ...
    def reduce(self, values: list[Entry]) -> list[Entry]: ...
    def power(self, base: Entry, exponent: Fraction) -> Entry: ...
    def pivot(self, column: list[Entry]) -> int: ...
    def invert(self, value: Entry) -> Entry: ...


class Floats:
    exact = False

    def of(self, value: Fraction) -> float:
        try:
            return float(value)
        except OverflowError:
            raise Undefined from None

    def reduce(self, values: list[float]) -> list[float]:
        if values and not max(map(abs, values)) < _HUGE:
            raise Undefined
        return values

    def power(self, base: float, exponent: Fraction) -> float:
        if exponent.denominator == 1:
            n = exponent.numerator
            if n < 0 and abs(base) < _SINGULAR:
                raise Undefined
            try:
                return base**n if abs(n) < 4096 else float(base) ** n
            except (OverflowError, ZeroDivisionError):
                raise Undefined from None
        return self.real_power(base, exponent.numerator / exponent.denominator)

    def real_power(self, base: float, exponent: float) -> float:
        if base <= 0:
            raise Undefined
        try:
            return math.exp(exponent * math.log(base))
        except OverflowError:
            raise Undefined from None

    def pivot(self, column: list[float]) -> int:
        best = max(range(len(column)), key=lambda k: abs(column[k]))
        if abs(column[best]) < _SINGULAR:
            raise Undefined
        return best

    def invert(self, value: float) -> float:
        if abs(value) < _SINGULAR:
            raise Undefined
        return 1 / value


class Modular:
    exact = True

    def of(self, value: Fraction) -> int:
        if value.denominator % PRIME == 0:
            raise Undefined
        return value.numerator * pow(value.denominator, -1, PRIME) % PRIME

    def reduce(self, values: list[int]) -> list[int]:
        return [v % PRIME for v in values]

    def power(self, base: int, exponent: Fraction) -> int:
        if exponent.denominator != 1:
            raise Undefined
        if exponent < 0 and base % PRIME == 0:
            raise Undefined
        return pow(base, exponent.numerator, PRIME)

    def pivot(self, column: list[int]) -> int:
        for k, value in enumerate(column):
            if value % PRIME:
                return k
        raise Undefined

    def invert(self, value: int) -> int:
        if value % PRIME == 0:
            raise Undefined
        return pow(value, -1, PRIME)


FLOATS = Floats()
MODULAR = Modular()


def inverse_and_det(matrix: list[list[Entry]], arithmetic: Arithmetic) -> tuple[list[list[Entry]], Entry]:
    """Gauss–Jordan; raises Undefined where the matrix is singular."""
    n = len(matrix)
    one, nought = arithmetic.of(Fraction(1)), arithmetic.of(Fraction(0))
    rows = [[*row, *(one if k == i else nought for k in range(n))] for i, row in enumerate(matrix)]
    determinant = one
    for c in range(n):
        best = c + arithmetic.pivot([rows[r][c] for r in range(c, n)])
        if best != c:
            rows[c], rows[best] = rows[best], rows[c]
            determinant = -determinant
        lead = rows[c][c]
        determinant = arithmetic.reduce([determinant * lead])[0]
        factor = arithmetic.invert(lead)
        rows[c] = arithmetic.reduce([v * factor for v in rows[c]])
        for r in range(n):
            if r != c and rows[r][c]:
                by = rows[r][c]
                rows[r] = arithmetic.reduce([v - by * w for v, w in zip(rows[r], rows[c], strict=True)])
    return [row[n:] for row in rows], determinant


def determinant(matrix: list[list[Entry]], arithmetic: Arithmetic) -> Entry:
    """0 where the matrix is singular."""
    try:
        return inverse_and_det(matrix, arithmetic)[1]
    except Undefined:
        return arithmetic.of(Fraction(0))


def exponential(matrix: list[list[float]]) -> list[list[float]]:
    """The matrix exponential, by scaling, a Taylor polynomial, and squaring."""
    n = len(matrix)
    norm = max((sum(map(abs, row)) for row in matrix), default=0.0)
    if norm > 50:
        raise Undefined
    squarings = max(0, math.ceil(math.log2(norm * 4))) if norm > 0.25 else 0
    scaled = [[v / 2**squarings for v in row] for row in matrix]
    identity = [[float(i == j) for j in range(n)] for i in range(n)]
    total, term = identity, identity
    for k in range(1, 16):
        term = [[v / k for v in row] for row in _times(term, scaled)]
        total = [[a + b for a, b in zip(x, y, strict=True)] for x, y in zip(total, term, strict=True)]
    for _ in range(squarings):
        total = _times(total, total)
    return total


def _times(left: list[list[float]], right: list[list[float]]) -> list[list[float]]:
    columns = list(zip(*right, strict=True))
    return [[sum(map(float.__mul__, row, column)) for column in columns] for row in left]
