"""What an installation is made of and whether it works: versions, what is missing for what, settings, a trial run."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Literal

import nablint
from nablint.analysis.configuration import Configuration, Configurations
from nablint.analysis.mistakes import mistakes
from nablint.base.values import dataclass

State = Literal["fine", "missing", "wrong"]

# Name of the package, what it is for, whether nablint cannot do without.
PACKAGES = (
    ("lark", "building the grammar's table", False),
    ("pygls", "the language server", False),
    ("websockets", "the language server over a WebSocket", False),
    ("distributed", "checking on a Dask cluster", False),
)
TRIAL = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$. Then $A x$.\n"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report. `missing`: works without, but less; `wrong`: must be mended."""

    topic: str
    state: State
    text: str


def examine_installation(folder: str = ".") -> tuple[Check, ...]:
    """Everything that is worth knowing when something does not work; reads configuration files, writes nothing."""
    return (*_program(), *_packages(), *_settings(folder), _trial())


def _program() -> Iterator[Check]:
    yield Check("nablint", "fine", f"{nablint.__version__} in {os.path.dirname(os.path.abspath(nablint.__file__))}")
    state: State = "fine" if sys.version_info >= (3, 10) else "wrong"
    yield Check("python", state, f"{platform.python_version()} ({sys.executable}), {platform.system()} {platform.machine()}")
    encoding = sys.getfilesystemencoding()
    yield Check("file names", "fine" if encoding.lower() == "utf-8" else "missing", f"in {encoding}")


def _packages() -> Iterator[Check]:
    for name, purpose, needed in PACKAGES:
        if find_spec(name) is None:
            yield Check(name, "wrong" if needed else "missing", f"not installed; it is for {purpose}")
            continue
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "of unknown version"
        yield Check(name, "fine", f"{found}, for {purpose}")


def _settings(folder: str) -> Iterator[Check]:
    configuration = Configurations().for_folder(os.path.abspath(folder))
    if configuration.path is None:
        yield Check("settings", "fine", f"no configuration file at or above {os.path.abspath(folder)}; the defaults hold")
        return
    yield Check("settings", "wrong" if configuration.problems else "fine", f"from {configuration.path}")
    for problem in configuration.problems:
        yield Check("settings", "wrong", problem)
    for finding in mistakes(configuration):
        yield Check("settings", "wrong", finding.message)
    yield from _values(configuration)


def _values(configuration: Configuration) -> Iterator[Check]:
    for key in sorted(configuration.values):
        yield Check("setting", "fine", f"{key} = {str(configuration.values[key])[:200]}")


def _trial() -> Check:
    """A note with one mistake, which has to be found."""
    from nablint.analysis.analyse import analyse
    from nablint.base.source import Source

    codes = [finding.code for finding in analyse(Source("trial.md", TRIAL), fixes=False).findings]
    if codes == ["SHP001"]:
        return Check("trial note", "fine", "its one mistake was found")
    return Check("trial note", "wrong", f"SHP001 should be found, and nothing else; found: {codes or 'nothing'}")
