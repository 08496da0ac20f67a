"""Finished runs of Markdown text: finds their formulas, and makes blocks of the displays and of the text around them."""

from __future__ import annotations

import re
from dataclasses import replace

from nablint.base.values import dataclass
from nablint.documents.gathered import Draft, Gathered
from nablint.documents.inline import InlineScanner
from nablint.documents.labels import label_of_formula, label_of_text
from nablint.documents.lines import Lines
from nablint.documents.model import BlockKind, Region
from nablint.documents.regions import Prefix

_TRAILING = re.compile(r"[ \t]*(?:[.,;:!?。，；：)]|\\tag\{[^{}\n]*\}|\{#[\w:.-]+[^{}\n]*\}|\([\w.]+\))*[ \t\r]*(?=\n|\Z)")


@dataclass(slots=True)
class Leaf:
    """A block whose lines are still coming."""

    kind: BlockKind
    start: int
    end: int
    prefix: Prefix
    level: int = 0
    label: str = ""
    last_row: int = 0
    first_row: int = 0


class Leaves:
    """Closes the leaves of one source into `out`."""

    def __init__(self, out: Gathered, lines: Lines) -> None:
        self.out = out
        self.text = out.source.text
        self.lines = lines
        self.inline = InlineScanner(out)

    def close(self, leaf: Leaf) -> None:
        before = len(self.out.regions)
        prefix = leaf.prefix
        if leaf.kind == "table":
            for row in range(leaf.first_row, leaf.last_row + 1):
                self.inline.scan(max(self.lines.starts[row], leaf.start), min(self.lines.end(row), leaf.end), prefix)
            self.out.drafts.append(Draft("table", leaf.start, leaf.end))
            return
        self.inline.scan(leaf.start, leaf.end, prefix)
        regions = self.out.regions
        if len(regions) > before and any(region.display for region in regions[before:]):
            self._split(leaf, before)
            return
        self.out.drafts.append(Draft(leaf.kind, leaf.start, leaf.end, leaf.level, leaf.label))

    def _split(self, leaf: Leaf, before: int) -> None:
        """Makes separate blocks of the displays that stand on lines of their own, and of the text around them."""
        regions = self.out.regions
        at = leaf.start
        kind: BlockKind = leaf.kind
        label = leaf.label
        for k in range(before, len(regions)):
            region = regions[k]
            if not region.display:
                continue
            if not self._stands_alone(region, leaf):
                regions[k] = replace(region, display=False)
                continue
            if self._text_draft(kind, at, region.span.start, leaf, label):
                kind = "quote" if leaf.prefix.quotes else "paragraph"
                label = ""
            own = label_of_formula(region.text)
            self.out.drafts.append(Draft("display", region.span.start, region.span.end, 0, own or label))
            label = ""
            at = region.span.end
        self._text_draft(kind, at, leaf.end, leaf, label)

    def _text_draft(self, kind: BlockKind, start: int, end: int, leaf: Leaf, label: str) -> bool:
        piece = self.text[start:end]
        bare = piece.strip(" \t\r\n>")
        if not bare or not any(c.isalnum() or c in "$\\([×" for c in bare):
            return False
        start += piece.find(bare[0]) if start > leaf.start else 0
        end = start + len(self.text[start:end].rstrip(" \t\r\n>"))
        if start > leaf.start:
            label = label_of_text(self.text, start, end)
        self.out.drafts.append(Draft(kind, start, end, leaf.level if kind == leaf.kind else 0, label))
        return True

    def _stands_alone(self, region: Region, leaf: Leaf) -> bool:
        """Whether a display has its lines for itself; `where $$x$$ is small` is a formula of its sentence."""
        text = self.text
        if text.find("\n", region.span.start, region.span.end) >= 0 or region.opener not in ("$$", "\\\\[", "\\["):
            return True
        line_start = max(text.rfind("\n", leaf.start, region.span.start) + 1, leaf.start)
        head = text[line_start : region.span.start].strip(" \t>")
        rest = _TRAILING.match(text, region.span.end, leaf.end)
        tail = text[region.span.end : region.span.end + 40].lstrip(" \t")
        if rest and ("=" in region.text or "\\begin" in region.text):
            return True
        if rest or tail.startswith(("(", "$$", "\\[", "\\\\[")):
            return not head or not head[-1].isalnum() or head.endswith(("$", ":"))
        return False
