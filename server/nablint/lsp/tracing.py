"""What the client asked to follow: a `$/logTrace` for each look at a note, with how long each part of it took."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from nablint.lsp.notes import Note

if TYPE_CHECKING:
    from nablint.lsp.server import Server


class Traced:
    """One job: begun on the event loop, timed on the worker, told when its answer is there. Says nothing of a note's text."""

    def __init__(self, server: Server, method: str, note: Note) -> None:
        self._server = server
        self._method = method
        self._note = note
        self._asked = self._began = self._looked = self._done = perf_counter()

    def began(self) -> None:
        self._began = self._looked = self._done = perf_counter()

    def looked(self) -> None:
        """The note has been looked at, or that was known; what follows is the question itself."""
        self._looked = self._done = perf_counter()

    def done(self) -> None:
        self._done = perf_counter()

    def tell(self, future: asyncio.Future[Any]) -> None:
        """On the event loop. A client that has turned the trace off meanwhile hears nothing."""
        trace = self._server.protocol.trace
        if trace == types.TraceValue.Off:
            return
        end = "cancelled" if future.cancelled() else "failed" if future.exception() is not None else "done"
        message = f"{self._method}: {end} after {_time(self._asked, perf_counter())}"
        verbose = None
        if trace == types.TraceValue.Verbose:
            verbose = (
                f"{self._note.uri}, {len(self._note.source.text)} characters: waited {_time(self._asked, self._began)}, "
                f"looked at the note {_time(self._began, self._looked)}, answered {_time(self._looked, self._done)}"
            )
        self._server.log_trace(types.LogTraceParams(message, verbose))


def _time(start: float, end: float) -> str:
    return f"{1000 * (end - start):.1f} ms"
