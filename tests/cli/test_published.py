"""What others copy from this repository: every command line in it is one that nablint understands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from nablint.cli.arguments import build_parser
from nablint.cli.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    "README.md",
    "docs/ci.md",
    "action.yml",
    ".pre-commit-hooks.yaml",
    "templates/gitlab-ci.yml",
    "Containerfile",
    "Makefile",
    "CONTRIBUTING.md",
]
_COMMAND = re.compile(
    r"(?:^|[ `/(:])nablint ((?:check|baseline|rule|shapes|why|spans|derive|config|server|cache)\b[^`|#\n&)]*)"
)


def commands() -> list[tuple[str, str]]:
    return [
        (name, found.strip().rstrip('.,;"'))
        for name in FILES
        for found in _COMMAND.findall((ROOT / name).read_text(encoding="utf-8"))
    ]


def test_there_are_command_lines_to_look_at() -> None:
    assert {name for name, _ in commands()} >= {"README.md", "docs/ci.md", "action.yml", ".pre-commit-hooks.yaml"}


@pytest.mark.parametrize(("name", "line"), commands())
def test_a_published_command_line_is_understood(name: str, line: str) -> None:
    words = [word for word in shlex.split(line.replace("$NABLINT_ARGS", "").replace("[CODE]", "")) if word]
    if words[0] in ("shapes", "spans", "why") and len(words) == 1:
        words.append("note.md:1")
    if words[0] in ("derive", "cache") and len(words) == 1:
        return
    arguments = build_parser().parse_args(words)
    for text in getattr(arguments, "output_format", None) or []:
        if words[0] == "check":
            assert text.partition("=")[0] in FORMATS


def test_the_template_is_the_page() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    job = (ROOT / "templates" / "gitlab-ci.yml").read_text(encoding="utf-8").partition("\n")[2]
    assert job in page


def test_the_hooks_take_every_suffix_that_is_a_note() -> None:
    from nablint.base.source import KIND_OF_SUFFIX

    patterns = re.findall(r"files: (\S+)", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert len(patterns) == 2
    for pattern in patterns:
        for suffix in KIND_OF_SUFFIX:
            assert re.search(pattern, f"notes/a{suffix}")
