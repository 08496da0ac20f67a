"""Beginning and end of a conversation: what the client can do and wants, and which features it is offered."""

from __future__ import annotations

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder

from nablint.lsp import changing, choosing, configuration, diagnostics, following, reading, renaming, showing, workspace
from nablint.lsp.client import Abilities
from nablint.lsp.diagnostics import Diagnostics
from nablint.lsp.mistaken import Mistaken
from nablint.lsp.server import Server
from nablint.lsp.sync import Sync
from nablint.lsp.text import Unit


def make_server() -> Server:
    server = Server()
    server.sync = Sync(server)
    server.diagnostics = Diagnostics(server)
    server.mistaken = Mistaken(server)

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        client = server.client
        client.abilities = Abilities.of(params.capabilities)
        client.options = client.options.updated(params.initialization_options)
        server.mistaken.hear(params.initialization_options)
        server.protocol.trace = params.trace or types.TraceValue.Off
        client.folders = {folder.uri: folder.name for folder in params.workspace_folders or ()}
        if not client.folders and params.root_uri:
            client.folders = {params.root_uri: ""}
        server.documents.unit = Unit(ServerCapabilitiesBuilder.choose_position_encoding(params.capabilities))
        for feature in (configuration, diagnostics, reading, showing, changing, renaming, choosing, following, workspace):
            feature.register(server)

    return server
