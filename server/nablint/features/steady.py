"""Hints that stay while a formula is being typed: shifted by the edit, and kept where it is broken for the moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.hints import Hint


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown last, for which text."""

    text: str
    hints: tuple[Hint, ...]


def steady(before: Shown | None, text: str, new: list[Hint], broken: Iterable[Span], within: Span) -> list[Hint]:
    """The new hints, with the old ones inside formulas that cannot be read at the moment."""
    spans = [span for span in broken if span.overlaps(within) or span.touches(within.start)]
    if before is None or not spans:
        return new
    kept = [
        h for h in shifted(before, text) if within.start <= h.offset <= within.end and any(s.touches(h.offset) for s in spans)
    ]
    taken = {hint.offset for hint in kept}
    own = [h for h in new if h.offset not in taken and not any(s.start < h.offset < s.end for s in spans)]
    return sorted((*own, *kept), key=lambda h: h.offset)


def shifted(before: Shown, text: str) -> list[Hint]:
    """The old hints at their places in the new text; those that stood in what was replaced are gone."""
    start, old_end, new_end = changed(before.text, text)
    by = new_end - old_end
    found = []
    for hint in before.hints:
        if hint.about.end <= start:
            found.append(hint)
        elif hint.about.start >= old_end:
            found.append(replace(hint, offset=hint.offset + by, about=hint.about.shifted(by)))
    return found


def changed(old: str, new: str) -> tuple[int, int, int]:
    """The part that differs: where it begins in both, where it ends in the old text, where in the new one."""
    if old == new:
        return len(old), len(old), len(new)
    start = _common(old, new)
    tail = _common(old[start:][::-1], new[start:][::-1])
    return start, len(old) - tail, len(new) - tail


def _common(a: str, b: str) -> int:
    """The length of the common beginning, by halving."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
