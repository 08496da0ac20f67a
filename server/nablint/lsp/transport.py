"""Messages in and out: framing over stdio or TCP, and WebSocket frames. Bodies only; what they mean is the protocol's.

A thread of its own reads, so that nothing the server computes delays the next message, and a cancellation that stands
in the pipe behind a request is seen before the request is worked on.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import threading
from collections.abc import Callable
from typing import BinaryIO

logger = logging.getLogger(__name__)

_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r?\n?\Z", re.IGNORECASE)
MAX_BODY = 256 * 1024 * 1024
MAX_HEADER_LINE = 8192


def read_body(stream: BinaryIO) -> bytes | None:
    """The next message's body; None at the end of the stream. Header lines that mean nothing are passed over."""
    length = -1
    while True:
        line = stream.readline(MAX_HEADER_LINE)
        if not line:
            return None
        match = _LENGTH.match(line)
        if match:
            length = int(match.group(1))
        elif not line.strip() and length >= 0:
            break
    if length > MAX_BODY:
        logger.error("a message of %d bytes is refused", length)
        left = length
        while left > 0 and (piece := stream.read(min(left, 1 << 20))):
            left -= len(piece)
        return b""
    body = stream.read(length)
    return body if len(body) == length else None


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class StreamWriter:
    """Where the protocol writes bodies; one write for header and body, from the event loop only."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        try:
            self._stream.write(framed(data))
            self._stream.flush()
        except (BrokenPipeError, ConnectionError, ValueError):
            # The client is gone; the reader sees the end of its stream and stops the server.
            logger.info("the client no longer reads")

    def close(self) -> None:
        return None


async def serve_stream(reader: BinaryIO, handle: Callable[[bytes], None]) -> None:
    """Hands every body to `handle` on the event loop, in order, until the stream ends."""
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def end() -> None:
        if not ended.done():
            ended.set_result(None)

    def read() -> None:
        try:
            while (body := read_body(reader)) is not None:
                loop.call_soon_threadsafe(handle, body)
            loop.call_soon_threadsafe(end)
        except (OSError, ValueError):
            loop.call_soon_threadsafe(end)
        except RuntimeError:
            logger.debug("the event loop was closed while a message was read")

    threading.Thread(target=read, name="nablint-reader", daemon=True).start()
    await ended


def accept_one(host: str, port: int, listening: Callable[[str, int], None]) -> socket.socket:
    """Waits for one client; `listening` is told the address, whose port was chosen by the system where 0 was asked for."""
    with socket.create_server((host, port)) as server:
        listening(*server.getsockname()[:2])
        connection, _ = server.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection
