"""Along the chain rule: the call hierarchy of definitions, the graph for the panel, and the status bar's state of a note."""

from __future__ import annotations

from asyncio import Future
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from nablint.lsp.analyses import Look
from nablint.lsp.convert import Rim, plain_range
from nablint.lsp.late import Late
from nablint.lsp.worker import Token, Urgency

if TYPE_CHECKING:
    from nablint.features import calls, graph, status
    from nablint.lsp.server import Server
else:
    calls = Late("nablint.features.calls")
    graph = Late("nablint.features.graph")
    status = Late("nablint.features.status")

GRAPH = "nablint/graph"
STATUS = "nablint/status"


def register(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    def on_prepare(params: types.CallHierarchyPrepareParams) -> Future[list[types.CallHierarchyItem] | None]:
        def work(look: Look, rim: Rim, token: Token) -> list[types.CallHierarchyItem] | None:
            found = calls.prepare(look.knowledge, rim.offset(params.text_document.uri, params.position))
            return None if found is None else [_item(rim, found)]

        return server.compute(server.note_of(params.text_document.uri), work)

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    def on_incoming(params: types.CallHierarchyIncomingCallsParams) -> Future[list[types.CallHierarchyIncomingCall]]:
        note = server.note_of(params.item.uri)
        position = params.item.selection_range.start

        def work(look: Look, rim: Rim, token: Token) -> list[types.CallHierarchyIncomingCall]:
            found = calls.incoming(look.knowledge, _anchor(rim, params.item, position))
            return [types.CallHierarchyIncomingCall(_item(rim, c.item), [rim.range(s) for s in c.spans]) for c in found]

        return server.compute(note, work)

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    def on_outgoing(params: types.CallHierarchyOutgoingCallsParams) -> Future[list[types.CallHierarchyOutgoingCall]]:
        note = server.note_of(params.item.uri)
        position = params.item.selection_range.start

        def work(look: Look, rim: Rim, token: Token) -> list[types.CallHierarchyOutgoingCall]:
            found = calls.outgoing(look.knowledge, _anchor(rim, params.item, position))
            return [types.CallHierarchyOutgoingCall(_item(rim, c.item), [rim.range(s) for s in c.spans]) for c in found]

        return server.compute(note, work)

    @server.feature(GRAPH)
    def on_graph(params: Any) -> Future[dict[str, Any]]:
        uri, position = text_at(params)

        def work(look: Look, rim: Rim, token: Token) -> dict[str, Any]:
            made = graph.graph(look.knowledge, rim.offset(uri, position))
            return {
                "vertices": [_with_range(rim, vertex) for vertex in made.vertices],
                "edges": [_with_range(rim, edge) for edge in made.edges],
                "paths": [list(path) for path in made.paths],
                "wrong": [_with_range(rim, wrong) for wrong in made.wrong],
                "layout": made.layout,
            }

        return server.compute(server.note_of(uri), work)

    @server.feature(STATUS)
    def on_status(params: Any) -> Future[dict[str, Any]]:
        uri, position = text_at(params)

        def work(look: Look, rim: Rim, token: Token) -> dict[str, Any]:
            made = status.status(look.knowledge, rim.offset(uri, position))
            said = asdict(made)
            claims = said.pop("claims")
            unchecked = claims["total"] - claims["verified"] - claims["wrong"]
            return {**said, "verified": claims["verified"], "wrong": claims["wrong"], "unchecked": unchecked}

        return server.compute(server.note_of(uri), work, Urgency.SHOWN)


def text_at(params: Any) -> tuple[str, types.Position]:
    """The document and place of a request of our own; the start of the document where no place is given."""
    try:
        document = params["textDocument"]
        position = params.get("position") or {"line": 0, "character": 0}
        line, character = position["line"], position["character"]
        uri = document["uri"]
    except (TypeError, KeyError, AttributeError):
        raise JsonRpcInvalidParams(message="Invalid Params: expected textDocument.uri and position") from None
    if not (isinstance(uri, str) and _is_count(line) and _is_count(character)):
        raise JsonRpcInvalidParams(message="Invalid Params: expected textDocument.uri and position")
    return uri, types.Position(line, character)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _with_range(rim: Rim, value: graph.Vertex | graph.Edge | graph.Wrong) -> dict[str, Any]:
    said = asdict(value)
    said["range"] = plain_range(rim.range(value.span))
    said.pop("span")
    return said


def _item(rim: Rim, item: calls.Item) -> types.CallHierarchyItem:
    where = rim.range(item.span)
    at = rim.position(item.anchor)
    anchored = where.start <= at <= where.end
    return types.CallHierarchyItem(
        name=item.name,
        kind=types.SymbolKind.Variable,
        uri=rim.uri_at(item.span.start),
        range=where,
        selection_range=types.Range(at, at) if anchored else where,
        detail=item.detail or None,
        data={"line": at.line, "character": at.character, "uri": rim.uri_at(item.anchor)},
    )


def _anchor(rim: Rim, item: types.CallHierarchyItem, position: types.Position) -> int:
    """Where the symbol is found again; the client may not send back what it was given for that."""
    data: Any = item.data
    if isinstance(data, dict) and _is_count(data.get("line")) and _is_count(data.get("character")):
        uri = data["uri"] if isinstance(data.get("uri"), str) else item.uri
        return rim.offset(uri, types.Position(data["line"], data["character"]))
    return rim.offset(item.uri, position)
