"""The table of settings: name, kind, default and meaning of each. What reads, explains or publishes settings starts from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from nablint.base.values import dataclass

Kind = Literal["codes", "strings", "string", "text", "boolean", "table"]


@dataclass(frozen=True, slots=True)
class Option:
    """`adds`: a list that extends what an extended file says, where others replace it. `per_file`: also below [per-file]."""

    key: str
    kind: Kind
    default: object
    doc: str
    example: str
    choices: tuple[str, ...] = ()
    per_file: bool = False
    adds: bool = False


OPTIONS: tuple[Option, ...] = (
    Option(
        "select",
        "codes",
        ["DEC", "SHP", "IDX", "CHN", "LAY", "VAL", "NOT"],
        "Rules that are on, as codes or prefixes of codes, or ALL. Where an entry of `ignore` is longer, that one decides.",
        'select = ["SHP", "CHN"]',
        per_file=True,
    ),
    Option("ignore", "codes", ["DEC003"], "Rules that are off.", 'ignore = ["LAY001"]', per_file=True),
    Option(
        "extend-select",
        "codes",
        [],
        "Rules that are on besides those of `select`; takes the same entry out of `ignore`.",
        'extend-select = ["DEC003"]',
        per_file=True,
        adds=True,
    ),
    Option(
        "declarations",
        "strings",
        [],
        "Directives that hold in every note, as if each began with them.",
        'declarations = ["let X: N × D; w: D", "dims N = n"]',
        per_file=True,
        adds=True,
    ),
    Option(
        "notation-files",
        "strings",
        [],
        "Files of notation: notes, whose general declarations hold everywhere, or directives, one a line, # before comments. "
        "Names are relative to the configuration file.",
        'notation-files = ["notation.md", "sizes.txt"]',
        per_file=True,
        adds=True,
    ),
    Option(
        "layout",
        "string",
        None,
        "The layout of every note that states none: numerator, denominator, mixed, or single choices as in the directive.",
        'layout = "denominator"',
        per_file=True,
    ),
    Option(
        "macros",
        "text",
        "",
        "Definitions of macros that hold in every note, as LaTeX.",
        "macros = '''\\newcommand{\\R}{\\mathbb{R}}'''",
        per_file=True,
        adds=True,
    ),
    Option(
        "macro-files",
        "strings",
        [],
        "LaTeX files with definitions of macros; names are relative to the configuration file.",
        'macro-files = ["macros.tex"]',
        per_file=True,
        adds=True,
    ),
    Option(
        "values",
        "boolean",
        True,
        "Whether claimed derivatives are evaluated (the VAL rules and CHN004).",
        "values = false",
        per_file=True,
    ),
    Option(
        "include",
        "strings",
        [],
        "Patterns of files to check besides notes, as in .gitignore, relative to the file in which they stand.",
        'include = ["*.txt"]',
    ),
    Option(
        "exclude",
        "strings",
        [],
        "Patterns of files and folders to leave out, as in .gitignore, relative to the file in which they stand.",
        'exclude = ["drafts/", "*.old.md"]',
        adds=True,
    ),
    Option(
        "respect-gitignore",
        "boolean",
        True,
        "Whether files that .gitignore leaves out are left out.",
        "respect-gitignore = false",
    ),
    Option("extend", "string", None, "Another configuration file to begin from; this one wins.", 'extend = "../nablint.toml"'),
    Option("hints", "boolean", False, "Whether hints are printed.", "hints = true"),
    Option(
        "fail-on",
        "string",
        "warning",
        "The least severity that makes the exit code 1.",
        'fail-on = "error"',
        choices=("error", "warning", "hint"),
    ),
    Option("output-format", "string", "full", "The format on standard output.", 'output-format = "concise"'),
    Option("baseline", "string", "nablint-baseline.json", "The file of known findings.", 'baseline = "known.json"'),
    Option("cache", "boolean", True, "Whether results are kept in .nablint_cache.", "cache = false"),
    Option(
        "per-file",
        "table",
        {},
        "Settings for files that match a pattern, relative to the file in which it stands; a later table wins.",
        '[per-file."solutions/*.md"]\nignore = ["VAL"]',
        adds=True,
    ),
)

BY_KEY: Mapping[str, Option] = {option.key: option for option in OPTIONS}
SCHEMA_ID = "https://raw.githubusercontent.com/nablint/nablint/main/nablint.schema.json"


def schema() -> dict[str, object]:
    """The JSON schema of a configuration file."""
    inner = {option.key: _schema_of(option) for option in OPTIONS if option.per_file}
    outer = {option.key: _schema_of(option) for option in OPTIONS if option.kind != "table"}
    outer["per-file"] = {
        "type": "object",
        "description": BY_KEY["per-file"].doc,
        "additionalProperties": {"type": "object", "properties": inner, "additionalProperties": False},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_ID,
        "title": "nablint",
        "description": "Settings of nablint: nablint.toml, or [tool.nablint] in pyproject.toml.",
        "type": "object",
        "properties": outer,
        "additionalProperties": False,
    }


def _schema_of(option: Option) -> dict[str, object]:
    described: dict[str, object] = {"description": option.doc}
    if option.default is not None:
        described["default"] = option.default
    if option.kind == "boolean":
        return {"type": "boolean", **described}
    if option.kind == "codes":
        return {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{1,3}[0-9]{0,3}$"}, **described}
    if option.kind == "strings":
        return {"type": "array", "items": {"type": "string"}, **described}
    return {"type": "string", **({"enum": list(option.choices)} if option.choices else {}), **described}
