"""Two runs over the same notes: which findings appeared and vanished, which formulas are read now and no longer are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from measuring.note import Measured

Key = tuple[str, ...]


def differences(old: Measured, new: Measured) -> Iterator[str]:
    """Lines with `-` for what vanished and `+` for what appeared, by note; then how the figures moved."""
    before, after = old["files"], new["files"]
    for name in sorted(before.keys() - after.keys()):
        yield f"- {name}: the note is gone"
    for name in sorted(after.keys() - before.keys()):
        yield f"+ {name}: the note is new"
    for name in sorted(before.keys() & after.keys()):
        yield from _note(name, before[name], after[name])
    yield from _moved(old["totals"], new["totals"])


def _note(name: str, old: Measured, new: Measured) -> Iterator[str]:
    for sign, ones, others in (("-", old, new), ("+", new, old)):
        for finding in _beyond(ones.get("findings", []), others.get("findings", []), _finding_key):
            at = f"{name}:{finding['line']}:{finding['column']}"
            yield f"{sign} {at} {finding['severity']} {finding['code']} {finding['message']}"
    unread, now = old.get("formulas", {}).get("unread", []), new.get("formulas", {}).get("unread", [])
    for line, _, why in _beyond(unread, now, _formula_key):
        yield f"- {name}:{line} is read now, or otherwise: {why}"
    for line, _, why in _beyond(now, unread, _formula_key):
        yield f"+ {name}:{line} is not read, or otherwise: {why}"


def _finding_key(finding: Any) -> Key:
    return finding["code"], finding["text"], finding["message"]


def _formula_key(unread: Any) -> Key:
    return unread[1], unread[2]


def _beyond(ones: list[Any], others: list[Any], key: Any) -> Iterator[Any]:
    """Those that have no counterpart among the others; equal ones are counted."""
    there = Counter(map(key, others))
    for one in ones:
        if there[key(one)] > 0:
            there[key(one)] -= 1
        else:
            yield one


def _moved(old: Measured, new: Measured) -> Iterator[str]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, 0), after.get(name, 0)
        if was != now:
            yield f"  {name}: {was} -> {now}"


def _flat(totals: Measured, above: str = "") -> Iterator[tuple[str, int]]:
    for name, value in totals.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}: ")
        elif isinstance(value, int):
            yield f"{above}{name}", value
