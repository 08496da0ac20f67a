"""Sizes as integer polynomials (`n`, `2n`, `n+1`, `mn`), and what is known of two of them: equal, different, or neither."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import Enum
from functools import lru_cache
from typing import final

from nablint.base.single import Singles
from nablint.base.values import dataclass

Monomial = tuple[str, ...]  # sorted names with repetition: n²m is ("m", "n", "n"); the constant is ()


class Answer(Enum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("an Answer has three values: compare it with `is`")


@final
class Dim:
    """A polynomial with integer coefficients; `terms` is sorted, without zero coefficients. To be changed by nobody.

    A name beginning with "?" is free: a size that nobody stated, which inference may still learn; `is_free` says whether
    anything in it is. There is one object for each polynomial, so that sizes are compared by identity.
    """

    __slots__ = ("__weakref__", "_names", "is_free", "is_one", "terms")

    terms: tuple[tuple[Monomial, int], ...]
    is_free: bool
    is_one: bool
    _names: frozenset[str]

    def __new__(cls, terms: tuple[tuple[Monomial, int], ...]) -> Dim:
        known = _SINGLES.lately.get(terms)
        return known if known is not None else _SINGLES.settled(terms, Dim._made)

    @staticmethod
    def _made(terms: tuple[tuple[Monomial, int], ...]) -> Dim:
        made = object.__new__(Dim)
        made.terms = terms
        made._names = frozenset(name for monomial, _ in terms for name in monomial)
        made.is_free = any(name.startswith("?") for name in made._names)
        made.is_one = terms == (((), 1),)
        return made

    def __repr__(self) -> str:
        return f"Dim(terms={self.terms!r})"

    def __reduce__(self) -> tuple[type[Dim], tuple[tuple[tuple[Monomial, int], ...]]]:
        return Dim, (self.terms,)

    @classmethod
    def of(cls, value: int) -> Dim:
        return cls((((), value),)) if value else cls(())

    @classmethod
    def name(cls, name: str) -> Dim:
        return cls((((name,), 1),))

    @classmethod
    def _from(cls, terms: Iterable[tuple[Monomial, int]]) -> Dim:
        total: dict[Monomial, int] = {}
        for monomial, coefficient in terms:
            total[monomial] = total.get(monomial, 0) + coefficient
        return cls(tuple(sorted((m, c) for m, c in total.items() if c)))

    @property
    def number(self) -> int | None:
        """Its value where it is a plain number."""
        if not self.terms:
            return 0
        return self.terms[0][1] if self.terms == (((), self.terms[0][1]),) else None

    @property
    def single_name(self) -> str | None:
        """The name where it is nothing but one name."""
        return self.terms[0][0][0] if len(self.terms) == 1 and self.terms[0][1] == 1 and len(self.terms[0][0]) == 1 else None

    def names(self) -> frozenset[str]:
        return self._names

    def __add__(self, other: Dim) -> Dim:
        return Dim._from((*self.terms, *other.terms))

    def __neg__(self) -> Dim:
        return Dim(tuple((m, -c) for m, c in self.terms))

    def __sub__(self, other: Dim) -> Dim:
        return self + -other

    def __mul__(self, other: Dim) -> Dim:
        return Dim._from((tuple(sorted((*a, *b))), c * d) for a, c in self.terms for b, d in other.terms)

    def substitute(self, values: Mapping[str, Dim]) -> Dim:
        """Every name replaced by its value, once; names without a value stay."""
        if not self.names() & values.keys():
            return self
        total = Dim(())
        for monomial, coefficient in self.terms:
            product = Dim.of(coefficient)
            for name in monomial:
                product = product * values.get(name, Dim.name(name))
            total = total + product
        return total

    def evaluate(self, values: Mapping[str, int]) -> int | None:
        """Its number once names have numbers; None where one is missing."""
        total = 0
        for monomial, coefficient in self.terms:
            product = coefficient
            for name in monomial:
                if name not in values:
                    return None
                product *= values[name]
            total += product
        return total

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        # The constant comes last, as people write n + 1.
        ordered = sorted(self.terms, key=lambda t: (-len(t[0]), t[0]))
        text = ""
        for monomial, coefficient in ordered:
            names = (
                "".join(_shown(name) for name in monomial)
                if all(len(n) == 1 for n in monomial)
                else "·".join(map(_shown, monomial))
            )
            size = abs(coefficient)
            body = str(size) if not monomial else names if size == 1 else f"{size}{names}"
            if not text:
                text = f"-{body}" if coefficient < 0 else body
            else:
                text += f" - {body}" if coefficient < 0 else f" + {body}"
        return text


def _shown(name: str) -> str:
    return "?" if name.startswith("?") else name


_SINGLES: Singles[tuple[tuple[Monomial, int], ...], Dim] = Singles()
ONE = Dim.of(1)
SUPPOSED = "?:"  # begins the names of free sizes that are larger than 1, as those of stated ones


@dataclass(frozen=True)
class DimFacts:
    """What a note states about sizes: names that are equal to something, and names that are known to differ.

    `values` maps a name to what it stands for (`d_model` → h·d_v, `N` → n); `apart` holds unordered pairs of names that
    stand together in one shape or one sentence of declarations. `names` are all sizes of the note, and what it counts up
    to; `numbers` those of the place: where such a letter stands in a formula, it is a number.
    """

    values: Mapping[str, Dim] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def normal(self, dim: Dim) -> Dim:
        for _ in range(8):  # a chain of definitions longer than this is not a note's
            next_ = dim.substitute(self.values)
            if next_ == dim:
                break
            dim = next_
        return dim

    def equal(self, left: Dim, right: Dim) -> Answer:
        """YES: the same polynomial. NO: different for all sizes that the note allows (a name is larger than 1)."""
        left, right = self.normal(left), self.normal(right)
        if left == right:
            return Answer.YES
        if left.is_free or right.is_free:
            return Answer.UNKNOWN
        difference = left - right
        if _never_zero(difference):
            return Answer.NO
        a, b = _common_factor_removed(left, right)
        if _never_zero(a - b):
            return Answer.NO
        x, y = a.single_name, b.single_name
        if x and y and frozenset((x, y)) in self.apart:
            return Answer.NO
        # n and n·m, n and 2n, n and n²: a product of a name with something larger than 1.
        return Answer.UNKNOWN


@lru_cache(maxsize=4096)
def _never_zero(difference: Dim) -> bool:
    """Whether the polynomial is not zero for any names of at least 2."""
    return _positive(difference) or _positive(-difference)


def _positive(poly: Dim) -> bool:
    """A sufficient test that a polynomial is above 0 where every name is at least 2: put 2 + t for each name (t ≥ 0); all
    coefficients of t are then non-negative and the constant is positive."""
    if len(poly.terms) > 12 or any(len(m) > 6 for m, _ in poly.terms):
        return False
    shifted = poly.substitute({name: Dim._from((((), 2), ((name,), 1))) for name in poly.names()})
    constant = dict(shifted.terms).get((), 0)
    return constant > 0 and all(c > 0 for _, c in shifted.terms)


def _common_factor_removed(left: Dim, right: Dim) -> tuple[Dim, Dim]:
    """mn and np differ if m and p do: divide both by the names that every term of both has."""
    monomials = [m for m, _ in (*left.terms, *right.terms)]
    if not left.terms or not right.terms:
        return left, right
    for name in set(monomials[0]):
        while all(name in m for m in monomials):
            left, right = _divided(left, name), _divided(right, name)
            monomials = [m for m, _ in (*left.terms, *right.terms)]
    return left, right


def _divided(poly: Dim, name: str) -> Dim:
    def without(monomial: Monomial) -> Monomial:
        at = monomial.index(name)
        return monomial[:at] + monomial[at + 1 :]

    return Dim._from((without(m), c) for m, c in poly.terms)
