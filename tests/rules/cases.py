"""Reads the notes of this folder: each `## heading` is a note of its own, expectations stand in comments.

`<!-- error: SHP001 "part of the message" -->` (or `warning`, `hint`) on the line after the faulty line, or at its end, expects
that finding on the nearest line above that is no comment. `<!-- fixed: text -->` expects that a fix of it makes the line
read so. What is reported without an expectation fails the case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
_EXPECTED = re.compile(r"<!--\s*(error|warning|hint):\s*([A-Z]{3}\d{3})\s*(?:\"(.*?)\")?\s*-->")
_FIXED = re.compile(r"<!--\s*fixed:\s*(.*?)\s*-->")


@dataclass
class Expectation:
    severity: str
    code: str
    message: str
    row: int  # of the case's text, from 0
    fixed: str | None = None


@dataclass
class Case:
    file: str
    title: str
    text: str
    expected: list[Expectation] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def cases(path: Path) -> list[Case]:
    """Every case of one file; what stands before the first `## ` is the rule's introduction."""
    parts = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    return [_case(path.name, part) for part in parts]


def _case(file: str, part: str) -> Case:
    title, _, body = part.partition("\n")
    rows = body.split("\n")
    case = Case(file, title.strip(), "")
    kept: list[str] = []
    for row in rows:
        expectations = list(_EXPECTED.finditer(row))
        fixes = list(_FIXED.finditer(row))
        bare = _FIXED.sub("", _EXPECTED.sub("", row)).rstrip() if expectations or fixes else row
        if bare or not (expectations or fixes):
            kept.append(bare)
        at = len(kept) - 1
        while at > 0 and not kept[at].strip():
            at -= 1
        case.expected += [Expectation(m[1], m[2], m[3] or "", at) for m in expectations]
        for match in fixes:
            case.expected[-1].fixed = match[1]
    case.text = "\n".join(kept)
    return case
