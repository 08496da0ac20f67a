"""What stands behind the commands that a client runs for us: the places of a lens, and the edit that ignores a rule."""

from __future__ import annotations

from asyncio import Future
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from nablint.lsp.analyses import Look
from nablint.lsp.convert import Rim, plain_range
from nablint.lsp.following import text_at
from nablint.lsp.late import Late
from nablint.lsp.worker import Token

if TYPE_CHECKING:
    from nablint.features import actions, lenses
    from nablint.lsp.server import Server
else:
    actions = Late("nablint.features.actions")
    lenses = Late("nablint.features.lenses")

PLACES = "nablint/places"
IGNORE = "nablint/ignore"


def register(server: Server) -> None:
    @server.feature(PLACES)
    def on_places(params: Any) -> Future[list[dict[str, Any]]]:
        uri, position = text_at(params)
        topic = _text(params, "topic")

        def work(look: Look, rim: Rim, token: Token) -> list[dict[str, Any]]:
            found = lenses.places(look.knowledge, rim.offset(uri, position), topic)
            return [
                {
                    "uri": rim.uri_at(place.span.start),
                    "range": plain_range(rim.range(place.span)),
                    "text": place.text,
                    "state": place.state,
                    "why": place.why,
                }
                for place in found
            ]

        return server.compute(server.note_of(uri), work)

    @server.feature(IGNORE)
    def on_ignore(params: Any) -> Future[dict[str, Any] | None]:
        uri, position = text_at(params)
        code, why, whole = _text(params, "code"), _text(params, "reason"), params.get("whole") is True

        def work(look: Look, rim: Rim, token: Token) -> dict[str, Any] | None:
            edit = actions.ignoring(look.knowledge, rim.offset(uri, position), code, whole, why)
            if edit is None:
                return None
            where = plain_range(rim.range(edit.span))
            return {"uri": rim.uri_at(edit.span.start), "range": where, "newText": edit.text}

        return server.compute(server.note_of(uri), work)


def _text(params: Any, name: str) -> str:
    value = params.get(name) if isinstance(params, dict) else None
    if not isinstance(value, str):
        raise JsonRpcInvalidParams(message=f"Invalid Params: expected {name}")
    return value
