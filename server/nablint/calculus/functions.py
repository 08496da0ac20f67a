"""Scalar functions applied entry by entry: their derivatives as terms, and their values as numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from nablint.base.values import dataclass
from nablint.calculus.build import add, inverse_of, mapped, power, scaled, subtract
from nablint.calculus.product import mul, number, ones
from nablint.calculus.terms import Constant, Term


@dataclass(frozen=True, slots=True)
class ScalarFunction:
    """`slope` gives f′ at a term; None where f is not differentiated. `near` is how far an argument must stay away from
    each of `kinks`."""

    value: Callable[[float], float]
    slope: Callable[[Term], Term] | None
    kinks: tuple[float, ...] = ()


def _one(u: Term) -> Term:
    return ones(*u.free)


def _square(u: Term) -> Term:
    return power(u, number(2))


def _f(name: str) -> Callable[[Term], Term]:
    return lambda u: mapped(name, u)


def _minus(name: str) -> Callable[[Term], Term]:
    return lambda u: scaled(mapped(name, u), -1)


def _root(u: Term, exponent: Fraction) -> Term:
    return power(u, number(exponent))


_MINUS_HALF = Fraction(-1, 2)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _sigmoid_slope(u: Term) -> Term:
    s = mapped("sigmoid", u)
    return mul((s, subtract(_one(u), s)))


def _log_slope(base: int) -> Callable[[Term], Term]:
    return lambda u: mul((inverse_of(u), inverse_of(mapped("log", number(base)))))


def _erf_slope(u: Term) -> Term:
    root = power(Constant("π"), number(_MINUS_HALF))
    return mul((mapped("exp", scaled(_square(u), -1)), root), (), Fraction(2))


def _cube_free(name: str, other: str, sign: int) -> Callable[[Term], Term]:
    return lambda u: scaled(mul((mapped(name, u), mapped(other, u))), sign)


FUNCTIONS: Mapping[str, ScalarFunction] = {
    "exp": ScalarFunction(math.exp, _f("exp")),
    "log": ScalarFunction(math.log, inverse_of),
    "log2": ScalarFunction(math.log2, _log_slope(2)),
    "log10": ScalarFunction(math.log10, _log_slope(10)),
    "sin": ScalarFunction(math.sin, _f("cos")),
    "cos": ScalarFunction(math.cos, _minus("sin")),
    "tan": ScalarFunction(math.tan, lambda u: add((_one(u), _square(mapped("tan", u))))),
    "cot": ScalarFunction(lambda x: 1 / math.tan(x), lambda u: scaled(add((_one(u), _square(mapped("cot", u)))), -1)),
    "sec": ScalarFunction(lambda x: 1 / math.cos(x), _cube_free("sec", "tan", 1)),
    "csc": ScalarFunction(lambda x: 1 / math.sin(x), _cube_free("csc", "cot", -1)),
    "sinh": ScalarFunction(math.sinh, _f("cosh")),
    "cosh": ScalarFunction(math.cosh, _f("sinh")),
    "tanh": ScalarFunction(math.tanh, lambda u: subtract(_one(u), _square(mapped("tanh", u)))),
    "coth": ScalarFunction(lambda x: 1 / math.tanh(x), lambda u: subtract(_one(u), _square(mapped("coth", u)))),
    "sech": ScalarFunction(lambda x: 1 / math.cosh(x), _cube_free("sech", "tanh", -1)),
    "csch": ScalarFunction(lambda x: 1 / math.sinh(x), _cube_free("csch", "coth", -1)),
    "arcsin": ScalarFunction(math.asin, lambda u: _root(subtract(_one(u), _square(u)), _MINUS_HALF)),
    "arccos": ScalarFunction(math.acos, lambda u: scaled(_root(subtract(_one(u), _square(u)), _MINUS_HALF), -1)),
    "arctan": ScalarFunction(math.atan, lambda u: inverse_of(add((_one(u), _square(u))))),
    "arsinh": ScalarFunction(math.asinh, lambda u: _root(add((_one(u), _square(u))), _MINUS_HALF)),
    "arcosh": ScalarFunction(math.acosh, lambda u: _root(subtract(_square(u), _one(u)), _MINUS_HALF)),
    "artanh": ScalarFunction(math.atanh, lambda u: inverse_of(subtract(_one(u), _square(u)))),
    "sigmoid": ScalarFunction(_sigmoid, _sigmoid_slope),
    "softplus": ScalarFunction(lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x))), _f("sigmoid")),
    "relu": ScalarFunction(lambda x: max(x, 0.0), _f("step"), (0.0,)),
    "step": ScalarFunction(lambda x: 1.0 if x > 0 else 0.0, lambda u: scaled(_one(u), 0), (0.0,)),
    "abs": ScalarFunction(abs, _f("sign"), (0.0,)),
    "sign": ScalarFunction(lambda x: float((x > 0) - (x < 0)), lambda u: scaled(_one(u), 0), (0.0,)),
    "erf": ScalarFunction(math.erf, _erf_slope),
    "gamma": ScalarFunction(math.gamma, None),
}

# Other names for the same function, as notes and the parser write them.
ALIASES: Mapping[str, str] = {
    "ln": "log",
    "lg": "log10",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "tg": "tan",
    "ctg": "cot",
    "sh": "sinh",
    "ch": "cosh",
    "th": "tanh",
    "asinh": "arsinh",
    "arcsinh": "arsinh",
    "acosh": "arcosh",
    "arccosh": "arcosh",
    "atanh": "artanh",
    "arctanh": "artanh",
    "logistic": "sigmoid",
    "sigm": "sigmoid",
    "sgn": "sign",
    "signum": "sign",
    "heaviside": "step",
    "cosec": "csc",
}


def scalar_function(name: str) -> str | None:
    """The name in `FUNCTIONS` of what a note calls `name`, or None."""
    name = ALIASES.get(name, name)
    return name if name in FUNCTIONS or name == "sqrt" else None
