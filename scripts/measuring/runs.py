"""A run over folders of notes: every note measured in processes of their own, in the order of the names, and added up."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from measuring.note import Measured, measured
from measuring.speed import peak_memory
from nablint import __version__
from nablint.cli.discover import Filter, discover
from nablint.cli.reading import Unreadable, read_text


def run_over(folders: list[Path], jobs: int, values: bool = True) -> Measured:
    """What `--json` keeps: the measures of each note by its name below its folder, and their sums."""
    names = dict(_named(folders))
    work = partial(_one, values=values)
    files: dict[str, Measured] = {}
    peak = 0.0
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for name, found in zip(names, pool.map(work, names, names.values(), chunksize=2), strict=True):
            peak = max(peak, found.pop("peak", 0.0))
            files[name] = found
    return {"nablint": __version__, "totals": totals(files), "peak": peak, "files": files}


def _named(folders: list[Path]) -> list[tuple[str, str]]:
    """Names as they stay when the folder is moved; the folder's own name stands in front only where there are several."""
    found = []
    for folder in folders:
        base = folder if folder.is_dir() else folder.parent
        for path in discover([str(folder)], lambda given: Filter(), lambda given: True).files:
            name = Path(path).relative_to(base).as_posix()
            found.append((f"{base.name}/{name}" if len(folders) > 1 else name, path))
    return sorted(found)


def _one(name: str, path: str, values: bool) -> Measured:
    try:
        found = measured(name, read_text(path).text, values=values)
    except Unreadable as problem:
        found = {"problem": str(problem)}
    return {**found, "peak": peak_memory()}


def jobs_here() -> int:
    return min(os.cpu_count() or 1, 16)


def totals(files: dict[str, Measured]) -> Measured:
    """The sums over all notes that could be read."""
    read = [found for found in files.values() if "problem" not in found]
    formulas = {state: sum(found["formulas"][state] for found in read) for state in ("wholly", "partly", "not")}
    return {
        "notes": len(read),
        "problems": len(files) - len(read),
        "bytes": sum(found["bytes"] for found in read),
        "seconds": _added(found["seconds"] for found in read),
        "formulas": {**formulas, "causes": _added(found["formulas"]["causes"] for found in read)},
        "symbols": _added(found["symbols"] for found in read),
        "statements": _added(found["statements"] for found in read),
        "claims": {part: _added(found["claims"].get(part, {}) for found in read) for part in ("status", "why", "derivatives")},
        "findings": dict(sorted(Counter(f"{f['code']} {f['severity']}" for found in read for f in found["findings"]).items())),
    }


def _added(parts: Any) -> dict[str, Any]:
    counts: dict[str, Any] = {}
    for part in parts:
        for name, count in part.items():
            counts[name] = counts.get(name, 0) + count
    return dict(sorted(counts.items()))
