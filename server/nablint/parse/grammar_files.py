"""Where the grammars are: package data in an installed nablint, the folder `grammar/` beside `server/` in a source tree."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def grammar_text(name: str) -> str:
    """The text of a grammar file, "math.lark" for one."""
    packaged = files("nablint") / "grammar" / name
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).resolve().parents[3] / "grammar" / name).read_text(encoding="utf-8")
