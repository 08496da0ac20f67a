"""What neighbours take over the same notes: KaTeX renders their formulas, markdownlint-cli2 lints their Markdown."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from nablint.base.source import Source
from nablint.documents.scanner import scan

RENDER = """
const katex = require('katex'), fs = require('fs')
const notes = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const begin = process.cpuUsage()
let wrong = 0, size = 0
for (const note of notes) {
  const macros = {}
  for (const [text, display] of note) {
    size += text.length
    try { katex.renderToString(text, {displayMode: display, throwOnError: true, strict: 'ignore', macros, globalGroup: true}) }
    catch { wrong += 1 }
  }
}
const used = process.cpuUsage(begin)
console.log(JSON.stringify({seconds: (used.user + used.system) / 1e6, wrong, size}))
"""


@dataclass(frozen=True, slots=True)
class Rendered:
    seconds: float
    formulas: int
    unreadable: int


def install(folder: Path) -> str:
    """Puts the neighbours into a folder; what is in the way, or "" where they are there."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not there"
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "katex", "markdownlint-cli2"]
    try:
        run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180)
    except subprocess.TimeoutExpired:
        return "npm did not answer in time"
    return "" if run.returncode == 0 else f"npm could not install them: {run.stderr.strip()[-200:]}"


def katex(folder: Path, notes: list[tuple[str, str]]) -> Rendered:
    """All formulas, as nablint finds them, rendered to a string each."""
    listed = []
    for path, text in notes:
        document = scan(Source.named(path, text))
        listed.append([[_with_environment(r.text, r.environment), r.display] for r in document.regions])
    script, data = folder / "render.cjs", folder / "formulas.json"
    script.write_text(RENDER, encoding="utf-8")
    data.write_text(json.dumps(listed), encoding="utf-8")
    run = subprocess.run(["node", str(script), str(data)], capture_output=True, encoding="utf-8", check=True, cwd=folder)
    found = json.loads(run.stdout)
    return Rendered(found["seconds"], sum(map(len, listed)), found["wrong"])


def _with_environment(text: str, environment: str) -> str:
    return f"\\begin{{{environment}}}{text}\\end{{{environment}}}" if environment else text


def markdownlint(folder: Path, notes: list[tuple[str, str]]) -> tuple[float, int, float]:
    """Seconds of processor time, bytes, and seconds on the wall, of the notes in Markdown."""
    below = folder / "notes"
    size = 0
    for k, (path, text) in enumerate(notes):
        if path.endswith(".md"):
            below.mkdir(exist_ok=True)
            (below / f"{k}.md").write_text(text, encoding="utf-8")
            size += len(text.encode("utf-8"))
    program = folder / "node_modules" / "markdownlint-cli2" / "markdownlint-cli2-bin.mjs"
    before, start = _children(), time.perf_counter()
    subprocess.run(["node", str(program), "notes/*.md"], capture_output=True, cwd=folder)
    return _children() - before, size, time.perf_counter() - start


def _children() -> float:
    """Processor time of the processes that have ended; the clock on the wall where the system does not say."""
    times = os.times()
    used = times.children_user + times.children_system
    return used if used else time.perf_counter()
