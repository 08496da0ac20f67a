"""`nablint rule [CODE]`: what a rule says, why, and what to write instead; or the list of all."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator

from nablint.cli.console import complain, say, say_all
from nablint.cli.exits import UNABLE, WELL
from nablint.rules.registry import FAMILIES, Rule, all_rules, codes, find_code


def run(arguments: Namespace) -> int:
    rules = all_rules()
    if arguments.code:
        wanted = find_code(arguments.code) or arguments.code.upper()
        rules = tuple(rule for rule in rules if wanted and rule.code.startswith(wanted))
        if not rules:
            complain(f"no rule is called {arguments.code}{_suggestion(arguments.code)}; nablint rule lists all")
            return UNABLE
    # The beginning of codes (SHP) lists the family, a code explains the rule.
    full = arguments.all or (len(rules) == 1 and bool(arguments.code))
    if arguments.output_format == "json":
        say(json.dumps([_record(rule) for rule in rules], ensure_ascii=False, indent=2))
    elif arguments.output_format == "markdown":
        say_all(page(rules) if full else table(rules))
    elif full:
        say_all(_in_full(rules))
    else:
        for rule in rules:
            say(f"{rule.code}  {rule.name:<24}  {rule.summary}")
    return WELL


def table(rules: Iterable[Rule]) -> Iterator[str]:
    """The rules as a Markdown table, one line each."""
    yield "| Code | Name | Says |\n|---|---|---|\n"
    for rule in rules:
        yield f"| [{rule.code}](docs/rules.md#{rule.code.lower()}) | `{rule.name}` | {rule.summary.rstrip('.')} |\n"


def page(rules: Iterable[Rule]) -> Iterator[str]:
    """The rules in full, as one Markdown page; headings are the codes, which links rest on."""
    family = ""
    for rule in rules:
        if rule.family != family:
            family = rule.family
            yield f"## {family}\n\n"
        yield f"### {rule.code}\n\n`{rule.name}`: {rule.doc}\n\n"


def _in_full(rules: Iterable[Rule]) -> Iterator[str]:
    for k, rule in enumerate(rules):
        head = f"{rule.code} {rule.name}"
        yield ("\n" if k else "") + f"{head}\n{'-' * len(head)}\n{rule.doc}\n"


def _record(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "summary": rule.summary,
        "explanation": rule.doc,
    }


def _suggestion(text: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(text.upper(), [*codes(), *FAMILIES], 1)
    return f" (did you mean {near[0]}?)" if near else ""
