"""One module per output format; each has `render(report, style)` and yields pieces of text."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from nablint.base.values import dataclass
from nablint.cli.report import RunReport

FORMATS: dict[str, str] = {
    "full": "nablint.cli.formats.full",
    "concise": "nablint.cli.formats.concise",
    "json": "nablint.cli.formats.json_list",
    "json-lines": "nablint.cli.formats.json_lines",
    "sarif": "nablint.cli.formats.sarif",
    "github": "nablint.cli.formats.github",
    "gitlab": "nablint.cli.formats.gitlab",
    "junit": "nablint.cli.formats.junit",
    "rdjson": "nablint.cli.formats.rdjson",
    "html": "nablint.cli.formats.html",
    "report": "nablint.cli.formats.report",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How it is shown: in colour, and whether the summary is wanted."""

    colour: bool = False
    quiet: bool = False


class Format(Protocol):
    def render(self, report: RunReport, style: Style) -> Iterator[str]: ...


def render(name: str, report: RunReport, style: Style) -> Iterator[str]:
    """The report in the format of that name, loaded only now."""
    return cast("Format", import_module(FORMATS[name])).render(report, style)
