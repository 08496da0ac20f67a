"""`nablint server`: the language server, for editors."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from importlib.util import find_spec

from nablint.cli.console import complain
from nablint.cli.exits import UNABLE

_HANDED_ON = ("tcp", "ws", "log_level", "log_file")


def run(arguments: Namespace) -> int:
    if find_spec("pygls") is None:
        complain("the language server needs pygls: pip install 'nablint[server]'")
        return UNABLE
    # Named in text: the two transports stand side by side, and neither imports the other.
    code: int = import_module("nablint.lsp.main").main(_words(arguments))
    return code


def _words(arguments: Namespace) -> list[str]:
    """The options as the server's own command line takes them."""
    given = {name: getattr(arguments, name) for name in _HANDED_ON}
    return [f"--{name.replace('_', '-')}={value}" for name, value in given.items() if value is not None]
