"""Macro definitions of a note, gathered from its preamble, formulas and front matter, and expanded with provenance and caps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Macro:
    """`\\newcommand{\\name}[arity][default]{body}`."""

    name: str  # with its backslash
    arity: int
    body: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Macros:
    """Hashable, so that formulas can be memoised by their text and the macros they were read with."""

    table: tuple[tuple[str, Macro], ...] = ()


NO_MACROS = Macros()


def collect_macros(texts: Iterable[str]) -> Macros:
    """The macros that the texts define, later definitions winning."""
    return NO_MACROS
