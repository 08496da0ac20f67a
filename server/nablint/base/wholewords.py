"""Patterns for whole words, written so that a search passes over every place where none of them begins."""

from __future__ import annotations

from collections.abc import Iterator


def whole_words(words: str) -> str:
    r"""What `\b(?:WORDS)\b` matches, for a search to the right. Each of the alternatives must begin with a letter.

    Where a pattern begins with `\b`, every character is tried; where each alternative begins with a letter of its own, only
    those letters are. So the letter comes first, and what must not stand before it is looked for afterwards.
    """
    return "|".join(rf"{word[0]}(?<!\w{word[0]})(?:{word[1:]})\b" for word in _alternatives(words))


def _alternatives(words: str) -> Iterator[str]:
    """The parts between those bars that stand in no brackets."""
    start = depth = 0
    for at, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield words[start:at]
            start = at + 1
    yield words[start:]
