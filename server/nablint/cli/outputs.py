"""Where a run's report goes: one or several formats, to standard output or to files."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping

from nablint.base.values import dataclass
from nablint.cli.console import say_all, wants_colour
from nablint.cli.formats import FORMATS, Style, render
from nablint.cli.parser import suggestion
from nablint.cli.report import RunReport
from nablint.cli.session import Misuse

FOR_PEOPLE = ("full", "concise")


@dataclass(frozen=True, slots=True)
class Output:
    format: str
    file: str | None


def outputs(arguments: Namespace, configured: str, environment: Mapping[str, str] = os.environ) -> tuple[Output, ...]:
    """What was asked for; in GitHub Actions its annotations too, wherever people would read the output."""
    asked = [_output(text) for text in arguments.output_format]
    if arguments.output_file:
        asked = asked or [_output(configured)]
        free = [k for k, output in enumerate(asked) if output.file is None]
        if len(free) != 1:
            raise Misuse("--output-file is for one format; write the others as --output-format FORMAT=FILE")
        asked[free[0]] = Output(asked[free[0]].format, arguments.output_file)
    elif not asked:
        asked = [_output(configured)]
        if environment.get("GITHUB_ACTIONS") == "true" and configured in FOR_PEOPLE:
            asked.append(Output("github", None))
    if sum(1 for output in asked if output.file is None and output.format not in (*FOR_PEOPLE, "github")) > 1:
        raise Misuse("two formats on standard output cannot be told apart; write one as --output-format FORMAT=FILE")
    files = [os.path.abspath(output.file) for output in asked if output.file is not None]
    if len(files) != len(set(files)):
        raise Misuse("two formats cannot be written to one file; give each its own as --output-format FORMAT=FILE")
    counted = {output.format for output in asked} - {*FOR_PEOPLE, "json"}
    if arguments.statistics and arguments.output_format and counted:
        raise Misuse(f"--statistics is written as text or as json, not as {', '.join(sorted(counted))}")
    return tuple(asked)


def emit(output: Output, report: RunReport, arguments: Namespace) -> str | None:
    """Writes one output; what is wrong where it cannot be written."""
    return put(output, arguments, lambda style: render(output.format, report, style))


def put(output: Output, arguments: Namespace, written: Callable[[Style], Iterable[str]]) -> str | None:
    """Writes text to where an output goes; what is wrong where it cannot be written."""
    if output.file is None:
        say_all(written(Style(wants_colour(sys.stdout, arguments.color), arguments.quiet)))
        return None
    style = Style(arguments.color == "always", arguments.quiet)
    try:
        folder = os.path.dirname(output.file)
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(output.file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(written(style))
    except OSError as error:
        return f"{output.file}: cannot be written: {error.strerror}"
    return None


def _output(text: str) -> Output:
    name, equals, file = text.partition("=")
    if name not in FORMATS:
        raise Misuse(f"there is no output format {name!r}{suggestion(name, FORMATS)}; there are {', '.join(FORMATS)}")
    if equals and not file:
        raise Misuse(f"--output-format {text}: expected a file after '='")
    return Output(name, file or None)
