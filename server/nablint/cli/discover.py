"""Which files of the given paths are notes: folders are walked, what is hidden or ignored is left out, links never loop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import field

from nablint.analysis.configuration import EMPTY, Configuration
from nablint.analysis.patterns import IgnoreFile, Patterns, ignored, ignores_above, read_ignore_file
from nablint.base.source import KIND_OF_SUFFIX
from nablint.base.values import dataclass

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
MAX_DEPTH = 60


@dataclass(slots=True)
class Found:
    """`files` in the order of their names, each once; `problems` are clear lines for what was given and gives nothing."""

    files: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Filter:
    """What is taken and left out: patterns of the command line, and those of configuration files, relative to their folders."""

    def __init__(self, exclude: Iterable[str] = (), configuration: Configuration = EMPTY) -> None:
        self._given = Patterns(exclude)
        self._exclude = configuration.patterns("exclude")
        self._include = configuration.patterns("include")

    def leaves_out(self, path: str, is_folder: bool = False) -> bool:
        return self._given.match(shown(path), is_folder) or self._exclude.match(path, is_folder)

    def takes(self, path: str) -> bool:
        return self._include.match(path)


def discover(paths: Iterable[str], filter_for: Callable[[str], Filter], gitignore: Callable[[str], bool]) -> Found:
    """The notes below `paths`; `filter_for` and `gitignore` answer for each of them.

    A file that is named outright is checked whatever its suffix, unless it is excluded.
    """
    found = Found()
    seen: set[str] = set()
    for given in paths:
        wanted = filter_for(given)
        if os.path.isdir(given):
            before = len(seen)
            _Walk(wanted, gitignore(given), found, seen).walk(given)
            if len(seen) == before:
                found.problems.append(f"{shown(given)}: no notes there")
        elif os.path.lexists(given):
            if not wanted.leaves_out(given):
                _add(given, found, seen)
        else:
            found.problems.append(f"{shown(given)}: no such file or folder")
    found.files.sort(key=shown)
    return found


def shown(path: str) -> str:
    """The path as it is printed: `/` on every system, no `./` in front."""
    text = path.replace(os.sep, "/") if os.sep != "/" else path
    while text.startswith("./") and len(text) > 2:
        text = text[2:].lstrip("/") or "."
    return text


def _add(path: str, found: Found, seen: set[str]) -> None:
    name = os.path.normcase(os.path.abspath(path))
    if name not in seen:
        seen.add(name)
        found.files.append(path)


class _Walk:
    """One walk below one given folder."""

    def __init__(self, wanted: Filter, gitignore: bool, found: Found, seen: set[str]) -> None:
        self.wanted = wanted
        self.gitignore = gitignore
        self.found = found
        self.seen = seen
        self.folders: set[tuple[int, int]] = set()  # device and inode of folders on the way: a link back is a loop

    def walk(self, folder: str) -> None:
        ignores = ignores_above(folder) if self.gitignore else []
        self._enter(folder, ignores, 0)

    def _enter(self, folder: str, ignores: list[IgnoreFile], depth: int) -> None:
        try:
            status = os.stat(folder)
            key = (status.st_dev, status.st_ino)
            if depth > MAX_DEPTH or (key in self.folders and status.st_ino):
                return
            self.folders.add(key)
            with os.scandir(folder) as entries:
                names = sorted(entries, key=lambda e: e.name)
        except OSError as error:
            self.found.problems.append(f"{shown(folder)}: cannot be read: {error.strerror}")
            return
        if self.gitignore and any(e.name == ".gitignore" for e in names):
            ignores = [*ignores, read_ignore_file(folder)]
        for entry in names:
            self._entry(entry, folder, ignores, depth)

    def _entry(self, entry: os.DirEntry[str], folder: str, ignores: list[IgnoreFile], depth: int) -> None:
        if entry.name.startswith("."):
            return
        path = entry.name if folder == "." else os.path.join(folder, entry.name)
        try:
            is_folder = entry.is_dir()
        except OSError:
            is_folder = False
        if self.wanted.leaves_out(path, is_folder) or ignored(path, is_folder, ignores):
            return
        if is_folder:
            if entry.name not in SKIPPED_FOLDERS:
                self._enter(path, ignores, depth + 1)
        elif is_note(entry.name) or self.wanted.takes(path):
            _add(path, self.found, self.seen)


def is_note(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in KIND_OF_SUFFIX
