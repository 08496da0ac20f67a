"""One client over a WebSocket, a message a frame; for debugging in a browser. Needs the package `websockets`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nablint.lsp.server import Server


class SocketWriter:
    """Frames go out in the order in which they were written."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue()
        self._sender = asyncio.ensure_future(self._send())

    def write(self, data: bytes) -> None:
        self._waiting.put_nowait(data)

    def close(self) -> None:
        self._sender.cancel()

    async def _send(self) -> None:
        while True:
            await self._socket.send((await self._waiting.get()).decode("utf-8"))
            self._waiting.task_done()

    async def drain(self) -> None:
        await self._waiting.join()


async def serve(
    server: Server, handle: Callable[[bytes], None], host: str, port: int, listening: Callable[[str, int], None]
) -> None:
    """Serves the first client that comes, then ends."""
    from websockets.asyncio.server import serve as listen

    server.ended = asyncio.get_running_loop().create_future()
    taken = False

    async def talk(socket: Any) -> None:
        nonlocal taken
        if taken:
            await socket.close(1013, "there is a client already")
            return
        taken = True
        writer = SocketWriter(socket)
        server.protocol.set_writer(writer, include_headers=False)
        async for frame in socket:
            handle(frame if isinstance(frame, bytes) else frame.encode("utf-8", "surrogatepass"))
            if server.exit_code is not None:
                break
        writer.close()
        if server.ended is not None and not server.ended.done():
            server.ended.set_result(None)

    async with listen(talk, host, port, max_size=None) as listener:
        listening(*next(iter(listener.sockets)).getsockname()[:2])
        await server.ended
    server.worker.stop()
