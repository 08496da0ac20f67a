"""What all of a note shows, and each of its sections is read with."""

from __future__ import annotations

from nablint.base.values import dataclass
from nablint.declarations.facts import SymbolKey
from nablint.readings.chains import Naming
from nablint.readings.votes import Vote


@dataclass(frozen=True, slots=True)
class Throughout:
    """`families`, `derived_by` and `transpose_sign` as in `Note`; `votes` and `namings` in the order of the note."""

    families: frozenset[str]
    transpose_sign: str
    derived_by: frozenset[SymbolKey]
    votes: tuple[Vote, ...]
    namings: tuple[Naming, ...]
