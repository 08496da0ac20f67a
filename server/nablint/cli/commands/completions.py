"""`nablint completions SHELL`: written from the commands and options themselves, so that none is missing."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterator

from nablint.base.values import dataclass
from nablint.cli.arguments import COMMANDS, build_parser
from nablint.cli.console import say_all
from nablint.cli.exits import WELL


@dataclass(frozen=True, slots=True)
class Option:
    """`takes` names its value, "" where it has none; `choices` are the only values that it takes, where they are few."""

    name: str
    help: str
    takes: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completed:
    """One command: its options, and the words that it takes where it takes no files."""

    help: str
    options: tuple[Option, ...]
    words: tuple[str, ...]


Commands = dict[str, Completed]


def run(arguments: Namespace) -> int:
    commands = {name: _completed(name) for name in COMMANDS}
    say_all({"bash": _bash, "zsh": _zsh, "fish": _fish}[arguments.shell](commands))
    return WELL


def _completed(command: str) -> Completed:
    subparsers = next(a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    options: list[Option] = []
    words: tuple[str, ...] = ()
    for action in subparsers.choices[command]._actions:
        choices = tuple(map(str, action.choices or ()))
        takes = "" if action.nargs == 0 else str(action.metavar or action.dest)
        if not action.option_strings:
            words = words or choices
        elif action.help != argparse.SUPPRESS:
            options += [Option(o, action.help or "", takes, choices) for o in action.option_strings if o.startswith("--")]
    return Completed(COMMANDS[command].help, tuple(options), words)


def _quoted(text: str) -> str:
    """In single quotes for bash and zsh, where such a quote stands outside of them."""
    return "'" + text.replace("'", "'\\''") + "'"


def _bash(commands: Commands) -> Iterator[str]:
    yield "_nablint() {\n"
    yield '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""\n'
    yield '    case "${COMP_WORDS[1]}:$before" in\n'
    for name, command in commands.items():
        for option in command.options:
            if option.choices:
                values = " ".join(option.choices)
                yield f'        {name}:{option.name}) COMPREPLY=($(compgen -W "{values}" -- "$word")); return ;;\n'
    yield "    esac\n"
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then\n'
    yield f'        COMPREPLY=($(compgen -W "{" ".join(commands)} --help --version" -- "$word"))\n        return\n    fi\n'
    yield '    case "${COMP_WORDS[1]}" in\n'
    for name, command in commands.items():
        yield f'        {name}) words="{" ".join(option.name for option in command.options)}" ;;\n'
    yield '    esac\n    if [[ "$word" != -* ]]; then\n        case "${COMP_WORDS[1]}" in\n'
    for name, command in commands.items():
        if command.words:
            yield f'            {name}) words="{" ".join(command.words)}" ;;\n'
    yield '            *) words="" ;;\n        esac\n    fi\n'
    yield '    COMPREPLY=($(compgen ${words:+-W "$words"} -- "$word"))\n'
    yield '    [ -n "$words" ] || COMPREPLY=($(compgen -f -- "$word"))\n'
    yield "}\ncomplete -o filenames -F _nablint nablint\n"


def _zsh(commands: Commands) -> Iterator[str]:
    yield "#compdef nablint\n_nablint() {\n    local -a commands\n    commands=(\n"
    for name, command in commands.items():
        yield f"        {_quoted(f'{name}:{command.help}')}\n"
    yield "    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
    # From here on the command is the first word, so that its name is not taken for a file.
    yield "    shift words\n    (( CURRENT-- ))\n    case $words[1] in\n"
    for name, command in commands.items():
        rest = f"'*:word:({' '.join(command.words)})'" if command.words else "'*:file:_files'"
        yield f"        {name}) _arguments {rest}"
        for option in command.options:
            yield f" \\\n            {_quoted(f'{option.name}[{_zsh_text(option.help)}]{_zsh_value(option)}')}"
        yield " ;;\n"
    # The file is read by `source`, or run as the function of its name that zsh found in $fpath.
    yield '    esac\n}\nif [ "$funcstack[1]" = _nablint ]; then _nablint "$@"; else compdef _nablint nablint; fi\n'


def _zsh_text(text: str) -> str:
    """As it can stand between the signs of an option's description."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def _zsh_value(option: Option) -> str:
    if option.choices:
        return f":value:({' '.join(option.choices)})"
    return f":{_zsh_text(option.takes)}:_files" if option.takes else ""


def _fish(commands: Commands) -> Iterator[str]:
    for name, command in commands.items():
        yield f"complete -c nablint -n __fish_use_subcommand -f -a {name} -d {_fish_quoted(command.help)}\n"
    for name, command in commands.items():
        here = f"complete -c nablint -n '__fish_seen_subcommand_from {name}'"
        if command.words:
            yield f"{here} -f -a '{' '.join(command.words)}'\n"
        for option in command.options:
            values = f" -x -a '{' '.join(option.choices)}'" if option.choices else " -r" if option.takes else ""
            yield f"{here} -l {option.name[2:]} -d {_fish_quoted(option.help)}{values}\n"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
