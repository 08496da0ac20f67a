"""One note read and analysed for the commands that ask about it, with the settings that hold for it."""

from __future__ import annotations

import os
from argparse import Namespace

from nablint.analysis.configuration import Configurations
from nablint.analysis.snapshot import Snapshot
from nablint.base.source import Source
from nablint.base.values import dataclass
from nablint.cli.checking import Job, analysed, with_includes
from nablint.cli.console import complain
from nablint.cli.discover import shown
from nablint.cli.places import Places
from nablint.cli.reading import Unreadable, read_text
from nablint.features.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class OneNote:
    snapshot: Snapshot
    places: Places
    knowledge: Knowledge


def read_note(path: str, arguments: Namespace) -> OneNote | None:
    """None, and a line that says why, where it cannot be read."""
    try:
        read = read_text(path)
    except Unreadable as error:
        complain(f"{shown(path)}: {error}")
        return None
    config = arguments.config
    if config and not os.path.isfile(config):
        complain(f"{config}: no such configuration file")
        return None
    configuration = Configurations(config, arguments.isolated).for_note(path)
    for problem in configuration.problems:
        complain(problem)
    settings = with_includes(Job(path, configuration.settings_for(path)), read.data)
    snapshot = analysed(Source.named(shown(path), read.text), settings)
    if snapshot.document.problem:
        complain(f"{shown(path)}: {snapshot.document.problem}")
        return None
    return OneNote(snapshot, Places(read.text, snapshot.document.cells), Knowledge(snapshot))
