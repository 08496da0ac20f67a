"""Texts of one line, cut where they are long, at a place where a reader would stop."""

from __future__ import annotations

_ENDS = frozenset(" +-·,;=(")  # before a new word, term or argument
_CUT = "…"


def shortened(text: str, most: int) -> str:
    """`text` in one line of at most `most` characters; no shorter than half of them, where something is cut off."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    room = most - len(_CUT)
    at = next((k for k in range(room, most // 2, -1) if text[k] in _ENDS), room)
    return f"{text[:at].rstrip(' +-·,;=')}{_CUT}"
