"""Looks for closers in a text without ever looking through the same stretch twice."""

from __future__ import annotations


class Finder:
    """Remembers for every closer where it was found last, and that it was not found at all.

    Questions must be asked from left to right, all of them up to the same end.
    """

    __slots__ = ("_end", "_places", "_text")

    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._end = end
        self._places: dict[str, int] = {}

    def find(self, closer: str, at: int) -> int:
        """The next place of `closer` at or after `at`, -1 where there is none."""
        known = self._places.get(closer, -2)
        if known == -1 or known >= at:
            return known
        place = self._text.find(closer, at, self._end)
        self._places[closer] = place
        return place

    def find_unescaped(self, closer: str, at: int) -> int:
        """As `find`, for a closer that does not count after a backslash that escapes it."""
        place = self.find(closer, at)
        while place > 0 and self._is_escaped(place, at):
            place = self.find(closer, place + 1)
        return place

    def _is_escaped(self, place: int, since: int) -> bool:
        count = 0
        while place - count - 1 >= since and self._text[place - count - 1] == "\\":
            count += 1
        return count % 2 == 1
