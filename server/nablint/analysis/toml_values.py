"""A configuration file's text as checked values: what is not understood becomes a finding, never an exception."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from difflib import get_close_matches

from nablint.analysis.options import BY_KEY, OPTIONS, Option
from nablint.base.findings import Edit, Finding, Fix, Severity
from nablint.base.spans import LineIndex, Span
from nablint.base.values import dataclass
from nablint.rules.registry import find_code, is_known

BAD_SETTING = "NOT002"


@dataclass(frozen=True, slots=True)
class Values:
    """`values` hold only what is understood; `broken` says why nothing could be read."""

    values: Mapping[str, object]
    findings: tuple[Finding, ...] = ()
    broken: str | None = None


def read_values(text: str, in_pyproject: bool) -> Values:
    """The settings in a nablint.toml, or in [tool.nablint] of a pyproject.toml."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table: object = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        why = str(error) or "nested too deeply"
        return Values({}, (_finding(_place_of(why, text), f"this is not TOML: {why}", Severity.WARNING),), why)
    start = 0
    if in_pyproject:
        for key in ("tool", "nablint"):
            table = table.get(key, {}) if isinstance(table, dict) else {}
        header = re.search(r"^[ \t]*\[tool\.nablint", text, re.M)
        start = header.start() if header else 0
    return check_values(table if isinstance(table, dict) else {}, text, start)


def check_values(table: Mapping[str, object], text: str = "", start: int = 0) -> Values:
    """Values of the right kind; `text` is where the keys stand, searched from `start`."""
    values: dict[str, object] = {}
    findings: list[Finding] = []
    for key, value in table.items():
        option = BY_KEY.get(key)
        wrong = _unknown(key, tuple(BY_KEY)) if option is None else _wrong(option, value)
        if wrong:
            findings.append(_key_finding(key, wrong, text, start, tuple(BY_KEY)))
        elif key == "per-file" and isinstance(value, dict):
            values[key] = {pattern: _inner(pattern, inner, text, start, findings) for pattern, inner in value.items()}
        else:
            values[key] = value
    return Values(values, tuple(findings))


_INNER = tuple(option.key for option in OPTIONS if option.per_file)


def _inner(pattern: str, table: object, text: str, start: int, findings: list[Finding]) -> dict[str, object]:
    """One table below [per-file]."""
    at = max(text.find(pattern, start), start)
    if not isinstance(table, dict):
        findings.append(_key_finding(pattern, f"per-file.{pattern} must be a table of settings", text, start, ()))
        return {}
    good: dict[str, object] = {}
    for key, value in table.items():
        wrong = _wrong(BY_KEY[key], value) if key in _INNER else _unknown(key, _INNER)
        if wrong:
            findings.append(_key_finding(key, wrong, text, at, _INNER))
        else:
            good[key] = value
    return good


def _wrong(option: Option, value: object) -> str | None:
    """What is wrong with the value, in words."""
    if option.kind == "boolean":
        return None if isinstance(value, bool) else f"{option.key} must be true or false"
    if option.kind == "table":
        return None if isinstance(value, dict) else f"{option.key} must be a table"
    if option.kind in ("codes", "strings"):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return f"{option.key} must be a list of strings"
        bad = [item for item in value if option.kind == "codes" and item != "ALL" and not (item and is_known(item))]
        return f"{option.key}: {bad[0]!r} is no code of a rule{_meant(bad[0])}" if bad else None
    if not isinstance(value, str):
        return f"{option.key} must be a string"
    if option.choices and value not in option.choices:
        return f"{option.key} must be one of {', '.join(option.choices)}"
    return None


def _meant(item: str) -> str:
    """The code that is written in small letters, or by its rule's name."""
    code = find_code(item) or (item.upper() if item and (is_known(item.upper()) or item.upper() == "ALL") else None)
    return f"; write {code!r}" if code else "; nablint rule lists all"


def _unknown(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key.replace("_", "-"), known, 1)
    if key in ("tool", "nablint"):
        return f"there is no setting {key!r}; outside of pyproject.toml the settings stand without [tool.nablint]"
    return f"there is no setting {key!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _key_finding(key: str, message: str, text: str, start: int, known: tuple[str, ...]) -> Finding:
    span = _key_span(key, text, start)
    near = get_close_matches(key.replace("_", "-"), known, 1)
    rename = key not in known and near and len(span)
    fixes = (Fix(f"Write {near[0]}", (Edit(span, near[0]),)),) if rename else ()
    return _finding(span, message, Severity.WARNING, fixes)


def _key_span(key: str, text: str, start: int) -> Span:
    """Where the key is written: before `=`, or in a table's header."""
    written = re.escape(key)
    found = re.compile(rf"^[ \t]*\[?\[?(?:[\w.\"'-]+\.)?[\"']?(?P<key>{written})[\"']?[ \t]*[=\].]", re.M).search(text, start)
    return Span(*found.span("key")) if found else Span(start, start)


def _place_of(error: str, text: str) -> Span:
    """TOML's readers name the place only in words: "(at line 3, column 7)"."""
    found = re.search(r"at line (\d+), column (\d+)", error)
    if not found:
        return Span(len(text), len(text))
    at = LineIndex(text).offset(int(found[1]) - 1, int(found[2]) - 1)
    return Span(at, min(at + 1, len(text)))


def _finding(span: Span, message: str, severity: Severity, fixes: tuple[Fix, ...] = ()) -> Finding:
    return Finding(BAD_SETTING, severity, span, message, fixes=fixes)
