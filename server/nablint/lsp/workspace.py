"""The whole workspace: diagnostics of notes that are not open, with progress that can be cancelled, and their symbols."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from lsprotocol import types

from nablint.analysis.settings import Settings
from nablint.base.values import dataclass
from nablint.lsp.analyses import Look
from nablint.lsp.convert import Rim, result_id
from nablint.lsp.late import Late
from nablint.lsp.notes import Note, single
from nablint.lsp.ondisk import MOST_FILES, notes_on_disk
from nablint.lsp.reading import symbol_information
from nablint.lsp.text import Text
from nablint.lsp.uris import uri_of
from nablint.lsp.worker import Token, Urgency

if TYPE_CHECKING:
    from nablint.features import symbols
    from nablint.lsp.server import Server
else:
    symbols = Late("nablint.features.symbols")

Report: TypeAlias = "types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport"
Others: TypeAlias = "Mapping[str, tuple[int, int, int] | None]"
logger = logging.getLogger(__name__)

MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file's result rests on besides its name."""

    modified: int
    size: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Kept:
    """The diagnostics of a file, and what they rest on; `others` are the files that it reads, and how they were found."""

    stamp: Stamp
    others: Others
    id: str
    found: list[types.Diagnostic]

    def still_holds(self, stamp: Stamp, stamp_now: Callable[[str], object]) -> bool:
        return self.stamp == stamp and all(stamp_now(path) == found for path, found in self.others.items())


class Workspace:
    """Results of files that are not open, kept by the file's time and size."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    async def pull(self, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        """Open notes from their buffers, others from the disk where the user asked for that. Polled by the client every few
        seconds: what has not changed is answered from its stamp."""
        server = self._server
        previous = {p.uri: p.value for p in params.previous_result_ids}

        def work(look: Look, rim: Rim, token: Token) -> list[Report]:
            return self._open(look, rim, token, previous)

        items: list[Report] = []
        seen: set[str] = set()
        for note in server.documents.notes():
            reports = await server.compute(note, work, Urgency.BACKGROUND)
            items.extend(reports)
            seen.update(report.uri for report in reports)
        if server.client.options.workspace:
            paths = await server.worker.submit(lambda token: list(notes_on_disk(server.client, token)), Urgency.BACKGROUND)
            items.extend(await self._closed([p for p in paths if uri_of(p) not in seen], previous, params))
        reported = {item.uri for item in items}
        # A file that is gone, or no longer asked for, loses what was said of it.
        for uri in previous:
            if uri not in reported:
                items.append(types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[]))
        return types.WorkspaceDiagnosticReport(items)

    async def _closed(
        self, paths: list[str], previous: dict[str, str], params: types.WorkspaceDiagnosticParams
    ) -> list[Report]:
        progress = self._server.work_done_progress
        token = params.work_done_token
        found: list[Report] = []
        if token is not None:
            progress.begin(token, types.WorkDoneProgressBegin("nablint: checking notes", cancellable=True, percentage=0))
        try:
            for k, path in enumerate(paths):
                if token is not None and token in progress.tokens and progress.tokens[token].cancelled():
                    break
                work = partial(self._file, path, previous)
                report = await self._server.worker.submit(work, Urgency.BACKGROUND, uri_of(path))
                if report is not None:
                    found.append(report)
                if token is not None and k % 10 == 9:
                    progress.report(token, types.WorkDoneProgressReport(percentage=100 * k // len(paths)))
        finally:
            if token is not None:
                progress.end(token, types.WorkDoneProgressEnd())
                progress.tokens.pop(token, None)
        return found

    def _open(self, look: Look, rim: Rim, token: Token, previous: dict[str, str]) -> list[Report]:
        by_part = self._server.diagnostics.by_part(look, rim, token)
        return [
            self._report(uri, found, result_id(found), previous, look.note.version_of(uri)) for uri, found in by_part.items()
        ]

    def _file(self, path: str, previous: dict[str, str], token: Token) -> Report | None:
        """On the worker: one file from the disk; None where it cannot be read."""
        token.check()
        uri = uri_of(path)
        settings = self._server.client.settings_for(path)
        try:
            status = os.stat(path)
            stamp = Stamp(status.st_mtime_ns, status.st_size, settings)
            kept = self._kept.get(path)
            if kept is None or not kept.still_holds(stamp, self._server.files.stamp):
                with open(path, encoding="utf-8-sig", newline="") as file:
                    text = file.read(MAX_BYTES)
                found, others = self._analysed(uri, path, text, settings, token)
                kept = self._kept[path] = Kept(stamp, others, result_id(found), found)
                while len(self._kept) > MOST_FILES:
                    self._kept.popitem(last=False)
        except (OSError, UnicodeDecodeError) as error:
            logger.info("%s cannot be read: %s", path, error)
            return None
        return self._report(uri, kept.found, kept.id, previous, None)

    def _analysed(
        self, uri: str, path: str, text: str, settings: Settings, token: Token
    ) -> tuple[list[types.Diagnostic], Others]:
        from nablint.analysis.analyse import examine

        note: Note = single(uri, path, "", Text.of(text), None, 0)
        settings, others = self._server.files.looked(note, settings)
        look = Look(note, settings, examine(note.source, settings, token.check))
        found: dict[str, list[types.Diagnostic]] = self._server.diagnostics.by_part(look, self._server.rim(note), token)
        return found[uri], others

    @staticmethod
    def _report(uri: str, found: list[types.Diagnostic], id_: str, previous: dict[str, str], version: int | None) -> Report:
        if previous.get(uri) == id_:
            return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=id_, version=version)
        return types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=found, result_id=id_, version=version)


def register(server: Server) -> None:
    workspace = Workspace(server)

    @server.feature(types.WORKSPACE_SYMBOL)
    def on_symbols(params: types.WorkspaceSymbolParams) -> asyncio.Future[list[types.SymbolInformation]]:
        wanted = params.query.casefold()
        notes = server.documents.notes()

        async def gather() -> list[types.SymbolInformation]:
            found: list[types.SymbolInformation] = []
            for note in notes:
                found.extend(await server.compute(note, work))
            return found

        def work(look: Look, rim: Rim, token: Token) -> list[types.SymbolInformation]:
            entries = [e for e in symbols.declared(look.knowledge) if wanted in f"{e.name} {e.detail}".casefold()]
            return [symbol_information(rim, entry) for entry in entries]

        return asyncio.ensure_future(gather())

    if server.client.abilities.pull:

        @server.feature(types.WORKSPACE_DIAGNOSTIC)
        def on_pull(params: types.WorkspaceDiagnosticParams) -> asyncio.Future[types.WorkspaceDiagnosticReport]:
            return asyncio.ensure_future(workspace.pull(params))
