"""Verdicts of people on what nablint reports: real mistakes of the note, or false alarms; kept without the note's text."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from measuring.note import Measured
from measuring.report import share

Key: TypeAlias = tuple[str, str, str]
Verdict: TypeAlias = dict[str, Any]

REPORTED = ("error", "warning")


def read(path: Path) -> list[Verdict]:
    """One JSON object a line: path, line (where it stood when it was judged), text (a fingerprint of that line), code,
    verdict (`real` or `false`) and why."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def reported(run: Measured) -> Iterator[tuple[Key, Any]]:
    """Errors and warnings with the key that their verdict has: it survives what changes above the line or in the words."""
    for name, found in run["files"].items():
        for finding in found.get("findings", []):
            if finding["severity"] in REPORTED:
                yield (name, finding["code"], finding["text"]), finding


def judgement(run: Measured, verdicts: list[Verdict]) -> Iterator[str]:
    """What has no verdict yet, line by line as it would be kept; then the precision by those that have one."""
    known = {(v["path"], v["code"], v["text"]): v for v in verdicts}
    counts: Counter[str] = Counter()
    by_code: dict[str, Counter[str]] = defaultdict(Counter)
    used = set()
    for key, finding in reported(run):
        verdict = known.get(key)
        if verdict is None:
            counts["open"] += 1
            yield f"no verdict: {key[0]}:{finding['line']}:{finding['column']} {finding['code']} {finding['message']}"
            yield "    " + written({"path": key[0], "line": finding["line"], "text": key[2], "code": key[1]})
            continue
        used.add(key)
        counts[verdict["verdict"]] += 1
        by_code[key[1]][verdict["verdict"]] += 1
        if verdict["verdict"] == "false":
            yield f"false alarm: {key[0]}:{finding['line']} {key[1]} {verdict['why']}"
    for key in known.keys() - used:
        counts["gone real" if known[key]["verdict"] == "real" else "gone false"] += 1
    for path, code, line in sorted(
        (k[0], k[1], v["line"]) for k, v in known.items() if k not in used and v["verdict"] == "real"
    ):
        yield f"no longer reported, and real: {path}:{line} {code}"
    judged = counts["real"] + counts["false"]
    for code, of in sorted(by_code.items()):
        yield f"    {code}: {of['real']} real of {of['real'] + of['false']}"
    yield (
        f"judged: {judged}; real {counts['real']} ({share(counts['real'], judged)}); without a verdict {counts['open']}; "
        f"no longer reported: {counts['gone real']} real, {counts['gone false']} false"
    )


def written(verdict: Verdict) -> str:
    return json.dumps(verdict, ensure_ascii=False)
