"""`full`: the finding, the line with carets under what is wrong, the places it rests on, and the fix."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.values import dataclass
from nablint.cli.console import Paint, columns, one_line
from nablint.cli.formats import Style
from nablint.cli.formats.summary import summary
from nablint.cli.report import Issue, Place, RunReport

WINDOW = 120  # columns of a long line that are shown


def render(report: RunReport, style: Style) -> Iterator[str]:
    paint = Paint(style.colour)
    for issue in report.issues:
        yield from _issue(issue, paint)
        yield "\n"
    if not style.quiet:
        for line in summary(report):
            yield line + "\n"


def _issue(issue: Issue, paint: Paint) -> Iterator[str]:
    head = f"{issue.code} {issue.name}"
    yield f"{paint(issue.severity, head)} {paint('dim', '(' + issue.severity + ')')} {one_line(issue.message)}\n"
    margin = len(str(max(place.row + 2 for place in (issue.place, *(n.place for n in issue.notes)))))
    before = _Place(issue.path, issue.place.cell)
    yield f"{' ' * margin}{paint('blue', '-->')} {before}:{issue.place.row}:{issue.place.column}\n"
    yield from _excerpt(issue.place, issue.lines, "^", "", issue.severity, margin, paint)
    line: tuple[_Place, int, str] | None = None
    for note in issue.notes:
        here = _Place(note.path, note.place.cell)
        if here != before:
            yield f"{' ' * margin}{paint('blue', ':::')} {here}:{note.place.row}:{note.place.column}\n"
            before = here
        text = note.lines[0] if note.lines else ""
        # Several places of one line stand below it once, unless it is long and each needs its own window.
        repeated = line == (here, note.place.row, text) and len(text) <= WINDOW
        line = (here, note.place.row, text)
        yield from _excerpt(note.place, note.lines, "-", note.message, "blue", margin, paint, repeated)
    if issue.repair:
        kind = "fix" if issue.repair.safe else "unsafe fix"
        yield f"{' ' * margin} {paint('blue', '=')} {paint('bold', kind)}: {one_line(issue.repair.title)}\n"


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    cell: int | None

    def __str__(self) -> str:
        return one_line(self.path) + (f":cell {self.cell}" if self.cell else "")


def _excerpt(
    place: Place, lines: tuple[str, ...], sign: str, label: str, style: str, margin: int, paint: Paint, repeated: bool = False
) -> Iterator[str]:
    bar = paint("blue", "|")
    if not lines:
        if label:
            yield f"{' ' * margin} {paint('blue', '=')} {one_line(label)}\n"
        return
    last = len(lines) - 1
    for k, line in enumerate(lines):
        row = place.row + k
        start = place.column - 1 if k == 0 else len(line) - len(line.lstrip())
        end = place.end_column - 1 if row == place.end_row else len(line.rstrip())
        shown, start, end = _window(line, start, max(end, start + 1))
        under = " " * columns(shown[:start]) + sign * max(columns(shown[start:end]), 1)
        if not repeated:
            yield f"{paint('blue', str(row).rjust(margin))} {bar} {shown}\n"
        tail = f" {one_line(label)}" if label and k == last else ""
        yield f"{' ' * margin} {bar} {paint(style, under + tail)}\n"


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Of a long line the part around the span, with dots where it was cut; printable, tabs as one blank."""
    line = "".join(c if c.isprintable() else " " for c in line)
    if len(line) <= WINDOW:
        return line, start, min(end, max(len(line), start + 1))
    left = max(0, min(start - WINDOW // 4, len(line) - WINDOW))
    right = min(len(line), left + WINDOW)
    head, tail = ("…" if left else ""), ("…" if right < len(line) else "")
    shift = len(head) - left
    return head + line[left:right] + tail, start + shift, min(end, right) + shift
