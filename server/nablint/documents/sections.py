"""The tree of sections: from headings in their order to scopes; numbers in headings win over their levels."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.base.wholewords import whole_words
from nablint.documents.model import Scope


@dataclass(frozen=True, slots=True)
class Heading:
    start: int
    title: str
    level: int
    number: str = ""  # where it does not stand in the title
    beside: int = -1  # of a column: which columns it stands among
    closes: bool = False  # no heading: here ends what began at this level


_NUMBER = re.compile(
    r"[\s*_#§]*(?:(?:chapter|section|appendix|part|kapitel|abschnitt|anhang|chapitre|annexe|глава|раздел|lecture)\s+)?"
    r"(?P<number>(?:[A-Z]\.)?\d{1,3}(?:\.\d{1,3})*)(?:[.:)]?[\s*_]+|[.:)]?$)",
    re.IGNORECASE,
)
# For titles in lower case.
_SETUP = re.compile(
    whole_words(
        r"notations?|notational|set-?up|conventions?|preliminar(?:y|ies)|symbols|nomenclature|prerequisites|"
        r"bezeichnungen|schreibweisen?|konventionen|vorbemerkungen|symbolverzeichnis|"
        r"préliminaires|обозначени[яй]|соглашени[яй]|предварительн\w+"
    )
    + r"|记号|符号|约定|預備|预备知识|記号|準備|表記"
    # "Setting", but not "Setting the step size".
    + r"|^[\d.\s]*(?:the\s+)?(?:problem\s+)?settings?[\s.:]*$"
)
_SOLUTIONS = re.compile(
    whole_words(r"solutions?|answers?|answer key|lösung(?:en)?|antworten|réponses?|corrigés?|решени[яе]|ответы?")
    + r"|解答|答案|题解"
)


def number_of(title: str) -> str:
    """The number that a heading carries, "" where it carries none."""
    found = _NUMBER.match(title)
    return found.group("number") if found else ""


def nest(marks: list[Heading], length: int) -> tuple[tuple[Scope, ...], Callable[[int], int]]:
    """The scopes, and a function from an offset to the innermost scope that holds it."""
    headings = [mark for mark in marks if not mark.closes]
    numbers = [tuple((h.number or number_of(h.title)).split(".")) if (h.number or number_of(h.title)) else () for h in headings]
    hierarchical = any(len(number) > 1 for number in numbers)
    flat = _is_flat(headings, numbers)
    top = min((h.level for h, n in zip(headings, numbers, strict=True) if len(n) == 1), default=1)
    drafts: list[list[int]] = [[-1, 0, length]]
    stack: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    begins: list[int] = []  # where another scope becomes the innermost one
    innermost: list[int] = [0]
    for mark in marks:
        k = len(drafts) - 1
        number = () if mark.closes else numbers[k]
        if not hierarchical or (len(number) == 1 and mark.level > top and not flat):
            number = ()
        if mark.closes:
            keep = next((n for n in range(1, len(stack)) if stack[n][1] >= mark.level), len(stack))
        else:
            keep = _depth_to_keep(stack, mark.level, number, flat)
        for scope, _, _ in stack[keep:]:
            drafts[scope][2] = mark.start
        del stack[keep:]
        if not mark.closes:
            drafts.append([stack[-1][0], mark.start, length])
            stack.append((k + 1, mark.level, number))
        begins.append(mark.start)
        innermost.append(stack[-1][0])
    scopes = [Scope(0, -1, Span(0, length))]
    for k, heading in enumerate(headings):
        parent, start, end = drafts[k + 1]
        above = scopes[parent]
        title = heading.title.lower()
        scopes.append(
            Scope(
                k + 1,
                parent,
                Span(start, end),
                heading.title if heading.beside < 0 else above.title,
                above.level + 1,
                ".".join(numbers[k]) if heading.beside < 0 else above.number,
                above.setup or _SETUP.search(title) is not None,
                above.solutions or (_SOLUTIONS.search(title) is not None and not heading.title.endswith("?")),
                heading.beside,
            )
        )
    return tuple(scopes), lambda offset: innermost[bisect_right(begins, offset)]


def _is_flat(headings: list[Heading], numbers: list[tuple[str, ...]]) -> bool:
    """Whether headings of one level carry numbers of different depth, as in notes converted from a PDF."""
    depth_of: dict[int, int] = {}
    return any(
        number and depth_of.setdefault(heading.level, len(number)) != len(number)
        for heading, number in zip(headings, numbers, strict=True)
    )


def _before(number: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a number comes before another one: in a section of solutions it then names an exercise."""
    return [part.rjust(4, "0") for part in number] < [part.rjust(4, "0") for part in other]


def _depth_to_keep(stack: list[tuple[int, int, tuple[str, ...]]], level: int, number: tuple[str, ...], flat: bool) -> int:
    """How many of the open scopes stay open at a heading."""
    if number:
        for k in range(len(stack) - 1, 0, -1):
            above = stack[k][2]
            if above and len(above) < len(number) and number[: len(above)] == above:
                return k + 1
    for k in range(1, len(stack)):
        _, open_level, open_number = stack[k]
        if number and open_number:
            if len(number) > len(open_number) and _before(number, open_number) and (flat or level > open_level):
                continue
            return k
        if open_level > level or (open_level == level and not (flat and not number and open_number)):
            return k
    return len(stack)
