"""The least a pygls server can do: keep the text, publish one diagnostic after each edit. nablint is compared with it."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("minimal", "1")


def publish(uri: str, version: int | None) -> None:
    text = server.workspace.get_text_document(uri).source
    at = types.Range(types.Position(0, 0), types.Position(0, 1))
    found = types.Diagnostic(at, f"{len(text)} characters", types.DiagnosticSeverity.Error)
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, [found], version))


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(params: types.DidOpenTextDocumentParams) -> None:
    publish(params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(params: types.DidChangeTextDocumentParams) -> None:
    publish(params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(params: types.HoverParams) -> types.Hover:
    return types.Hover("hover")


if __name__ == "__main__":
    server.start_io()
