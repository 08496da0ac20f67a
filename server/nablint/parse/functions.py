"""The names of functions that the notation itself knows, and how far each reaches over what follows without brackets."""

from __future__ import annotations

# Functions that have a command of their own.
COMMAND_FUNCTIONS: dict[str, str] = {
    "\\" + name: name
    for name in (
        "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan sech csch log ln lg exp det dim ker deg gcd hom Pr arg "
        "tr Tr trace Trace rank Rank diag Diag vech vecop erf sgn sign softmax sigmoid relu ReLU Var Cov var cov erfc atan asin acos "
        "rk im Span span dist proj prox conv dom supp argsort Res erank mat mathrm-placeholder KL softplus logsumexp corr Corr"
    ).split()
    if "-" not in name
}
COMMAND_FUNCTIONS.update({"\\Tr": "tr", "\\trace": "tr", "\\Trace": "tr", "\\vecop": "vec", "\\Vec": "vec", "\\vectorize": "vec", "\\Rank": "rank",
                          "\\rk": "rank", "\\Pr": "pr", "\\Diag": "diag", "\\sgn": "sign", "\\ReLU": "relu", "\\cosec": "csc",
                          "\\mathtr": "tr", "\\tg": "tan", "\\ctg": "cot", "\\arctg": "arctan", "\\sh": "sinh", "\\ch": "cosh",
                          "\\th": "tanh", "\\cth": "coth", "\\atantwo": "atan2"})  # fmt: skip

# Names that are the same function, by their lower-case spelling.
SAME_FUNCTION: dict[str, str] = {
    "trace": "tr", "sgn": "sign", "rk": "rank", "expectation": "e", "diagonal": "diag", "vectorize": "vec", "arctg": "arctan",
    "tg": "tan", "ctg": "cot", "arcsinh": "asinh", "logistic": "sigmoid", "sigm": "sigmoid",
}  # fmt: skip

# Words that, written without a backslash before a bracket (or, from three letters on, before anything), are functions.
BARE_FUNCTIONS: frozenset[str] = frozenset(
    "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan log ln exp det dim ker rank tr trace Tr Trace diag Diag vec Vec vech "
    "softmax Softmax SoftMax sigmoid Sigmoid relu ReLU Relu RELU sgn sign erf gelu GELU softplus Softplus logsumexp LogSumExp LSE Var "
    "Cov var cov std mean sum prod norm reshape swap_axes permute_axes as_mat transpose inv pinv dot sqrt abs floor ceil argsort span "
    "Span atan atan2 asin acos cosh logdet clip concat Concat Attention MultiHead LayerNorm FFN MLP BN Dropout dropout cat stack conv Conv "
    "rot skew vee hat dist proj prox mat unvec logit sigm swish silu SiLU elu ELU erfc sech null col row argsup blockdiag blkdiag "
    "sinc sinusoid tile repeat expand flatten Flatten outer inner cross det Corr corr median mode cond supp dom card deg gcd lcm size "
    "shape len ones zeros eye rand randn".split()
)

# Functions of two letters, which are words only before a bracket: "tr(A)", "ln(x)".
SHORT_FUNCTIONS: frozenset[str] = frozenset({"tr", "Tr", "ln", "lg", "BN", "KL", "SO", "SE", "so", "se", "GL", "SL", "LN"})

# Angles' functions: without brackets they reach over one factor (with the numbers before it), not over a whole product.
ANGLE_FUNCTIONS: frozenset[str] = frozenset(
    "sin cos tan cot sec csc arcsin arccos arctan".split()
)

# Functions whose command takes its argument in braces.
BRACED_FUNCTIONS: dict[str, tuple[str, int]] = {
    "\\binom": ("binom", 2), "\\dbinom": ("binom", 2), "\\tbinom": ("binom", 2), "\\sqrt": ("sqrt", 1), "\\expval": ("e", 1),
    "\\ev": ("e", 1), "\\comm": ("commutator", 2), "\\commutator": ("commutator", 2), "\\ket": ("ket", 1), "\\bra": ("bra", 1),
    "\\braket": ("braket", 1), "\\ketbra": ("ketbra", 2), "\\order": ("O", 1), "\\sqrtsign": ("sqrt", 1),
}  # fmt: skip

# Expectations and their like, as letters in blackboard bold (or upright) before a bracket.
BRACKET_LETTERS: frozenset[str] = frozenset({"E", "V", "P"})

_CONNECTIVES: frozenset[str] = frozenset(
    "if for where and or otherwise else when with then such that s.t. subject to as by from in is are let so thus hence since because "
    "of on at the a an we have iff but not which i.e. e.g. while all any each every some w.r.t. wrt both given gives get note using via "
    "und oder für wenn falls mit sonst wobei ist et ou si pour avec où sinon y o con para и или если при где иначе для "
    "和 或 若 当 其中 如果 否则 且 对 so, to therefore: therefore hence, or, and, where, if, thus, then, other elsewhere".split()
)


def is_connective(words: str) -> bool:
    """Whether text inside a formula joins parts of it ("if", " for all ") rather than names a thing."""
    return words.strip().lower().rstrip(",.;:") in _CONNECTIVES or words.strip().lower() in _CONNECTIVES


def canonical_function(name: str) -> str:
    """The one name of a function, whatever its spelling: "Trace", "tr" and "Tr" are "tr"."""
    lower = name.lower()
    return SAME_FUNCTION.get(lower, lower)
