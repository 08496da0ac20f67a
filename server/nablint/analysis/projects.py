"""Which other files speak for a note: those it includes, and its main LaTeX file, or the notation chapter of its book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from nablint.analysis.includes import Gathering, Ration, Shelf
from nablint.analysis.settings import Included
from nablint.base.source import KIND_OF_SUFFIX

# What lists the chapters of a book: Quarto, bookdown, Jupyter Book 1, MyST.
BOOK_FILES = ("_quarto.yml", "_bookdown.yml", "_toc.yml", "myst.yml")
# A folder in which one of these stands is a project's.
MARKS = (".git", ".hg", "nablint.toml", ".nablint.toml", "pyproject.toml", *BOOK_FILES)

LEVELS = 3  # folders, the note's own among them, in which a main file or a list of chapters may stand
MOST_MAINS = 60  # LaTeX files of a folder that may be the main one
MOST_NOTATION = 3
_HEAD = 4000  # characters in which a file says which one is its main file

_SUBFILE = re.compile(r"^[ \t]*\\documentclass\s{0,9}\[([^\]\n%]{1,200})\]\s{0,9}\{subfiles\}", re.MULTILINE)
_ROOT = re.compile(r"^%+[ \t]{0,9}!\s{0,9}T[eE]X\s{1,9}root\s{0,9}=\s{0,9}(\S[^\n]{0,200}?)[ \t\r]{0,99}$", re.MULTILINE)
_CLASS = re.compile(r"^[ \t]*\\documentclass\b", re.MULTILINE)
_BODY = "\\begin{document}"

_NOTATION = re.compile(
    r"[\d_.\-\s]*(?:list[-_]of[-_])?(?:notations?|conventions?|symbols|nomenclature)(?:[-_]\w{1,40})?", re.IGNORECASE
)
# A chapter in a list, without reading YAML: a name with a note's suffix, or what `file:` says without one.
_CHAPTER = re.compile(
    r"(?P<whole>[\w./-]{1,200}\.(?:qmd|rmd|md|markdown|ipynb|rst))\b|\b(?:file|root):[ \t]{0,9}[\"']?(?P<bare>[\w./-]{1,200})",
    re.IGNORECASE,
)


def names_notation(path: str) -> bool:
    """Whether a file calls itself one of notation: `notation.tex`, `_notation.qmd`, `00-conventions.md`."""
    return _NOTATION.fullmatch(posixpath.splitext(posixpath.basename(path))[0]) is not None


def gathered(path: str, text: str, shelf: Shelf) -> tuple[Included, ...]:
    """What holds for a note from its first line on, and the files that it includes; as far as they can be read."""
    ration = Ration(shelf)
    in_latex = KIND_OF_SUFFIX.get(posixpath.splitext(path)[1].lower()) == "latex"
    above = _before_in_main(path, text, ration) if in_latex else _notation_of_book(path, ration)
    return (*above, *Gathering(path, ration).of(path, text))


def _before_in_main(path: str, text: str, ration: Ration) -> Iterator[Included]:
    shelf = ration.shelf
    for main, said in _mains(path, text, ration):
        gathering = Gathering(main, ration)
        # What does not include the note itself, but is named as its main file, gives it its preamble.
        for file, inner, at in gathering.chain(main, said, path) or [(main, said, max(said.find(_BODY), 0))]:
            before = inner[:at]
            whole = before if _BODY in before or file != main else f"{before}\n{_BODY}\n"
            yield Included("", shelf.shown(file), whole, gathering.of(file, before))


def _mains(path: str, text: str, ration: Ration) -> Iterator[tuple[str, str]]:
    """The main files of a LaTeX file that is none itself: the one that it names, else those near it that include it."""
    folder, shelf = posixpath.dirname(path), ration.shelf
    named = _SUBFILE.search(text, 0, _HEAD) or _ROOT.search(text, 0, _HEAD)
    if named is not None:
        for name in (named[1], f"{named[1]}.tex"):
            main = posixpath.normpath(posixpath.join(folder, name.replace("\\", "/")))
            said = ration.read(main) if main != path else None
            if said is not None:
                yield main, said
                return
        return
    if _CLASS.search(text) or _BODY in text:
        return
    for place in _folders(folder, shelf.top):
        found = False
        for name in [name for name in shelf.names(place) if name.endswith(".tex")][:MOST_MAINS]:
            main = posixpath.join(place, name)
            said = shelf.read(main) if main != path else None
            if said is None or _BODY not in said or not _CLASS.search(said):
                continue
            if Gathering(main, ration).chain(main, said, path) is not None:
                found = True
                yield main, said
        if found:
            return


def _notation_of_book(path: str, ration: Ration) -> Iterator[Included]:
    """The chapters of notation of the book whose list of chapters has the note in it."""
    if names_notation(path):
        return
    for folder in _folders(posixpath.dirname(path), ration.shelf.top):
        for name in BOOK_FILES:
            listed = ration.shelf.read(posixpath.join(folder, name))
            if listed is None:
                continue
            chapters = dict.fromkeys(_chapters(listed))
            own = posixpath.relpath(path, folder)
            if own not in chapters and posixpath.splitext(own)[0] not in chapters:
                continue
            found = (_read_chapter(folder, chapter, ration) for chapter in chapters if names_notation(chapter))
            yield from [file for file in found if file is not None][:MOST_NOTATION]
            return


def _chapters(listed: str) -> Iterator[str]:
    for line in listed.splitlines():
        for match in _CHAPTER.finditer(line.partition(" #")[0]):
            yield posixpath.normpath(match["whole"] or match["bare"])


def _read_chapter(folder: str, chapter: str, ration: Ration) -> Included | None:
    suffixes = ("",) if posixpath.splitext(chapter)[1].lower() in KIND_OF_SUFFIX else (".md", ".ipynb", ".rst")
    for suffix in suffixes:
        path = posixpath.normpath(posixpath.join(folder, chapter + suffix))
        text = ration.read(path)
        if text is not None:
            return Included("", ration.shelf.shown(path), text, Gathering(path, ration).of(path, text))
    return None


def _folders(folder: str, top: str) -> Iterator[str]:
    """A folder and those above it, up to the project's."""
    for _ in range(LEVELS):
        if folder != top and not folder.startswith(top.rstrip("/") + "/"):
            return
        yield folder
        if folder == top:
            return
        folder = posixpath.dirname(folder)
