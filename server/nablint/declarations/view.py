"""What is visible at one place of a note: the facts that hold there, merged by trust, firm or soft."""

from __future__ import annotations

from dataclasses import dataclass

from nablint.declarations.facts import Declarations, DependsFact, Fact, LayoutFact, SymbolKey
from nablint.documents.model import Document
from nablint.sizes.dims import DimFacts
from nablint.sizes.shapes import Shape, Structure


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one symbol at one place. `facts` are those it rests on; `firm` is False where any of them is soft
    (stated in a section that has ended); `one_place`: all soft ones were declared together."""

    symbol: SymbolKey
    shape: Shape
    structure: Structure
    facts: tuple[Fact, ...]
    firm: bool


class View:
    """Look-ups at one offset of the note. An undeclared variant that differs only in font stands for the one declared variant."""

    def __init__(self, declarations: Declarations, document: Document, offset: int) -> None:
        self.declarations = declarations
        self.document = document
        self.offset = offset

    @property
    def dims(self) -> DimFacts:
        """Sizes known to be equal or apart here."""
        return DimFacts()

    def known(self, key: SymbolKey) -> Known | None:
        """Shape and structure, or None where nothing is stated."""
        return None

    def definition(self, key: SymbolKey) -> Fact | None:
        """The latest DefinitionFact that is visible, or None."""
        return None

    def depends(self, key: SymbolKey) -> DependsFact | None:
        return None

    def layouts(self) -> tuple[LayoutFact, ...]:
        """Stated layouts that hold here, the most trusted and nearest first."""
        return ()
