"""Notes in packed files, which stand in archives or alone: `paper.gz` is one file of TeX, or a tar of several.

An archive of preprints is a tar of such files. Their notes are laid down one after the other in a temporary file, once.
"""

from __future__ import annotations

import atexit
import gzip
import io
import os
import posixpath
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from nablint.cli.reading import MAX_BYTES

if TYPE_CHECKING:
    from tarfile import TarInfo

GZIPS = (".gz", ".tgz")
SUFFIXES = (*GZIPS, ".tar")
DEEPEST = 3
MAX_ENTRIES = 2_000_000
# What unpacks to more than this, and to so many times its own size, is made to fill a disk: text does not.
_WORTH = 64_000_000
_TIMES = 120
_MOST_PROBLEMS = 50

_TEX = re.compile(rb"\\(?:documentclass|documentstyle|begin|input|include|section|newcommand|def|magnification|end|bye)\b")
_NO_TEX = (b"%PDF", b"%!PS", b"<", b"{")


class _TooMuch(Exception):
    """It unpacks to more than is looked at."""


class NoRoom(Exception):
    """There is nowhere to unpack to: nothing that is wrong with the archive."""


Add = Callable[[str, str, int, int], None]


class Unpacking:
    """The packed files of one archive. `add` takes the name of a note, the file it was laid down in, where, and its size;
    `takes` says of a name whether it is a note's."""

    def __init__(self, add: Add, takes: Callable[[str], bool]) -> None:
        self.problems: list[str] = []
        self._add = add
        self._takes = takes
        self._spool: IO[bytes] | None = None
        self._entries = 0
        self._unsaid = 0

    def is_packed(self, name: str) -> bool:
        return name.lower().endswith(SUFFIXES)

    def unpack(self, name: str, file: IO[bytes], size: int, most: int | None = None, depth: int = 1) -> None:
        """The notes in a packed file of `size` bytes. What is damaged is a problem, and what stands before the damage is
        there."""
        import tarfile
        from zlib import error as zlib_error

        if depth > DEEPEST:
            self._problem(f"{name}: is packed more than {DEEPEST} times over, and was not looked at")
            return
        room = max(_WORTH, _TIMES * size) if most is None else most
        unpacked: IO[bytes] = gzip.GzipFile(fileobj=file) if name.lower().endswith(GZIPS) else file  # type: ignore[assignment]
        stream = _Counted(unpacked, room)
        try:
            self._look_at(name, stream, depth)
        except _TooMuch:
            self._problem(f"{name}: only its first {room // 1_000_000} MB were looked at; it unpacks to more")
        except NoRoom as error:
            self._problem(f"{name}: {error}")
        except (tarfile.TarError, EOFError, OSError, ValueError, zlib_error) as error:
            self._problem(f"{name}: the archive is damaged: {error}")

    def lay_down(self, name: str, data: bytes, size: int) -> None:
        """A note's bytes; of one that is too large its size is enough to say so."""
        try:
            if self._spool is None:
                self._spool = _spool()
            at = self._spool.tell()
            if size <= MAX_BYTES:
                self._spool.write(data)
                self._spool.flush()
        except OSError as error:
            raise NoRoom(f"cannot be unpacked into a temporary file: {error.strerror or error}") from error
        self._add(name, self._spool.name, at, size)

    def finish(self) -> list[str]:
        """What went wrong, once all is there to be read."""
        if self._spool is not None:
            self._spool.close()
        more = [f"… and {self._unsaid} more packed files that could not be read"] if self._unsaid else []
        return [*self.problems, *more]

    def _look_at(self, name: str, stream: _Counted, depth: int) -> None:
        import tarfile

        head = stream.peek(tarfile.BLOCKSIZE)
        if _begins_tar(head):
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                for info in iter(tar.next, None):
                    tar.members.clear()  # type: ignore[attr-defined]  # else every header stays in memory
                    self._entries += 1
                    if self._entries > MAX_ENTRIES:
                        raise _TooMuch
                    file = tar.extractfile(info) if info.isreg() and not info.issparse() else None
                    if file is not None:
                        self._entry(f"{name}/{_inside(info)}", file, info.size, depth)
        elif name.lower().endswith(GZIPS):
            data = stream.read(MAX_BYTES + 1)
            inner = posixpath.splitext(posixpath.basename(name))[0]
            if not self._takes(inner):
                inner = f"{inner}.tex" if _is_tex(data) else ""
            if inner:
                self.lay_down(f"{name}/{inner}", data, len(data))
        elif head:
            raise tarfile.ReadError("it is no tar archive")

    def _entry(self, name: str, file: IO[bytes], size: int, depth: int) -> None:
        if self._takes(name):
            self.lay_down(name, file.read() if size <= MAX_BYTES else b"", size)
        elif self.is_packed(name):
            self.unpack(name, file, size, depth=depth + 1)

    def _problem(self, line: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(line)
        else:
            self._unsaid += 1


class _Counted(io.RawIOBase):
    """A stream that is read from its start to its end, and not beyond so many bytes."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self._file = file
        self._room = room
        self._ahead = b""

    def readable(self) -> bool:
        return True

    def peek(self, size: int) -> bytes:
        self._ahead = self.read(size)
        return self._ahead

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            size = self._room
        ahead, self._ahead = self._ahead[:size], self._ahead[size:]
        parts = [ahead]
        missing = size - len(ahead)
        while missing > 0:
            if self._room <= 0:
                raise _TooMuch
            part = self._file.read(min(missing, self._room, 1 << 20))
            if not part:
                break
            parts.append(part)
            missing -= len(part)
            self._room -= len(part)
        return b"".join(parts)


def _inside(info: TarInfo) -> str:
    """A name in an archive, never above it."""
    return posixpath.normpath("/" + info.name.replace("\0", "?")).lstrip("/")


def _begins_tar(head: bytes) -> bool:
    import tarfile

    if len(head) < tarfile.BLOCKSIZE:
        return False
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return not head.strip(b"\0")  # an empty archive is nothing but zeros
    return True


def _is_tex(data: bytes) -> bool:
    head = data[:100_000]
    return b"\0" not in head and not head.lstrip().startswith(_NO_TEX) and _TEX.search(head) is not None


def _spool() -> IO[bytes]:
    file = tempfile.NamedTemporaryFile(prefix="nablint-", suffix=".notes", delete=False)  # noqa: SIM115
    atexit.register(_remove, file.name, os.getpid())
    return file


def _remove(path: str, process: int) -> None:
    if os.getpid() == process:
        with suppress(OSError):
            os.unlink(path)
