"""`nablint rule [CODE]`: what a rule says, why, and what to write instead; or the list of all."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator

from nablint.cli.console import complain, say, say_all
from nablint.cli.exits import UNABLE, WELL
from nablint.rules.registry import FAMILIES, Rule, all_rules, codes, find_code, rule_url


def run(arguments: Namespace) -> int:
    rules = all_rules()
    if arguments.code:
        code = find_code(arguments.code)
        if code is None:
            complain(f"no rule is called {arguments.code}{_suggestion(arguments.code)}; nablint rule lists all")
            return UNABLE
        rules = tuple(rule for rule in rules if rule.code == code)
    if arguments.output_format == "json":
        say(json.dumps([_record(rule) for rule in rules], ensure_ascii=False, indent=2))
    elif arguments.output_format == "markdown":
        say_all(table(rules) if not (arguments.code or arguments.all) else page(rules))
    elif arguments.code or arguments.all:
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
        "url": rule_url(rule.code),
    }


def _suggestion(text: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(text.upper(), [*codes(), *FAMILIES], 1)
    return f" (did you mean {near[0]}?)" if near else ""
