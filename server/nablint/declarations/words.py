"""The words by which prose declares shapes, in the languages of the notes, each with its part in a sentence.

A part is one letter; a sentence becomes a string of them, over which `prose` matches its phrases:
d article, j word of structure, n noun for an object, z "shape", b "is", h "has", o "of", i "in", & "and", x "not",
q "if", u "function", v "depends", y "real-valued", D "-dimensional", m "same", * "by", w other word that may stand
before a noun, W word that may not.
"""

from __future__ import annotations

import re

from nablint.base.values import dataclass
from nablint.declarations.sizetext import STRUCTURE_WORDS
from nablint.sizes.shapes import Structure


@dataclass(frozen=True, slots=True)
class Word:
    part: str
    noun: str = ""  # "matrix", "vector", "row", "column", "scalar", "tensor"
    structure: Structure = Structure.NONE
    plural: bool = False


_SPD = STRUCTURE_WORDS["pd"]
_PSD = STRUCTURE_WORDS["psd"]


def _of(part: str, words: str) -> dict[str, Word]:
    return {word.replace("_", " "): Word(part) for word in words.split()}


def _noun(noun: str, singular: str, plural: str = "") -> dict[str, Word]:
    found = {word.replace("_", " "): Word("n", noun) for word in singular.split()}
    found.update({word.replace("_", " "): Word("n", noun, plural=True) for word in plural.split()})
    return found


def _adjective(structure: Structure, words: str) -> dict[str, Word]:
    return {word.replace("_", " "): Word("j", structure=structure) for word in words.split()}


WORDS: dict[str, Word] = {
    **_of("d", "a an the some any each every two three four all both our another given fixed this these its one arbitrary"),
    **_of("d", "ein eine einen einer eines der die das den dem des un une la le les"),
    **_of("z", "size sizes shape shapes dimension dimensions dimensionality dims dim length order"),
    **_of(
        "z", "größe grösse dimensionen länge taille 形状 维度 大小 维数 尺寸 размер размера размеров размерности размерность"
    ),
    **_of("b", "is are be being denotes denote represents represent as are_assumed_to_be is_assumed_to_be"),
    **_of("b", "is_assumed are_assumed is_taken_to_be are_taken_to_be is_supposed_to_be"),
    **_of("b", "ist sind sei seien est sont soit soient 是 为 表示 является это пусть"),
    **_of("h", "has have having with hat haben mit avec a_pour 的"),
    **_of("o", "of von de du"),
    **_of("i", "in ∈ lies_in lie_in belongs_to dans 属于 в"),
    **_of("&", "and und et и 和 与"),
    **_of("x", "not never nicht non pas 不 不是 не cannot isn't aren't"),
    **_of("q", "if whether unless when falls wenn si 如果 若 если"),
    **_of("u", "function functions loss objective funktion fonction 函数 функция"),
    **_of("v", "depend depends dependent independent abhängig unabhängig dépend зависит"),
    **_of("y", "real-valued scalar-valued reellwertige 实值"),
    **_of("D", "dimensional dimensionaler dimensionale dimensionalen dimensionnel 维 мерный мерного"),
    **_of("m", "same gleiche gleichen même 相同"),
    **_of("*", "by × ✕"),
    **_of("W", "was were to from for on at into onto over under than then that which whose so we our i you it they he can"),
    **_of("W", "may must will would should could do does did let suppose consider using use used where since because hence"),
    **_of("W", "thus therefore but or nor per between through via within without about compute multiply multiplying times"),
    **_of("W", "get gives give equals becomes contains containing consists like respect wrt"),
    **_noun("matrix", "matrix matrice 矩阵 матрица матрицу матрицы матрицей square_matrix", "matrices matrizen"),
    **_noun("vector", "vector vektor vecteur 向量 вектор вектора вектором", "vectors vektoren vecteurs векторы"),
    **_noun("column", "column_vector column-vector spaltenvektor vecteur_colonne 列向量 вектор-столбец"),
    **_noun("column", "", "column_vectors spaltenvektoren"),
    **_noun("row", "row_vector row-vector zeilenvektor vecteur_ligne 行向量 вектор-строка", "row_vectors zeilenvektoren"),
    **_noun("scalar", "scalar real_number number skalar scalaire 标量 скаляр"),
    **_noun("scalar", "learning_rate step_size regularization_parameter regularisation_parameter regularization_strength"),
    **_noun("scalar", "regularization_constant penalty_parameter damping_parameter damping_factor ridge_parameter"),
    **_noun("scalar", "", "scalars real_numbers numbers skalare scalaires"),
    **_noun("tensor", "tensor array tenseur 张量 тензор", "tensors arrays tensoren"),
    **_adjective(STRUCTURE_WORDS["symmetric"], "symmetric hermitian symmetrisch symmetrische symmetrischen symétrique"),
    **_adjective(STRUCTURE_WORDS["symmetric"], "对称 симметричная симметричной"),
    **_adjective(STRUCTURE_WORDS["square"], "square quadratisch quadratische quadratischen carrée 方 квадратная квадратной"),
    **_adjective(STRUCTURE_WORDS["diagonal"], "diagonal diagonale diagonalen 对角 диагональная"),
    **_adjective(STRUCTURE_WORDS["orthogonal"], "orthogonal orthonormal rotation permutation orthogonale 正交 ортогональная"),
    **_adjective(STRUCTURE_WORDS["invertible"], "invertible nonsingular non-singular invertierbar invertierbare inversible"),
    **_adjective(STRUCTURE_WORDS["invertible"], "可逆 обратимая невырожденная"),
    **_adjective(_SPD | STRUCTURE_WORDS["symmetric"], "symmetric_positive_definite symmetric_positive-definite spd"),
    **_adjective(_SPD, "positive_definite positive-definite positiv_definit 正定"),
    **_adjective(_PSD, "positive_semidefinite positive_semi-definite positive-semidefinite positive-semi-definite psd 半正定"),
    **_adjective(Structure.UPPER, "upper_triangular upper-triangular"),
    **_adjective(Structure.LOWER, "lower_triangular lower-triangular"),
    **_adjective(STRUCTURE_WORDS["skew"], "skew-symmetric skew_symmetric antisymmetric"),
    **_adjective(Structure.UNIT, "unit"),
    **_adjective(STRUCTURE_WORDS["identity"], "identity"),
    **_adjective(Structure.ONE_HOT, "one-hot one_hot one-hot-encoded one-hot_encoded"),
    **_adjective(Structure.STOCHASTIC, "probability stochastic"),
    # A normalized vector may have the norm 1 or the sum 1.
    **_adjective(Structure.NONE, "real complex normalized normalised"),
    **_adjective(Structure.CONSTANT, "constant konstant konstante constante 常 постоянный"),
}

OF_NUMBERS = frozenset(("activation", "activations", "nonlinearity", "non-linearity", "aktivierung"))  # functions of numbers
FUNCTIONS = frozenset(word for word, meaning in WORDS.items() if meaning.part == "u") - {"loss", "objective"}

# A noun for an object that is followed by one of these is no object: "vector space", "matrix multiplication".
NO_OBJECT = frozenset(
    re.findall(
        r"\w+",
        "space spaces field fields product products norm norms function functions multiplication calculus equation equations "
        "form notation operation operations algebra derivative derivatives entry entries element elements inverse inversion "
        "transpose factorization decomposition addition valued potential bundle quantity processor unit units layout 空间 "
        "乘法 运算 component components column columns row rows of",
    )
)

# What so many of make a vector: "a vector of n weights".
ITEMS = frozenset(
    re.findall(
        r"\w+",
        "parameters weights features entries elements components coefficients numbers variables unknowns targets labels scores "
        "observations samples measurements probabilities logits zeros ones inputs outputs units real random free independent",
    )
)

_CJK = "\u4e00-\u9fff"
_PHRASES = sorted((w for w in WORDS if " " in w or "-" in w or "'" in w), key=len, reverse=True)
_CHINESE = sorted((w for w in WORDS if re.match(f"[{_CJK}]", w)), key=len, reverse=True)

PHRASE = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in _PHRASES)
PHRASE_BEGINS = "|".join(sorted({re.split(r"[ \-']", word)[0] for word in _PHRASES}))
CHINESE = "|".join(_CHINESE) + f"|[{_CJK}]"
FILLER = Word("w")
# How words of the phrases begin that each phrase needs one of, unless it has a size; "same" and "function" tell only with
# others beside them.
TELLING = frozenset(re.split(r"[ \-']", word)[0] for word, meaning in WORDS.items() if meaning.part in "njyzv")
_OF = "|".join(word for word, meaning in WORDS.items() if meaning.part == "o")
FUNCTION_OF = "|".join(rf"{word}[\s*_`]+(?:{_OF})" for word, meaning in WORDS.items() if meaning.part == "u")
# What makes a sentence worth reading: a part of a word that carries a shape, its structure, or a dependence.
_TRIGGERS = re.split(
    r"\|",
    "hot|probab|stochastic|matri|vect|vekt|scal|skal|tens|shape|size|dim|length|symm|diag|ortho|invert|definite|triang|square|quadrat|constant|"
    "konstant|valued|function|depend|number|order|column| row|learning rate|step size|parameter|regulari|damping|"
    "∈|×| in |(\ue000| by \ue000|\\times|größe|taille|матриц|вектор|скаляр|размер|"
    "функци|矩|向|标|维|形|函|常",
)
# What a sentence can speak of: code, a sign of sizes, or a letter alone. The letter's pattern begins with what stands before
# it, of which there is less than of letters.
_SIGNS = ("\ue002", "×", "∈", "ℝ")
_LETTER = re.compile(r"[^\w'’][B-HJ-Zb-hj-zα-ω][^\w'’]")
# What is said of a layout names no symbol.
_CONVENTIONS = ("layout", "convention", "gradient", "derivative", "jacobian", "布局")
_SHORT = 48


def is_worth_reading(words: str, lower: str) -> bool:
    """Whether a sentence can declare anything: a word that does, and something to speak of. A short one may be a size.

    `lower`: the words in lower case.
    """
    for convention in _CONVENTIONS:
        if convention in lower:
            return True
    if "\ue000" not in words and not _names_something(words) and (len(words) > _SHORT or "x" not in words):
        return False
    for trigger in _TRIGGERS:
        if trigger in lower:
            return True
    return len(words) <= _SHORT and "x" in lower


def _names_something(words: str) -> bool:
    for sign in _SIGNS:
        if sign in words:
            return True
    return _LETTER.search(f" {words} ") is not None
