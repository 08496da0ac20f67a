"""A client for tests: a whole conversation with the server, whose event loop runs in a thread of the test process.

Messages are real JSON in both directions; only the pipe between two processes is missing (`test_process.py` has that).
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

from nablint.lsp.main import SWITCH_INTERVAL
from nablint.lsp.session import make_server

PATIENCE = 60.0  # seconds until a test gives up on an answer; never a claim about speed


class RpcError(Exception):
    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = error["code"]
        self.message = error["message"]


class Session:
    """`sent` has every message of the server, in order."""

    def __init__(
        self,
        capabilities: dict[str, Any],
        options: dict[str, Any] | None = None,
        folders: dict[str, str] | None = None,
        configuration: dict[str, Any] | None = None,
        initialize: bool = True,
    ) -> None:
        self.sent: list[dict[str, Any]] = []
        self.configuration: dict[str, Any] | None = configuration
        self.texts: dict[str, str] = {}
        self._ids = count(1)
        self._arrived = threading.Condition()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(PATIENCE)
        self.capabilities: dict[str, Any] = {}
        if initialize:
            params = {
                "processId": None,
                "rootUri": None,
                "capabilities": capabilities,
                "initializationOptions": options,
                "workspaceFolders": [{"uri": uri, "name": name} for uri, name in (folders or {}).items()],
            }
            self.capabilities = self.request("initialize", params)["capabilities"]
            self.notify("initialized", {})
            self.unit = self.capabilities["positionEncoding"]

    def _run(self) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL)

        async def serve() -> None:
            self.server = make_server()
            self._loop = asyncio.get_running_loop()
            self.server.ended = self._loop.create_future()
            self.server.protocol.set_writer(self, include_headers=False)  # type: ignore[arg-type]
            self._ready.set()
            await self.server.ended

        asyncio.run(serve())

    def write(self, data: bytes) -> None:
        """Called by the server with each message it sends."""
        message = json.loads(data)
        answer = self._answer(message)
        with self._arrived:
            self.sent.append(message)
            self._arrived.notify_all()
        if answer is not None:
            self.send(answer)

    def close(self) -> None:
        # A conversation that said goodbye has no loop any more.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self.server.end, 0)
        self._thread.join(PATIENCE)

    def _answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """What a client answers to a request of the server."""
        if "method" not in message or "id" not in message:
            return None
        result: Any = None
        if message["method"] == "workspace/configuration":
            result = [self.configuration for _ in message["params"]["items"]]
        return {"jsonrpc": "2.0", "id": message["id"], "result": result}

    def send(self, message: dict[str, Any]) -> None:
        self.send_body(json.dumps(message).encode())

    def send_body(self, body: bytes) -> None:
        self._loop.call_soon_threadsafe(self.server.protocol.handle_body, body)  # type: ignore[attr-defined]

    def send_bodies(self, bodies: list[bytes]) -> None:
        """Several messages that the server finds in its pipe at once."""

        def handle() -> None:
            for body in bodies:
                self.server.protocol.handle_body(body)  # type: ignore[attr-defined]

        self._loop.call_soon_threadsafe(handle)

    def start(self, method: str, params: Any) -> int:
        id_ = next(self._ids)
        self.send({"jsonrpc": "2.0", "id": id_, "method": method, "params": params})
        return id_

    def answer(self, id_: int | str | None) -> dict[str, Any]:
        return self.wait(lambda m: m.get("id", 0) == id_ and "method" not in m)

    def request(self, method: str, params: Any) -> Any:
        message = self.answer(self.start(method, params))
        if "error" in message:
            raise RpcError(message["error"])
        return message["result"]

    def notify(self, method: str, params: Any) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def wait(self, wanted: Callable[[dict[str, Any]], bool], after: int = 0) -> dict[str, Any]:
        """The first message of the server that is wanted, from the `after`-th on."""
        with self._arrived:
            seen = after
            while True:
                for message in self.sent[seen:]:
                    if wanted(message):
                        return message
                seen = len(self.sent)
                if not self._arrived.wait(PATIENCE):
                    raise AssertionError(f"the server did not answer; last: {self.sent[-3:]}")

    def barrier(self) -> None:
        """Returns when the server has handled everything sent so far, and its worker all that was waiting."""
        uri = "untitled:barrier"
        self.notify("textDocument/didOpen", document(uri, "", version=1))
        self.request("textDocument/foldingRange", {"textDocument": {"uri": uri}})
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def open(self, uri: str, text: str, language: str = "markdown", version: int = 1) -> None:
        self.texts[uri] = text
        self.notify("textDocument/didOpen", document(uri, text, language, version))

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """What the client would show, pulled or pushed."""
        if "diagnosticProvider" in self.capabilities:
            found: list[dict[str, Any]] = self.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
            return found
        self.barrier()
        pushed = [m for m in self.sent if m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri]
        return list(pushed[-1]["params"]["diagnostics"]) if pushed else []

    def position(self, uri: str, offset: int) -> dict[str, int]:
        """Independent of the server's own conversion: lines by LSP, columns by encoding the line."""
        before = self.texts[uri][:offset].replace("\r\n", "\n").replace("\r", "\n")
        if self.texts[uri][offset - 1 : offset + 1] == "\r\n":
            before = before[:-1]
        row, line = before.count("\n"), before[before.rfind("\n") + 1 :]
        size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[self.unit]
        codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[self.unit]
        return {"line": row, "character": len(line.encode(codec, "surrogatepass")) // size}

    def range(self, uri: str, start: int, end: int) -> dict[str, dict[str, int]]:
        return {"start": self.position(uri, start), "end": self.position(uri, end)}

    def at(self, uri: str, offset: int) -> dict[str, Any]:
        return {"textDocument": {"uri": uri}, "position": self.position(uri, offset)}


def document(uri: str, text: str, language: str = "markdown", version: int = 1) -> dict[str, Any]:
    return {"textDocument": {"uri": uri, "languageId": language, "version": version, "text": text}}
