"""What the command knows of a finding when the note's text is no longer at hand: plain values, also kept in the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace

from nablint.base.values import dataclass

SEVERITIES = ("hint", "warning", "error")
Claims = tuple[int, int, int]  # how many were verified, are wrong, and were not checked


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Rows and columns from 1, columns in characters, the end exclusive; `cell` from 1 in notebooks: rows are then its own."""

    row: int
    column: int
    end_row: int
    end_column: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A place that an issue rests on."""

    message: str
    path: str
    place: Place
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a fix puts in a place."""

    place: Place
    content: str


@dataclass(frozen=True, slots=True)
class Repair:
    title: str
    safe: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding with its places as people count them. `lines` are the note's lines that it stands on."""

    code: str
    name: str
    severity: str
    message: str
    path: str
    place: Place
    lines: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    repair: Repair | None = None

    @property
    def rank(self) -> int:
        return SEVERITIES.index(self.severity)


@dataclass(frozen=True, slots=True)
class FileReport:
    """All that one file gave. `problem` says why it could not be checked; `claims` is None where they were not
    counted."""

    path: str
    issues: tuple[Issue, ...] = ()
    problem: str | None = None
    claims: Claims | None = None


@dataclass(frozen=True, slots=True)
class PagePiece:
    """A piece of a note for a page: text, or a formula as MathML; `issues` are the keys of those that begin in it."""

    text: str
    drawn: str = ""
    display: bool = False
    issues: tuple[tuple[str, Place, str], ...] = ()
    figure: bool = False  # a picture about the note; `text` is its caption


Page = tuple[str, tuple[PagePiece, ...] | str]


@dataclass(frozen=True, slots=True)
class RunReport:
    """A whole run, in the order in which it is shown: by path, then by position."""

    issues: tuple[Issue, ...] = ()
    files: int = 0  # that were checked
    problems: tuple[str, ...] = ()
    fixed: int = 0
    known: int = 0  # left out because the baseline has them
    notices: tuple[str, ...] = field(default=())
    outdated: int = 0  # entries of a frozen baseline that no longer occur
    shard: tuple[int, int] = (1, 1)
    claims: Claims = (0, 0, 0)  # where they are counted
    # Made only where a format shows whole notes: path and pieces, or why there are none, note after note.
    pages: Callable[[], Iterator[Page]] | None = None
    # Made only for `merge`: by path, what tells whether a note is still the one that was checked.
    digests: Mapping[str, str] = field(default_factory=dict)

    def counted(self) -> dict[str, int]:
        """How many issues of each severity, the gravest first; severities that do not occur are left out."""
        counts = {s: sum(1 for i in self.issues if i.severity == s) for s in reversed(SEVERITIES)}
        return {s: n for s, n in counts.items() if n}


def summed(claims: Iterable[Claims | None]) -> Claims:
    """The claims of several notes or reports together."""
    counted = [one for one in claims if one is not None]
    return (sum(c[0] for c in counted), sum(c[1] for c in counted), sum(c[2] for c in counted))


def order_key(issue: Issue) -> tuple[str, int, Place, str, str]:
    """By path, then position; the same on every run."""
    place = issue.place
    return (issue.path, place.cell or 0, replace(place, cell=None), issue.code, issue.message)
