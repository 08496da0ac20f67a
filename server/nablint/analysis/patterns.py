"""Patterns of file names as .gitignore writes them: `*.md`, `drafts/`, `/build`, `a/**/b`, `!keep.md`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache

from nablint.base.values import dataclass

MAX_PATTERN = 300
MAX_FILE = 200_000


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    negated: bool
    folders_only: bool


class Patterns:
    """A list of patterns; the last one that matches decides. Paths have `/` and are relative, or as they were given."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.patterns = tuple(p for p in map(_compile, texts) if p is not None)

    def says(self, path: str, is_folder: bool = False) -> bool | None:
        """True: in; False: taken out again by `!`; None: nothing said."""
        for pattern in reversed(self.patterns):
            if pattern.folders_only and not is_folder:
                continue
            if pattern.regex.fullmatch(path):
                return not pattern.negated
        return None

    def match(self, path: str, is_folder: bool = False) -> bool:
        """Whether the path, or a folder above it, is in."""
        if not self.patterns:
            return False
        parts = path.lstrip("/").split("/")
        return any(self.says("/".join(parts[:k]), True) for k in range(1, len(parts))) or bool(
            self.says("/".join(parts), is_folder)
        )


class RootedPatterns:
    """The patterns of several files in their order, each relative to the folder of its file; the last that matches decides."""

    def __init__(self, stated: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._stated = [(folder, patterns) for folder, texts in stated if (patterns := Patterns(texts)).patterns]

    def match(self, path: str, is_folder: bool = False) -> bool:
        """Whether the path, or a folder above it, is in."""
        if not self._stated:
            return False
        absolute = os.path.abspath(path)
        named = [(os.path.relpath(absolute, folder).split(os.sep), patterns) for folder, patterns in reversed(self._stated)]
        longest = max(len(parts) for parts, _ in named)
        return any(_last_word(named, above, is_folder or above > 0) for above in range(longest - 1, -1, -1))


def _last_word(named: list[tuple[list[str], Patterns]], above: int, is_folder: bool) -> bool:
    """What is said of the folder so far above the path: by its names in the folders of the files, the last file first."""
    for parts, patterns in named:
        if above < len(parts):
            said = patterns.says("/".join(parts[: len(parts) - above]), is_folder)
            if said is not None:
                return said
    return False


@dataclass(frozen=True, slots=True)
class IgnoreFile:
    """A .gitignore: its patterns hold below its folder."""

    folder: str  # absolute
    patterns: Patterns

    def says(self, path: str, is_folder: bool) -> bool | None:
        """`path` is absolute."""
        if not path.startswith(self.folder):
            return None
        relative = path[len(self.folder) :].lstrip(os.sep)
        return self.patterns.says(relative.replace(os.sep, "/"), is_folder)


@lru_cache(maxsize=512)
def read_ignore_file(folder: str) -> IgnoreFile:
    """The .gitignore of a folder; an unreadable one says nothing."""
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as file:
            lines = file.read(MAX_FILE).splitlines()
    except OSError:
        lines = []
    return IgnoreFile(os.path.abspath(folder), Patterns(lines))


def ignored(path: str, is_folder: bool, ignores: list[IgnoreFile]) -> bool:
    """As git does: the nearest file that says something decides."""
    absolute = os.path.abspath(path)
    for ignore in reversed(ignores):
        said = ignore.says(absolute, is_folder)
        if said is not None:
            return said
    return False


def ignores_above(folder: str) -> list[IgnoreFile]:
    """The .gitignore files between the repository's top and `folder`, outermost first."""
    at = os.path.abspath(folder)
    chain: list[str] = []
    while not os.path.exists(os.path.join(at, ".git")):
        parent = os.path.dirname(at)
        if parent == at:
            return []
        at = parent
        chain.append(at)
    return [read_ignore_file(f) for f in reversed(chain) if os.path.exists(os.path.join(f, ".gitignore"))]


@lru_cache(maxsize=4096)
def _compile(text: str) -> _Pattern | None:
    text = text.rstrip()
    if not text or text.startswith("#") or len(text) > MAX_PATTERN:
        return None
    negated = text.startswith("!")
    text = text[1:] if negated else text
    text = text.removeprefix("\\")
    folders_only = text.endswith("/")
    text = text.rstrip("/")
    anchored = "/" in text
    text = text.removeprefix("./").lstrip("/")
    if not text:
        return None
    prefix = "" if anchored else "(?:.*/)?"
    try:
        regex = re.compile(prefix + _regex(text), re.S)
    except re.error:  # a set such as [z-a]: the name stands for itself
        regex = re.compile(prefix + re.escape(text), re.S)
    return _Pattern(regex, negated, folders_only)


def _regex(text: str) -> str:
    """`**` crosses folders and may occur twice; a third one is a plain `*`."""
    out: list[str] = []
    crossing = 0
    for k, part in enumerate(text.split("/")):
        last = k == text.count("/")
        if part == "**" and crossing < 2:
            crossing += 1
            out.append(".*" if last else "(?:.*/)?")
        else:
            out.append(_segment(part, 1000 * k) + ("" if last else "/"))
    return "".join(out)


def _segment(part: str, number: int) -> str:
    """One name. Of several stars all but the last match as little as can be and are not tried again, which loses no match
    and keeps the time linear on any name."""
    pieces = re.split(r"\*+", part)
    if len(pieces) == 1:
        return _piece(part)
    out = [_piece(pieces[0])]
    for k, piece in enumerate(pieces[1:-1]):
        group = f"g{number + k}"
        out.append(f"(?=(?P<{group}>[^/]*?{_piece(piece)}))(?P={group})")
    return "".join(out) + "[^/]*" + _piece(pieces[-1])


def _piece(text: str) -> str:
    """Text without stars: `?`, sets `[a-z]`, letters."""
    out: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "?":
            out.append("[^/]")
        elif text[at] == "[" and (close := text.find("]", at + 2)) > 0:
            body = text[at + 1 : close].replace("\\", "\\\\").replace("[", "\\[")
            out.append("[^/" + body[1:] + "]" if body[0] in "!^" else f"[{body}]")
            at = close
        else:
            out.append(re.escape(text[at]))
        at += 1
    return "".join(out)
