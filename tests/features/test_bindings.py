"""Which declaration a symbol means: by section, by what stands before, by what follows in the same sentence."""

from __future__ import annotations

import pytest

from nablint.features.navigation import uses
from tests.features.reading import read

DECLARES_N = "Let $x \\in \\mathbb{R}^n$.\n\n"
DECLARES_M = "Let $x \\in \\mathbb{R}^m$.\n\n"


def lines(note: str) -> list[int]:
    """The lines that write the symbol under the cursor."""
    knowledge, cursor = read(note)
    return [knowledge.text.count("\n", 0, use.span.start) + 1 for use in uses(knowledge, cursor)]


@pytest.mark.parametrize(
    ("name", "note", "expected"),
    [
        ("a section's own", f"# A\n\n{DECLARES_N}$‸x$\n\n# B\n\n{DECLARES_M}$x$\n", [3, 5]),
        ("the other section's", f"# A\n\n{DECLARES_N}$x$\n\n# B\n\n{DECLARES_M}$‸x$\n", [9, 11]),
        ("an earlier section's, where it has none", f"# A\n\n{DECLARES_N}$x$\n\n# B\n\n$‸x$\n", [3, 5, 9]),
        ("the outer section's behind an inner one", f"# A\n\n{DECLARES_N}## B\n\n{DECLARES_M}## C\n\n$‸x$\n", [3, 11]),
        ("declared behind its use", "# A\n\nThen $y = 2 ‸x$, where $x \\in \\mathbb{R}^n$.\n\n# B\n\n$x$\n", [3, 3, 7]),
        ("said twice alike", f"{DECLARES_N}{DECLARES_N}$‸x$\n", [1, 3, 5]),
        ("a new size in the same section", f"{DECLARES_N}$x$\n\n{DECLARES_M}$‸x$\n", [5, 7]),
        ("nobody's", "# A\n\n$‸q + q$\n\n# B\n\n$q$\n", [3, 3]),
        ("another font", "Let $\\mathbf{x} \\in \\mathbb{R}^n$.\n\n$‸x + \\mathbf{x}$\n", [1, 3, 3]),
        ("an entry of it", f"{DECLARES_N}$‸x_i + x_{{j}}$\n", [1, 3, 3]),
        ("an entry of it that is defined", f"{DECLARES_N}$‸x_i = 1$ and $x$\n", [1, 3, 3]),
        ("a name with a subscript is another", "Let $b_f \\in \\mathbb{R}^n$, $b \\in \\mathbb{R}^m$.\n\n$‸b_f + b$\n", [1, 3]),
        ("the others of its family", "Let $h_t \\in \\mathbb{R}^n$.\n\n$‸h_t + h_{t-1}$\n", [1, 3, 3]),
        ("in a derivative", f"{DECLARES_N}$\\frac{{\\partial f}}{{\\partial ‸x}}$\n", [1, 3]),
    ],
)
def test_uses(name: str, note: str, expected: list[int]) -> None:
    assert lines(note) == expected, name
