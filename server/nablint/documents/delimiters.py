"""The tables of delimiters: which environments are mathematics, and what closes what."""

from __future__ import annotations

import re

_STARRED = ("equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat", "xalignat", "dmath")
_PLAIN = ("displaymath", "math", "xxalignat", "IEEEeqnarray", "dgroup")

# Environments whose body is a formula by itself.
DISPLAY_ENVIRONMENTS = frozenset((*_STARRED, *(name + "*" for name in _STARRED), *_PLAIN, "IEEEeqnarray*", "darray", "darray*"))
# Environments that are a part of a formula; MathJax also reads them where they stand without delimiters.
INNER_ENVIRONMENTS = frozenset(
    (
        *("split", "aligned", "gathered", "alignedat", "cases", "rcases", "dcases", "array", "subarray", "smallmatrix"),
        *("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"),
        *("matrix*", "pmatrix*", "bmatrix*", "Bmatrix*", "vmatrix*", "Vmatrix*"),
    )
)
# Inner environments whose body is rows of formulas: they are taken like a display environment.
ROW_ENVIRONMENTS = frozenset(("split", "aligned", "gathered", "alignedat"))
MATH_ENVIRONMENTS = DISPLAY_ENVIRONMENTS | INNER_ENVIRONMENTS
# Environments with an argument of their own before the body: {2} of alignat, {rCl} of IEEEeqnarray.
_WITH_ARGUMENT = frozenset(
    ("alignat", "alignat*", "xalignat", "xalignat*", "xxalignat", "alignedat", "IEEEeqnarray", "IEEEeqnarray*")
)

CLOSERS = {"$$": "$$", "\\[": "\\]", "\\\\[": "\\\\]", "\\(": "\\)", "\\\\(": "\\\\)", "<!--": "-->", "{/*": "*/}"}

ENVIRONMENT = "|".join(sorted((re.escape(name) for name in MATH_ENVIRONMENTS), key=len, reverse=True))
_ARGUMENT = re.compile(r"\s*(?:\[[^\]\n]{0,20}\])?\s*\{[^{}\n]{0,40}\}")
_POSITION = re.compile(r"\[[tcb]\]")


def body_start(text: str, at: int, end: int, environment: str) -> int:
    """Where the body of `\\begin{environment}` begins that ends at `at`: after its position and argument."""
    if environment in _WITH_ARGUMENT:
        found = _ARGUMENT.match(text, at, end)
        return found.end() if found else at
    if environment in ROW_ENVIRONMENTS:
        found = _POSITION.match(text, at, end)
        return found.end() if found else at
    return at
