"""Tables written as words, so that a long table stays a short text."""

from __future__ import annotations


def pairs(text: str) -> dict[str, str]:
    """A table written as pairs of words; "plain" stands for nothing."""
    parts = text.split()
    return {name: "" if value == "plain" else value for name, value in zip(parts[::2], parts[1::2], strict=True)}


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
