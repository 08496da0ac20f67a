"""Front matter: YAML or TOML between rules at the top of a note. No prose, but macros may be defined there."""

from __future__ import annotations

import re

from nablint.base.spans import Span
from nablint.documents.gathered import Gathered
from nablint.documents.lines import Lines
from nablint.documents.model import MacroText

_RULES = {"---": ("---", "..."), "+++": ("+++",)}
_COMMANDS = re.compile(r"\\(?:newcommand|renewcommand|providecommand|def|gdef|DeclareMathOperator)(?![A-Za-z])")
_TABLE = re.compile(r"(?P<indent>[ \t]*)(?:macros|math|Macros)[ \t]*:[ \t]*$")
_ENTRY = re.compile(r"(?P<indent>[ \t]+)[\"']?\\{0,2}(?P<name>[A-Za-z]+)[\"']?[ \t]*:[ \t]*(?P<value>.+)$")
_LIST = re.compile(r"\[[ \t]*(?P<body>\"(?:[^\"\\]|\\.)*\"|'[^']*')[ \t]*,[ \t]*(?P<arity>[1-9])\b[^\]]*\]")
_MOST_LINES = 1000


def read_front_matter(lines: Lines, out: Gathered) -> int:
    """The first line after the front matter; 0 where there is none."""
    texts = lines.texts
    closers = _RULES.get(texts[0].lstrip("\ufeff").rstrip())
    if closers is None:
        return 0
    for row in range(1, min(len(texts), _MOST_LINES)):
        if texts[row].rstrip() in closers:
            span = Span(lines.starts[1], max(lines.starts[row] - 1, lines.starts[1]))
            text = span.of(out.source.text)
            if _COMMANDS.search(text):
                out.macros.append(MacroText(span, text))
            _read_tables(lines, row, out)
            return row + 1
    return 0


def _read_tables(lines: Lines, end: int, out: Gathered) -> None:
    """Tables `macros:` of MathJax, KaTeX and MyST, entry by entry as \\newcommand."""
    indent = -1
    for row in range(1, end):
        line = lines.texts[row].rstrip()
        table = _TABLE.match(line)
        if table:
            indent = len(table.group("indent"))
            continue
        entry = _ENTRY.match(line) if indent >= 0 else None
        if entry is None or len(entry.group("indent")) <= indent:
            indent = -1 if line.strip() else indent
            continue
        command = _command(entry.group("name"), entry.group("value"))
        if command:
            out.macros.append(MacroText(Span(lines.starts[row], lines.end(row)), command))


def _command(name: str, value: str) -> str:
    listed = _LIST.match(value)
    body = _scalar(listed.group("body") if listed else value)
    if "\\" not in body and "{" not in body and not listed:
        return ""
    arity = f"[{listed.group('arity')}]" if listed else ""
    return f"\\newcommand{{\\{name}}}{arity}{{{body}}}"


def _scalar(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return value[1:-1].replace("\\\\", "\\")
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value
