"""Fixes that cannot help, told from the formula that they change: to look at a long note again costs a thousand times that."""

from __future__ import annotations

from collections.abc import Sequence

from nablint.base.findings import Edit, Finding, Fix, apply_edits
from nablint.base.spans import Span
from nablint.documents.model import Region
from nablint.parse.macros import Macros
from nablint.parse.parser import parse
from nablint.readings.bysection import JudgedNote
from nablint.readings.instead import faults


def is_idle(judged: JudgedNote, macros: Macros, finding: Finding, fix: Fix) -> bool:
    """Whether the fix leaves the fault of shapes that the finding is about, or makes a new one in the same formula. False
    where that formula alone does not tell."""
    region = _changed(judged, fix.edits)
    if region is None:
        return False
    note, section = judged.note, judged.at(region)
    tree = parse(_edited(note.document.regions[region], fix.edits), macros)
    before, after = faults(section, region, note.trees[region]), faults(section, region, tree)
    about = next((t.problem.kind for t in section.troubles if t.region == region and t.span == finding.span), None)
    stays = about is not None and 0 < before[about] <= after[about]
    if not stays and after <= before:
        return False
    # Vectors may be read as rows where that makes all of a formula fit.
    return bool(faults(section, region, tree, as_rows=True)) or not section.may_have_rows(region)


def _changed(judged: JudgedNote, edits: Sequence[Edit]) -> int | None:
    """The one formula in whose text all edits stand."""
    for k, region in enumerate(judged.note.document.regions):
        inside = region.map.span(Span(0, len(region.text)))
        if all(inside.contains(edit.span) for edit in edits):
            return k
    return None


def _edited(region: Region, edits: Sequence[Edit]) -> str:
    return apply_edits(region.text, tuple(_within(region, edit) for edit in edits))


def _within(region: Region, edit: Edit) -> Edit:
    return Edit(Span(region.map.back(edit.span.start), region.map.back(edit.span.end)), edit.text)
