"""Notes made up for measuring where there are no real ones: sections of prose, declarations, definitions, claims, displays."""

from __future__ import annotations

LETTERS = "ABCDEFGHKLMPQRSTUVWXYZ"


def made_up(size: int, first: int = 1) -> str:
    """A note of at least the given number of characters, its sections numbered from `first`; no two formulas need be alike."""
    sections: list[str] = []
    length = 0
    while length < size:
        section = _section(first + len(sections))
        sections.append(section)
        length += len(section)
    return "".join(sections)


def _section(k: int) -> str:
    a, b = LETTERS[k % len(LETTERS)], LETTERS[(k * 7 + 3) % len(LETTERS)]
    b = b if b != a else "J"
    return f"""## {k} Layer number {k}

Let ${a}_{{{k}}} \\in \\mathbb{{R}}^{{m \\times n}}$ and $\\mathbf{{x}} \\in \\mathbb{{R}}^n$,
and let ${b}$ be a symmetric $n \\times n$ matrix.
Some words say what this layer does, why its weights are as large as they are, and what was left out of the picture.
The activation is $\\mathbf{{y}} = \\sigma({a}_{{{k}}} \\mathbf{{x}} + \\mathbf{{b}})$, of size $m$.

$$
\\begin{{aligned}}
f(\\mathbf{{x}}) &= \\mathbf{{x}}^\\top {b} \\mathbf{{x}} + {k} \\, \\mathbf{{x}}^\\top \\mathbf{{x}}, \\\\
\\nabla f(\\mathbf{{x}}) &= 2 {b} \\mathbf{{x}} + {2 * k} \\mathbf{{x}}
\\end{{aligned}}
$$

By the chain rule, with $z = \\|\\mathbf{{y}}\\|^2$,

$$
\\frac{{\\partial z}}{{\\partial \\mathbf{{x}}}} = \\frac{{\\partial z}}{{\\partial \\mathbf{{y}}}}
\\frac{{\\partial \\mathbf{{y}}}}{{\\partial \\mathbf{{x}}}}, \\qquad \\sum_{{i=1}}^{{m}} y_i^{{{k % 5 + 2}}} \\le {k}
$$

- a list item with $\\operatorname{{tr}}({b} {b}^\\top) = \\sum_{{i,j}} B_{{ij}}^2$
- and one more: $\\begin{{bmatrix}} x_1 & \\cdots & x_n \\end{{bmatrix}} \\in \\mathbb{{R}}^{{1 \\times n}}$

"""
