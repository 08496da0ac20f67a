"""What is wrong with a configuration file beyond the kinds of its values: directives, files that it names, what it extends."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from nablint.analysis.configuration import Configuration, why_unreadable
from nablint.base.findings import Finding, Severity
from nablint.base.spans import Span


def mistakes(configuration: Configuration) -> tuple[Finding, ...]:
    """All findings about one file, where they stand in it; those about a file that it extends at `extend`."""
    own, text = configuration.own, configuration.text
    tables = own.get("per-file")
    inner = tables.values() if isinstance(tables, dict) else ()
    found = list(configuration.findings)
    for values in (own, *inner):
        found.extend(_misread(text, values))
        found.extend(_missing(text, configuration.folder, values))
    found.extend(_extended(configuration))
    return tuple(dict.fromkeys(found))


def _misread(text: str, values: Mapping[str, object]) -> Iterator[Finding]:
    """Directives that are not understood."""
    bodies = [str(body) for body in _listed(values.get("declarations"))]
    layout = values.get("layout")
    if not bodies and not (isinstance(layout, str) and layout):
        return
    # Imported here: a run whose reports are all in the cache reads no declarations.
    from nablint.analysis.shared import bad_declarations

    for bad in bad_declarations(bodies) if bodies else ():
        yield _finding(_place(text, bodies[bad.index]), bad.message)
    if isinstance(layout, str) and layout:
        for bad in bad_declarations([f"layout {layout}"]):
            yield _finding(_place(text, layout), f"layout: {bad.message}")


def _missing(text: str, folder: str, values: Mapping[str, object]) -> Iterator[Finding]:
    """Files that are named and cannot be read."""
    for key in ("notation-files", "macro-files"):
        for path in _listed(values.get(key)):
            problem = why_unreadable(os.path.join(folder, str(path)))
            if problem:
                name = os.path.relpath(os.path.join(folder, str(path)), folder).replace(os.sep, "/")
                yield _finding(_place(text, name), f"{key}: {name}: {problem}")


def _extended(configuration: Configuration) -> Iterator[Finding]:
    base = configuration.base
    if base is None:
        return
    key = re.search(r"^[ \t]*extend\b", configuration.text, re.M)
    place = Span(*key.span()) if key else Span(0, 0)
    name = str(configuration.own.get("extend"))
    found = mistakes(base)
    for finding in found:
        yield _finding(place, f"in {name}, which this file extends: {finding.message}")
    if base.problems and not found:
        why = base.problems[0].removeprefix(f"{base.path}: ").partition(";")[0]
        yield _finding(place, f"extend: {name}: {why}")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _place(text: str, words: str) -> Span:
    at = max(text.find(words), 0)
    return Span(at, at + len(words)) if text.startswith(words, at) else Span(at, at)


def _finding(span: Span, message: str) -> Finding:
    return Finding("NOT002", Severity.WARNING, span, message)
