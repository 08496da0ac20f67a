"""One door for all callers: a source in, an immutable snapshot out. Reads and writes nothing; memoised by content."""

from __future__ import annotations

from nablint.analysis.settings import DEFAULT, Settings
from nablint.analysis.snapshot import Snapshot
from nablint.base.source import Source
from nablint.declarations.collect import collect
from nablint.documents.scanner import scan
from nablint.parse.macros import collect_macros
from nablint.parse.parser import parse


def analyse(source: Source, settings: Settings = DEFAULT) -> Snapshot:
    """Everything that is known of one note."""
    document = scan(source)
    macros = collect_macros((settings.macros, *(m.text for m in document.macros), *(r.text for r in document.regions)))
    trees = tuple(parse(region.text, macros) for region in document.regions)
    declarations = collect(document, trees)
    return Snapshot(source, document, trees, declarations, ())
