"""How fast are formulas read, and how many wholly? `python tests/bench/parse.py [FOLDER]`, by default ../shared/corpus."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from nablint.base.source import KIND_OF_SUFFIX, Source
from nablint.documents.scanner import scan
from nablint.parse.lalr import load_table
from nablint.parse.macros import Macros, collect_macros
from nablint.parse.parser import parse, parse_anew
from nablint.parse.statistics import parse_statistics


def formulas_of(folder: Path) -> list[tuple[str, Macros]]:
    """The formulas of all notes below a folder, with the macros of their own note."""
    out: list[tuple[str, Macros]] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in KIND_OF_SUFFIX and path.is_file():
            document = scan(Source.named(path.name, path.read_text(encoding="utf-8", errors="replace")))
            macros = collect_macros([*(m.text for m in document.macros), *(r.text for r in document.regions)])
            out.extend((region.text, macros) for region in document.regions)
    return out


def main() -> None:
    root = Path(__file__).resolve().parents[2]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root.parent / "shared" / "corpus"
    start = time.process_time()
    load_table()
    print(f"grammar: {1000 * (time.process_time() - start):.1f} ms")
    formulas = formulas_of(folder)
    distinct = list(dict.fromkeys(formulas))
    size = sum(len(text) for text, _ in distinct)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for text, macros in distinct:
            parse_anew(text, macros)
        best = min(best, time.process_time() - start)
    print(f"{len(formulas)} formulas, {len(distinct)} distinct")
    print(f"{len(distinct) / best:.0f} formulas/s, {size / best / 1e6:.2f} MB/s")
    found = parse_statistics(parse(text, macros) for text, macros in formulas)
    print(f"wholly understood {100 * found.share_whole:.2f} %, in part {found.partly}, not at all {found.opaque}")
    for why, count in found.causes[:15]:
        print(f"{count:6} {why}")


if __name__ == "__main__":
    main()
