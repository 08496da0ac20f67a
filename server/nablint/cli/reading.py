"""Files as bytes and as text: what can be read, in which encoding, and how it is written back so that nothing else changes."""

from __future__ import annotations

import errno
import os
import stat
import tempfile

from nablint.base.values import dataclass

MAX_BYTES = 20_000_000  # no note is larger; a dump that carries a note's suffix is

_BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """A file that cannot be checked; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file and what is needed to write it back as it was."""

    text: str
    data: bytes
    bom: bool = False

    def encoded(self, text: str) -> bytes:
        return (_BOM if self.bom else b"") + text.encode("utf-8")


def too_large(size: int) -> Unreadable:
    return Unreadable(f"has {size / 1e6:.0f} MB; files above {MAX_BYTES // 1_000_000} MB are not checked")


def read_bytes(path: str) -> bytes:
    """The bytes of a regular file of bearable size."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable("is a directory")
        if not stat.S_ISREG(status.st_mode):
            # Opening a FIFO or a device would wait for a writer that never comes.
            raise Unreadable("is not a regular file")
        if status.st_size > MAX_BYTES:
            raise too_large(status.st_size)
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise Unreadable(f"cannot be read: {error}") from None


def decode(data: bytes) -> FileText:
    """UTF-8 with or without a byte-order mark. Line ends stay as they are."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("is in UTF-16; save it as UTF-8")
    bom = data.startswith(_BOM)
    try:
        return FileText((data[3:] if bom else data).decode("utf-8"), data, bom)
    except UnicodeDecodeError as error:
        at = error.start + (3 if bom else 0)
        row = data.count(b"\n", 0, at) + 1
        raise Unreadable(f"is not UTF-8 (byte {at}, line {row}); save it as UTF-8") from None


def read_text(path: str) -> FileText:
    return decode(read_bytes(path))


def write_back(path: str, before: bytes, after: bytes) -> bool:
    """Replaces the file in one step, with its mode; False where it no longer holds `before`, so that nobody's work is lost.

    A symbolic link keeps pointing at its target, which is what changes. A file that is write-protected stays as it is, though
    its folder would let it be replaced.
    """
    target = os.path.realpath(path)
    if not os.stat(target).st_mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "it is write-protected")
    folder = os.path.dirname(target)
    descriptor, temporary = tempfile.mkstemp(prefix=".nablint-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
        with open(target, "rb") as file:
            if file.read() != before:
                return False
        os.replace(temporary, target)
        temporary = ""
    finally:
        if temporary:
            os.unlink(temporary)
    return True
