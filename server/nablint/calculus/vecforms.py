"""∂vec(Y)/∂vec(X)ᵀ where a derivative has three or four axes: Kronecker products, diagonals of vecs, commutations."""

from __future__ import annotations

from fractions import Fraction

from nablint.calculus.assembling import assembled
from nablint.calculus.factoring import as_scaled, total
from nablint.calculus.former import Former, NoForm
from nablint.calculus.forms import (
    ZERO,
    Called,
    Form,
    Total,
    scaled,
    transpose,
)
from nablint.calculus.kroneckers import kronecker_form, network
from nablint.calculus.powersums import counted
from nablint.calculus.product import delta, mul, ones
from nablint.calculus.terms import Add, Delta, Fuse, Index, Map, Mul, Num, Power, Term, Var

Axes = tuple[Index, ...]


def vec_form(former: Former, term: Term, above: Axes, beside: Axes) -> Form:
    """The matrix with rows vec(above) and columns vec(beside), column-major; each has one or two axes."""
    if len(above) == 1 or len(beside) == 1:
        term, above, beside = _unfused(term, above, beside)
    if not 1 <= len(above) <= 2 or not 1 <= len(beside) <= 2:
        raise NoForm("more than two axes on a side")
    summed = counted(former, term, lambda each: vec_form(former, each, above, beside))
    if summed is not None:
        return summed
    match term:
        case Add(terms=terms):
            return _summed([vec_form(former, t, above, beside) for t in terms])
        case Num(value=value):
            # The same number in each entry.
            return (
                ZERO if value == 0 else vec_form(former, Mul(value, (ones(*term.free),), frozenset(), term.free), above, beside)
            )
        case Mul() | Var() | Delta() | Map() | Power():
            pass
        case _:
            if len(term.free) > 2:
                raise NoForm("a factor with more than two axes")
    product = term if isinstance(term, Mul) else None
    if product is None:
        product = Mul(Fraction(1), (term,), frozenset(), term.free)
    terms_of = expanded(product)
    if terms_of is not None:
        return _summed([vec_form(former, t, above, beside) for t in terms_of])
    free = frozenset((*above, *beside))
    net = network(former, product, free)
    if net is None:
        return kronecker_form(former, product, above, beside)
    net.reduce()
    return net.front(product.coefficient, assembled(net, above, beside))


def _summed(forms: list[Form]) -> Form:
    """The sum, where a multiple of a sum is the sum of multiples: terms of both may be one."""
    parts: list[Form] = []
    for form in forms:
        front = as_scaled(form)
        if isinstance(front.body, Total) and not front.scalars:
            parts.extend(scaled(front.coefficient, (), term) for term in front.body.terms)
        else:
            parts.append(form)
    return total(parts)


def flat_form(former: Former, term: Term, above: Axes, beside: Axes) -> Form:
    """As `vec_form`, where a side may also be a number."""
    if above and beside:
        return vec_form(former, term, above, beside)
    axes = above or beside
    column = former.form(term, axes[0] if axes else None, axes[1] if len(axes) == 2 else None)
    if len(axes) == 2 and column != ZERO:
        front = as_scaled(column)
        column = column if front.body is None else scaled(front.coefficient, front.scalars, Called("vec", front.body))
    return column if above or not axes else transpose(column)


def _unfused(term: Term, above: Axes, beside: Axes) -> tuple[Term, Axes, Axes]:
    """A side that is the one index of a vec as the axes of what the vec is of; those that the other side has too, or that stand
    twice, are tied to it by an identity."""
    factors = term.factors if isinstance(term, Mul) else (term,)
    fused = [f for f in factors if isinstance(f, Fuse) and ((f.whole,) in (above, beside))]
    if not fused:
        return term, above, beside
    rest = [f for f in factors if f not in fused]
    taken = set(above) | set(beside)
    sides = {above: above, beside: beside}
    for fuse in fused:
        parts: list[Index] = []
        for part in fuse.parts:
            own = part.like() if part in taken else part
            if own is not part:
                rest.append(delta(own, part))
            taken.add(own)
            parts.append(own)
        sides[(fuse.whole,)] = tuple(parts)
    bound, coefficient = (term.bound, term.coefficient) if isinstance(term, Mul) else (frozenset[Index](), Fraction(1))
    return mul(rest, bound - taken, coefficient), sides[above], sides[beside]


def expanded(term: Mul) -> list[Term] | None:
    """A product with a sum of three and more axes in it, as a sum of products."""
    for k, factor in enumerate(term.factors):
        if isinstance(factor, Add) and len(factor.free) > 2:
            return [mul((*term.factors[:k], t, *term.factors[k + 1 :]), term.bound, term.coefficient) for t in factor.terms]
    return None


def fused_form(former: Former, term: Mul, row: Index | None, col: Index | None) -> Form:
    """A product whose rows or columns are those of a vec or of a Kronecker product."""
    stripped, above, beside = _unfused(term, (row,) if row else (), (col,) if col else ())
    if any(isinstance(factor, Fuse) for factor in (stripped.factors if isinstance(stripped, Mul) else (stripped,))):
        raise NoForm("an index that runs over pairs inside")
    if len(above) > 2 or len(beside) > 2:
        raise NoForm("an index that runs over more than pairs")
    if above and beside:
        return vec_form(former, stripped, above, beside)
    axes = above or beside
    vec = Called("vec", former.form(stripped, axes[0], axes[1]))
    return vec if above else transpose(vec)
