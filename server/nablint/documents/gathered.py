"""What a dialect's scanner gathers while it reads; `finish` puts it in order and makes the document of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from nablint.base.source import Source
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.documents.directive_lines import for_next_line, on_its_line
from nablint.documents.model import (
    Block,
    BlockKind,
    Cell,
    CodeText,
    Directive,
    Document,
    Include,
    MacroText,
    Region,
    Unclosed,
)
from nablint.documents.sections import Heading, nest

# Whoever forgets the colon before what can only be a directive means one.
_DIRECTIVE = re.compile(
    r"\s*nablint(?:\s*:\s*|\s+(?=let\s+\S+\s*:|(?:def|dims)\s[^=]*=|ignore(?:-file)?\s+[A-Z]{3}\d{3}"
    r"|layout\s+(?:numerator|denominator|mixed)\b))",
    re.IGNORECASE,
)
# In a formula over several lines a TeX comment may be one, whatever the dialect around it.
_IN_FORMULA = re.compile(r"(?<!\\)(?:\\\\)*(?P<comment>%(?P<body>[ \t]*nablint[^\r\n]*))\r?\n")


@dataclass(slots=True)
class Draft:
    """A block before its regions and its scope are known."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    label: str = ""


@dataclass(slots=True)
class Gathered:
    source: Source
    regions: list[Region] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    unclosed: list[Unclosed] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    macros: list[MacroText] = field(default_factory=list)
    code: list[CodeText] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    seams: list[int] = field(default_factory=list)
    problem: str = ""

    def comment(self, start: int, end: int, body_start: int, body_end: int) -> None:
        """A comment from `start` to `end`: a directive where it says nablint, else nothing."""
        text = self.source.text
        found = _DIRECTIVE.match(text, body_start, body_end)
        if not found:
            return
        body_start = found.end()
        body = text[body_start:body_end].rstrip()
        directive = Directive(Span(start, end), body, Span(body_start, body_start + len(body)))
        self.directives.append(on_its_line(directive, text, self.source.kind))

    def comments_in_formulas(self) -> None:
        """The directives that stand in formulas, once all of these are gathered."""
        text = self.source.text
        spans = sorted(region.span for region in self.regions)
        if not spans or text.find("nablint", spans[0].start, spans[-1].end) < 0:
            return
        for found in _IN_FORMULA.finditer(text, spans[0].start, spans[-1].end):
            start, end = found.span("comment")
            at = bisect_left(spans, Span(start, start)) - 1
            if at >= 0 and found.end() < spans[at].end:
                before = len(self.directives)
                self.comment(start, end, *found.span("body"))
                self.directives[before:] = [for_next_line(directive, text) for directive in self.directives[before:]]

    def code_text(self, start: int, end: int, language: str = "") -> None:
        self.code.append(CodeText(Span(start, end), self.source.text[start:end], language))

    def sorted_regions(self) -> tuple[Region, ...]:
        """The formulas in the order of the note, once all of them are gathered."""
        if not self.cells:
            self.comments_in_formulas()
        return tuple(sorted(self.regions, key=lambda region: region.span.start))

    def blocks(self, regions: Sequence[Region], scope_of: Callable[[int], int], first: int = 0) -> Iterator[Block]:
        """The blocks in the order of the note. `first` is the number of the first of the regions."""
        starts = [region.span.start for region in regions]
        for draft in sorted((d for d in self.drafts if d.end > d.start), key=lambda draft: (draft.start, draft.end)):
            low = bisect_left(starts, draft.start)
            high = low
            while high < len(starts) and starts[high] < draft.end:
                high += 1
            own = tuple(range(first + low, first + high))
            yield Block(draft.kind, Span(draft.start, draft.end), own, scope_of(draft.start), draft.level, draft.label)

    def finish(self) -> Document:
        regions = self.sorted_regions()
        scopes, scope_of = nest(self.headings, len(self.source.text))
        return Document(
            self.source,
            regions,
            tuple(self.blocks(regions, scope_of)),
            scopes,
            tuple(sorted(self.directives, key=lambda d: d.span.start)),
            tuple(sorted(self.unclosed, key=lambda u: u.span.start)),
            tuple(self.includes),
            tuple(self.macros),
            tuple(sorted(self.code, key=lambda c: c.span.start)),
            tuple(self.cells),
            tuple(self.seams),
            self.problem,
        )
