"""How LaTeX names the files that it reads: `\\input{a}`, `\\input a`, `\\import{folder}{a}` and their kin."""

from __future__ import annotations

import posixpath
import re

_COMMANDS = r"input|include|subfile|subfileinclude|InputIfFileExists"
_IMPORTS = r"(?:sub)?(?:import|inputfrom|includefrom)"

# Matches from the backslash on; the groups belong to `name_in`.
READS = (
    r"\\(?P<include>" + _COMMANDS + r")[ \t]*\{(?P<name>[^{}\n]*)\}"
    r"|\\(?P<import>" + _IMPORTS + r")\*?[ \t]*\{(?P<folder>[^{}\n]*)\}[ \t]*\{(?P<file>[^{}\n]*)\}"
    r"|\\(?P<plain>input)[ \t]+(?P<bare>[\w./-]+)"
)


def name_in(found: re.Match[str]) -> str:
    """The file that a match of `READS` names, from the folder of the main file; empty where it names none that is certain."""
    if found.group("import"):
        name = posixpath.join(found.group("folder").strip(), found.group("file").strip())
    else:
        name = (found.group("name") or found.group("bare") or "").strip()
    return "" if "#" in name or "\\" in name else name


def command_in(found: re.Match[str]) -> str:
    """The command of a match of `READS`; empty where something else matched."""
    return found.group("include") or found.group("import") or found.group("plain") or ""
