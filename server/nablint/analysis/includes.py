"""The other files that a note asks for, with their texts: what it includes, and what those include. A caller reads them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from nablint.analysis.settings import Included
from nablint.base.source import KIND_OF_SUFFIX
from nablint.documents.included import READS, name_in

MOST_FILES = 100
MOST_NAMES = 1000  # that are looked for, whether they are there or not
DEEPEST = 6
MOST_TEXT = 4_000_000

# What may name a file, and what must stand there, as far before the sign as the number says. More than what holds: a name in
# a comment is read for nothing. What counts as included, the scanner says.
_LATEX = re.compile(r"(?<!\\)(?:" + READS + r")")
# What brings macros: an author's own package or class, where it stands beside the note. TeX's own are not there to be read.
_PACKAGES = re.compile(
    r"\\(?P<kind>usepackage|RequirePackage|documentclass|LoadClass)(?:WithOptions)?[ \t]*(?:\[[^\]%]{0,2000}\][ \t\n]{0,9})?"
    r"\{(?P<names>[^{}%\\#]{1,2000})\}"
)
_FORMS = (
    *((sign, 0, _LATEX) for sign in ("\\input", "\\include", "\\InputIf", "\\import", "\\subfile", "\\subimport", "\\subin")),
    ("{{<", 0, re.compile(r"\{\{<\s{0,9}include\s{1,9}(?P<name>[^\s>]{1,200})\s{0,9}>\}\}")),
    ("{include}", 3, re.compile(r"[`~:]{3}\{include\}[ \t]{0,9}(?P<name>[^\s\\`\"]{1,200})")),
    (".. include::", 0, re.compile(r"\.\. include::[ \t]{0,9}(?P<name>[^\s\\\"]{1,200})")),
)


class Shelf(Protocol):
    """Where other files stand. Paths are whole ones, with `/`; what lies outside of the note's project is not there."""

    @property
    def top(self) -> str:
        """The folder of the project."""

    def read(self, path: str) -> str | None:
        """The text of a file; None where there is none, or it is no text of bearable size."""

    def names(self, folder: str) -> Sequence[str]:
        """The names of what stands in a folder, in order, and not too many."""

    def shown(self, path: str) -> str:
        """The path as people are told it."""


def names_in(text: str) -> list[tuple[int, str]]:
    """The names of the files that a text seems to include, in order, and where."""
    found: list[tuple[int, str]] = []
    for sign, before, form in _FORMS:
        at = text.find(sign)
        while at >= 0:
            match = form.match(text, max(at - before, 0))
            if match is not None:
                name = name_in(match) if form is _LATEX else match["name"].strip()
                if name:
                    found.append((match.start(), name))
                if len(found) > MOST_NAMES:
                    break
            at = text.find(sign, at + len(sign))
    return sorted((*found, *_packages_in(text)))


def _packages_in(text: str) -> Iterator[tuple[int, str]]:
    for match in islice(_PACKAGES.finditer(text), MOST_NAMES):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if "%" in line.replace("\\%", ""):
            continue  # nothing else says later that it does not count
        suffix = ".cls" if match["kind"] in ("documentclass", "LoadClass") else ".sty"
        for name in match["names"].split(","):
            if name.strip():
                yield match.start(), name.strip() + suffix


class Ration:
    """The files that may be read for one note: no tree of files, however wound, is followed without end."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._names = MOST_NAMES
        self._room = MOST_TEXT
        self._texts: dict[str, str] = {}

    def asks(self) -> bool:
        """Counts one more name that is looked for; False where that is too much."""
        self._names -= 1
        return self._names >= 0

    def read(self, path: str) -> str | None:
        """A file, as far as the ration goes."""
        known = self._texts.get(path)
        if known is not None:
            return known
        text = self.shelf.read(path) if len(self._texts) < MOST_FILES else None
        if text is None or len(text) > self._room:
            return None
        self._room -= len(text)
        self._texts[path] = text
        return text


class Gathering:
    """What the files below one main file include. LaTeX looks for files from the folder of the main one, whichever names
    them."""

    def __init__(self, main: str, ration: Ration) -> None:
        self._folder = posixpath.dirname(main)
        self._ration = ration
        self._shelf = ration.shelf

    def of(self, path: str, text: str, way: tuple[str, ...] = ()) -> tuple[Included, ...]:
        """The files that the text of `path` includes, each once; `way` leads to it, and what is on it is not entered again."""
        if len(way) >= DEEPEST:
            return ()
        found: dict[str, Included] = {}
        for _, name in names_in(text):
            if name in found:
                continue
            if not self._ration.asks():
                break
            for candidate in self._candidates(name, path):
                if candidate == path or candidate in way:
                    break
                inner = self._ration.read(candidate)
                if inner is not None:
                    files = self.of(candidate, inner, (*way, path))
                    found[name] = Included(name, self._shelf.shown(candidate), inner, files)
                    break
        return tuple(found.values())

    def chain(self, path: str, text: str, wanted: str, way: tuple[str, ...] = ()) -> list[tuple[str, str, int]] | None:
        """How a file comes to include `wanted`: each file on the way with its text, and where in it the next one is named."""
        if len(way) >= DEEPEST:
            return None
        for at, name in names_in(text):
            if not self._ration.asks():
                break
            for candidate in self._candidates(name, path):
                if candidate == wanted:
                    return [(path, text, at)]
                if candidate == path or candidate in way:
                    break
                inner = self._ration.read(candidate)
                if inner is not None:
                    rest = self.chain(candidate, inner, wanted, (*way, path))
                    if rest is not None:
                        return [(path, text, at), *rest]
                    break
        return None

    def _candidates(self, name: str, by: str) -> Iterator[str]:
        """Where a file of that name may stand: as LaTeX looks for it, or as the Markdown tools do."""
        name = name.replace("\\", "/")
        if ":" in name or "\0" in name:
            return
        suffix = posixpath.splitext(by)[1].lower()
        in_latex = KIND_OF_SUFFIX.get(suffix, "latex") == "latex"
        if posixpath.isabs(name):
            if not in_latex:  # Quarto and Sphinx mean the project's folder
                yield posixpath.normpath(posixpath.join(self._shelf.top, name.lstrip("/")))
            return
        folders = dict.fromkeys((self._folder, posixpath.dirname(by)) if in_latex else (posixpath.dirname(by), self._folder))
        names = (name,) if posixpath.splitext(name)[1] or not in_latex else (f"{name}.tex", name)
        for folder in folders:
            for each in names:
                yield posixpath.normpath(posixpath.join(folder, each))
