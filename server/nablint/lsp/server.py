"""The server of one client: what it has open, what it asked for, and the one worker that does the computing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

import nablint
from nablint.lsp.analyses import Analyses, Look
from nablint.lsp.client import Client
from nablint.lsp.convert import Rim, location_elsewhere
from nablint.lsp.documents import Documents
from nablint.lsp.files import Files
from nablint.lsp.notes import Note
from nablint.lsp.protocol import Protocol
from nablint.lsp.tracing import Traced
from nablint.lsp.worker import Token, Urgency, Worker, log_failure

if TYPE_CHECKING:
    from nablint.features.navigation import Place

logger = logging.getLogger(__name__)
T = TypeVar("T")

NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithCells(
            notebook=types.NotebookDocumentFilterNotebookType(notebook_type="jupyter-notebook"),
            cells=[types.NotebookCellLanguage("markdown")],
        )
    ]
)


class Server(LanguageServer):
    """`client` says what the other side can do, `documents` what it has open, `analyses` what is known of that."""

    sync: Any
    diagnostics: Any
    mistaken: Any

    def __init__(self) -> None:
        super().__init__(
            "nablint",
            nablint.__version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=NOTEBOOKS,
            protocol_cls=Protocol,
        )
        self.client = Client()
        self.documents = Documents()
        self.files = Files(self.documents)
        self.analyses = Analyses()
        self.worker = Worker()
        self.exit_code: int | None = None
        self.ended: asyncio.Future[None] | None = None
        self._errors_shown: set[str] = set()
        self._readied: dict[str, asyncio.Future[None]] = {}

    def rim(self, note: Note) -> Rim:
        return Rim(note, self.documents.unit)

    def note_of(self, uri: str) -> Note:
        """The open note, at its state when the request arrived; a request about another one is answered with an error."""
        note = self.documents.note(uri)
        if note is None:
            raise JsonRpcInvalidParams(message=f"Invalid Params: {uri} is not open")
        return note

    def compute(self, note: Note, work: Callable[[Look, Rim, Token], T], urgency: Urgency = Urgency.ASKED) -> asyncio.Future[T]:
        """`work` on the worker, over what is known of `note`; the caller has taken the note from this very moment."""
        following = self.protocol.trace != types.TraceValue.Off
        traced = Traced(self, self.protocol.handling, note) if following else None  # type: ignore[attr-defined]

        def run(token: Token) -> T:
            token.check()
            if traced is not None:
                traced.began()
            settings = self.files.with_includes(note, self.client.settings_for(note.source.path))
            look = self.analyses.look(note, settings, token.check)
            token.check()
            if traced is not None:
                traced.looked()
            result = work(look, self.rim(look.note), token)
            if traced is not None:
                traced.done()
            return result

        future = self.worker.submit(run, urgency, note.uri)
        if traced is not None:
            future.add_done_callback(traced.tell)
        return future

    def make_ready(self, note: Note) -> None:
        """In the background, for the first edit of a note that was opened."""
        ready = self.worker.submit(lambda token: self.analyses.make_ready(note.uri, token.check), Urgency.BACKGROUND, note.uri)
        ready.add_done_callback(log_failure)
        self._readied[note.uri] = ready

    def leave(self, note: Note) -> None:
        """What is done in the background for a text that is edited now, or closed, is given up."""
        ready = self._readied.pop(note.uri, None)
        if ready is not None:
            ready.cancel()

    def beside(self, look: Look) -> Callable[[], Iterator[tuple[str, str]]]:
        """The files that a note reads, for who needs them: path and text."""

        def read() -> Iterator[tuple[str, str]]:
            from nablint.features.links import links

            return self.files.beside(look.note, (link.target for link in links(look.knowledge)))

        return read

    def location(self, rim: Rim, place: Place) -> types.Location | None:
        """A place of the note, or of another file; None where that cannot be read."""
        if place.path is None:
            return rim.location(place.span)
        return location_elsewhere(rim, place.path, place.span, self.diagnostics.text_of)

    def end(self, exit_code: int) -> None:
        self.exit_code = exit_code
        self.worker.stop()
        if self.ended is not None and not self.ended.done():
            self.ended.set_result(None)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Internal errors are logged each time and shown once; errors that a request is answered with are not shown."""
        if source is FeatureRequestError:
            return
        text = f"{type(error).__name__}: {error}"
        # What a library wrapped has its place in `data`, and in `__traceback__` only that of the wrapping.
        where = getattr(error, "data", None)
        trace = "".join(where.get("traceback", ())) if isinstance(where, dict) else ""
        logger.error("internal error: %s\n%s", text, trace, exc_info=None if trace else error)
        if text not in self._errors_shown and len(self._errors_shown) < 100:
            self._errors_shown.add(text)
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, "nablint: an internal error; the log has the details.")
            )
