"""A server that does what servers should not: crash-at-start, hang-at-start, crash-later, hang-later. Standard library only.

`@FILE` reads the mode from a file; any other mode is the script that starts a good server.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any


def read() -> Any:
    length = 0
    while line := sys.stdin.buffer.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return json.loads(sys.stdin.buffer.read(length)) if length else None


def answer(request: Any, result: Any) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    sys.stdout.buffer.flush()


def fall() -> None:
    print("RuntimeError: made to fall", file=sys.stderr, flush=True)
    sys.exit(3)


def main(mode: str) -> None:
    if mode.startswith("@"):
        mode = Path(mode[1:]).read_text(encoding="utf-8")
    if mode.endswith(".py"):
        os.execv(sys.executable, [sys.executable, "-I", mode, "server"])
    if mode == "crash-at-start":
        fall()
    while (message := read()) is not None:
        if mode == "hang-at-start":
            time.sleep(3600)
        if message.get("method") == "initialize":
            answer(message, {"capabilities": {"textDocumentSync": 1, "hoverProvider": True}, "serverInfo": {"name": "faulty"}})
        elif message.get("method") == "textDocument/didOpen":
            if mode == "crash-later":
                fall()
            time.sleep(3600)


if __name__ == "__main__":
    main(sys.argv[1])
