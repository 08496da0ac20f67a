"""docs/declaring.md: every line of its tables declares what stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nablint.analysis.analyse import analyse
from nablint.base.source import Source
from nablint.declarations.facts import ShapeFact, StructureFact, SymbolKey
from nablint.sizes.shapes import Structure

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "declaring.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(.+?)` \| (.+?) \|$", PAGE, re.M)
# What follows from another word, and is not said besides.
IMPLIED = {
    Structure.SQUARE: Structure.SYMMETRIC | Structure.ORTHOGONAL | Structure.INVERTIBLE,
    Structure.INVERTIBLE: Structure.ORTHOGONAL | Structure.POSITIVE_DEFINITE,
}


def declared(note: str) -> str:
    """What a note declares, as the page writes it."""
    found: dict[SymbolKey, list[str]] = {}
    for fact in analyse(Source("note.md", note + "\n")).declarations.facts:
        if isinstance(fact.value, ShapeFact):
            found.setdefault(fact.symbol, []).append(str(fact.value.shape))
        elif isinstance(fact.value, StructureFact):
            said = fact.value.structure
            words = [
                str(one.name).lower().replace("_", " ")
                for one in Structure
                if one in said and not IMPLIED.get(one, Structure.NONE) & said
            ]
            shape = found.setdefault(fact.symbol, [])
            shape.append(", ".join(words))
    return ", ".join(f"{name(symbol)}: {' '.join(said)}" for symbol, said in found.items())


def name(symbol: SymbolKey) -> str:
    return symbol.name.letter + (f"_{symbol.sub}" if symbol.sub else "") + (f"^{symbol.sup}" if symbol.sup else "")


def test_there_are_rows() -> None:
    assert len(ROWS) > 15


@pytest.mark.parametrize(("note", "says"), ROWS)
def test_a_line_of_the_page_declares_what_it_says(note: str, says: str) -> None:
    assert declared(note) == says
