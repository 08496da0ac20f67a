"""What to write instead of what the calculus does not derive: a sentence for each cause."""

from __future__ import annotations

from collections.abc import Mapping

_EXPONENTIAL = (
    "the exponential of a matrix has no closed derivative by that matrix; closed are those of e^{tA} by the number t, "
    "and of tr(e^X) by X"
)
_POWER = "a matrix is raised to whole numbers from -12 to 12, such as X^3, or a letter k; entry by entry a square is X \\odot X"
_CASES = "cases are not derived; write max(u, 0), |u| or one of the cases"
_REAL = "matrices are real here: a transpose is written A^T, and a pseudo-inverse (A^T A)^{-1} A^T"
_ITSELF = "a definition stands for itself; --def needs another name on its left"
_UNDECLARED_FUNCTION = "a function has no declaration; say what it is, such as --let 'f: n -> R'"
_CROSS = "a cross product is not derived; write it as a product with the matrix of its first vector, written out"

# What no declaration would mend.
_DEFINITE: Mapping[str, str] = {
    "no derivative is known of matrix exponential": _EXPONENTIAL,
    "no derivative is known of matrix exponential of a matrix that varies": _EXPONENTIAL,
    "no derivative is known of gamma": "the derivative of Γ is Γ times the digamma function, which is not known here",
    "a power of a matrix that is no number": _POWER,
    "too large a power of a matrix": _POWER,
    "no derivative is known of a power of a matrix by its exponent": (
        "the derivative of A^t by t needs the logarithm of A, which is not known here; e^{tA} by t is"
    ),
    "no derivative is known of a power of a matrix with a letter as exponent, derived twice": (
        "the second derivative of X^k is not written for a letter k; give a number, such as X^3"
    ),
    "a norm that is not evaluated": (
        "known norms are \\|x\\|, \\|x\\|_1, \\|x\\|_3 and \\|X\\|_F; the others are not written by the entries alone"
    ),
    "the absolute value of a vector": "bars around a vector are open; write \\|x\\| or \\operatorname{abs}(x)",
    "the product oplus": "⊕ is not known; the Kronecker sum is X \\otimes I_m + I_n \\otimes Y, written with its sizes",
    "the product wedge": "∧ is not known; write what it stands for as a product of matrices",
    "the product mod": "a remainder has no derivative where it jumps",
    "a cross product": _CROSS,
    "adjoint is not evaluated": _REAL,
    "relation is not evaluated": "a relation has no derivative; give one of its sides",
    "group is not evaluated": "such brackets are not derived; those that only group are ( ) and [ ]",
    "cases is not evaluated": _CASES,
    "cases are not evaluated": _CASES,
    "a list that is no vector": "commas and points make no product; write x^T y for an inner product, A x for a product",
}  # fmt: skip

_BY_CAUSE: Mapping[str, str] = {
    **_DEFINITE,
    "a power with an array as exponent": "an array stands in an exponent; entry by entry that is \\exp(y \\odot \\log(x))",
    "a quotient by a matrix": "nothing is divided by a matrix; write A^{-1} b, or \\oslash entry by entry",
    "a function with other arguments than it is declared with": (
        "a function is given another size than it is declared with; an x of n entries needs f: n -> R"
    ),
    "a function with another number of arguments than its definition": (
        "a function is given more, or fewer, arguments than --def gives it"
    ),
    "a higher derivative of an unknown function": (
        "a higher derivative of a function that is only declared is not written; say what it is with --def"
    ),
    "a higher derivative of a named function": (
        "only first derivatives are written with a prime; derive the function itself with --order 2"
    ),
    "a product or a function": (
        "a letter before brackets may be a factor or a function; declare it as one, such as --let 'f: n -> R', or write \\cdot"
    ),
    "a function without its argument": "a function stands without its argument; write f(x)",
    "a symbol that nobody declared": "a symbol has no declaration; say what it is with --let",
    "a derivative of a function that nobody declared": _UNDECLARED_FUNCTION,
    "a function that nobody declared": _UNDECLARED_FUNCTION,
    "a derivative by an expression": "derivatives are by a symbol, an entry such as x_i, or vec(X)",
    "a symbol defined by itself": _ITSELF,
    "a symbol that depends on itself": _ITSELF,
    "a symbol whose definition has another shape than it": (
        "--def gives a symbol another size than --let does; leave one of them out"
    ),
    "an index of unknown size": "an index runs over nothing of a known size; write its bounds, such as \\sum_{i=1}^n",
    "the bounds of a sum": "the bounds of the sum are no declared size; write one of --let, such as \\sum_{i=1}^n",
    "the upper bound of a sum": "the sum ends at no declared size; write one of --let, such as \\sum_{i=1}^n",
    "an index may run past the size": "the index runs over another size than that of what it picks from; write that size",
    "a superscript that may count": (
        "a superscript such as i may be a power or count something; an entry is x_i, and a power has a declared exponent"
    ),
    "a superscript 1 is a number and no power": "x^1 may be a power or a name; write x, or another name",
    "a subscript that is not understood": (
        "a subscript is not understood; entries are x_i or A_{1,2}, rows A_{i,:} and columns A_{:,j} of what --let declares"
    ),
}  # fmt: skip

_BY_FUNCTION: Mapping[str, str] = {
    "vech": "vech is not known, for its length is no product of sizes; its derivative is L_n times that of vec(X)",
    "rank": "a rank jumps, and has no derivative where it does",
    "floor": "⌊ ⌋ jumps, and has no derivative where it does",
    "ceil": "⌈ ⌉ jumps, and has no derivative where it does",
    "round": "a rounding jumps, and has no derivative where it does",
    "E": "an expectation is derived inside: give what stands in it",
    "P": "a probability is not derived; give its density",
    "factorial": "a factorial has no derivative; write it of a number, such as 3!",
    "logm": "the logarithm of a matrix has no closed derivative by that matrix; entry by entry it is \\log(X)",
    "sqrtm": "the square root of a matrix has no closed derivative by that matrix; entry by entry it is \\sqrt{X}",
    "re": "numbers are real here; leave the real part out",
    "im": "numbers are real here; an imaginary part is 0",
    "cov": "a covariance is not known by its name; write it as a product, such as \\frac{1}{N} X^T X",
    "var": "a variance is not known by its name; write it as a product, such as \\frac{1}{n} \\|x - m\\|^2",
    "reshape": "an array is reshaped by vec(X) alone; write that",
}  # fmt: skip

_BY_OPERATOR: Mapping[str, str] = {
    "argmax": "argmax picks a place and has no derivative; a smooth one is \\operatorname{softmax}(x)",
    "argmin": "argmin picks a place and has no derivative; a smooth one is \\operatorname{softmax}(-x)",
    "int": "an integral is not derived; give what stands in it",
    "lim": "a limit is not derived; give what it comes to",
    "max": "a largest entry has no derivative where two are equal; a smooth one is \\operatorname{logsumexp}(x)",
    "min": "a smallest entry has no derivative where two are equal; a smooth one is -\\operatorname{logsumexp}(-x)",
    "sup": "a supremum is not derived; give what it comes to",
    "inf": "an infimum is not derived; give what it comes to",
}  # fmt: skip


def advice(why: str) -> str:
    """The cause in a sentence that says what to write."""
    if why.startswith("the function "):
        name = why.removeprefix("the function ")
        return _BY_FUNCTION.get(name, _unknown(name))
    if why.startswith("the operator "):
        name = why.removeprefix("the operator ")
        return _BY_OPERATOR.get(name, f"the operator {name} is not known; write what it stands for")
    return _BY_CAUSE.get(why, why)


def _unknown(name: str) -> str:
    return f"the function {name} is not known; write it with functions that are, or as a letter of --let, such as 'f: n -> n'"


def operator_advice(name: str) -> str | None:
    """What to write instead of a big operator that has no derivative; None of a sum or product."""
    return _BY_OPERATOR.get(name)


def is_definite(why: str) -> bool:
    """Whether no declaration would mend it."""
    return why in _DEFINITE or why.removeprefix("the function ") in _BY_FUNCTION


PSEUDO_INVERSE = _REAL
CROSS_PRODUCT = _CROSS
