"""The server's command line: `nablint server [--stdio | --tcp [HOST:]PORT | --ws [HOST:]PORT]`, and its logging."""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from nablint.base.cycles import look_rarely

if TYPE_CHECKING:
    from nablint.lsp.server import Server

# With the default of 5 ms a thread that computes holds up the answer to every message; measured: 32 ms against 2.3 ms.
SWITCH_INTERVAL = 2e-4


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="nablint server",
        description="Language server for matrix calculus in notes; speaks LSP over standard input and output by default.",
    )
    where = made.add_mutually_exclusive_group()
    where.add_argument("--stdio", action="store_true", help="standard input and output (the default)")
    where.add_argument("--tcp", metavar="[HOST:]PORT", help="one client over TCP, for debugging; port 0 lets the system choose")
    where.add_argument("--ws", metavar="[HOST:]PORT", help="one client over a WebSocket, for debugging; needs `websockets`")
    made.add_argument("--log-level", choices=("error", "warning", "info", "debug"), default="warning", help="default: warning")
    made.add_argument("--log-file", metavar="FILE", help="where the log goes; default: standard error")
    # Clients of the common libraries add these on their own.
    made.add_argument("--clientProcessId", help=argparse.SUPPRESS)
    made.add_argument("--node-ipc", action="store_true", help=argparse.SUPPRESS)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Serves one client until it says goodbye; 0 after a proper `shutdown`, else 1, and 2 where it could not begin."""
    arguments = parser().parse_args(argv)
    try:
        return _serve(arguments)
    except _Unable as error:
        print(f"nablint server: {error}", file=sys.stderr)
        return 2


class _Unable(Exception):
    """Nothing can be served; the message says why."""


def _serve(arguments: argparse.Namespace) -> int:
    tcp, ws = (_address(text) if text is not None else None for text in (arguments.tcp, arguments.ws))
    try:
        configure_logging(arguments.log_level, arguments.log_file)
    except OSError as error:
        raise _Unable(f"{arguments.log_file}: cannot be written: {error.strerror}") from error
    sys.setswitchinterval(SWITCH_INTERVAL)
    look_rarely()
    try:
        from nablint.lsp.session import make_server
    except ImportError as error:
        raise _Unable(f"needs pygls 2: pip install 'nablint[server]' ({error})") from error
    server = make_server()
    if tcp:
        return _serve_tcp(server, *tcp)
    if ws:
        return _serve_ws(server, *ws)
    # Whatever a library prints must not end up between two messages.
    output, sys.stdout = sys.stdout.buffer, sys.stderr
    # A reader of its own, never closed: the reading thread waits in it, and whoever closes it would wait for that thread.
    return _run(server, io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False)), output)


def configure_logging(level: str, file: str | None) -> None:
    handler: logging.Handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=getattr(logging, level.upper()), handlers=[handler], force=True)
    # At INFO it writes out whole messages, and so whole notes.
    logging.getLogger("pygls").setLevel(logging.WARNING if level != "error" else logging.ERROR)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) < 2**16):
        raise _Unable(f"{text!r} is not [HOST:]PORT, with a port up to 65535")
    return host or "127.0.0.1", int(port)


def _run(server: Server, reader: BinaryIO, writer: BinaryIO) -> int:
    from nablint.lsp.transport import StreamWriter, serve_stream

    async def serve() -> None:
        server.ended = asyncio.get_running_loop().create_future()
        server.protocol.set_writer(StreamWriter(writer), include_headers=False)
        reading = asyncio.ensure_future(serve_stream(reader, server.protocol.handle_body))  # type: ignore[attr-defined]
        await asyncio.wait({reading, server.ended}, return_when=asyncio.FIRST_COMPLETED)
        server.worker.stop()

    asyncio.run(serve())
    return 1 if server.exit_code is None else server.exit_code


def _serve_tcp(server: Server, host: str, port: int) -> int:
    from nablint.lsp.transport import accept_one

    try:
        accepted = accept_one(host, port, _say_address)
    except OSError as error:
        raise _Unable(f"cannot listen on {host}:{port}: {_reason(error)}") from error
    with accepted as connection:
        return _run(server, connection.makefile("rb"), connection.makefile("wb"))


def _serve_ws(server: Server, host: str, port: int) -> int:
    from nablint.lsp.websocket import serve

    handle: Callable[[bytes], None] = server.protocol.handle_body  # type: ignore[attr-defined]
    try:
        asyncio.run(serve(server, handle, host, port, _say_address))
    except OSError as error:
        raise _Unable(f"cannot listen on {host}:{port}: {_reason(error)}") from error
    except ImportError as error:
        raise _Unable(f"--ws needs websockets: pip install websockets ({error})") from error
    return 1 if server.exit_code is None else server.exit_code


def _reason(error: OSError) -> str:
    """Without the address that Python adds to it. What is wrong with a host's name has negative numbers."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror or error).partition(" (while")[0]


def _say_address(host: str, port: int) -> None:
    print(f"listening on {host}:{port}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
