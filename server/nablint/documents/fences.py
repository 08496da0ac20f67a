"""What a fenced block is, from its info string: code, mathematics, an include, or a directive that holds Markdown."""

from __future__ import annotations

import re
from typing import Literal

from nablint.base.values import dataclass

FenceKind = Literal["code", "math", "include", "markdown"]

# MyST and Quarto directives whose content is ordinary text.
_CONTAINERS = frozenset(
    (
        "note", "warning", "tip", "important", "hint", "caution", "danger", "error", "attention", "seealso",
        "admonition", "dropdown", "card", "margin", "sidebar", "aside", "topic", "epigraph", "pull-quote", "quote",
        "versionadded", "versionchanged", "deprecated", "figure", "tab-set", "tab-item", "grid", "grid-item", "proof",
        "theorem", "lemma", "corollary", "definition", "remark", "example", "exercise", "solution", "proposition",
        "conjecture", "axiom", "algorithm", "property", "assumption", "observation", "criterion", "exercise-start",
        "exercise-end", "solution-start", "solution-end", "list-table",
    )
)  # fmt: skip
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:.+-]+)\}\s*(?P<argument>.*)")
_ATTRIBUTES = re.compile(r"\{\s*\.?(?P<name>[\w+-]+)")
_WORD = re.compile(r"[\w+#.-]+")


@dataclass(frozen=True, slots=True)
class Fence:
    kind: FenceKind
    language: str = ""
    argument: str = ""
    opener: str = ""


def read_info(info: str) -> Fence:
    """The meaning of what stands after the opening ``` of a fence."""
    info = info.strip()
    directive = _DIRECTIVE.match(info)
    if directive:
        name = directive.group("name").lower()
        argument = directive.group("argument").strip()
        if name == "math":
            return Fence("math", opener="```{math}")
        if name in ("include", "literalinclude"):
            return Fence("include", argument=argument)
        if name in ("code-cell", "code-block", "code", "sourcecode"):
            word = _WORD.match(argument)
            return Fence("code", word.group() if word else "")
        if name in _CONTAINERS or name.partition(":")[0] in ("prf", "proof"):
            return Fence("markdown", name)
        return Fence("code", name)
    attributes = _ATTRIBUTES.match(info)
    if attributes:
        name = attributes.group("name")
        return Fence("math", opener="```math") if name == "math" else Fence("code", name.lower())
    word = _WORD.match(info)
    language = word.group().lower() if word else ""
    return Fence("math", opener="```math") if language == "math" else Fence("code", language)
