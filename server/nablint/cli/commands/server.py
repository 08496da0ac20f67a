"""`nablint server`: the language server, for editors."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from importlib.util import find_spec

from nablint.cli.console import complain
from nablint.cli.exits import UNABLE, WELL


def run(arguments: Namespace) -> int:
    if find_spec("pygls") is None:
        complain("the language server needs pygls: pip install 'nablint[server]'")
        return UNABLE
    # Named in text: the two transports stand side by side, and neither imports the other.
    import_module("nablint.lsp.__main__").main([])
    return WELL
