"""`nablint completions SHELL`: written from the commands and options themselves, so that none is missing."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterator

from nablint.cli.arguments import COMMANDS, build_parser
from nablint.cli.console import say_all
from nablint.cli.exits import WELL


def run(arguments: Namespace) -> int:
    options = {name: list(_options(name)) for name in COMMANDS}
    say_all({"bash": _bash, "zsh": _zsh, "fish": _fish}[arguments.shell](options))
    return WELL


Options = dict[str, list[tuple[str, str, tuple[str, ...]]]]  # of each command: option, help, choices


def _options(command: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    subparsers = next(a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    for action in subparsers.choices[command]._actions:
        for option in action.option_strings:
            if option.startswith("--"):
                yield option, (action.help or "").replace("'", ""), tuple(map(str, action.choices or ()))


def _bash(options: Options) -> Iterator[str]:
    yield "_nablint() {\n"
    yield '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""\n'
    yield '    case "${COMP_WORDS[1]}:$before" in\n'
    for command, listed in options.items():
        for option, _, choices in listed:
            if choices:
                yield f'        {command}:{option}) COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$word")); return ;;\n'
    yield "    esac\n"
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then\n'
    yield f'        COMPREPLY=($(compgen -W "{" ".join(options)} --help --version" -- "$word"))\n        return\n    fi\n'
    yield '    case "${COMP_WORDS[1]}" in\n'
    for command, listed in options.items():
        yield f'        {command}) words="{" ".join(option for option, _, _ in listed)}" ;;\n'
    yield "    esac\n"
    yield '    [[ "$word" == -* ]] || words=""\n'
    yield '    COMPREPLY=($(compgen ${words:+-W "$words"} -- "$word"))\n'
    yield '    [ -n "$words" ] || COMPREPLY=($(compgen -f -- "$word"))\n'
    yield "}\ncomplete -o filenames -F _nablint nablint\n"


def _zsh(options: Options) -> Iterator[str]:
    yield "#compdef nablint\n_nablint() {\n    local -a commands\n    commands=(\n"
    for name, command in COMMANDS.items():
        yield f"        '{name}:{command.help}'\n"
    yield "    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
    yield "    case $words[2] in\n"
    for command_name, listed in options.items():
        yield f"        {command_name}) _arguments '*:file:_files'"
        for option, help_, choices in listed:
            text = help_.replace("[", "(").replace("]", ")").replace(":", " ")
            values = f":value:({' '.join(choices)})" if choices else ""
            yield f" \\\n            '{option}[{text}]{values}'"
        yield " ;;\n"
    yield '    esac\n}\ncompdef _nablint nablint 2>/dev/null || _nablint "$@"\n'


def _fish(options: Options) -> Iterator[str]:
    for name, command in COMMANDS.items():
        yield f"complete -c nablint -n __fish_use_subcommand -f -a {name} -d '{command.help}'\n"
    for command_name, listed in options.items():
        for option, help_, choices in listed:
            values = f" -x -a '{' '.join(choices)}'" if choices else ""
            yield f"complete -c nablint -n '__fish_seen_subcommand_from {command_name}' -l {option[2:]} -d '{help_}'{values}\n"
