"""Settings while the server runs: what the editor says, what configuration files say, and what to do when either changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from nablint.lsp.client import Options
from nablint.lsp.late import warm_up
from nablint.lsp.uris import path_of
from nablint.lsp.worker import Urgency, log_failure

if TYPE_CHECKING:
    from nablint.lsp.server import Server

logger = logging.getLogger(__name__)

CONFIGURATION_FILES = ("nablint.toml", ".nablint.toml", "pyproject.toml")
NOTES = "**/*.{md,markdown,mdx,qmd,Rmd,rmd,tex,ltx,sty,ipynb,rst}"
BOOKS = "**/{_quarto,_bookdown,_toc,myst}.yml"


def register(server: Server) -> None:
    asking: set[asyncio.Future[None]] = set()

    @server.feature(types.INITIALIZED)
    async def on_initialized(params: types.InitializedParams) -> None:
        server.worker.submit(lambda token: warm_up(), Urgency.EDITED).add_done_callback(log_failure)
        if server.client.abilities.watched_files:
            await _watch(server)
        await pull(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def on_configuration(params: types.DidChangeConfigurationParams) -> Coroutine[Any, Any, None] | None:
        if isinstance(params.settings, dict) and params.settings:
            _take(server, params.settings)
        return _renew(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def on_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        client, gone = server.client, {folder.uri for folder in params.event.removed}
        kept = {uri: name for uri, name in client.folders.items() if uri not in gone}
        client.folders = {**kept, **{folder.uri: folder.name for folder in params.event.added}}
        client.folder_options = {uri: options for uri, options in client.folder_options.items() if uri not in gone}
        renewing = _renew(server)
        if renewing is not None:
            # pygls has a handler of its own here, which drops what ours returns.
            task = asyncio.ensure_future(renewing)
            asking.add(task)
            task.add_done_callback(asking.discard)
            task.add_done_callback(log_failure)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def on_files(params: types.DidChangeWatchedFilesParams) -> None:
        changed_on_disk(server, [event.uri for event in params.changes])

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def on_save(params: types.DidSaveTextDocumentParams) -> None:
        # A client that does not watch files still says what it saves.
        changed_on_disk(server, [params.text_document.uri])

    @server.feature(types.SET_TRACE)
    def on_trace(params: types.SetTraceParams) -> None:
        logger.info("trace: %s", params.value)


def changed_on_disk(server: Server, uris: list[str]) -> None:
    """A configuration file, and what it names, holds for every note below it; another file for the notes that read it."""
    paths = [path_of(uri) for uri in uris]
    names = [path.replace("\\", "/").rsplit("/", 1)[-1] for path in paths]
    configured = any(name in CONFIGURATION_FILES for name in names) or any(map(server.client.is_shared, paths))
    if configured:
        server.client.reload()
        server.mistaken.look()
    if configured or any(map(server.files.is_looked_for, paths)):
        refresh(server)


def _renew(server: Server) -> Coroutine[Any, Any, None] | None:
    """Asks a client that can be asked, then shows everything anew; what one pushes counts from the next message on."""
    if not server.client.abilities.configuration:
        refresh(server)
        return None
    return _ask_and_refresh(server)


async def _ask_and_refresh(server: Server) -> None:
    if not await pull(server):
        refresh(server)


async def pull(server: Server) -> bool:
    """Asks the client for its settings, once for all and once for each folder; whether that changed anything."""
    client = server.client
    if not client.abilities.configuration:
        return False
    folders = list(client.folders)
    items = [types.ConfigurationItem(section="nablint")]
    items += [types.ConfigurationItem(scope_uri=uri, section="nablint") for uri in folders]
    try:
        found = await server.workspace_configuration_async(types.ConfigurationParams(items))
    except JsonRpcException as error:
        logger.warning("the client gave no settings: %s", error)
        return False
    if not isinstance(found, (list, tuple)) or len(found) != len(items):
        return False
    before = (client.options, client.folder_options)
    _take(server, found[0])
    told = {}
    for uri, given in zip(folders, found[1:], strict=True):
        server.mistaken.hear(given)
        told[uri] = client.options.updated(given)
    client.folder_options = {**client.folder_options, **told}
    if (client.options, client.folder_options) == before:
        return False
    refresh(server)
    return True


def _take(server: Server, given: Any) -> None:
    """What the editor says now replaces what it said before; what it leaves out gets its default."""
    if not isinstance(given, dict):
        return
    client = server.client
    server.mistaken.hear(given)
    client.options = replace(Options(), formulas=client.options.formulas).updated(given)
    logging.getLogger("nablint").setLevel(client.options.log_level.upper())


def refresh(server: Server) -> None:
    """Everything that was shown rests on settings: it is made anew, by us or when the client asks again."""
    can = server.client.abilities
    server.diagnostics.refresh()
    if can.refresh_hints:
        server.workspace_inlay_hint_refresh(None)
    if can.refresh_tokens:
        server.workspace_semantic_tokens_refresh(None)
    if can.refresh_lenses:
        server.workspace_code_lens_refresh(None)


async def _watch(server: Server) -> None:
    patterns = [*(f"**/{name}" for name in CONFIGURATION_FILES), NOTES, BOOKS]
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(pattern) for pattern in patterns])
    registration = types.Registration("nablint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    try:
        await server.client_register_capability_async(types.RegistrationParams([registration]))
    except JsonRpcException as error:
        logger.warning("the client does not watch files: %s", error)
