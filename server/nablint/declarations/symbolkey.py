"""Which symbol it is, as a value: one object for each, so that symbols are compared and looked up by identity."""

from __future__ import annotations

from typing import final

from nablint.base.single import Singles
from nablint.parse.nodes import Name


@final
class SymbolKey:
    """What makes two symbols the same: the letter with its dress, and the sub- and superscripts that name it.

    `sub` and `sup` are canonical texts ("model", "1", "ij"; "(2)", "*"), "" where there is none. To be changed by nobody.
    Symbols are looked up more than anything else: a class that compared their parts would cost a tenth of a note's time.
    """

    __slots__ = ("__weakref__", "name", "sub", "sup")

    name: Name
    sub: str
    sup: str

    def __new__(cls, name: Name, sub: str = "", sup: str = "") -> SymbolKey:
        parts = (name, sub, sup)
        known = _SINGLES.lately.get(parts)
        return known if known is not None else _SINGLES.settled(parts, _made)

    def with_name(self, name: Name) -> SymbolKey:
        return SymbolKey(name, self.sub, self.sup)

    def with_sub(self, sub: str) -> SymbolKey:
        return SymbolKey(self.name, sub, self.sup)

    def with_sup(self, sup: str) -> SymbolKey:
        return SymbolKey(self.name, self.sub, sup)

    @property
    def as_size(self) -> str:
        """Its name where it stands as a size; "" for what no size is written as."""
        if self.sup or self.name.font or self.name.accents:
            return ""
        return f"{self.name.letter}_{self.sub}" if self.sub else self.name.letter

    def __repr__(self) -> str:
        return f"SymbolKey(name={self.name!r}, sub={self.sub!r}, sup={self.sup!r})"

    def __reduce__(self) -> tuple[type[SymbolKey], tuple[Name, str, str]]:
        return SymbolKey, (self.name, self.sub, self.sup)


_SINGLES: Singles[tuple[Name, str, str], SymbolKey] = Singles()


def _made(parts: tuple[Name, str, str]) -> SymbolKey:
    made = object.__new__(SymbolKey)
    made.name, made.sub, made.sup = parts
    return made
