"""A letter that names a size and, in a broken formula, an array too: nothing is concluded, and nothing fails."""

from __future__ import annotations

from nablint.analysis.analyse import analyse
from nablint.base.source import Source

NOTE = r"""All vectors are columns. Let $W \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^n$,
and let $b$ be a vector of length $m$.

Define $y = W x + b$ and $z = y^\top y$. Then by the chain rule
$$
\frac{\partial z}{\partial x} = \frac{\partial z}{\partial y} \frac{\partial y}{\partial x} = 2 yn = m^\top W .
$$
Here $x W$ is wrong, and $W^\top y$ is not. The sum $\sum_{i=1}^{n} x_i = x_1 + \dots + x_n$ counts entries.
"""


def test_a_size_that_a_formula_takes_for_an_array() -> None:
    assert all(not finding.code.startswith("VAL") for finding in analyse(Source("a.md", NOTE)).findings)
