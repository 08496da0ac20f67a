"""How symbols, shapes and structure read: in Unicode for everyone, in LaTeX where a client draws it."""

from __future__ import annotations

import re
from collections.abc import Callable

from nablint.base.spans import Span
from nablint.declarations.facts import SymbolKey, Trust
from nablint.parse.lexer import SUBSCRIPTS, SUPERSCRIPTS
from nablint.parse.nodes import Name, Symbol
from nablint.parse.render import render_latex
from nablint.parse.unicode_text import unicode_name
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import PRESETS, Layout, ScalarByMatrix, ScalarByVector, VectorByVector
from nablint.sizes.shapes import Function, Matrix, Shape, Structure, Tensor

_UP = {plain: sign for sign, plain in SUPERSCRIPTS.items()}
_DOWN = {plain: sign for sign, plain in SUBSCRIPTS.items()}
GREEK = {
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\epsilon", "ζ": r"\zeta", "η": r"\eta",
    "θ": r"\theta", "ι": r"\iota", "κ": r"\kappa", "λ": r"\lambda", "μ": r"\mu", "ν": r"\nu", "ξ": r"\xi",
    "π": r"\pi", "ρ": r"\rho", "σ": r"\sigma", "τ": r"\tau", "υ": r"\upsilon", "φ": r"\phi", "χ": r"\chi",
    "ψ": r"\psi", "ω": r"\omega", "Γ": r"\Gamma", "Δ": r"\Delta", "Θ": r"\Theta", "Λ": r"\Lambda", "Ξ": r"\Xi",
    "Π": r"\Pi", "Σ": r"\Sigma", "Υ": r"\Upsilon", "Φ": r"\Phi", "Ψ": r"\Psi", "Ω": r"\Omega",
}  # fmt: skip
_STRUCTURE = {
    Structure.SYMMETRIC: "symmetric",
    Structure.POSITIVE_DEFINITE: "positive definite",
    Structure.POSITIVE_SEMIDEFINITE: "positive semidefinite",
    Structure.INVERTIBLE: "invertible",
    Structure.ORTHOGONAL: "orthogonal",
    Structure.DIAGONAL: "diagonal",
    Structure.UPPER: "upper triangular",
    Structure.LOWER: "lower triangular",
    Structure.IDENTITY: "identity",
    Structure.ZERO: "zero",
    Structure.ONES: "all ones",
    Structure.SKEW: "skew-symmetric",
    Structure.SQUARE: "square",
    Structure.POSITIVE: "positive entries",
    Structure.CONSTANT: "constant",
    Structure.UNIT: "unit length",
    Structure.INTEGER: "integer",
    Structure.ELEMENTWISE: "applied entry by entry",
    Structure.STOCHASTIC: "entries that sum to 1",
    Structure.ONE_HOT: "one-hot",
    Structure.ORTHONORMAL_COLUMNS: "column-orthonormal",
    Structure.ORTHONORMAL_ROWS: "row-orthonormal",
    Structure.BINARY: "binary",
    Structure.SIGNS: "±1-valued",
}
_SYMMETRIC = Structure.SYMMETRIC | Structure.SQUARE
_IMPLIED = {
    Structure.SYMMETRIC: Structure.SQUARE,
    Structure.POSITIVE_DEFINITE: Structure.POSITIVE_SEMIDEFINITE | Structure.INVERTIBLE | Structure.SQUARE,
    Structure.POSITIVE_SEMIDEFINITE: Structure.SQUARE,
    Structure.INVERTIBLE: Structure.SQUARE,
    Structure.ORTHOGONAL: Structure.INVERTIBLE | Structure.SQUARE,
    Structure.DIAGONAL: _SYMMETRIC | Structure.UPPER | Structure.LOWER,
    Structure.SKEW: Structure.SQUARE,
    Structure.IDENTITY: ~(Structure.IDENTITY | Structure.CONSTANT),
    Structure.ONE_HOT: Structure.STOCHASTIC,
}
_UNTOLD = re.compile(r"\?\d")  # a size that nothing tells: it may be 1
_TRUST = {
    Trust.TYPOGRAPHY: "guessed from its letter",
    Trust.DEFINITION: "learned from its definition",
    Trust.MARK: "learned from a mark on a formula",
    Trust.PROSE: "stated in the text",
    Trust.MEMBERSHIP: "declared",
    Trust.DIRECTIVE: "declared in a directive",
}


_NAMED = re.compile(r"(?P<head>[^\W\d_]+)(?:_(?:\{(?P<braced>[^{}]*)\}|(?P<plain>\w+)))?|[{}\\$%&#~`<>\n\r ]+")
# A letter that follows would seem to belong to the script.
_ONE = re.compile(r"([_^])\{([A-Za-z0-9])\}(?![A-Za-z0-9])")
_LETTERS = re.compile(r"_\{[A-Za-z](?: [A-Za-z])+\}")


_CHOICES = {
    VectorByVector.ROWS_Y: "rows follow y",
    VectorByVector.ROWS_X: "rows follow x",
    ScalarByVector.ROW: "gradients are rows",
    ScalarByVector.COLUMN: "gradients are columns",
    ScalarByMatrix.AS_X: "∂s/∂X lies as X",
    ScalarByMatrix.TRANSPOSED: "∂s/∂X lies as Xᵀ",
}


def symbol_text(key: SymbolKey) -> str:
    return unicode_name(key.name) + (lowered(key.sub) if key.sub else "") + (raised(key.sup) if key.sup else "")


def symbol_latex(key: SymbolKey) -> str:
    text = name_latex(key.name)
    if key.sub:
        text += f"_{{{_script_latex(key.sub)}}}"
    if key.sup:
        text += key.sup if set(key.sup) == {"'"} else f"^{{{_script_latex(key.sup)}}}"
    return by_hand(text)


def raised(text: str) -> str:
    return _script(text, _UP, "^")


def lowered(text: str) -> str:
    return _script(text, _DOWN, "_")


def _script(text: str, table: dict[str, str], sign: str) -> str:
    """In small characters where Unicode has them all."""
    if text and all(c in table for c in text):
        return "".join(table[c] for c in text)
    return f"{sign}{text}" if text.isalnum() or text.startswith(("(", "[")) else f"{sign}({text})"


def transpose_sign(text: str) -> str:
    """The superscript by which a note's formulas write a transpose, the most frequent one."""
    signs = (r"\top", "T", r"{\mathsf T}", r"{\mathrm{T}}", r"\intercal")
    counts = {sign: len(re.findall(rf"\^\s*\{{?{re.escape(sign)}(?![A-Za-z])", text)) for sign in signs}
    return f"^{max(signs, key=lambda sign: counts[sign])}"


def name_latex(name: Name) -> str:
    return render_latex(Symbol(Span(0, 0), name))


def _script_latex(text: str) -> str:
    safe = safe_latex(text)
    return rf"\mathrm{{{safe}}}" if len(safe) > 2 and safe.isalpha() else GREEK.get(safe, safe)


def safe_latex(text: str) -> str:
    """Nothing in it ends the formula or means more than itself."""
    return re.sub(r"[\\$%&#{}~`<>\n\r]", " ", text).strip()


def dim_latex(dim: Dim) -> str:
    """`h·d_v` as `h d_v` and `n_{l-1}` as it is: products have no dot, and a script that is an expression stays one."""

    words = {name.partition("_")[0] for name in dim.names()}

    def named(match: re.Match[str]) -> str:
        head, tail = match["head"], match["braced"] or match["plain"]
        if head is None:
            return " "
        if len(head) > 1 and head in words:
            letter = rf"\mathrm{{{safe_latex(head)}}}"
        else:
            letter = "".join(f"{GREEK[c]} " if c in GREEK else c for c in head).strip()
        return f"{letter}_{{{_script_latex(tail)}}}" if tail else letter

    return by_hand(_NAMED.sub(named, str(dim)).replace("·", r"\,"))


def by_hand(latex: str) -> str:
    """Without the braces that nobody types: `x_{i}` as `x_i`, `A_{i j}` as `A_{ij}`."""
    return _ONE.sub(r"\1\2", _LETTERS.sub(lambda found: found.group().replace(" ", ""), latex))


def shape_text(shape: Shape) -> str:
    """For a line of text: "m × n matrix", "column vector of length n", "scalar"."""
    match shape:
        case Matrix() if shape.is_scalar:
            return "scalar"
        case Matrix(rows, cols):
            return f"{_factor(rows)} × {_factor(cols)} {_kind(shape)}"
        case Tensor(dims):
            return f"{' × '.join(map(_factor, dims))} tensor"
        case Function(domain, value):
            return f"function {', '.join(map(shape_short, domain))} → {shape_short(value)}"
        case _:
            return "unknown shape"


def shape_words(shape: Shape, formula: Callable[[str, str], str]) -> str:
    """As `shape_text`, with the sizes as a formula; `formula` makes one of LaTeX and Unicode."""
    match shape:
        case Matrix() if not shape.is_scalar:
            return f"{formula(shape_latex(shape), f'{_factor(shape.rows)} × {_factor(shape.cols)}')} {_kind(shape)}"
        case Tensor():
            return f"{formula(shape_latex(shape), shape_text(shape).removesuffix(' tensor'))} tensor"
        case Function():
            return f"function {formula(shape_latex(shape), shape_short(shape))}"
        case _:
            return shape_text(shape)


def _kind(shape: Matrix) -> str:
    sides = [side for side in (shape.rows, shape.cols) if not side.is_one]
    if len(sides) == 1 and any(_UNTOLD.match(name) for name in sides[0].names()):
        return "column vector or scalar" if shape.is_column else "row vector or scalar"
    return "column vector" if shape.is_column else "row vector" if shape.is_row else "matrix"


def shape_short(shape: Shape) -> str:
    """For a hint beside a formula: always as rows × columns."""
    match shape:
        case Matrix() if shape.is_scalar:
            return "scalar"
        case Matrix(rows, cols):
            return f"{_factor(rows)}×{_factor(cols)}"
        case Tensor(dims):
            return "×".join(map(_factor, dims))
        case Function(domain, value):
            return f"{', '.join(map(shape_short, domain))} → {shape_short(value)}"
        case _:
            return "?"


def shape_latex(shape: Shape) -> str:
    match shape:
        case Matrix() if shape.is_scalar:
            return r"\text{scalar}"
        case Matrix(rows, cols):
            return rf"{_latex_factor(rows)} \times {_latex_factor(cols)}"
        case Tensor(dims):
            return r" \times ".join(map(_latex_factor, dims))
        case Function(domain, value):
            return rf"{', '.join(map(shape_latex, domain))} \to {shape_latex(value)}"
        case _:
            return r"\text{?}"


def _factor(dim: Dim) -> str:
    text = str(dim)
    return f"({text})" if len(dim.terms) > 1 else text


def _latex_factor(dim: Dim) -> str:
    text = dim_latex(dim)
    return f"({text})" if len(dim.terms) > 1 else text


def structure_text(structure: Structure, shape: Shape | None = None) -> str:
    """`symmetric, invertible`; "" where nothing is known. What follows from another word or from the shape is left out."""
    implied = Structure.NONE
    for flag, more in _IMPLIED.items():
        if flag in structure:
            implied |= more
    if isinstance(shape, Matrix) and shape.rows == shape.cols:
        implied |= Structure.SQUARE
    return ", ".join(word for flag, word in _STRUCTURE.items() if flag in structure and flag not in implied)


def trust_text(trust: Trust) -> str:
    return _TRUST[trust]


def layout_name(layout: Layout) -> str:
    """The convention whose choices these are; "open" where it has made none, else its choices one by one."""
    for name, preset in PRESETS.items():
        if layout.vv is not None and layout.sv is not None and layout.filled(preset) == preset.filled(layout):
            return f"{name} layout"
    made = [_CHOICES[choice] for choice in (layout.vv, layout.sv, layout.sm) if choice is not None]
    return ", ".join(made) if made else "open"
