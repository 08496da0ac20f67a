"""A note with edits applied, written as its file needs it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from nablint.base.findings import Edit, apply_edits
from nablint.base.source import Source


def edited(source: Source, edits: Iterable[Edit]) -> str:
    """The text of the file after the edits. A notebook's note stands in JSON strings, and so must what is put into it."""
    if source.kind == "notebook":
        edits = (Edit(edit.span, json.dumps(edit.text, ensure_ascii=False)[1:-1]) for edit in edits)
    return apply_edits(source.text, tuple(edits))
