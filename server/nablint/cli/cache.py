"""Reports kept by content, settings and version, as JSON; safe when several runs share the folder, and bounded."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from nablint import __version__
from nablint.analysis.settings import Included, Settings
from nablint.cli import drawers
from nablint.cli.report import FileReport
from nablint.cli.stored import report_from, report_to_plain

FOLDER = ".nablint_cache"
OLD_AFTER = 14 * 24 * 3600.0  # seconds after which what another version left is removed
PRUNE_EVERY = 24 * 3600.0
LOST_AFTER = 3600.0  # … and what a killed run left half written


def default_folder(root: str) -> str:
    return os.path.join(root, FOLDER)


class Cache:
    """One folder. Every failure to read or write is a miss, never an error: the cache is only there to save time."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._version = _fingerprint()
        self._prefixes: dict[Settings, bytes] = {}
        self._writable: bool | None = None

    def key(self, suffix: str, data: bytes, settings: Settings) -> str:
        # What the notes of one folder share is put into words once; what each of them includes is its own.
        shared = replace(settings, includes=()) if settings.includes else settings
        prefix = self._prefixes.get(shared)
        if prefix is None:
            prefix = self._prefixes[shared] = repr(shared).encode("utf-8", "surrogatepass")
        digest = blake2b(prefix, digest_size=20)
        for words in _in_words(settings.includes):
            digest.update(words.encode("utf-8", "surrogatepass"))
        digest.update(f"\0{suffix.lower()}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
        digest.update(data)
        return digest.hexdigest()

    def load(self, key: str, path: str) -> FileReport | None:
        """The report that a note of this content gave, as that of the file `path`."""
        try:
            text = drawers.find(self._drawers, key)
            return None if text is None else report_from(json.loads(text), path)
        except (OSError, ValueError, TypeError, KeyError, IndexError, RecursionError):
            return None

    def store(self, key: str, report: FileReport) -> None:
        if not self._ready():
            return
        data = json.dumps(report_to_plain(report), ensure_ascii=True, separators=(",", ":"))
        with suppress(OSError):
            drawers.put(self._drawers, key, data.encode("ascii"))

    def prune_sometimes(self) -> None:
        """Prunes where it was not done for a day."""
        mark = os.path.join(self.folder, "pruned")
        with suppress(OSError):
            if os.path.isdir(self.folder) and (not os.path.exists(mark) or time.time() - os.stat(mark).st_mtime > PRUNE_EVERY):
                with open(mark, "w", encoding="ascii") as file:
                    file.write("")
                self.prune()

    def prune(self) -> None:
        """Removes what other versions left long ago, and what a killed run left half written; drawers bound themselves."""
        now = time.time()
        for path in Path(self.folder).rglob("*"):
            with suppress(OSError):
                age = now - path.stat().st_mtime
                half = path.name.startswith(".new-") and age > LOST_AFTER
                if half or (path.suffix == drawers.SUFFIX and path.parent.name != self._version and age > OLD_AFTER):
                    path.unlink()

    @property
    def _drawers(self) -> str:
        return os.path.join(self.folder, self._version)

    def _ready(self) -> bool:
        """Makes the folder on the first write; one that its owner made read-only stays as it is."""
        if self._writable is None:
            self._writable = False
            with suppress(OSError):
                parent = os.path.dirname(os.path.abspath(self.folder))
                if not os.path.isdir(self.folder) and not os.stat(parent).st_mode & (
                    stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
                ):
                    return False
                os.makedirs(self.folder, exist_ok=True)
                for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n")):
                    path = os.path.join(self.folder, name)
                    if not os.path.exists(path):
                        with open(path, "w", encoding="ascii") as file:
                            file.write(text)
                self._writable = True
        return self._writable


def clean(folder: str) -> int:
    """Removes a cache folder; how many entries it had. Only what this module makes is removed."""
    count = 0
    for at, folders, names in os.walk(folder, topdown=False):
        for name in names:
            path = os.path.join(at, name)
            if name.endswith(drawers.SUFFIX):
                count += drawers.count(path)
            if name.endswith(drawers.SUFFIX) or name in (".gitignore", "CACHEDIR.TAG", "pruned") or name.startswith(".new-"):
                os.unlink(path)
        for name in folders:
            with suppress(OSError):
                os.rmdir(os.path.join(at, name))
    with suppress(OSError):
        os.rmdir(folder)
    return count


def _in_words(includes: Iterable[Included]) -> Iterator[str]:
    """All that a result may rest on in the files that a note reads; no two trees of files read alike."""
    for file in includes:
        yield f"\0({len(file.name)} {len(file.path)} {len(file.text)} {file.name} {file.path} {file.text}"
        yield from _in_words(file.inner)
        yield ")"


def _fingerprint() -> str:
    """The version, and the state of the program's own files, so that a developer never sees yesterday's results."""
    package = Path(__file__).resolve().parents[1]
    digest = blake2b(__version__.encode(), digest_size=8)
    roots = [package, package.parents[1] / "grammar"]
    for path in sorted(p for root in roots for pattern in ("**/*.py", "**/*.lark") for p in root.glob(pattern)):
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return f"{__version__}-{digest.hexdigest()}"
