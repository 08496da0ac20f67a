"""Diagnostics: pulled where the client offers that, else pushed; never both, and never for a text that has moved on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from nablint.base.findings import Severity
from nablint.lsp.analyses import Look
from nablint.lsp.convert import DiagnosticStyle, Rim, diagnostic, result_id
from nablint.lsp.notes import Note
from nablint.lsp.text import Text
from nablint.lsp.worker import Token, Urgency

if TYPE_CHECKING:
    from nablint.lsp.server import Server

OFF_IN_EDITORS = frozenset({"NOT004"})


CHECKED_AT_ONCE = 10_000  # characters that may be read again to put fixes into the data of diagnostics


class Diagnostics:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._pushes: dict[str, asyncio.Future[None]] = {}
        self._pushed: set[str] = set()  # addresses that the client shows diagnostics for

    def changed(self, note: Note) -> None:
        """New text: diagnostics follow at once where they are pushed; what was still to come for older text is dropped."""
        if self._server.client.abilities.pull:
            return
        waiting = self._pushes.pop(note.uri, None)
        if waiting is not None:
            waiting.cancel()
        found = self._server.compute(note, self.by_part, Urgency.EDITED)
        self._pushes[note.uri] = asyncio.ensure_future(self._push(note, found))

    async def _push(self, note: Note, found: asyncio.Future[dict[str, list[types.Diagnostic]]]) -> None:
        by_part = await found
        if not self._server.documents.is_current(note):
            return
        for uri, diagnostics in by_part.items():
            if not diagnostics and uri not in self._pushed:
                continue
            self._pushed.add(uri)
            self._publish(uri, diagnostics, note.version_of(uri))

    def refresh(self) -> None:
        """Settings changed: everything is looked at anew."""
        if self._server.client.abilities.pull:
            if self._server.client.abilities.refresh_diagnostics:
                self._server.workspace_diagnostic_refresh(None)
            return
        for note in self._server.documents.notes():
            self.changed(note)

    def closed(self, note: Note) -> None:
        waiting = self._pushes.pop(note.uri, None)
        if waiting is not None:
            waiting.cancel()
        self.cells_closed([part.uri for part in note.parts])

    def cells_closed(self, uris: list[str]) -> None:
        for uri in uris:
            if uri in self._pushed:
                self._pushed.discard(uri)
                self._publish(uri, [], None)

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic], version: int | None) -> None:
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    def pull(self, params: types.DocumentDiagnosticParams) -> asyncio.Future[types.DocumentDiagnosticReport]:
        note = self._server.note_of(params.text_document.uri)
        uri, previous = params.text_document.uri, params.previous_result_id

        def report(look: Look, rim: Rim, token: Token) -> types.DocumentDiagnosticReport:
            found = self.by_part(look, rim, token).get(uri, [])
            id_ = result_id(found)
            if id_ == previous:
                return types.RelatedUnchangedDocumentDiagnosticReport(id_)
            return types.RelatedFullDocumentDiagnosticReport(found, result_id=id_)

        return self._server.compute(note, report, Urgency.EDITED)

    def by_part(self, look: Look, rim: Rim, token: Token) -> dict[str, list[types.Diagnostic]]:
        """On the worker: the diagnostics of every document of the note, empty ones too. Of a note that the configuration
        excludes there are none, as on the command line; all else is there for who opens it."""
        style = self.style()
        found: dict[str, list[types.Diagnostic]] = {part.uri: [] for part in look.note.parts}
        if self._server.client.is_excluded(look.note.source.path):
            return found
        budget = CHECKED_AT_ONCE if style.data else 0
        for finding in look.snapshot.findings:
            if budget >= look.note.length:
                # Each fix is checked by checking the note again: at once where that is nothing, else when it is asked for.
                budget -= look.note.length
                finding = look.knowledge.fixed(finding)
            if finding.code in OFF_IN_EDITORS or (finding.severity is Severity.HINT and not self._server.client.options.hints):
                continue
            found[rim.uri_at(finding.span.start)].append(diagnostic(rim, finding, style))
        return found

    def style(self) -> DiagnosticStyle:
        can = self._server.client.abilities
        return DiagnosticStyle(can.related, can.tags, can.data, self.text_of)

    def text_of(self, path: str) -> Text | None:
        """Another file's text, by its path."""
        text = self._server.files.read(path)
        return None if text is None else Text.of(text)


def register(server: Server) -> None:
    """Called while `initialize` is answered: a client that pulls is offered to, another one is pushed to."""
    if not server.client.abilities.pull:
        return

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier="nablint"),
    )
    def pull(params: types.DocumentDiagnosticParams) -> asyncio.Future[types.DocumentDiagnosticReport]:
        return server.diagnostics.pull(params)  # type: ignore[no-any-return]
