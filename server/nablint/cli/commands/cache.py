"""`nablint cache clean` and `nablint cache dir`."""

from __future__ import annotations

import os
from argparse import Namespace

from nablint.cli.console import complain, say
from nablint.cli.exits import UNABLE, WELL


def run(arguments: Namespace) -> int:
    from nablint.analysis.configuration import Configurations
    from nablint.cli.cache import clean, default_folder
    from nablint.cli.formats.summary import counted

    root = Configurations().for_folder(os.getcwd()).folder or os.getcwd()
    folder = arguments.cache_dir or default_folder(root)
    if arguments.action == "dir":
        say(folder)
        return WELL
    try:
        say(f"{counted(clean(folder), 'report')} removed from {folder}")
    except OSError as error:
        complain(f"{folder}: cannot be cleaned: {error.strerror}")
        return UNABLE
    return WELL
