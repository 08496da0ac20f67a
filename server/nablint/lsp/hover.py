"""Hover: the text that `features.hover` makes, as the client can show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from nablint.lsp.analyses import Look
from nablint.lsp.convert import Rim
from nablint.lsp.worker import Token

if TYPE_CHECKING:
    import asyncio

    from nablint.lsp.server import Server


def register(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> asyncio.Future[types.Hover | None]:
        note = server.note_of(params.text_document.uri)
        uri, position = params.text_document.uri, params.position
        kind = types.MarkupKind.Markdown if server.client.abilities.markdown else types.MarkupKind.PlainText

        def work(look: Look, rim: Rim, token: Token) -> types.Hover | None:
            offset = rim.offset(uri, position)
            for finding in look.snapshot.findings:
                if finding.span.touches(offset):
                    return types.Hover(types.MarkupContent(kind, finding.message), rim.range(finding.span))
            return None

        return server.compute(note, work)
