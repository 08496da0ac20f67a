"""Which runs of letters are a word ("model", "loss") and which a product of letters ("ijk", "ABx")."""

from __future__ import annotations

from functools import lru_cache

from nablint.parse.functions import BARE_FUNCTIONS

_SHORT_WORDS = frozenset(
    "in out max min new old opt inp num dim key val cls ffn fc bn lr emb enc dec src tgt tot avg std var cov ref fin lin sim hid vis obs "
    "cur ext int ini est act pre post ix id th nd st rd KL CE ML LS MAP MLE GD NN SGD MSE CNN RNN LQR EKF GN LM OLS PCA SVD QK OV LN BN "
    "qkv rms mse mae bce kl ce reg top bot end eff abs rel tr te ts lo hi mid sub sup lim fit gt dx- img txt init pos neg vec mat ij- "
    "row col rot trans not iff eq ker rank soft hard fix free odd even log exp CBOW KKT".split()
)
_INDEX_LETTERS = frozenset("ijklmnpqrstuvxyz")
_VOWELS = frozenset("aeouy")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_MAIN_WORDS = frozenset("MSE RMSE MAE BCE NLL ELBO MLE MAP ReLU SGD PCA SVD loss cost Loss Cost error KL IoU CE RSS TSS ESS SSE SST FFN".split())


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
