"""One note read and analysed for the commands that ask about it, with the settings that hold for it."""

from __future__ import annotations

import os
import re
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

_PLACE = re.compile(r"(?P<file>.+?)(?::(?P<row>[0-9]{1,9}))?", re.S)


@dataclass(frozen=True, slots=True)
class OneNote:
    snapshot: Snapshot
    places: Places
    knowledge: Knowledge


def note_and_row(place: str, arguments: Namespace) -> tuple[OneNote, int] | None:
    """`FILE:LINE` as the note and the line, 0 for `FILE` alone; None as `read_note` has it."""
    found = _PLACE.fullmatch(place)
    assert found is not None
    note = read_note(found["file"], arguments)
    return None if note is None else (note, int(found["row"] or 0))


def note_at(place: str, arguments: Namespace) -> tuple[OneNote, int] | None:
    """The note and where the line ends that is named, or the note itself."""
    found = note_and_row(place, arguments)
    if found is None:
        return None
    note, row = found
    return note, note.places.offset(row + 1, 1) if row else len(note.snapshot.source.text)


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
