"""Notes inside tar and zip archives, read as they stand there: nothing is unpacked into folders."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from nablint.analysis.projects import BOOK_FILES
from nablint.base.values import dataclass
from nablint.cli.discover import is_note
from nablint.cli.packed import GZIPS, NoRoom, Unpacking
from nablint.cli.reading import MAX_BYTES, Unreadable, too_large

if TYPE_CHECKING:
    from tarfile import TarFile, TarInfo
    from zipfile import ZipFile

ZIPS = (".zip",)
TARS = (".tar", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
MAX_MEMBERS = 2_000_000
MAX_UNPACKED = 200_000_000_000  # bytes of a compressed archive after which the rest is not looked at


@dataclass(frozen=True, slots=True)
class Member:
    """A note in an archive. Its bytes stand in `container` from `offset` on; in a zip file, -1, they are found by `name`. A
    packed file inside the archive is part of the name as if it were a folder."""

    archive: str
    name: str
    container: str
    offset: int
    size: int

    @property
    def path(self) -> str:
        """As it is shown: below the archive as if that were a folder, and never above it."""
        return f"{self.archive}/{posixpath.normpath('/' + self.name.replace(chr(0), '?')).lstrip('/')}"


@dataclass(slots=True)
class Listing:
    """`members` by their paths, in the archive's order; of two with one name the later one, as unpacking would leave it."""

    members: dict[str, Member] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    state: tuple[int, ...] = ()  # of the archive when it was listed

    asides: dict[str, Member] = field(default_factory=dict)  # no notes, but lists of a book's chapters
    _folders: dict[str, list[str]] = field(default_factory=dict)

    def add(self, member: Member) -> None:
        path = posixpath.normpath(member.path)
        (self.members if is_note(path) else self.asides)[path] = member

    def member(self, path: str) -> Member | None:
        return self.members.get(path) or self.asides.get(path)

    def names(self, folder: str) -> list[str]:
        """The names of the notes that stand in a folder itself."""
        if not self._folders:
            for path in self.members:
                self._folders.setdefault(posixpath.dirname(path), []).append(posixpath.basename(path))
            for names in self._folders.values():
                names.sort()
        return self._folders.get(folder, [])


def is_archive(path: str) -> bool:
    return path.lower().endswith((*ZIPS, *TARS, *GZIPS)) and os.path.isfile(path)


def listing(archive: str) -> Listing:
    """The notes of an archive; what is damaged is a problem, and what stands before the damage is there."""
    return _listing(archive, _state(archive))


@lru_cache(maxsize=8)
def _listing(archive: str, state: tuple[int, ...]) -> Listing:
    import tarfile
    import zipfile
    from zlib import error as zlib_error

    found = Listing(state=state)

    def add(path: str, container: str, offset: int, size: int) -> None:
        found.add(Member(archive, path[len(archive) + 1 :], container, offset, size))

    packed = Unpacking(add, _takes)
    lister = next(lister for suffixes, lister in _LISTERS if archive.lower().endswith(suffixes))
    try:
        lister(archive, found, packed)
    except OSError as error:
        found.problems.append(f"{archive}: cannot be read: {error.strerror or error}")
    except NoRoom as error:
        found.problems.append(f"{archive}: {error}")
    except (
        tarfile.TarError,
        zipfile.BadZipFile,
        EOFError,
        ValueError,
        zlib_error,
        NotImplementedError,
        _lzma_error(),
    ) as error:
        found.problems.append(f"{archive}: the archive is damaged: {error}")
    found.problems.extend(packed.finish())
    if not found.members and not found.problems:
        found.problems.append(f"{archive}: no notes there")
    return found


def read_member(member: Member) -> bytes:
    """The bytes of a note, of bearable size whatever the archive says of it."""
    import zipfile
    from zlib import error as zlib_error

    if member.size > MAX_BYTES:
        raise too_large(member.size)
    try:
        if member.offset >= 0:
            with open(member.container, "rb") as file:
                file.seek(member.offset)
                data = file.read(member.size)
        else:
            with _zip(member.container, _state(member.container), os.getpid()).open(member.name) as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    except (zipfile.BadZipFile, zlib_error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError is how zipfile says that a password is needed.
        raise Unreadable(f"cannot be read from the archive: {error}") from None
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    return data


def _takes(name: str) -> bool:
    return is_note(name) or posixpath.basename(name) in BOOK_FILES


def _list_zip(archive: str, found: Listing, packed: Unpacking) -> None:
    zipped = _zip(archive, _state(archive), os.getpid())
    for k, info in enumerate(zipped.infolist()):
        if k >= MAX_MEMBERS:
            found.problems.append(f"{archive}: only the first {MAX_MEMBERS} files were looked at")
            return
        if info.is_dir():
            continue
        member = Member(archive, info.filename, archive, -1, info.file_size)
        if _takes(info.filename):
            found.add(member)
        elif packed.is_packed(info.filename):
            try:
                with zipped.open(info) as file:
                    packed.unpack(member.path, file, info.file_size)
            except (NotImplementedError, RuntimeError) as error:
                found.problems.append(f"{member.path}: cannot be read from the archive: {error}")


def _list_tar(archive: str, found: Listing, packed: Unpacking) -> None:
    import tarfile

    plain = archive.lower().endswith(".tar")
    # A compressed archive can only be read from its start: its notes are laid down one after the other, once.
    with tarfile.open(archive, "r:" if plain else "r|*") as tar:
        for info in _files_of(tar, archive, found):
            member = Member(archive, info.name, archive, info.offset_data, info.size)
            if plain and _takes(info.name):
                found.add(member)
                continue
            file = tar.extractfile(info) if _takes(info.name) or packed.is_packed(info.name) else None
            if file is None:
                continue
            if _takes(info.name):
                packed.lay_down(member.path, file.read() if info.size <= MAX_BYTES else b"", info.size)
            else:
                packed.unpack(member.path, file, info.size)


def _list_gzip(archive: str, found: Listing, packed: Unpacking) -> None:
    """A tar of notes, or one note, compressed; which of them it is, its name does not tell for sure."""
    with open(archive, "rb") as file:
        packed.unpack(archive, file, os.path.getsize(archive), MAX_UNPACKED)


def _files_of(tar: TarFile, archive: str, found: Listing) -> Iterator[TarInfo]:
    for k, info in enumerate(iter(tar.next, None)):
        if k >= MAX_MEMBERS or info.offset_data > MAX_UNPACKED:
            found.problems.append(f"{archive}: only its first {k} files were looked at")
            return
        tar.members.clear()  # type: ignore[attr-defined]  # else every header stays in memory
        if info.isreg() and not info.issparse():
            yield info


@lru_cache(maxsize=2)
def _zip(path: str, state: tuple[int, ...], process: int) -> ZipFile:
    """Opened once in each process, as two must not move one file's position; `state` tells a file that was replaced."""
    from zipfile import ZipFile

    return ZipFile(path)


def _state(path: str) -> tuple[int, ...]:
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _lzma_error() -> type[Exception]:
    from lzma import LZMAError

    return LZMAError


_LISTERS = ((ZIPS, _list_zip), (GZIPS, _list_gzip), (TARS, _list_tar))
