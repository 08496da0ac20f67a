"""What the derivative of X^k is made of, Σ_r X^{r-1} … X^{k-r}, as a sum of products of matrices."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from nablint.calculus.build import matrix_power, subtract
from nablint.calculus.former import Former
from nablint.calculus.forms import Form, Summed
from nablint.calculus.product import mul, number
from nablint.calculus.terms import Constant, MatrixPower, Mul, Term

_LETTERS = "rsqtuv"


def counted(former: Former, term: Term, form: Callable[[Term], Form]) -> Form | None:
    """The sum over r of the form of each term, where the first power sum in the product is written out; None where there is
    none."""
    factors = term.factors if isinstance(term, Mul) else (term,)
    place = next((k for k, f in enumerate(factors) if isinstance(f, MatrixPower) and f.between is not None), None)
    if place is None:
        return None
    whole = factors[place]
    assert isinstance(whole, MatrixPower) and whole.between is not None
    letter = _letter(former, term)
    step = Constant(letter)
    left = matrix_power(whole.body, whole.rows, whole.cols, whole.row, whole.between[0], subtract(step, number(1)))
    right = matrix_power(whole.body, whole.rows, whole.cols, whole.between[1], whole.col, subtract(whole.exponent, step))
    bound, coefficient = (term.bound, term.coefficient) if isinstance(term, Mul) else (frozenset(), Fraction(1))
    written = mul((*factors[:place], left, right, *factors[place + 1 :]), bound, coefficient)
    return Summed(letter, former.form(whole.exponent, None, None), form(written))


def _letter(former: Former, term: Term) -> str:
    taken = {key.name.letter for key in former.shapes} | {name for i in term.free for name in i.dim.names()}
    return next((c for c in _LETTERS if c not in taken), "r′")
