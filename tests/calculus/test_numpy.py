"""What NumPy is given to compute agrees with finite differences of the same expression in NumPy."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from nablint.calculus import numpysource
from nablint.calculus.derive import Derivation, derive, to_numpy
from nablint.parse.parser import parse
from nablint.sizes.layouts import NUMERATOR
from tests.calculus.tools import declare, translator

LETS = "x, y: n; X, Y: n × n; r: 1 × n; c: 1"
CASES = [
    (r"\operatorname{vec}(X Y X)", "X"),
    (r"\operatorname{vec}(x x^T)", "x"),
    (r"\operatorname{vec}(\operatorname{diag}(x))", "x"),
    (r"x \otimes y", "x"),
    (r"X \otimes Y", "X"),
    ("(I + X)^{-1}", "X"),
    (r"\begin{pmatrix} x_1 x_2 \\ x^T y \end{pmatrix}", "x"),
    (r"\prod_i x_i", "x"),
    ("r X x", "x"),
    ("r X r^T", "r"),
    (r"\sum_{i=1}^n i x_i^2", "x"),
    ("Y x", "X"),
]


@pytest.mark.parametrize(("expression", "wrt"), CASES)
def test_the_source_agrees_with_finite_differences(expression: str, wrt: str) -> None:
    np = pytest.importorskip("numpy")
    draw = np.random.default_rng(3)
    size = 3
    values = {"x": draw.uniform(0.5, 1.5, size), "y": draw.normal(size=size), "c": 1.3, "r": draw.uniform(0.5, 1.5, (1, size))}
    values |= {"X": draw.uniform(0, 1, (size, size)) + 2 * np.eye(size), "Y": draw.normal(size=(size, size))}
    found = derive(expression, [wrt], LETS.split(";"))
    assert isinstance(found, Derivation)
    slope = _called(to_numpy(found), "derivative", values)
    t = translator(declare(LETS), NUMERATOR)
    value, _ = t.value(parse(expression)), t.value(parse(wrt))
    symbols = tuple((key, shape) for key, (shape, _) in t.variables.items())
    source = numpysource.function("value", value, symbols, t.algebra.learnt)
    point, step, columns = values[wrt], 1e-6, []
    for place in np.ndindex(point.shape):
        more, less = point.copy(), point.copy()
        more[place] += step
        less[place] -= step
        above, below = (_called(source, "value", {**values, wrt: at}) for at in (more, less))
        columns.append((above - below) / (2 * step))
    expected = np.stack(columns, -1).reshape(*np.shape(columns[0]), *point.shape)
    assert np.allclose(np.squeeze(slope), np.squeeze(expected), rtol=1e-5, atol=1e-6)


def _called(source: str, name: str, values: dict[str, Any]) -> Any:
    import numpy as np

    space: dict[str, Any] = {}
    exec(source, space)
    function: Callable[..., Any] = space[name]
    return np.asarray(function(**{p: values[p] for p in inspect.signature(function).parameters}))
