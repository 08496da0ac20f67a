"""`nablint config [SETTING]`: explains the settings; `--show` says which hold for a note, and where they come from."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from difflib import get_close_matches

from nablint.analysis.options import BY_KEY, OPTIONS, Option, schema
from nablint.cli.console import complain, say, say_all
from nablint.cli.exits import UNABLE, WELL


def run(arguments: Namespace) -> int:
    if arguments.schema:
        say(json.dumps(schema(), indent=2, ensure_ascii=False))
        return WELL
    if arguments.show:
        return _show(arguments.show)
    if not arguments.setting:
        for k, option in enumerate(OPTIONS):
            say_all(["\n"] if k else [])
            say_all(_explained(option))
        return WELL
    known = BY_KEY.get(arguments.setting)
    if known is None:
        near = get_close_matches(arguments.setting, BY_KEY, 1)
        complain(f"there is no setting {arguments.setting!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        return UNABLE
    say_all(_explained(known))
    return WELL


def _explained(option: Option) -> Iterator[str]:
    yield f"{option.key}\n  {option.doc}\n"
    if option.choices:
        yield f"  One of: {', '.join(option.choices)}\n"
    if option.kind != "table":
        yield f"  Default: {'none' if option.default is None else json.dumps(option.default)}\n"
    if option.per_file:
        yield "  May stand below [per-file] too.\n"
    yield "".join(f"    {line}\n" for line in option.example.splitlines())


def _show(note: str) -> int:
    from nablint.analysis.configuration import Configurations
    from nablint.analysis.mistakes import mistakes
    from nablint.cli.discover import shown

    configuration = Configurations().for_note(note)
    for problem in (*configuration.problems, *(finding.message for finding in mistakes(configuration))):
        complain(problem)
    settings = configuration.settings_for(note)
    say(f"# {shown(note)}: {shown(configuration.path) if configuration.path else 'no configuration file, the defaults'}")
    say(f"select = {json.dumps(list(settings.select))}")
    say(f"ignore = {json.dumps(list(settings.ignore))}")
    say(f"declarations = {json.dumps(list(settings.declarations), ensure_ascii=False)}")
    say(f"macros = {json.dumps(settings.macros, ensure_ascii=False)}")
    say(f"values = {json.dumps(settings.values)}")
    # What is about a run and not about a note, where the file says it.
    for option in OPTIONS:
        if not option.per_file and option.kind != "table" and option.key in configuration.values:
            say(f"{option.key} = {json.dumps(configuration.values[option.key], ensure_ascii=False)}")
    return WELL
