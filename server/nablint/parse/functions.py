"""The names of functions that the notation itself knows, and how far each reaches over what follows without brackets."""

from __future__ import annotations

from nablint.parse.word_tables import pairs, words

# Functions that have a command of their own.
COMMAND_FUNCTIONS: dict[str, str] = pairs(
    r"""
    \sin sin  \cos cos  \tan tan  \cot cot  \sec sec  \csc csc  \sinh sinh  \cosh cosh  \tanh tanh  \coth coth  \arcsin arcsin
    \arccos arccos  \arctan arctan  \sech sech  \csch csch  \log log  \ln ln  \lg lg  \exp exp  \det det  \dim dim  \ker ker
    \deg deg  \gcd gcd  \hom hom  \Pr pr  \arg arg  \tr tr  \Tr tr  \trace tr  \Trace tr  \rank rank  \Rank rank  \diag diag
    \Diag diag  \vech vech  \vecop vec  \erf erf  \sgn sign  \sign sign  \softmax softmax  \sigmoid sigmoid  \relu relu
    \ReLU relu  \Var Var  \Cov Cov  \var var  \cov cov  \erfc erfc  \atan atan  \asin asin  \acos acos  \rk rank  \im im
    \Span Span  \span span  \dist dist  \proj proj  \prox prox  \conv conv  \dom dom  \supp supp  \argsort argsort  \Res Res
    \erank erank  \mat mat  \KL KL  \softplus softplus  \logsumexp logsumexp  \corr corr  \Corr Corr  \Vec vec  \vectorize vec
    \cosec csc  \mathtr tr  \tg tan  \ctg cot  \arctg arctan  \sh sinh  \ch cosh  \th tanh  \cth coth  \atantwo atan2
    """
)

# Other spellings of a function, in lower case.
SAME_FUNCTION: dict[str, str] = pairs(
    r"""
    trace tr  sgn sign  rk rank  expectation e  diagonal diag  vectorize vec  arctg arctan  tg tan  ctg cot  arcsinh asinh
    logistic sigmoid  sigm sigmoid
    """
)

# Words that are functions without a backslash: before a bracket, and from three letters on before anything.
BARE_FUNCTIONS: frozenset[str] = words(
    r"""
    abs acos arccos arcsin arctan argsort argsup as_mat asin atan atan2 Attention blkdiag blockdiag BN card cat ceil clip
    col Concat concat cond Conv conv Corr corr cos cosh cot coth Cov cov cross csc deg det Diag diag dim dist dom dot
    Dropout dropout ELU elu erf erfc exp expand eye FFN Flatten flatten floor gcd GELU gelu hat inner inv ker LayerNorm lcm
    len ln log logdet logit LogSumExp logsumexp LSE mat mean median MLP mode MultiHead norm null ones outer permute_axes
    pinv prod proj prox rand randn rank RELU ReLU Relu relu repeat reshape rot row sec sech sgn shape sigm Sigmoid sigmoid
    sign SiLU silu sin sinc sinh sinusoid size skew SoftMax Softmax softmax Softplus softplus Span span sqrt stack std sum
    supp swap_axes swish tan tanh tile Tr tr Trace trace transpose unvec Var var Vec vec vech vee zeros
    """
)

# Functions of two letters, which are words only before a bracket.
SHORT_FUNCTIONS: frozenset[str] = words(
    r"""
    BN GL KL lg LN ln SE se SL SO so Tr tr
    """
)

# Functions of angles: without brackets they reach over one factor (and the numbers before it), not over a product.
ANGLE_FUNCTIONS: frozenset[str] = words(
    r"""
    arccos arcsin arctan cos cot csc sec sin tan
    """
)

# Functions whose command takes its arguments in braces: the name and how many.
BRACED_FUNCTIONS: dict[str, tuple[str, int]] = {
    "\\binom": ("binom", 2),
    "\\dbinom": ("binom", 2),
    "\\tbinom": ("binom", 2),
    "\\sqrt": ("sqrt", 1),
    "\\expval": ("e", 1),
    "\\ev": ("e", 1),
    "\\comm": ("commutator", 2),
    "\\commutator": ("commutator", 2),
    "\\ket": ("ket", 1),
    "\\bra": ("bra", 1),
    "\\braket": ("braket", 1),
    "\\ketbra": ("ketbra", 2),
    "\\order": ("O", 1),
    "\\sqrtsign": ("sqrt", 1),
}

# Expectations and their like, as letters in blackboard bold (or upright) before a bracket.
BRACKET_LETTERS: frozenset[str] = frozenset({"E", "V", "P"})

# Words that join parts of a formula and name nothing, in the languages of notes.
_CONNECTIVES: frozenset[str] = words(
    r"""
    a all an and and, any are as at avec because both but by con e.g. each else elsewhere et every falls for from für get
    given gives have hence hence, i.e. if if, iff in is ist let mit not note o oder of on or or, other otherwise ou où para
    pour s.t. si since sinon so so, some sonst subject such that the then then, therefore therefore: thus thus, to und using
    via w.r.t. we wenn when where where, which while with wobei wrt y где для если и или иначе при 且 其中
    否则 和 如果 对 当 或 若
    """
)


def is_connective(words: str) -> bool:
    """Whether text inside a formula joins parts of it ("if", " for all ") rather than names a thing."""
    bare = words.strip().lower()
    return bare in _CONNECTIVES or bare.rstrip(",.;:") in _CONNECTIVES


def canonical_function(name: str) -> str:
    """The one name of a function, whatever its spelling: "Trace", "tr" and "Tr" are "tr"."""
    lower = name.lower()
    return SAME_FUNCTION.get(lower, lower)
