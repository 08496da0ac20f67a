"""The prose of a note as sentences of words and formulas, formulas being single tokens that point at their regions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from nablint.base.sequences import first_from, within
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.documents.model import Block, Document, Region
from nablint.documents.readable import readable_text
from nablint.documents.rescan import Rescanned

FORMULA, FORMULA_REST = "\ue000", "\ue001"
CODE, CODE_REST = "\ue002", "\ue003"

_PROSE = frozenset(("paragraph", "item", "quote", "html", "heading", "table"))
# A full stop ends a sentence unless it follows an initial or an abbreviation.
_STOPS = (
    r"(?=[\"')\]*_]*(?:\s|$))(?<![\s(.][A-Za-z]\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bresp\.)(?<!\bcf\.)(?<!\bEq\.)"
    r"(?<!\bEqs\.)(?<!\bFig\.)(?<!\bvs\.)"
)
# Every alternative begins with one certain character: only then the search passes over all others at once.
_END = re.compile(rf"\.{_STOPS}|!{_STOPS}|\?{_STOPS}|。|！|？|\n[^\S\n]*(?=\d+[.)]\s)")
_LINE_END = re.compile(r"\n")
_LABEL = re.compile(
    r"[\s*_>#-]*\(?\w{1,4}(?:\.\w{1,3})*[.):]*[\s*_]*|[\s↑^]*\([^()\n]{1,24}\)[\s.]*"
)  # an exercise's label alone opens no sentence
_PART = re.compile(r"[\s*_>-]*\(?[a-hA-H][.)](?:\s|$)")
_CONTINUES = re.compile(r"[\s>.,;:]*(?:[a-zа-яё]|where\b|Where\b|Here\b|with\b|for\b|其中|这里|而|где\b|wobei\b|où\b)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`span` in the file; `regions` are indices into the document's, in order. A sentence may run over displays."""

    span: Span
    regions: tuple[int, ...]
    scope: int
    block: int
    item: bool = False


class Passages:
    """The note's text with formulas and code masked by placeholders of the same length, and its sentences.

    `lower` is `text` in lower case, every character at its place: to look for words in it takes half the time of a search
    that ignores case.
    """

    def __init__(self, document: Document, rescanned: Rescanned | None = None, former: Passages | None = None) -> None:
        """`rescanned` tells what a look at `former` need not be repeated for."""
        self.document = document
        self.region_starts = [region.span.start for region in document.regions]
        if rescanned is None or former is None:
            self.text = _masked(document, 0, len(document.source.text))
            self.lower = _in_lower_case(self.text)
            self.sentences = tuple(self._sentences(0, len(document.blocks)))
            self.made = range(len(self.sentences))  # the numbers of those that no former look has made
            return
        start, end, shift = rescanned.start, rescanned.end, rescanned.shift
        # A comment that ends here may have begun in another paragraph.
        alone = not any(document.source.text.find(sign, start, end) >= 0 for sign in ("-->", "*/}"))
        stretch = _masked(document, start, end) if alone else _masked(document, 0, len(document.source.text))[start:end]
        self.text = former.text[:start] + stretch + former.text[end:]
        self.lower = former.lower[:start] + _in_lower_case(stretch) + former.lower[end:]
        # A sentence may run on into what was edited, and from there; it ends where another one begins as before.
        first = former.last_at_block(start)
        made: list[Sentence] = []
        last = len(former.sentences)
        for sentence in self._sentences(former.sentences[first].block if first else 0, len(document.blocks)):
            at = former.sentence_from(sentence.span.start) if sentence.span.start >= end else last
            if at < last and former.sentences[at].span.start == sentence.span.start:
                last = at
                break
            made.append(sentence)
        later, moved = former.sentences[last:], len(document.blocks) - len(former.document.blocks)
        if shift or moved:
            later = tuple(replace(one, regions=tuple(k + shift for k in one.regions), block=one.block + moved) for one in later)
        self.sentences = (*former.sentences[:first], *made, *later)
        self.made = range(first, first + len(made))

    def sentence_from(self, offset: int) -> int:
        """The number of the first sentence that begins at an offset or after it."""
        return first_from(self.sentences, offset)

    def last_at_block(self, offset: int) -> int:
        """The number of the last sentence before an offset that begins with its block; 0 where there is none."""
        for k in range(self.sentence_from(offset) - 1, 0, -1):
            if self.document.blocks[self.sentences[k].block].span.start == self.sentences[k].span.start:
                return k
        return 0

    def region_at(self, offset: int) -> int | None:
        k = bisect_left(self.region_starts, offset)
        return k if k < len(self.region_starts) and self.region_starts[k] == offset else None

    def words(self, sentence: Sentence) -> str:
        return self.text[sentence.span.start : sentence.span.end]

    def lower_words(self, sentence: Sentence) -> str:
        return self.lower[sentence.span.start : sentence.span.end]

    def _sentences(self, low: int, high: int) -> Iterator[Sentence]:
        """Those of some blocks."""
        pending: tuple[int, int, int] | None = None  # start, end, block of a sentence that runs on over a display
        for at in range(low, high):
            block = self.document.blocks[at]
            if block.kind == "display":
                if pending is not None and not block.label and self.document.blocks[pending[2]].scope == block.scope:
                    pending = (pending[0], block.span.end, pending[2])
                else:
                    if pending is not None:
                        yield self._sentence(pending)
                    pending = (block.span.start, block.span.end, at)
                if self._closed_by_formula(block):
                    yield self._sentence(pending)
                    pending = None
                continue
            if block.kind not in _PROSE:
                if pending is not None:
                    yield self._sentence(pending)
                    pending = None
                continue
            start, end = block.span.start, block.span.end
            joins = (
                pending is not None
                and block.kind in ("paragraph", "quote")
                and self.document.blocks[pending[2]].scope == block.scope
                and _CONTINUES.match(self.text, start, end) is not None
                and not begins_part(self.text[start:end][:24])
            )
            if pending is not None:
                if joins:
                    start = pending[0]
                else:
                    yield self._sentence(pending)
            first = pending[2] if joins and pending is not None else at
            pending = None
            for stop in self._ends(block, start if not joins else block.span.start, end):
                yield self._sentence((start, stop, first))
                start, first = stop, at
            if not self.text[start:end].strip():
                continue
            if block.kind in ("paragraph", "item", "quote") and not _LABEL.fullmatch(self.text, start, end):
                pending = (start, end, first)
            else:
                yield self._sentence((start, end, first))
        if pending is not None:
            yield self._sentence(pending)

    def _ends(self, block: Block, start: int, end: int) -> list[int]:
        """Where sentences end inside a block: at full stops, also at those that stand inside a formula, and at rows."""
        if block.kind == "table":
            return [m.end() for m in _LINE_END.finditer(self.text, start, end)]
        regions = self.document.regions
        dots = [m.end() for m in _END.finditer(self.text, start, end)]
        inside = [regions[k].span.end for k in block.regions if _closes(regions[k]) and regions[k].span.start >= start]
        return sorted({*inside, *dots}) if inside else dots

    def _closed_by_formula(self, block: Block) -> bool:
        return bool(block.regions) and _closes(self.document.regions[block.regions[-1]])

    def _sentence(self, pending: tuple[int, int, int]) -> Sentence:
        start, end, at = pending
        first = bisect_left(self.region_starts, start)
        last = bisect_left(self.region_starts, end)
        block = self.document.blocks[at]
        return Sentence(Span(start, end), tuple(range(first, last)), block.scope, at, block.kind == "item")


def begins_part(words: str) -> bool:
    """Whether a sentence is the label of an exercise or item, or begins with one that letters a part: "b.", "c. Show that"."""
    if _PART.match(words):
        return True
    return _LABEL.fullmatch(words) is not None and any(map(str.isalnum, words))


def _in_lower_case(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    # `İ` becomes two characters.
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _closes(region: Region) -> bool:
    """Whether a formula ends with a full stop."""
    return region.text.rstrip().endswith((".", "。"))


def _masked(document: Document, start: int, end: int) -> str:
    """A stretch of the note."""
    text = readable_text(document, start, end)
    things = (
        *((region.span, FORMULA, FORMULA_REST) for region in within(document.regions, start, end)),
        *((code.span, CODE, CODE_REST) for code in within(document.code, start, end)),
        *((directive.span, " ", " ") for directive in within(document.directives, start, end)),
    )
    parts: list[str] = []
    at = start
    for span, first, rest in sorted(things, key=lambda mark: mark[0].start):
        if span.start < at or not len(span):
            continue
        parts.append(text[at - start : span.start - start])
        parts.append(first + rest * (len(span) - 1))
        at = span.end
    parts.append(text[at - start :])
    return "".join(parts)
