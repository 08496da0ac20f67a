"""From a source to a judged note, step by step; after an edit each step goes on from where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nablint.analysis.elsewhere import macro_texts, shapes_of, stated_elsewhere
from nablint.analysis.settings import Settings
from nablint.analysis.shared import shared
from nablint.analysis.snapshot import Snapshot
from nablint.base.findings import Finding
from nablint.base.pauses import Pause, go_on
from nablint.base.source import Source
from nablint.base.values import dataclass
from nablint.declarations.collect import Collected, collected, collected_again
from nablint.declarations.facts import Declarations, joined
from nablint.declarations.primes import with_transposes
from nablint.documents.model import Document, Region
from nablint.documents.rescan import rescan
from nablint.documents.scanner import scan
from nablint.parse.macros import Macros, collect_macros
from nablint.parse.nodes import Node
from nablint.parse.parser import parse
from nablint.readings.bysection import JudgedNote
from nablint.readings.note import Note


@dataclass(frozen=True, slots=True)
class Reading:
    """All steps to a judged note. `collected` went by the `trees` as they were parsed."""

    source: Source
    document: Document
    macros: Macros
    trees: tuple[Node, ...]
    outside: Declarations
    collected: Collected
    judged: JudgedNote

    def snapshot(self, findings: tuple[Finding, ...]) -> Snapshot:
        note = self.judged.note
        return Snapshot(self.source, self.document, tuple(note.trees), note.declarations, findings)


def read_note(source: Source, settings: Settings, pause: Pause = go_on, former: Reading | None = None) -> Reading:
    """`former`: the same note with the same settings before an edit."""
    pause()
    rescanned = rescan(source, former.document) if former is not None else None
    document = rescanned.document if rescanned is not None else scan(source)
    pause()
    macros = _macros(document, settings)
    if rescanned is not None and former is not None and macros is not former.macros:
        rescanned = None
    trees = tuple(_parsed(document.regions, macros, pause))
    outside = joined(shared(settings), stated_elsewhere(document, settings.includes, macros, settings.macros))
    if rescanned is not None and former is not None and outside == former.outside:
        found = collected_again(rescanned, trees, shapes_of(outside), former.collected, pause)
    else:
        found = collected(document, trees, shapes_of(outside), pause)
    declarations = joined(outside, found.declarations)
    turned = with_transposes(trees, declarations, document)
    if turned is not None:
        declarations = joined(outside, collected(document, turned, shapes_of(outside), pause).declarations)
    views = former.judged.note.views if former is not None and former.judged.note.sees_as(document, declarations) else None
    note = Note(document, turned or trees, declarations, pause, views)
    judged = JudgedNote(note, former.judged if former is not None else None)
    return Reading(source, document, macros, trees, outside, found, judged)


def _macros(document: Document, settings: Settings) -> Macros:
    """All that a note defines, or reads."""
    others = macro_texts(settings.includes)
    return collect_macros((settings.macros, *others, *(m.text for m in document.macros), *(r.text for r in document.regions)))


def _parsed(regions: Sequence[Region], macros: Macros, pause: Pause) -> Iterator[Node]:
    for region in regions:
        pause()
        yield parse(region.text, macros)
