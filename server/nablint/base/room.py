"""Spare room in the empty lines of a text: an edit takes of it or gives back, and nothing moves that stands behind it.

Room is a run of spaces longer than people write. Whoever measures how near two places are counts no such run: so he finds the
same with and without room.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

from nablint.base.spans import Span
from nablint.base.values import dataclass

LEAST = 40  # spaces that are room
_NEW = 160
_RUN = re.compile(f" {{{LEAST},}}")
_EMPTY = re.compile(r"(?<=\n)(?=\r?\n)")


def before(text: str, at: int, most: int, since: int = 0) -> str:
    """The last characters of a text before a place, `most` of them at most."""
    start, found = at, ""
    while len(found) < most and start > since:
        start = max(start - (most - len(found)), since)
        start -= _spaces(text[max(start - 2 * _NEW, since) : start][::-1]) if text[start] == " " else 0
        found = _RUN.sub("", text[start:at])
    return found[-most:]


def after(text: str, at: int, most: int, until: int | None = None) -> str:
    """The first characters of a text from a place on, `most` of them at most."""
    last = len(text) if until is None else until
    end, found = at, ""
    while len(found) < most and end < last:
        end = min(end + most - len(found), last)
        end += _spaces(text[end : min(end + 2 * _NEW, last)]) if text[end - 1] == " " else 0
        found = _RUN.sub("", text[at:end])
    return found[:most]


def distance(text: str, start: int, end: int) -> int:
    """How many characters stand between two places."""
    return len(_RUN.sub("", text[start:end]))


def _spaces(text: str) -> int:
    """How many a text begins with."""
    return len(text) - len(text.lstrip(" "))


@dataclass(frozen=True, slots=True)
class Roomy:
    """`text` is `plain` with room. `places[k]` is the offset in `plain` before which the k-th room stands, `begins[k]` its own
    offset in `text`, `ends[k]` that behind it."""

    plain: str
    text: str
    places: tuple[int, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, plain: str, taken: Sequence[Span] = ()) -> Roomy:
        """With room in every empty line that is not in one of the spans `taken`, which stand in order."""
        starts = [span.start for span in taken]
        places = []
        for found in _EMPTY.finditer(plain):
            place = found.start()
            k = bisect_right(starts, place) - 1
            if k < 0 or taken[k].end <= place:
                places.append(place)
        pieces = (plain[start:end] for start, end in pairwise((0, *places, len(plain))))
        begins = tuple(place + k * _NEW for k, place in enumerate(places))
        return cls(plain, (" " * _NEW).join(pieces), tuple(places), begins, tuple(begin + _NEW for begin in begins))

    def inside(self, offset: int) -> int:
        """The offset in `text` of one in `plain`; that of an empty line is where its room begins, as a cursor stands there."""
        k = bisect_left(self.places, offset) - 1
        return offset if k < 0 else offset - self.places[k] + self.ends[k]

    def outside(self, offset: int) -> int:
        """The offset in `plain` of one in `text`."""
        k = bisect_right(self.begins, offset) - 1
        return offset if k < 0 else self.places[k] + max(offset - self.ends[k], 0)

    def is_crowded(self, taken: Sequence[Span]) -> bool:
        """Whether some room stands in one of the spans of `text`, which stand in order."""
        starts = [span.start for span in taken]
        for begin in self.begins:
            k = bisect_right(starts, begin) - 1
            if k >= 0 and begin < taken[k].end:
                return True
        return False

    def edited(self, plain: str) -> Roomy | None:
        """What stands behind the empty line that follows the edit stays at its place in `text`; None where there is no
        room for it."""
        start, end, new_end = difference(self.plain, plain)
        grown = new_end - end
        # A line that is edited is no empty line.
        first, last = bisect_left(self.places, start), bisect_right(self.places, end)
        if first and self.places[first - 1] == start - 1 and self.plain[start - 1] == "\r":
            first -= 1
            start -= 1
        if last == len(self.places):
            return None
        spare = sum(self.ends[k] - self.begins[k] for k in range(first, last + 1)) - grown
        if spare < LEAST:
            return None
        head = self.text[: start if first == 0 else start - self.places[first - 1] + self.ends[first - 1]]
        middle = plain[start : self.places[last] + grown]
        text = "".join((head, middle, " " * spare, self.text[self.ends[last] :]))
        places = (*self.places[:first], *(place + grown for place in self.places[last:]))
        begins = (*self.begins[:first], self.ends[last] - spare, *self.begins[last + 1 :])
        return Roomy(plain, text, places, begins, (*self.ends[:first], *self.ends[last:]))


def difference(old: str, new: str) -> tuple[int, int, int]:
    """Where two texts begin to differ, and where that ends in each of them."""
    most = min(len(old), len(new))
    start = _common(most, lambda k: old.startswith(new[:k]))
    tail = _common(most - start, lambda k: old.endswith(new[len(new) - k :]))
    return start, len(old) - tail, len(new) - tail


def _common(most: int, agree: Callable[[int], bool]) -> int:
    """The largest number of characters on which two texts agree."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if agree(middle):
            low = middle
        else:
            high = middle - 1
    return low
