"""Renaming: in the note at hand, and in those that have the symbol from it, whether they are open or not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from nablint.analysis.settings import Included
from nablint.lsp.analyses import Look
from nablint.lsp.convert import Rim
from nablint.lsp.late import Late
from nablint.lsp.notes import Note, single
from nablint.lsp.ondisk import notes_on_disk
from nablint.lsp.text import Text
from nablint.lsp.uris import uri_of
from nablint.lsp.worker import Token, Urgency

if TYPE_CHECKING:
    from nablint.features import rename, rename_elsewhere
    from nablint.features.rename_elsewhere import Told
    from nablint.lsp.server import Server
else:
    rename = Late("nablint.features.rename")
    rename_elsewhere = Late("nablint.features.rename_elsewhere")

MAX_BYTES = 5_000_000


class _Renaming:
    """One request: `path` is the file in which the symbol is renamed."""

    def __init__(self, server: Server, note: Note, new: str) -> None:
        self._server = server
        self._note = note
        self._others = [other for other in server.documents.notes() if other is not note]
        self._new = new
        self._path = os.path.normpath(note.source.path)
        self._versioned = server.client.abilities.versioned_edits

    async def run(self, position: types.Position, uri: str) -> types.WorkspaceEdit:
        server = self._server
        own, told = await server.compute(self._note, partial(self._own, uri, position))
        found: list[types.WorkspaceEdit | None] = [own]
        if told is not None and os.path.isabs(self._path):
            for note in self._others:
                found.append(await server.compute(note, partial(self._reader, told)))
            opened = {os.path.normpath(note.source.path) for note in (self._note, *self._others)}
            paths = await server.worker.submit(lambda token: list(notes_on_disk(server.client, token)), Urgency.ASKED)
            for path in paths:
                if os.path.normpath(path) not in opened:
                    found.append(await server.worker.submit(partial(self._closed, told, path), Urgency.ASKED, uri_of(path)))
        return _together(found, self._versioned)

    def _own(
        self, uri: str, position: types.Position, look: Look, rim: Rim, token: Token
    ) -> tuple[types.WorkspaceEdit, Told | None]:
        offset = rim.offset(uri, position)
        try:
            edits = rename.rename(look.knowledge, offset, self._new)
        except rename.Refused as refused:
            raise JsonRpcInvalidParams(message=str(refused)) from None
        told = rename_elsewhere.told(look.knowledge, offset)
        if told is not None:
            # Other notes know the file as it is on the disk, or in the editor.
            told = replace(told, spans=frozenset(map(rim.in_document, told.spans)))
        return rim.workspace_edit(edits, self._versioned), told

    def _reader(self, told: Told, look: Look, rim: Rim, token: Token) -> types.WorkspaceEdit | None:
        """What changes in another note, if it reads the file."""
        folder = os.path.dirname(look.note.source.path)
        if not self._is_read(look.settings.includes, folder):
            return None
        try:
            edits = rename_elsewhere.rename_here(look.knowledge, told, partial(self._is_named, folder), self._new.strip())
        except rename.Refused as refused:
            raise JsonRpcInvalidParams(message=f"{self._shown(look.note)}, which reads this file: {refused}") from None
        if edits and look.note.source.kind == "notebook":
            raise JsonRpcInvalidParams(message=f"{self._shown(look.note)} reads this file too, and is not open as a notebook")
        return rim.workspace_edit(edits, self._versioned) if edits else None

    def _closed(self, told: Told, path: str, token: Token) -> types.WorkspaceEdit | None:
        """The same of a file on the disk; one that cannot be read has nothing to rename."""
        token.check()
        server = self._server
        try:
            with open(path, encoding="utf-8-sig", newline="") as file:
                text = file.read(MAX_BYTES)
        except (OSError, UnicodeDecodeError):
            return None
        note = single(uri_of(path), path, "", Text.of(text), None, 0)
        settings = server.files.with_includes(note, server.client.settings_for(path))
        if not self._is_read(settings.includes, os.path.dirname(path)):
            return None
        from nablint.analysis.analyse import examine

        look = Look(note, settings, examine(note.source, settings, token.check))
        return self._reader(told, look, server.rim(note), token)

    def _is_read(self, includes: Iterable[Included], folder: str) -> bool:
        return any(self._is_named(folder, file.path) or self._is_read(file.inner, folder) for file in includes)

    def _is_named(self, folder: str, path: str) -> bool:
        """Whether a file that a note names, from its folder or from where the server runs, is the one of the symbol."""
        return self._path in (os.path.normpath(os.path.join(folder, path)), os.path.abspath(path))

    def _shown(self, note: Note) -> str:
        return os.path.relpath(note.source.path, os.path.dirname(self._path)).replace(os.sep, "/")


def _together(found: Sequence[types.WorkspaceEdit | None], versioned: bool) -> types.WorkspaceEdit:
    edits = [edit for edit in found if edit is not None]
    if versioned:
        return types.WorkspaceEdit(document_changes=[change for edit in edits for change in edit.document_changes or ()])
    return types.WorkspaceEdit(changes={uri: changes for edit in edits for uri, changes in (edit.changes or {}).items()})


def register(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def on_prepare(params: types.PrepareRenameParams) -> asyncio.Future[types.PrepareRenamePlaceholder | None]:
        def work(look: Look, rim: Rim, token: Token) -> types.PrepareRenamePlaceholder | None:
            found = rename.prepare(look.knowledge, rim.offset(params.text_document.uri, params.position))
            return None if found is None else types.PrepareRenamePlaceholder(rim.range(found[0]), found[1])

        return server.compute(server.note_of(params.text_document.uri), work)

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    def on_rename(params: types.RenameParams) -> asyncio.Future[types.WorkspaceEdit]:
        uri = params.text_document.uri
        renaming = _Renaming(server, server.note_of(uri), params.new_name)
        return asyncio.ensure_future(renaming.run(params.position, uri))
