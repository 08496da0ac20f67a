"""The name of a letter as a value: one object for each, as most that is asked of a formula is asked of its letters."""

from __future__ import annotations

from typing import final

from nablint.base.single import Singles


@final
class Name:
    """A letter (or word) with its dress: the part of a symbol that is not a sub- or superscript. To be changed by nobody.

    `letter` is one Unicode character for letters and Greek ("x", "α", "∂"), a word for \\text{prod} or \\mathrm{softmax}.
    `font` is "", "bold", "arrow", "underline", "cal", "bb", "frak", "sf", "tt", "scr" or "rm"; `accents` are "hat", "tilde",
    "bar", "dot", "ddot", "check", the outermost last.
    """

    __slots__ = ("__weakref__", "accents", "font", "letter")

    letter: str
    font: str
    accents: tuple[str, ...]

    def __new__(cls, letter: str, font: str = "", accents: tuple[str, ...] = ()) -> Name:
        parts = (letter, font, accents)
        known = _SINGLES.lately.get(parts)
        return known if known is not None else _SINGLES.settled(parts, _made)

    def with_letter(self, letter: str) -> Name:
        return Name(letter, self.font, self.accents)

    def with_font(self, font: str) -> Name:
        return Name(self.letter, font, self.accents)

    def with_accent(self, accent: str) -> Name:
        """With one more, outside of the others."""
        return Name(self.letter, self.font, (*self.accents, accent))

    def __repr__(self) -> str:
        return f"Name(letter={self.letter!r}, font={self.font!r}, accents={self.accents!r})"

    def __reduce__(self) -> tuple[type[Name], tuple[str, str, tuple[str, ...]]]:
        return Name, (self.letter, self.font, self.accents)


_SINGLES: Singles[tuple[str, str, tuple[str, ...]], Name] = Singles()


def _made(parts: tuple[str, str, tuple[str, ...]]) -> Name:
    made = object.__new__(Name)
    made.letter, made.font, made.accents = parts
    return made
