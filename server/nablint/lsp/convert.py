"""All conversions between a note's plain offsets and LSP's positions, ranges, diagnostics and edits. Nowhere else.

A `Rim` belongs to one note and one client: it knows the note's parts (one document, or the cells of a notebook) and the
unit in which the client counts columns.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from lsprotocol import types

from nablint.base.findings import Edit, Finding, Fix, Severity
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.lsp.notes import Note, Part
from nablint.lsp.text import Text, Unit
from nablint.lsp.uris import uri_of

SOURCE = "nablint"

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}
# What such a finding underlines can be deleted without loss, and editors show it faded.
_UNNECESSARY = frozenset({"NOT003", "IDX002"})


@dataclass(frozen=True, slots=True)
class Rim:
    note: Note
    unit: Unit

    def position(self, offset: int) -> types.Position:
        part = self.note.part_at(offset)
        return position_in(part.text, part.in_document(offset), self.unit)

    def range(self, span: Span) -> types.Range:
        """Within one part: what would run over into the next cell ends with its own."""
        part = self.note.part_at(span.start)
        return self._range(part, span)

    def location(self, span: Span) -> types.Location:
        part = self.note.part_at(span.start)
        return types.Location(part.uri, self._range(part, span))

    def uri_at(self, offset: int) -> str:
        return self.note.part_at(offset).uri

    def offset(self, uri: str, position: types.Position) -> int:
        """The offset in the note of a position in one of its documents; 0 where the document is none of them."""
        part = self.note.part_of(uri)
        return 0 if part is None else part.in_note(part.text.offset(position.line, position.character, self.unit))

    def span(self, uri: str, range_: types.Range) -> Span:
        start, end = self.offset(uri, range_.start), self.offset(uri, range_.end)
        return Span(min(start, end), max(start, end))

    def in_document(self, span: Span) -> Span:
        """The span in the text of its document."""
        part = self.note.part_at(span.start)
        return Span(part.in_document(span.start), part.in_document(span.end))

    def text_edit(self, edit: Edit) -> types.TextEdit:
        return types.TextEdit(self.range(edit.span), edit.text)

    def workspace_edit(self, edits: Iterable[Edit], versioned: bool) -> types.WorkspaceEdit:
        """`versioned`: the client takes documentChanges, and refuses them where its text has moved on."""
        by_uri: dict[str, list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit]] = {}
        for edit in edits:
            by_uri.setdefault(self.uri_at(edit.span.start), []).append(self.text_edit(edit))
        if not versioned:
            return types.WorkspaceEdit(
                changes={uri: [e for e in es if type(e) is types.TextEdit] for uri, es in by_uri.items()}
            )
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, self.note.version_of(uri)), es)
                for uri, es in by_uri.items()
            ]
        )

    def _range(self, part: Part, span: Span) -> types.Range:
        start = position_in(part.text, part.in_document(span.start), self.unit)
        return types.Range(start, position_in(part.text, part.in_document(span.end), self.unit))


def position_in(text: Text, offset: int, unit: Unit) -> types.Position:
    return types.Position(*text.position(offset, unit))


def range_in(text: Text, span: Span, unit: Unit) -> types.Range:
    return types.Range(position_in(text, span.start, unit), position_in(text, span.end, unit))


@dataclass(frozen=True, slots=True)
class DiagnosticStyle:
    """What the client can show. `elsewhere` gives the text of another file, or None."""

    related: bool
    tags: bool
    data: bool
    elsewhere: Callable[[str], Text | None]


def diagnostic(rim: Rim, finding: Finding, style: DiagnosticStyle) -> types.Diagnostic:
    message = finding.message
    related: list[types.DiagnosticRelatedInformation] = []
    for place in finding.related:
        location = _related_location(rim, place.span, place.path, style)
        if location is None or not style.related:
            row = "" if location is None else f", line {location.range.start.line + 1}"
            message += f"\n{place.message}{f' ({place.path}{row})' if place.path else row and f' ({row[2:]})'}"
        else:
            related.append(types.DiagnosticRelatedInformation(location, place.message))
    return types.Diagnostic(
        range=rim.range(finding.span),
        severity=_SEVERITY[finding.severity],
        code=finding.code,
        source=SOURCE,
        message=message,
        tags=[types.DiagnosticTag.Unnecessary] if style.tags and finding.code in _UNNECESSARY else None,
        related_information=related or None,
        data={"fixes": [_fix_data(rim, fix) for fix in finding.fixes]} if style.data and finding.fixes else None,
    )


def _related_location(rim: Rim, span: Span, path: str | None, style: DiagnosticStyle) -> types.Location | None:
    if path is None or path == rim.note.source.path:
        return rim.location(span)
    return location_elsewhere(rim, path, span, style.elsewhere)


def location_elsewhere(rim: Rim, path: str, span: Span, read: Callable[[str], Text | None]) -> types.Location | None:
    """A place in another file, which is named from the note's folder, or from where the server runs."""
    for whole in (os.path.join(os.path.dirname(rim.note.source.path), path), os.path.abspath(path)):
        text = read(whole)
        if text is not None:
            return types.Location(uri_of(os.path.normpath(whole)), range_in(text, span, rim.unit))
    return None


def _fix_data(rim: Rim, fix: Fix) -> dict[str, Any]:
    edits = [
        {"uri": rim.uri_at(edit.span.start), "range": plain_range(rim.range(edit.span)), "newText": edit.text}
        for edit in fix.edits
    ]
    return {"title": fix.title, "applicability": "safe" if fix.safe else "unsafe", "edits": edits}


def plain_range(range_: types.Range) -> dict[str, Any]:
    return {
        "start": {"line": range_.start.line, "character": range_.start.character},
        "end": {"line": range_.end.line, "character": range_.end.character},
    }


def result_id(diagnostics: Iterable[types.Diagnostic]) -> str:
    """The same for the same diagnostics, in this process and the next."""
    digest = hashlib.blake2b(digest_size=12)
    for d in diagnostics:
        places = [
            (r.message, r.location.uri, r.location.range.start.line, r.location.range.start.character)
            for r in d.related_information or ()
        ]
        r = d.range
        at = (r.start.line, r.start.character, r.end.line, r.end.character)
        digest.update(json.dumps([d.code, d.severity, d.message, at, places, d.data]).encode())
    return digest.hexdigest()
