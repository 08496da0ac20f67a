"""A note as text, with the dialect that says how its mathematics is delimited."""

from __future__ import annotations

from typing import Literal

from nablint.base.values import dataclass

Kind = Literal["markdown", "latex", "notebook", "rst"]

KIND_OF_SUFFIX: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".tex": "latex",
    ".ltx": "latex",
    ".ipynb": "notebook",
    ".rst": "rst",
}


@dataclass(frozen=True, slots=True)
class Source:
    """`path` is the name as the user gave it; nothing is read from it here."""

    path: str
    text: str
    kind: Kind = "markdown"

    @classmethod
    def named(cls, path: str, text: str) -> Source:
        """A source whose kind follows from the name's suffix; Markdown where it says nothing."""
        dot = path.rfind(".")
        kind = KIND_OF_SUFFIX.get(path[dot:].lower(), "markdown") if dot >= 0 else "markdown"
        return cls(path, text, kind)
