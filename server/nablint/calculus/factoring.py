"""Sums as a person writes them: common scalars and factors taken out, (A + Aᵀ) x and not A x + Aᵀ x."""

from __future__ import annotations

from fractions import Fraction

from nablint.calculus.forms import (
    ZERO,
    Chain,
    Form,
    Identity,
    Number,
    Ones,
    Scaled,
    Total,
    Transposed,
    chain,
    scaled,
    transpose,
)
from nablint.sizes.dims import Dim


def total(terms: list[Form], square: Dim | None = None) -> Form:
    """The sum; `square` is the size of the matrix where it is square, so that a left-over factor can become I."""
    flat: list[Form] = []
    for term in terms:
        flat.extend(term.terms if isinstance(term, Total) else (term,))
    flat = [t for t in flat if t != ZERO]
    collected: dict[tuple[tuple[tuple[Form, Fraction], ...], Form | None], Fraction] = {}
    seen: dict[Form, Form] = {}
    for term in flat:
        part = as_scaled(term)
        scalars = tuple((_same_way(base, seen), exponent) for base, exponent in part.scalars)
        part = Scaled(part.coefficient, scalars, part.body)
        place = (part.scalars, part.body)
        collected[place] = collected.get(place, Fraction(0)) + part.coefficient
    flat = [scaled(c, scalars, body) for (scalars, body), c in collected.items() if c]
    if not flat:
        return ZERO
    if len(flat) == 1:
        return flat[0]
    parts = [as_scaled(t) for t in flat]
    outer, parts = _common_scalars(parts)
    grouped = _by_scalars([scaled(p.coefficient, p.scalars, p.body) for p in parts])
    grouped = _grouped(grouped) if len(grouped) == len(parts) else grouped
    inner: Form = grouped[0] if len(grouped) == 1 else Total(tuple(grouped))
    return scaled(outer.coefficient, outer.scalars, inner) if outer.scalars or outer.coefficient != 1 else inner


def _same_way(scalar: Form, seen: dict[Form, Form]) -> Form:
    """xᵀA y and yᵀAᵀx are one number, written as it was first."""
    other = transpose(scalar) if isinstance(scalar, Chain) else scalar
    return seen.setdefault(scalar, seen.get(other, scalar))


def _by_scalars(terms: list[Form]) -> list[Form]:
    """(xᵀBx) A + (xᵀBx) Aᵀ is (xᵀBx) (A + Aᵀ), where several scalars stand in front of several terms each."""
    groups: dict[tuple[tuple[Form, Fraction], ...], list[Form]] = {}
    for term in terms:
        groups.setdefault(as_scaled(term).scalars, []).append(term)
    if len(groups) < 2 or any(not scalars or len(found) < 2 for scalars, found in groups.items()):
        return terms
    return [total(found) for found in groups.values()]


def as_scaled(form: Form) -> Scaled:
    match form:
        case Scaled():
            return form
        case Number(value=value):
            return Scaled(value, (), None)
        case _:
            return Scaled(Fraction(1), (), form)


def _common_scalars(parts: list[Scaled]) -> tuple[Scaled, list[Scaled]]:
    """What all terms have in front."""
    first = dict(parts[0].scalars)
    common: dict[Form, Fraction] = {}
    for base in first:
        exponents = [dict(p.scalars).get(base) for p in parts]
        if any(e is None for e in exponents):
            continue
        known = [e for e in exponents if e is not None]
        if all(e > 0 for e in known):
            common[base] = min(known)
        elif all(e < 0 for e in known):
            common[base] = max(known)
    sizes = {abs(p.coefficient) for p in parts}
    coefficient = sizes.pop() if len(sizes) == 1 else Fraction(1)
    # −a − b is −(a + b).
    if all(p.coefficient < 0 for p in parts):
        coefficient = -coefficient
    if not common and coefficient == 1:
        return Scaled(coefficient, (), None), parts
    rest = []
    for p in parts:
        left = {b: e - common.get(b, Fraction(0)) for b, e in p.scalars}
        rest.append(Scaled(p.coefficient / coefficient, tuple((b, e) for b, e in left.items() if e), p.body))
    return Scaled(coefficient, tuple(common.items()), None), rest


def _grouped(terms: list[Form]) -> list[Form]:
    """Terms that end, or begin, with the same factor are one product."""
    for last in (True, False):
        changed = True
        while changed:
            changed = False
            for k, term in enumerate(terms):
                end = _end(term, last)
                if end is None:
                    continue
                same = [m for m, other in enumerate(terms) if m >= k and _end(other, last) == end]
                if len(same) < 2:
                    continue
                inside = total([_without_end(terms[m], last) for m in same])
                joined = chain(inside, end) if last else chain(end, inside)
                if isinstance(inside, Scaled) and isinstance(inside.body, Total):
                    body = chain(inside.body, end) if last else chain(end, inside.body)
                    joined = scaled(inside.coefficient, inside.scalars, body)
                terms = [t for m, t in enumerate(terms) if m not in same[1:]]
                terms[k] = joined
                changed = True
                break
    return terms


def _end(form: Form, last: bool) -> Form | None:
    body = as_scaled(form).body
    if not isinstance(body, Chain):
        return None
    end = body.factors[-1] if last else body.factors[0]
    # A sum taken out of a sum, or a row or column of ones, reads no better.
    plain = end.of if isinstance(end, Transposed) else end
    return None if isinstance(plain, Ones | Identity) or len(body.factors) < 2 else end


def _without_end(form: Form, last: bool) -> Form:
    part = as_scaled(form)
    body = part.body
    if not isinstance(body, Chain):
        return form
    rest = body.factors[:-1] if last else body.factors[1:]
    return scaled(part.coefficient, part.scalars, chain(*rest))
