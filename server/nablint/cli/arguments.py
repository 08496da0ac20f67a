"""The command line: commands and their options, without importing what they run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from nablint import __version__
from nablint.base.values import dataclass
from nablint.cli.exits import UNABLE
from nablint.cli.formats import FORMATS
from nablint.cli.parser import Parser
from nablint.rules.registry import find_code

MOST = 1000  # processes, or whatever else is counted


@dataclass(frozen=True, slots=True)
class Command:
    """`module` has `run(arguments) -> int`; `options` adds what the command understands."""

    module: str
    help: str
    options: Callable[[argparse.ArgumentParser], None]


def _codes(text: str) -> tuple[str, ...]:
    """Codes, prefixes of codes, or names of rules."""
    return tuple(find_code(code) or code.strip().upper() for code in text.split(",") if code.strip())


def _some_codes(text: str) -> tuple[str, ...]:
    """`--select ""` would switch everything off, and a script's empty variable pass for a clean run."""
    codes = _codes(text)
    if not codes:
        raise argparse.ArgumentTypeError("names no rule; expected codes such as SHP or SHP001, or ALL")
    return codes


def _positive(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {MOST}, not {text!r}")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    number, _, total = text.partition("/")
    if not (number.isdecimal() and total.isdecimal() and 1 <= int(number) <= int(total)):
        raise argparse.ArgumentTypeError("must be K/N with K from 1 to N, such as 2/8")
    return int(number), int(total)


def _configuration(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("configuration")
    group.add_argument("--config", metavar="FILE", help="use this configuration file for every note")
    group.add_argument("--isolated", action="store_true", help="ignore all configuration files")


def _selection(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules")
    for option, read, default, words in (
        ("--select", _some_codes, None, "only these rules (codes, prefixes or names, with commas)"),
        ("--ignore", _codes, None, "not these rules"),
        ("--extend-select", _codes, [], "these rules too"),
    ):
        group.add_argument(option, metavar="CODES", action="extend", type=read, default=default, help=words)
    group.add_argument("--no-values", action="store_true", help="do not evaluate claimed derivatives (no VAL rules, no CHN004)")


def _files(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("files")
    group.add_argument("paths", nargs="*", metavar="PATH", help="notes and folders; - reads standard input (default: .)")
    group.add_argument("--stdin-filename", metavar="NAME", help="the name of what comes on standard input")
    group.add_argument("--exclude", metavar="PATTERN", action="append", default=[], help="leave out files that match")
    group.add_argument("--no-respect-gitignore", action="store_true", help="check files that .gitignore leaves out too")
    group.add_argument("--jobs", "-j", type=_positive, metavar="N", help="processes (default: one per core for many files)")
    group.add_argument("--no-cache", action="store_true", help="neither read nor write .nablint_cache")
    group.add_argument("--cache-dir", metavar="DIR", help="where results are kept")


def _output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output-format",
        "--format",
        metavar="FORMAT[=FILE]",
        action="append",
        default=[],
        help=f"one of {', '.join(FORMATS)}; may be repeated, each to its own file",
    )
    group.add_argument("--output-file", "-o", metavar="FILE", help="write there instead of standard output")
    group.add_argument("--statistics", action="store_true", help="count findings by rule, and claims, instead of listing them")
    group.add_argument("--quiet", "-q", action="store_true", help="print findings only, no summary")
    group.add_argument("--color", "--colour", choices=("auto", "always", "never"), default="auto", help="colour (auto)")
    group = parser.add_argument_group("exit code")
    group.add_argument("--fail-on", choices=("error", "warning", "hint"), help="what makes the exit code 1 (warning)")
    group.add_argument("--exit-zero", "-e", action="store_true", help="0 even with findings")


def _check(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    _selection(parser)
    _output(parser)
    parser.add_argument("--hints", action="store_true", help="print hints too")
    parser.add_argument("--watch", "-w", action="store_true", help="check again whenever a note or a setting changes")
    group = parser.add_argument_group("scale")
    group.add_argument("--shard", metavar="K/N", type=_shard, help="check only the K-th of N equal parts of the notes")
    group.add_argument("--dask", metavar="ADDRESS", help="check on a Dask cluster, tcp://HOST:PORT (needs nablint[dask])")
    group = parser.add_argument_group("fixing")
    group.add_argument("--exit-non-zero-on-fix", action="store_true", help="1 if anything was fixed")
    group.add_argument("--fix", action="store_true", help="apply the safe fixes")
    group.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: the unsafe ones too")
    group.add_argument("--fix-only", action="store_true", help="fix and print no findings")
    group.add_argument("--diff", action="store_true", help="print what --fix would change, and change nothing")
    group = parser.add_argument_group("baseline")
    group.add_argument("--baseline", metavar="FILE", help="the file of known findings (nablint-baseline.json)")
    group.add_argument("--no-baseline", action="store_true", help="report known findings too")
    group.add_argument("--frozen-baseline", action="store_true", help="never write the baseline; fail where it is out of date")
    _configuration(parser)


def _merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reports", nargs="+", metavar="REPORT", help="what every shard wrote with --output-format report=FILE")
    _output(parser)
    _configuration(parser)


def _baseline(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(shard=None)
    _files(parser)
    _selection(parser)
    parser.add_argument("--baseline", metavar="FILE", help="the file to write (nablint-baseline.json)")
    _configuration(parser)


def _derive(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("expression", help="what to derive, in LaTeX: 'x^T A x'")
    parser.add_argument("--wrt", metavar="SYMBOL[,SYMBOL]", action="append", required=True, help="by what, one after the other")
    parser.add_argument("--let", metavar="DECLARATION", action="append", default=[], help="'x: n; A: n × n symmetric'")
    parser.add_argument("--def", dest="defs", metavar="DEFINITION", action="append", default=[], help="'z = A x'")
    parser.add_argument("--from", dest="from_note", metavar="FILE[:LINE]", help="with the symbols and the layout of a note")
    parser.add_argument("--layout", choices=("numerator", "denominator", "mixed"), help="(the note's, else numerator)")
    parser.add_argument("--scalar-by-matrix", metavar="P×Q", help="p×q or q×p, where it differs from the layout")
    parser.add_argument("--order", type=_positive, default=1, help="2: the second derivative by one symbol")
    parser.add_argument("--steps", action="store_true", help="the chain rule written out, each line with its shape")
    parser.add_argument("--output-format", choices=("text", "latex", "json", "numpy"), default="text")
    _configuration(parser)


def _arrange(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("expression", metavar="FACTORS", help=r"a product, 'A x B'; in 'A \Box' the hole is filled")
    parser.add_argument("--let", metavar="DECLARATION", action="append", default=[], help="'x: n; A: n × n symmetric'")
    parser.add_argument("--def", dest="defs", metavar="DEFINITION", action="append", default=[], help="'z = A x'")
    parser.add_argument("--from", dest="from_note", metavar="FILE[:LINE]", help="with the symbols and the layout of a note")
    parser.add_argument("--shape", metavar="SHAPE", help="only what has this shape: 'm × n'")
    parser.add_argument("--derivative-of", metavar="EXPRESSION", help="mark what is its derivative")
    parser.add_argument("--wrt", metavar="SYMBOL", help="by what")
    parser.add_argument("--layout", choices=("numerator", "denominator", "mixed"), help="(the note's, else numerator)")
    parser.add_argument("--scalar-by-matrix", metavar="P×Q", help="p×q or q×p, where it differs from the layout")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    _configuration(parser)


def _graph(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE[:LINE]", help="the note; with a line, the section there")
    parser.add_argument("--of", metavar="SYMBOL", help="all that this symbol depends on")
    parser.add_argument("--wrt", metavar="SYMBOL", help="all that depends on this symbol; with --of, the ways between the two")
    parser.add_argument("--format", choices=("mermaid", "dot", "svg", "json"), default="mermaid")
    _configuration(parser)


def _shapes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    _configuration(parser)


def _spans(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="FILE")
    parser.add_argument("--statistics", action="store_true", help="how many formulas were understood, and why the rest was not")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    _configuration(parser)


def _why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="FILE:LINE[:COLUMN]")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    _configuration(parser)


def _rule(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", help="a code (SHP001), a family (SHP) or a name (product-mismatch); none lists all")
    parser.add_argument("--all", action="store_true", help="every rule in full")
    parser.add_argument("--output-format", choices=("text", "markdown", "json"), default="text")


def _server(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--stdio", action="store_true", help="speak on standard input and output (the default)")
    where.add_argument("--tcp", metavar="[HOST:]PORT", help="serve one client over TCP, for debugging")
    where.add_argument("--ws", metavar="[HOST:]PORT", help="serve one client over a WebSocket, for debugging")
    parser.add_argument("--log-level", choices=("error", "warning", "info", "debug"), help="default: warning")
    parser.add_argument("--log-file", metavar="FILE", help="write the log there; default: standard error")
    # Clients of the common libraries add these on their own.
    parser.add_argument("--clientProcessId", help=argparse.SUPPRESS)
    parser.add_argument("--node-ipc", action="store_true", help=argparse.SUPPRESS)


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", default=".", help="whose settings are looked at; default: this one")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def _config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("setting", nargs="?", help="explain only this one")
    parser.add_argument("--show", metavar="PATH", help="the settings that hold for this note, and where they come from")
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of the configuration file")


def _cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("clean", "dir"))
    parser.add_argument("--cache-dir", metavar="DIR")


def _completions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


_PACKAGE = "nablint.cli.commands."

COMMANDS: dict[str, Command] = {
    "check": Command(_PACKAGE + "check", "check notes", _check),
    "merge": Command(_PACKAGE + "merge", "the reports of all shards as one", _merge),
    "derive": Command(_PACKAGE + "derive", "the derivative of an expression", _derive),
    "arrange": Command(_PACKAGE + "arrange", "the orders and transposes of factors that conform", _arrange),
    "graph": Command(_PACKAGE + "graph", "what depends on what in a note, with shapes", _graph),
    "shapes": Command(_PACKAGE + "shapes", "the symbols of a note, their shapes, and where each was learned", _shapes),
    "spans": Command(_PACKAGE + "spans", "what was taken for mathematics", _spans),
    "why": Command(_PACKAGE + "why", "what was understood at a place, and why nothing was said", _why),
    "rule": Command(_PACKAGE + "rule", "explain a rule", _rule),
    "server": Command(_PACKAGE + "server", "the language server", _server),
    "doctor": Command(_PACKAGE + "doctor", "whether this installation works, and what is missing for what", _doctor),
    "baseline": Command(_PACKAGE + "baseline", "record today's findings, to see only new ones", _baseline),
    "config": Command(_PACKAGE + "config", "explain the settings", _config),
    "cache": Command(_PACKAGE + "cache", "clean the cache, or say where it is", _cache),
    "completions": Command(_PACKAGE + "completions", "completions for a shell", _completions),
}


def build_parser() -> Parser:
    parser = Parser(prog="nablint", description="Checks the matrix calculus in Markdown and LaTeX notes.")
    parser.add_argument("--version", "-V", action="version", version=f"nablint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        described = commands.add_parser(name, help=command.help, description=command.help.capitalize() + ".")
        command.options(described)
        parser.commands[name] = described
    return parser


def parse(words: list[str]) -> argparse.Namespace:
    """What the words of a command line mean; ends the program where they mean nothing."""
    parser = build_parser()
    if not words:
        parser.print_help(sys.stderr)
        parser.exit(UNABLE)
    arguments, rest = parser.parse_known_args(words)
    # Files may stand on both sides of an option, which argparse takes for too many.
    given = next((getattr(arguments, name) for name in ("paths", "reports") if hasattr(arguments, name)), None)
    if rest and given is not None and not any(word.startswith("-") and word != "-" for word in rest):
        given.extend(rest)
    elif rest:
        parser.commands[arguments.command].unknown(rest)
    return arguments
