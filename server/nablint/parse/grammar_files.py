"""Where the grammars are: package data in an installed nablint, the folder `grammar/` beside `server/` in a source tree."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).resolve().parents[1] / "grammar"
_BESIDE = Path(__file__).resolve().parents[3] / "grammar"


def grammar_path(name: str) -> Path:
    """The path of a grammar file, "math.lark" for one."""
    return (_PACKAGED if _PACKAGED.is_dir() else _BESIDE) / name


def grammar_text(name: str) -> str:
    return grammar_path(name).read_text(encoding="utf-8")
