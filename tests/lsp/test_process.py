"""The server as a process: its pipe, its exit codes, its command line, and its other transports."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from websockets.asyncio.client import connect

SERVER = Path(__file__).parents[2] / "server"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SERVER), "PYTHONIOENCODING": "utf-8"}
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"processId": None, "rootUri": None, "capabilities": {}},
}
SHUTDOWN = {"jsonrpc": "2.0", "id": 2, "method": "shutdown"}
EXIT = {"jsonrpc": "2.0", "method": "exit"}


def start(*arguments: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "nablint.lsp", *arguments]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=ENVIRONMENT)


def framed(*messages: Any) -> bytes:
    bodies = [m if isinstance(m, bytes) else json.dumps(m).encode() for m in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


def read(stream: BinaryIO) -> list[Any]:
    """Every message until the stream ends; anything between two messages is an error."""
    found = []
    while header := stream.readline():
        assert header.startswith(b"Content-Length: ")
        assert stream.readline() == b"\r\n"
        found.append(json.loads(stream.read(int(header.split(b":")[1]))))
    return found


def run(data: bytes, *arguments: str) -> tuple[list[Any], int, str]:
    process = start(*arguments)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(data)
    process.stdin.flush()
    if b'"exit"' not in data:
        process.stdin.close()
    messages = read(process.stdout)
    complaint = process.stderr.read().decode()
    return messages, process.wait(60), complaint


def test_a_proper_goodbye_ends_with_0_and_says_nothing() -> None:
    messages, code, complaint = run(framed(INITIALIZE, SHUTDOWN, EXIT))
    assert [m["id"] for m in messages] == [1, 2]
    assert code == 0
    assert complaint == ""


def test_the_end_of_the_pipe_ends_the_server() -> None:
    messages, code, _ = run(framed(INITIALIZE))
    assert [m["id"] for m in messages] == [1]
    assert code == 1


def test_framing_takes_what_clients_send() -> None:
    body = json.dumps(INITIALIZE).encode()
    headers = b"content-length:%d\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n" % len(body)
    messages, code, _ = run(headers + body + framed(b"{broken", SHUTDOWN, EXIT))
    assert [m["id"] for m in messages] == [1, None, 2]
    assert messages[1]["error"]["code"] == -32700
    assert code == 0


def test_half_a_message_is_the_end() -> None:
    _, code, _ = run(framed(INITIALIZE) + b"Content-Length: 500\r\n\r\n{")
    assert code == 1


def test_the_command_line_explains_itself() -> None:
    for arguments, wanted in ((("--help",), 0), (("--tcp", "nonsense"), 2), (("--unknown",), 2)):
        process = start(*arguments)
        output, complaint = process.communicate(timeout=60)
        assert process.returncode == wanted
        assert b"nablint server" in output + complaint


def test_one_client_over_tcp() -> None:
    process = start("--tcp", "127.0.0.1:0")
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    host, port = line.strip().rpartition(" ")[2].rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(framed(INITIALIZE, SHUTDOWN, EXIT))
        assert [m["id"] for m in read(connection.makefile("rb"))] == [1, 2]
    assert process.wait(60) == 0


def test_one_client_over_a_websocket() -> None:
    process = start("--ws", "127.0.0.1:0")
    assert process.stderr is not None
    address = process.stderr.readline().decode().strip().rpartition(" ")[2]

    async def talk() -> list[Any]:
        found = []
        async with connect(f"ws://{address}") as connection:
            for message in (INITIALIZE, SHUTDOWN):
                await connection.send(json.dumps(message))
                found.append(json.loads(await connection.recv()))
            await connection.send(json.dumps(EXIT))
        return found

    assert [m["id"] for m in asyncio.run(talk())] == [1, 2]
    assert process.wait(60) == 0


def test_the_log_never_holds_the_note(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    opened = {"textDocument": {"uri": "file:///a.md", "languageId": "markdown", "version": 1, "text": "a secret $x$"}}
    did_open = {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": opened}
    bad = {"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": {}}
    messages, code, _ = run(framed(INITIALIZE, did_open, bad, SHUTDOWN, EXIT), "--log-file", str(log), "--log-level", "info")
    assert code == 0
    assert {m.get("id") for m in messages} >= {1, 7, 2}
    assert "secret" not in log.read_text()
    assert "invalid parameters of textDocument/hover" in log.read_text()


def test_the_mathematics_is_not_loaded_before_a_note_needs_it() -> None:
    code = (
        "import sys; from nablint.lsp.session import make_server; make_server(); "
        "print([m for m in ('lark', 'numpy', 'sympy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
