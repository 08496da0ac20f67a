"""What a fenced block is, from its info string (code, mathematics, an include, a directive with Markdown), and its end."""

from __future__ import annotations

import re
from typing import Literal

from nablint.base.values import dataclass
from nablint.documents.lines import Lines
from nablint.documents.regions import Prefix, strip_prefix

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


class ClosingFences:
    """Finds where fences of one source close, and never looks through the same stretch twice."""

    def __init__(self, lines: Lines) -> None:
        self._texts = lines.texts
        self._without_end: set[str] = set()  # fences that are known to be missing in the rest of the note
        self._missed: dict[str, tuple[int, int]] = {}  # where one was missed in a quote, and what was answered

    def find(self, row: int, signs: str, quotes: int) -> int:
        """The line of the closing fence; the number of lines where there is none; its negative -r-1 where a quote ends at r."""
        texts = self._texts
        if quotes:
            return self._in_quote(row, signs, quotes)
        if signs in self._without_end:
            return len(texts)
        for at in range(row, len(texts)):
            line = texts[at]
            if signs in line:
                body = line.strip()
                if body.startswith(signs) and not body.strip(signs[0]):
                    return at
        self._without_end.add(signs)
        return len(texts)

    def _in_quote(self, row: int, signs: str, quotes: int) -> int:
        texts = self._texts
        since, answer = self._missed.get(signs, (-1, -1))
        if since >= 0 and since <= row < (len(texts) if answer >= 0 else -answer - 1):
            return answer
        first = row
        prefix = Prefix(quotes)
        answer = len(texts)
        while row < len(texts):
            line = texts[row]
            at = strip_prefix(line, 0, len(line), prefix)
            if at == 0:
                answer = -row - 1
                break
            body = line[at:].strip()
            if body.startswith(signs) and not body.strip(signs[0]):
                return row
            row += 1
        self._missed[signs] = (first, answer)
        return answer
