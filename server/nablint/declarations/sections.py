"""Which sections does one place see firmly? Its own and those around it, and for a solution its exercise."""

from __future__ import annotations

import re
from bisect import bisect_right

from nablint.base.spans import Span
from nablint.documents.model import Document, Scope

_NAMED = re.compile(r"\b(?:section|chapter|part|abschnitt|kapitel|chapitre|раздел|глава)\s+(\d+(?:\.\d+)*)", re.IGNORECASE)
_EXERCISES = re.compile(r"\b(?:exercises?|problems?|aufgaben|übungen|exercices)\b|упражнени|задач|习题|练习", re.IGNORECASE)

_LABELLED = re.compile(
    r"[\s*_#]*(?:(?:solution|answer|lösung|réponse|corrigé)s?\s*(?:to|of|for|zu|de)?\s*)?"
    r"(?:exercise|problem|question|aufgabe|übung|exercice|solution|answer|lösung|corrigé)\s+(\d+(?:\.\d+)*)(?![\w.]*\d)",
    re.IGNORECASE,
)


class Sections:
    """Scopes of a note by offset, with their ancestors."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.scopes = {scope.id: scope for scope in document.scopes}
        edges = sorted((scope.span.start, scope.level, scope.id) for scope in document.scopes if scope.id != 0)
        self._starts = [start for start, _, _ in edges]
        self._ids = [id_ for _, _, id_ in edges]
        self._firm: dict[int, frozenset[int]] = {}
        self._columns = [scope.id for scope in document.scopes if scope.beside >= 0]
        self._beside: dict[int, frozenset[int]] = {}
        self._exercises = self._numbered()
        self._exercise_sections = self._sections_of_exercises()

    def at(self, offset: int) -> int:
        """The innermost scope around `offset`."""
        k = bisect_right(self._starts, offset) - 1
        id_ = self._ids[k] if k >= 0 else 0
        for _ in range(len(self.scopes)):
            scope = self.scopes.get(id_)
            if scope is None or id_ == 0:
                return 0
            if scope.span.start <= offset < scope.span.end or offset == scope.span.end == self.scopes[0].span.end:
                return id_
            id_ = scope.parent
        return 0

    def firm_at(self, scope: int) -> frozenset[int]:
        """The scopes whose facts are firm in `scope`."""
        found = self._firm.get(scope)
        if found is None:
            found = self._firm[scope] = frozenset(self._chain(scope))
        return found

    def beside(self, scope: int) -> frozenset[int]:
        """The columns, and what is in them, that stand beside one around `scope`: nothing of them is seen there."""
        if not self._columns:
            return frozenset()
        found = self._beside.get(scope)
        if found is None:
            own = [id_ for id_ in self._chain(scope) if id_ in self._columns]
            among = {self.scopes[id_].beside for id_ in own}
            others = {id_ for id_ in self._columns if self.scopes[id_].beside in among and id_ not in own}
            found = self._beside[scope] = frozenset(id_ for id_ in self.scopes if others & self._around(id_))
        return found

    def _around(self, scope: int) -> set[int]:
        found: set[int] = set()
        while scope in self.scopes and scope not in found:
            found.add(scope)
            scope = self.scopes[scope].parent
        return found

    def exercises_for(self, scope: int) -> Span | None:
        """For a section of solutions that is named after a section ("Section 3", "Solutions to Chapter 2"), the exercises
        of that one."""
        for _ in range(len(self.scopes)):
            here = self.scopes.get(scope)
            if here is None or scope == 0:
                return None
            named = _NAMED.search(here.title) if self._inside_solutions(scope) else None
            if named is not None and named.group(1) in self._exercise_sections:
                return self._exercise_sections[named.group(1)]
            scope = here.parent
        return None

    def _sections_of_exercises(self) -> dict[str, Span]:
        """The sections of exercises by the number of the chapter that they belong to."""
        found: dict[str, Span] = {}
        for scope in self.scopes.values():
            if _EXERCISES.search(scope.title) and not self._inside_solutions(scope.id):
                parent = self.scopes.get(scope.parent)
                number = scope.number.rpartition(".")[0] or (parent.number if parent is not None else "")
                if number:
                    found.setdefault(number, scope.span)
        return found

    def _chain(self, scope: int) -> set[int]:
        chain: set[int] = {0}
        while scope in self.scopes and scope not in chain:
            chain.add(scope)
            here = self.scopes[scope]
            number = here.number or _labelled(here)
            if number and self._inside_solutions(scope):
                chain.update(self._exercises.get(number, ()))
            scope = here.parent
        return chain

    def _inside_solutions(self, scope: int) -> bool:
        for _ in range(len(self.scopes)):
            here = self.scopes.get(scope)
            if here is None:
                return False
            if here.solutions:
                return True
            scope = here.parent
        return False

    def _numbered(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        if any(scope.solutions for scope in self.scopes.values()):
            for scope in self.scopes.values():
                number = scope.number or _labelled(scope)
                if number and not self._inside_solutions(scope.id):
                    found.setdefault(number, []).append(scope.id)
        # "Exercise 1" of each of several chapters is no one's in particular.
        return {number: ids for number, ids in found.items() if len(ids) == 1 or not number.startswith("exercise")}


def _labelled(scope: Scope) -> str:
    """The number of an exercise that a heading has behind words: "Exercise 3", "Solution to Problem 3"."""
    found = _LABELLED.match(scope.title)
    return f"exercise {found.group(1)}" if found else ""
