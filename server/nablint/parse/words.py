"""Which runs of letters are a word ("model", "loss") and which a product of letters ("ijk", "ABx")."""

from __future__ import annotations

from functools import lru_cache

from nablint.parse.functions import BARE_FUNCTIONS
from nablint.parse.word_tables import words

# Short words of sub- and superscripts.
_SHORT_WORDS: frozenset[str] = words(
    r"""
    abs act avg bce BN bn bot CBOW CE ce cls CNN col cov cur dec dim eff EKF emb enc end eq est even exp ext fc ffn fin fit
    fix free GD GN gt hard hi hid id iff img in ini init inp int ix ker key KKT KL kl lim lin LM LN lo log LQR lr LS mae MAP
    mat max mid min ML MLE MSE mse nd neg new NN not num obs odd old OLS opt out OV PCA pos post pre QK qkv rank rd ref reg
    rel rms RNN rot row SGD sim soft src st std sub sup SVD te tgt th top tot tr trans ts txt val var vec vis
    """
)

# Words that stand on the line.
_MAIN_WORDS: frozenset[str] = words(
    r"""
    AIC BCE BIC CE Cost cost ELBO error ESS FFN GCV IoU KL Loss loss MAE MAP MLE MSE NLL PCA ReLU RMSE RSS SGD SSE SSR SST
    SVD TSS WSS
    """
)

_INDEX_LETTERS = frozenset("ijklmnpqrstuvxyz")
_VOWELS = frozenset("aeouy")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=4096)
def is_subscript_word(letters: str) -> bool:
    """Whether the letters of a sub- or superscript, side by side, are one word."""
    if len(letters) < 2:
        return False
    if letters in _SHORT_WORDS:
        return True
    if len(letters) == 2 or all(letter in _INDEX_LETTERS for letter in letters):
        return False
    if letters.isupper():
        return len(letters) > 3 or not _VOWELS.isdisjoint(letters.lower()) or letters in _MAIN_WORDS
    if len(letters) > 3:
        return letters not in _ALPHABET
    return letters not in _ALPHABET and not _VOWELS.isdisjoint(letters.lower()) and (letters[1:].islower())


@lru_cache(maxsize=4096)
def is_main_word(letters: str) -> bool:
    """Whether letters side by side on the line are one word: "loss", "Attention", but not "ABCD" or "abcd"."""
    if letters in _MAIN_WORDS or (len(letters) > 2 and letters in BARE_FUNCTIONS):
        return True
    if len(letters) < 4 or not letters[1:].islower() or letters.lower() in _ALPHABET:
        return False
    return not _VOWELS.isdisjoint(letters.lower()) and len(set(letters.lower())) > 2
