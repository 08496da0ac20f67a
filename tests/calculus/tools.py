"""Short ways to say what the tests of this room need."""

from __future__ import annotations

from nablint.base.budget import Budget
from nablint.calculus import derivatives
from nablint.calculus.compare import Comparison, paired
from nablint.calculus.declared import AssumingScalars, Declared, Explicit
from nablint.calculus.derive import READING, declarations
from nablint.calculus.readings import Reading
from nablint.calculus.scope import Scope
from nablint.calculus.translate import Translator
from nablint.calculus.values import Value
from nablint.calculus.variables import variable
from nablint.calculus.verdict import Verdict
from nablint.calculus.verify import verify_derivative, verify_equal
from nablint.parse.parser import parse
from nablint.sizes.layouts import MIXED, NUMERATOR, PRESETS, Layout, VectorByVector


def declare(lets: str = "", defs: str = "") -> Explicit:
    found = declarations([lets] if lets else [], [d for d in defs.split(";;") if d.strip()])
    assert isinstance(found, Explicit), found
    return found


def check(
    left: str,
    right: str,
    lets: str = "",
    defs: str = "",
    layouts: tuple[Layout, ...] = (MIXED, NUMERATOR),
    scalars: bool = True,
) -> Verdict:
    return verify_derivative(parse(left), parse(right), declare(lets, defs), layouts, scalars)


def equal(left: str, right: str, lets: str = "", defs: str = "") -> Verdict:
    return verify_equal(parse(left), parse(right), declare(lets, defs), assume_scalars=True)


def translator(declared: Declared, layout: Layout, reading: Reading = READING) -> Translator:
    return Translator(AssumingScalars(declared), layout, reading, Budget(20_000))


def derivative_in(t: Translator, expression: str, wrt: str) -> Value:
    """The derivative, flattened where it has more than two axes."""
    node = parse(expression)
    value = derivatives.derivative(t, node, [variable(t, parse(wrt), Scope())], Scope(), node)
    if not value.is_tensor:
        return value
    rows_x = t.layout.vv is VectorByVector.ROWS_X
    return t.algebra.flattened(value, len(value.indices) - value.of_axes if rows_x else value.of_axes)


def outcome(t: Translator, left: Value, right: Value) -> str:
    pair = paired(t, left, right)
    return "shape" if pair is None else Comparison(t, Budget(2_000_000)).outcome(pair)


def layouts() -> list[str]:
    return ["numerator", "denominator"]


def preset(name: str) -> Layout:
    return PRESETS[name]
