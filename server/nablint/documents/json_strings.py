"""JSON strings as text, with the map from that text back to the file, through escapes and lists of lines."""

from __future__ import annotations

import re

from nablint.base.spans import SpanMap

_ESCAPE = re.compile(
    r"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})|\\u(?P<code>[0-9a-fA-F]{4})|\\(?P<sign>.)",
    re.DOTALL,
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def decode(text: str, strings: list[tuple[int, int]]) -> tuple[str, SpanMap]:
    """The text that the raw contents of some strings say when put together, and the way back."""
    parts: list[str] = []
    here: list[int] = []
    there: list[int] = []
    length = 0
    for start, end in strings:
        at = start
        for found in _ESCAPE.finditer(text, start, end):
            if found.start() > at or not here or there[-1] + length - here[-1] != at:
                here.append(length)
                there.append(at)
            if found.start() > at:
                parts.append(text[at : found.start()])
                length += found.start() - at
            sign = _character(found)
            if there[-1] + length - here[-1] != found.start():
                here.append(length)
                there.append(found.start())
            parts.append(sign)
            length += len(sign)
            at = found.end()
        if at < end:
            here.append(length)
            there.append(at)
            parts.append(text[at:end])
            length += end - at
    if not here:
        return "", SpanMap.straight(strings[0][0] if strings else 0)
    return "".join(parts), SpanMap(*_unique(here, there))


def _unique(here: list[int], there: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Pieces that are empty, because the next one begins at the same place, are left out."""
    kept = [k for k in range(len(here)) if k + 1 == len(here) or here[k + 1] > here[k]]
    return tuple(here[k] for k in kept), tuple(there[k] for k in kept)


def _character(found: re.Match[str]) -> str:
    sign = found.group("sign")
    if sign is not None:
        return _SIGNS.get(sign, sign)
    if found.group("code"):
        return chr(int(found.group("code"), 16))
    high = int(found.group("high"), 16) - 0xD800
    low = int(found.group("low"), 16) - 0xDC00
    return chr(0x10000 + (high << 10) + low)
