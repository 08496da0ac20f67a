"""`html`: one self-contained page: the notes with their formulas drawn, findings beside them, shapes on hover, a summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from nablint import __version__
from nablint.cli.formats import Style
from nablint.cli.formats.summary import summary
from nablint.cli.report import Issue, PagePiece, RunReport
from nablint.rules.registry import rule_of

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #57606a; --line: #d0d7de;
  --error: #b42318; --warning: #9a6700; --hint: #0969da; --box: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --faint: #9198a1; --line: #30363d;
  --error: #ff7b72; --warning: #e3b341; --hint: #79c0ff; --box: #161b22; } }
* { box-sizing: border-box; }
body { font: 16px/1.6 Georgia, "Times New Roman", serif; color: var(--ink); background: var(--paper);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, aside, nav, table { font-family: system-ui, sans-serif; }
nav, table { font-size: .9rem; } nav li { list-style: none; } nav ul { padding: 0; }
a { color: inherit; } table { border-collapse: collapse; } td { padding: .1rem .8rem .1rem 0; }
article { white-space: pre-wrap; overflow-wrap: anywhere; border-top: 1px solid var(--line); padding-top: 1rem; }
math { white-space: normal; } math[display="block"] { margin: .6rem 0; padding: .3rem 0; overflow: auto hidden; }
[title] { cursor: help; } .missing, .opaque { color: var(--faint); } .opaque { font-family: monospace; }
.cancel { text-decoration: line-through; } .boxed { border: 1px solid; padding: .1em; }
mark { background: none; color: inherit; border-bottom: 2px solid; }
aside { white-space: normal; font-size: .88rem; line-height: 1.45; background: var(--box); border-left: 4px solid;
  padding: .4rem .8rem; margin: .4rem 0; break-inside: avoid; }
aside p, aside ul { margin: .2rem 0; color: var(--ink); } aside .fix { color: var(--faint); }
.error { border-color: var(--error); } .warning { border-color: var(--warning); } .hint { border-color: var(--hint); }
aside b { color: var(--ink); } footer { color: var(--faint); font-size: .85rem; margin-top: 2rem; }
pre { white-space: pre-wrap; font-size: .85rem; }
figure { margin: 1rem 0; break-inside: avoid; overflow-x: auto; } .graph { max-width: 100%; height: auto; }
figcaption { font: .9rem system-ui, sans-serif; color: var(--faint); }
.graph { font: 14px system-ui, sans-serif; } .graph text { fill: currentColor; paint-order: stroke;
  stroke: var(--paper); stroke-width: 4px; } .graph .wrong { color: var(--error); }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } article { break-before: page; }
  a { text-decoration: none; } }
"""


def render(report: RunReport, style: Style) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>nablint</title>\n'
    yield f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>nablint</h1>\n"
    yield "".join(f"<p>{escape(line)}</p>\n" for line in summary(report))
    yield from _contents(report.issues)
    numbers = {id(issue): k for k, issue in enumerate(report.issues)}
    by_path: dict[str, list[Issue]] = {}
    for issue in report.issues:
        by_path.setdefault(issue.path, []).append(issue)
    for path, pieces in report.pages() if report.pages is not None else ():
        if isinstance(pieces, str):
            yield f'<h2>{escape(path)}</h2>\n<p class="missing">{escape(pieces)}</p>\n'
            yield from (_aside(issue, numbers[id(issue)]) for issue in by_path.pop(path, []))
            continue
        yield f'<h2>{escape(path)}</h2>\n<article lang="und">'
        yield from _article([p for p in pieces if not p.figure], by_path.pop(path, []), numbers)
        yield "</article>\n"
        yield from (_figure(piece) for piece in pieces if piece.figure)
    for path, issues in by_path.items():
        yield f"<h2>{escape(path)}</h2>\n"
        yield from (_aside(issue, numbers[id(issue)]) for issue in issues)
    yield from _rules({issue.code for issue in report.issues})
    yield f"<footer>nablint {escape(__version__)}</footer>\n</body>\n</html>\n"


def _contents(issues: tuple[Issue, ...]) -> Iterator[str]:
    if not issues:
        return
    yield "<nav><ul>\n"
    for k, issue in enumerate(issues):
        where = f"{issue.path}:{issue.place.row}:{issue.place.column}"
        yield f'<li><a href="#f{k}">{escape(where)} {issue.code}</a> {escape(issue.message)}</li>\n'
    yield "</ul></nav>\n"


def _rules(codes: Iterable[str]) -> Iterator[str]:
    """What the rules say that found something, so that the page explains itself wherever it is read."""
    for code in sorted(codes):
        rule = rule_of(code)
        if rule is not None:
            yield f'<h3 id="{escape(rule.code)}">{escape(rule.code)} {escape(rule.name)}</h3>\n<pre>{escape(rule.doc)}</pre>\n'


def _article(pieces: list[PagePiece], issues: list[Issue], numbers: dict[int, int]) -> Iterator[str]:
    """A finding's box stands after the paragraph in which it begins; what no piece claims stands at the end."""
    waiting: list[Issue] = []
    left = {(issue.code, issue.place, issue.message): issue for issue in issues}
    for piece in pieces:
        mine = [found for key in piece.issues if (found := left.pop(key, None)) is not None]
        if piece.drawn:
            worst = max((issue.severity for issue in mine), key=("hint", "warning", "error").index, default="")
            yield f'<mark class="{worst}">{piece.drawn}</mark>' if worst else piece.drawn
            waiting += mine
            if piece.display:
                yield from (_aside(issue, numbers[id(issue)]) for issue in waiting)
                waiting = []
            continue
        head, gap, tail = piece.text.partition("\n\n")
        yield escape(head)
        if gap or mine:
            yield from (_aside(issue, numbers[id(issue)]) for issue in (*waiting, *mine))
            waiting = []
        yield escape(gap + tail)
    yield from (_aside(issue, numbers[id(issue)]) for issue in (*waiting, *left.values()))


def _figure(piece: PagePiece) -> str:
    about = f" in “{escape(piece.text)}”" if piece.text else ""
    return f"<figure><figcaption>What depends on what{about}</figcaption>{piece.drawn}</figure>\n"


def _aside(issue: Issue, number: int) -> str:
    notes = "".join(f"<li>line {note.place.row}: {escape(note.message)}</li>" for note in issue.notes)
    fix = ""
    if issue.repair:
        fix = f'<p class="fix">{"Fix" if issue.repair.safe else "Unsafe fix"}: {escape(issue.repair.title)}</p>'
    return (
        f'<aside class="{issue.severity}" id="f{number}"><p><b><a href="#{escape(issue.code)}">{issue.code}</a> '
        f"{escape(issue.name)}</b> ({issue.severity}, line {issue.place.row})</p><p>{escape(issue.message)}</p>"
        + (f"<ul>{notes}</ul>" if notes else "")
        + f"{fix}</aside>"
    )
