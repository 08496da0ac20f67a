"""The parser of arguments: a wrong use is one line that says what was probably meant, and where the rest stands."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property
from typing import NoReturn

from nablint.cli.console import one_line
from nablint.cli.exits import UNABLE

_CHOICE = re.compile(r"invalid choice: '(?P<given>.*)' \(choose from (?P<known>.*)\)", re.S)


class Parser(argparse.ArgumentParser):
    """`argparse` prints a page of usage before its message; the page is what `--help` is for. `commands` are the inner ones."""

    @cached_property
    def commands(self) -> dict[str, Parser]:
        return {}

    def error(self, message: str) -> NoReturn:
        choice = _CHOICE.search(message)
        if choice:
            known = re.findall(r"[\w-]+", choice["known"])
            said = f"{choice['given']!r} is none of {', '.join(known)}{suggestion(choice['given'], known)}"
            message = message[: choice.start()] + said
        self.exit(UNABLE, f"nablint: {one_line(message)} ({self.prog} --help says more)\n")

    def unknown(self, words: Iterable[str]) -> NoReturn:
        """Ends with what was not understood, beside the option that it comes near to."""
        first = next(iter(words))
        options = re.findall(r"--[a-z][a-z-]*", self.format_usage())
        near = suggestion(first.partition("=")[0], options) if first.startswith("--") else ""
        if os.path.exists(first):
            near = f"; the file of that name is ./{first}"
        self.error(f"{first!r} is not understood{near}")


def suggestion(given: str, known: Iterable[str]) -> str:
    near = get_close_matches(given, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
