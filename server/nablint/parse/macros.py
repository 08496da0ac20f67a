"""Macro definitions of a note, gathered from its preamble, formulas and front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nablint.base.memory import Memory
from nablint.base.values import dataclass

LONGEST_BODY = 4000
MOST_MACROS = 4000
MOST_FAILURES = 200  # definitions that are none, after which a text is taken to hold no more


@dataclass(frozen=True, slots=True)
class Macro:
    """`\\newcommand{\\name}[arity][default]{body}`."""

    name: str  # with its backslash
    arity: int
    body: str
    default: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Macros:
    """One object for one table (`macros_of`), so that formulas are memoised by their text and it without a look at what it
    says."""

    table: tuple[tuple[str, Macro], ...] = ()


NO_MACROS = Macros()
_TABLES: Memory[tuple[tuple[str, Macro], ...], Macros] = Memory(256)


def macros_of(table: tuple[tuple[str, Macro], ...]) -> Macros:
    if not table:
        return NO_MACROS
    return _TABLES.get(table) or _TABLES.put(table, Macros(table))


_DEFINER = re.compile(
    r"\\(?P<how>(?:re|provide)?newcommand|renewcommand|providecommand|DeclareRobustCommand|newmathcommand"
    r"|[gex]?def|DeclareMathOperator|DeclarePairedDelimiter|let|global\s*\\let)(?![A-Za-z])\*?\s*"
)
_BRACED_NAME = re.compile(r"\{\s*(\\[A-Za-z@]+|\\[^A-Za-z\s])\s*\}|(\\[A-Za-z@]+|\\[^A-Za-z\s])")
_ARITY = re.compile(r"\s*\[\s*(\d)\s*\]")
_DEFAULT = re.compile(r"\s*\[([^\]]{0,200})\]")
_PARAMETERS = re.compile(r"\s*((?:#\d\s*)*)(?=\{)")
_SPACE = re.compile(r"\s*")
_LET = re.compile(r"\s*=?\s*(\\[A-Za-z@]+|[^\s\\{}])")

_TABLE = re.compile(r"\b[mM]acros[\"']?\s*[:=]\s*")
_ENTRY = re.compile(
    r"""(?:^|[{,\n])[ \t]*["']?(?P<name>\\{0,2}[A-Za-z]{1,40})["']?[ \t]*:[ \t]*
    (?:\[\s*)?(?:"(?P<double>(?:[^"\\\n]|\\.){0,1000})"|'(?P<single>[^'\n]{0,1000})'|(?P<plain>\\[^\n]{1,400}))
    (?:[ \t]*,[ \t]*(?P<arity>\d)[ \t]*\])?""",
    re.VERBOSE,
)
_TABLE_REACH = 20_000


def collect_macros(texts: Iterable[str]) -> Macros:
    """The macros that the texts define, later definitions winning."""
    table: dict[str, Macro] = {}
    for text in texts:
        if "acros" in text:
            for macro in _table_entries(text):
                table[macro.name] = macro
        if "\\" in text:
            for _, _, found in definitions(text):
                if found is not None and len(table) < MOST_MACROS:
                    table[found.name] = table.get(found.body, found) if found.arity < 0 else found
    clean = {name: Macro(name, max(m.arity, 0), m.body, m.default) for name, m in table.items()}
    return macros_of(tuple(clean.items()))


def definitions(text: str) -> Iterator[tuple[int, int, Macro | None]]:
    """Where macros are defined: start, end and the macro (None where the form is not understood)."""
    at = failures = 0
    while failures < MOST_FAILURES:
        found = _DEFINER.search(text, at)
        if found is None:
            return
        end, macro = _definition(text, found.end(), found.group("how"))
        at = max(end, found.end())
        failures += macro is None
        if not _is_commented(text, found.start()):
            yield found.start(), at, macro


def _is_commented(text: str, at: int) -> bool:
    line = text[max(text.rfind("\n", 0, at) + 1, at - 200) : at]
    return re.search(r"(?<!\\)%", line) is not None


def _definition(text: str, at: int, how: str) -> tuple[int, Macro | None]:
    """The end of the definition whose name begins at `at`, and the macro."""
    found = _BRACED_NAME.match(text, at)
    if found is None:
        return at, None
    name, at = found.group(1) or found.group(2), found.end()
    if how.endswith("let"):
        target = _LET.match(text, at)
        return (target.end(), Macro(name, -1, target.group(1))) if target else (at, None)
    if how.endswith("def"):
        parameters = _PARAMETERS.match(text, at)
        if parameters is None:
            return at, None
        body, end = _group(text, parameters.end())
        return end, None if body is None else Macro(name, parameters.group(1).count("#"), body)
    if how == "DeclareMathOperator":
        body, end = _group(text, _skip(text, at))
        return end, None if body is None else Macro(name, 0, "\\operatorname{" + body + "}")
    if how == "DeclarePairedDelimiter":
        left, at = _group(text, _skip(text, at))
        right, end = _group(text, _skip(text, at))
        return end, None if left is None or right is None else Macro(name, 1, f"\\left{left} #1 \\right{right}")
    arity, default = 0, None
    found = _ARITY.match(text, at)
    if found is not None:
        arity, at = int(found.group(1)), found.end()
        found = _DEFAULT.match(text, at)
        if found is not None:
            default, at = found.group(1), found.end()
    at = _skip(text, at)
    body, end = _group(text, at)
    if body is None:
        single = _BRACED_NAME.match(text, at)
        return (single.end(), Macro(name, arity, single.group(), default)) if single else (at, None)
    return end, Macro(name, arity, body, default)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _group(text: str, at: int) -> tuple[str | None, int]:
    """The content of the brace group at `at` and where it ends; None where there is none, or it is too long."""
    if text[at : at + 1] != "{":
        return None, at
    depth = 0
    k = at
    stop = min(len(text), at + LONGEST_BODY)
    while k < stop:
        sign = text[k]
        if sign == "\\":
            k += 2
            continue
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return text[at + 1 : k], k + 1
        k += 1
    return None, at


def _table_entries(text: str) -> Iterator[Macro]:
    """Entries of a `macros:` table, as MathJax, KaTeX, Quarto and MyST take it."""
    reach = 0
    for start in _TABLE.finditer(text):
        if start.end() < reach:
            continue
        reach = _table_end(text, start.end())
        for entry in _ENTRY.finditer(text, max(start.end() - 1, 0), reach):
            body = entry.group("double") or entry.group("single") or entry.group("plain")
            if not body or ("\\" not in body and len(body) > 40):
                continue
            if entry.group("plain") is None:
                body = body.replace("\\\\", "\\")
            body = body.strip().rstrip(",")
            arity = int(entry.group("arity") or 0) or max((int(n) for n in re.findall(r"#(\d)", body)), default=0)
            yield Macro("\\" + entry.group("name").lstrip("\\"), arity, body)


def _table_end(text: str, at: int) -> int:
    """Where the table that begins at `at` ends: at its closing brace, or with the indented lines of YAML."""
    limit = min(len(text), at + _TABLE_REACH)
    if text[at : at + 1] == "{":
        depth = 0
        for k in range(at, limit):
            if text[k] == "{":
                depth += 1
            elif text[k] == "}":
                depth -= 1
                if depth == 0:
                    return k
        return limit
    k = text.find("\n", at, limit)
    while 0 <= k < limit:
        line = text[k + 1 : k + 3]
        if line and not line[0].isspace():
            return k
        k = text.find("\n", k + 1, limit)
    return limit
