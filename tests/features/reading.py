"""Notes for the tests of this folder: read once, with the cursor `‸` taken out."""

from __future__ import annotations

from nablint.analysis.analyse import examine
from nablint.base.findings import Edit, apply_edits
from nablint.base.source import Source
from nablint.features.knowledge import Knowledge


def read(note: str, path: str = "note.md") -> tuple[Knowledge, int]:
    """What is known of the note, and the cursor's offset (-1 without one)."""
    cursor = note.find("‸")
    examined = examine(Source.named(path, note.replace("‸", "")))
    return Knowledge(examined.snapshot, examined.judged, examined.with_fixes, again=examined.again), cursor


def after(knowledge: Knowledge, edits: tuple[Edit, ...]) -> str:
    return apply_edits(knowledge.text, edits)
