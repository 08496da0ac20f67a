"""Macros that a note reads from other files by \\input: their text, found relative to the note and read by the caller."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

# Names only: a file is asked for by a relative path, and what it says beyond definitions of macros is not used.
_INPUT = re.compile(r"(?<!\\)\\(?:input|include|subfile)\s*\{\s*([^{}%\n]{1,200}?)\s*\}")
MOST_FILES = 20
DEEPEST = 4
MOST_TEXT = 400_000

Reader = Callable[[str], str | None]


def included_macros(path: str, text: str, read: Reader) -> str:
    """The text of the files that a note reads, and that those read. `read` answers with None where there is no such file.

    Names are tried as they are written and with `.tex`, as LaTeX does; absolute ones are not followed.
    """
    found: dict[str, str] = {}
    _follow(posixpath.dirname(path.replace("\\", "/")), text, read, found, 0)
    return "\n".join(found.values())[:MOST_TEXT]


def _follow(folder: str, text: str, read: Reader, found: dict[str, str], depth: int) -> None:
    if depth >= DEEPEST or "\\" not in text:
        return
    for match in _INPUT.finditer(text):
        name = match.group(1)
        if len(found) >= MOST_FILES or posixpath.isabs(name) or ":" in name:
            continue
        for candidate in (name, f"{name}.tex"):
            path = posixpath.normpath(posixpath.join(folder, candidate))
            if path in found:
                break
            inner = read(path)
            if inner is not None:
                found[path] = inner
                # LaTeX looks for files from the folder of the main file, whichever file names them.
                _follow(folder, inner, read, found, depth + 1)
                break
