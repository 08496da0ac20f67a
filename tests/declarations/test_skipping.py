"""What is skipped to be quick tells nothing: searches for whole words, and sentences that no phrase can read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nablint.base.source import Source
from nablint.base.wholewords import whole_words
from nablint.declarations.passages import Passages
from nablint.declarations.prose import Phrases
from nablint.declarations.tokens import may_tell, tokens_of
from nablint.documents.scanner import scan
from nablint.parse.parser import parse

_PIECES = st.sampled_from(
    re.split(
        r"\|",
        "Let |matrix |matrices|vector |is |are |a |an |of |size |shape |, |. |(|)|: |*|_|`c` |not |same |function |functions |"
        "unit |"
        "depends |on |by |x|3x|m|n |A |é|k_1|$A$ |$x$|$m \\times n$ |$\\mathbb{R}^n$ |$(m, n)$ |ℝ^n |×|\\times |r^2 |"
        "(n, d) |2 x 3 |矩阵|是|"
        "n-dimensional |real-valued |positive definite |положительно |матрица |функция |от |fonction |de |"
        "Funktion |von |\n|e.g.",
    )
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=14))
def test_a_sentence_without_a_telling_word_tells_nothing(pieces: list[str]) -> None:
    document = scan(Source.named("note.md", "".join(pieces)))
    trees = [parse(region.text) for region in document.regions]
    passages = Passages(document)
    for sentence in passages.sentences:
        if not may_tell(sentence, passages.lower_words(sentence), trees):
            assert not list(Phrases(tokens_of(sentence, passages, trees)).read())


@pytest.mark.parametrize(
    "text", ["if", "an if.", "iffy", "leif", "_if", "s. t. x", "s.t.", "if only", "satisfying this", "éif", "wenn-"]
)
def test_whole_words_are_found_as_between_boundaries(text: str) -> None:
    words = r"if|s\.\s?t\.|satisf(?:y|ies|ying)|iff|only if|wenn"
    plain, quick = re.search(rf"\b(?:{words})\b", text), re.search(whole_words(words), text)
    assert (plain and plain.span()) == (quick and quick.span())
