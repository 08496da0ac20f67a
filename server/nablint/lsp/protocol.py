"""JSON-RPC as the specification has it, over pygls: every request is answered, whatever is wrong with it.

What differs from pygls: malformed and invalid messages get their error, requests before `initialize` and after
`shutdown` too; documents are our own (`documents.py`), so its text synchronisation is replaced; a handler may return an
awaitable, so that it takes its snapshot at once, before the next message changes the text.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from concurrent.futures import Future
from functools import partial
from typing import Any

from cattrs.errors import BaseValidationError
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, LanguageServerProtocol, lsp_method

from nablint.lsp.worker import Cancelled

logger = logging.getLogger(__name__)
_REFUSALS = (JsonRpcInvalidParams.CODE, int(types.LSPErrorCodes.RequestFailed))

_BEFORE_INITIALIZE = frozenset({types.INITIALIZE, types.EXIT})


class Protocol(LanguageServerProtocol):
    """One client's conversation."""

    def __init__(self, server: Any, converter: Any) -> None:
        super().__init__(server, converter)
        self.initialized = False
        self.handling = ""  # the method of the message that is being handled

    def handle_body(self, body: bytes) -> None:
        """One message. Answers it with an error where it is none, or one that cannot be had now."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(None, JsonRpcParseError(message=f"Parse Error: {error}"))
            return
        if not isinstance(data, dict):
            self._refuse(None, JsonRpcInvalidRequest(message="Invalid Request: a message is one JSON object"))
            return
        msg_id = data.get("id")
        if msg_id is not None and (isinstance(msg_id, bool) or not isinstance(msg_id, (int, str))):
            self._refuse(None, JsonRpcInvalidRequest(message="Invalid Request: an id is a number or a string"))
            return
        method = data.get("method")
        if data.get("jsonrpc") != self.VERSION or ("method" in data and not isinstance(method, str)):
            self._refuse(msg_id, JsonRpcInvalidRequest(message="Invalid Request: no JSON-RPC 2.0 message"))
            return
        if method is None:
            self._handle_reply(msg_id, data)
        elif msg_id is None:
            self._handle_notice(method, data)
        else:
            self._handle_call(msg_id, method, data)

    def _handle_call(self, msg_id: int | str, method: str, data: dict[str, Any]) -> None:
        if not self.initialized and method not in _BEFORE_INITIALIZE:
            self._refuse(msg_id, JsonRpcServerNotInitialized(message="the first request is initialize"))
        elif self.initialized and method == types.INITIALIZE:
            self._refuse(msg_id, JsonRpcInvalidRequest(message="Invalid Request: already initialized"))
        elif self._shutdown:
            self._refuse(msg_id, JsonRpcInvalidRequest(message="Invalid Request: the server is shutting down"))
        elif msg_id in self._request_futures:
            self._refuse(msg_id, JsonRpcInvalidRequest(message=f"Invalid Request: {msg_id!r} is the id of a request under way"))
        else:
            message = self._structured(msg_id, method, data)
            if message is not None:
                self.initialized = self.initialized or method == types.INITIALIZE
                self.handle_message(message)

    def _handle_notice(self, method: str, data: dict[str, Any]) -> None:
        if not self.initialized and method not in _BEFORE_INITIALIZE:
            logger.warning("%s before initialize is ignored", method)
            return
        message = self._structured(None, method, data)
        if message is not None:
            self.handle_message(message)

    def _handle_reply(self, msg_id: int | str | None, data: dict[str, Any]) -> None:
        if msg_id is None or msg_id not in self._request_futures:
            logger.warning("a reply to no request: %r", msg_id)
            return
        try:
            message = self.structure_message(data)
        except JsonRpcException as error:
            self._result_types.pop(msg_id, None)
            future = self._request_futures.pop(msg_id)
            if not future.done():
                future.set_exception(error)
            return
        self.handle_message(message)

    def _structured(self, msg_id: int | str | None, method: str, data: dict[str, Any]) -> Any:
        """The typed message, or None after its error was sent."""
        self.handling = method
        message_type = self.get_message_type(method)
        if message_type is None:
            # Requests of our own keep their parameters as plain JSON.
            params = data.get("params")
            if msg_id is None:
                return JsonRPCNotification(method, self.VERSION, params)
            return JsonRPCRequestMessage(msg_id, method, self.VERSION, params)
        try:
            return self._converter.structure(data, message_type)
        except (BaseValidationError, JsonRpcException, KeyError, TypeError, ValueError, AttributeError) as error:
            # cattrs raises these and groups of these for a value of another form.
            logger.warning("invalid parameters of %s: %s", method, _first_cause(error))
            if msg_id is not None:
                self._refuse(msg_id, JsonRpcInvalidParams(message=f"Invalid Params: {_first_cause(error)}"))
            return None

    def _refuse(self, msg_id: int | str | None, error: JsonRpcException) -> None:
        # Written out, because pygls leaves out the id where it is null, and the specification wants it.
        self._send_data({"jsonrpc": self.VERSION, "id": msg_id, "error": {"code": error.code, "message": error.message}})

    def _send_handler_result(self, future: Future[Any], *, msg_id: int | str) -> None:
        """A handler that returned an awaitable is answered when that is done."""
        if future.cancelled() or future.exception() is not None or not inspect.isawaitable(future.result()):
            if not future.cancelled() and isinstance(future.exception(), Cancelled):
                future = Future()
                future.cancel()
            refused = None if future.cancelled() else future.exception()
            if isinstance(refused, JsonRpcException) and refused.code in _REFUSALS:
                # An answer like any other: that there is no symbol under the cursor is no defect to be traced.
                self._request_futures.pop(msg_id, None)
                logger.info("request %s is refused: %s", msg_id, refused.message)
                self._refuse(msg_id, refused)
                return
            super()._send_handler_result(future, msg_id=msg_id)
            return
        task: Any = asyncio.ensure_future(future.result())
        self._request_futures[msg_id] = task
        task.add_done_callback(partial(self._send_handler_result, msg_id=msg_id))

    def _check_handler_result(self, future: Future[Any]) -> None:
        if not future.cancelled() and future.exception() is None and inspect.isawaitable(future.result()):
            task: Any = asyncio.ensure_future(future.result())
            task.add_done_callback(self._check_handler_result)
            return
        super()._check_handler_result(future)

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: Any) -> None:  # type: ignore[override]
        self._server.end(0 if self._shutdown else 1)  # type: ignore[attr-defined]

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._server.sync.did_open(params)  # type: ignore[attr-defined]

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._server.sync.did_change(params)  # type: ignore[attr-defined]

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.sync.did_close(params)  # type: ignore[attr-defined]

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        self._server.sync.did_open_notebook(params)  # type: ignore[attr-defined]

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: types.DidChangeNotebookDocumentParams) -> None:
        self._server.sync.did_change_notebook(params)  # type: ignore[attr-defined]

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: types.DidCloseNotebookDocumentParams) -> None:
        self._server.sync.did_close_notebook(params)  # type: ignore[attr-defined]


def _first_cause(error: BaseException) -> str:
    """The innermost first error of a group, in a line."""
    for _ in range(16):
        inner = getattr(error, "exceptions", ())
        if not inner:
            break
        error = inner[0]
    text = str(error) or type(error).__name__
    return f"missing {text}" if isinstance(error, KeyError) else text
