"""How long the rooms of nablint take over notes: processor time by phase and memory, each measure in a process of its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

PHASES = ("scan", "parse", "collect", "shapes and rules", "values")


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of processor time; `start` is what importing cost, before any note."""

    bytes: int
    formulas: int
    start: float
    phases: dict[str, float]
    megabytes: float

    @property
    def without_values(self) -> float:
        return sum(seconds for phase, seconds in self.phases.items() if phase != "values")

    @property
    def rate(self) -> float:
        """Megabytes of notes a second, without values."""
        return self.bytes / 1e6 / self.without_values if self.without_values else 0.0


def cold(notes: list[tuple[str, str]], values: bool = True) -> Speed:
    """All notes, one after another, in one fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(here, notes, values).result()


def here(notes: Iterable[tuple[str, str]], values: bool) -> Speed:
    begin = time.process_time()
    from nablint.analysis.settings import DEFAULT
    from nablint.base.cycles import look_rarely
    from nablint.base.source import Source
    from nablint.declarations.collect import collect
    from nablint.documents.scanner import scan
    from nablint.parse.macros import collect_macros
    from nablint.parse.parser import parse
    from nablint.readings.bysection import JudgedNote
    from nablint.readings.note import Note
    from nablint.rules.run import checks, run

    checks()
    look_rarely()
    start = time.process_time() - begin
    clock = _Clock()
    size = formulas = 0
    for path, text in notes:
        size += len(text.encode("utf-8", "surrogatepass"))
        clock.restart()
        document = scan(Source.named(path, text))
        clock.lap("scan")
        macros = collect_macros((*(m.text for m in document.macros), *(r.text for r in document.regions)))
        trees = tuple(parse(region.text, macros) for region in document.regions)
        clock.lap("parse")
        declarations = collect(document, trees)
        clock.lap("collect")
        judged = JudgedNote(Note(document, trees, declarations))
        run(judged, lambda code: DEFAULT.wants(code) and not code.startswith(("VAL", "CHN004")))
        clock.lap("shapes and rules")
        if values:
            run(judged, DEFAULT.wants)
            clock.lap("values")
        formulas += len(trees)
    return Speed(size, formulas, start, clock.phases, peak_memory())


class _Clock:
    def __init__(self) -> None:
        self.phases = dict.fromkeys(PHASES, 0.0)
        self._at = 0.0

    def restart(self) -> None:
        self._at = time.process_time()

    def lap(self, phase: str) -> None:
        now = time.process_time()
        self.phases[phase] += now - self._at
        self._at = now


def peak_memory() -> float:
    """The most memory this process has had, in MB; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)
