"""Labels that a note gives to equations, sections and figures, and the references to them, in every dialect at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.documents.model import Document

_NAME = r"[^\s{}()<>`\"'\\,]{1,200}"
_LABEL = re.compile(
    rf"\\label\s*\{{\s*(?P<tex>[^{{}}\n\\]{{1,200}}?)\s*\}}"
    rf"|^[ \t>]*:(?:label|name):[ \t]*(?P<option>{_NAME})[ \t]*$"  # an option of a MyST or reStructuredText directive
    rf"|\$\$[ \t]*\((?P<behind>{_NAME})\)[ \t]*$"  # MyST: $$ … $$ (name)
    rf"|^[ \t>]*\((?P<target>{_NAME})\)=[ \t]*$"  # MyST, before what it names
    rf"|^[ \t]*\.\.[ \t]+_(?P<rst>[^:\n`]{{1,200}}):[ \t]*$"
    rf"|\{{[^{{}}\n\#]{{0,200}}\#(?P<attribute>[A-Za-z][\w:.-]{{0,200}})[^{{}}\n]{{0,200}}\}}"  # Quarto, pandoc
    rf"|^[ \t]*\#\|[ \t]*label:[ \t]*(?P<chunk>{_NAME})[ \t]*$"
    rf"|\(\\\\?\#(?P<bookdown>[A-Za-z][\w:.-]{{0,200}})\)",
    re.MULTILINE,
)
_REFERENCE = re.compile(
    r"\\(?!href|hyperref)[A-Za-z]{0,20}ref\*?\s*(?:\[[^\]\n]{0,200}\]\s*)?\{(?P<tex>[^{}\n\\]{1,400})\}"
    r"|\\crefrange\*?\{(?P<first>[^{}\n\\]{1,200})\}\{(?P<last>[^{}\n\\]{1,200})\}"
    r"|\\hyperref\s*\[(?P<hyper>[^\]\n]{1,200})\]"
    r"|\\@ref\((?P<bookdown>[^()\n]{1,200})\)"
    r"|(?:\{(?:[a-z]+:)?(?:eq|ref|numref)\}|:(?:[a-z]+:)?(?:eq|ref|numref):)"
    r"`(?:[^`<>\n]{0,200}<(?P<titled>[^`<>\n]{1,200})>|(?P<role>[^`<>\n]{1,200}))`"
    r"|\]\(\#(?P<anchor>[^()\s]{1,200})\)"
    r"|(?<![\w@.`/])@(?P<cited>[A-Za-z][\w:./-]{0,200}\w)"
)
_PARTS = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TEX_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%.*")
_SIGNS = ("\\label", "label:", "name:", "$$ (", "$$(", ")=", ".. _", "#")


@dataclass(frozen=True, slots=True)
class CrossReference:
    """`span` is where the name stands."""

    kind: Literal["label", "reference"]
    name: str
    span: Span


def labels_in(text: str) -> Iterator[CrossReference]:
    """Every label of a text, wherever it stands."""
    if not any(sign in text for sign in _SIGNS):
        return
    for found in _LABEL.finditer(text):
        group = found.lastgroup
        assert group is not None
        yield CrossReference("label", found.group(group), Span(*found.span(group)))


def references_in(text: str) -> Iterator[CrossReference]:
    """Everything that may be a reference to a label; `\\cref{a,b}` is two."""
    for found in _REFERENCE.finditer(text):
        for group in ("first", "last") if found.group("first") else (found.lastgroup,):
            assert group is not None
            start, end = found.span(group)
            for part in _PARTS.finditer(text, start, end) if group == "tex" else (None,):
                span = Span(start, end) if part is None else Span(*part.span())
                yield CrossReference("reference", span.of(text), span)


def cross_references(document: Document) -> list[CrossReference]:
    """The labels and references of a note outside of code and comments, in its order."""
    text = document.source.text
    hidden = [block.span for block in document.blocks if block.kind == "code"]
    # A role's argument stands between backticks too, and is no code.
    hidden += [code.span for code in document.code if text[code.span.start - 1 : code.span.start] not in ("}", ":")]
    comment = _TEX_COMMENT if document.source.kind == "latex" else _COMMENT
    hidden += [Span(*found.span()) for found in comment.finditer(text)]
    hidden.sort()
    found = sorted((*labels_in(text), *references_in(text)), key=lambda c: c.span.start)
    seen, at, kept = 0, 0, []
    for one in found:
        while at < len(hidden) and hidden[at].start <= one.span.start:
            seen = max(seen, hidden[at].end)
            at += 1
        chunk = one.kind == "label" and text.startswith("#|", text.rfind("\n", 0, one.span.start) + 1)
        if one.span.start >= seen or chunk:
            kept.append(one)
    return kept
