"""Draws docs/picture.svg: the terminal after a real run over a few lines of a note."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
NOTE = r"""We use numerator layout. Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$,
$f : \mathbb{R}^m \to \mathbb{R}$, $y = A x$ and $z = f(y)$.

$$
\frac{\partial z}{\partial x} = \frac{\partial y}{\partial x} \frac{\partial z}{\partial y}
$$
"""
COLOURS = {"1;31": "#ff7b72", "1;33": "#e3b341", "1;36": "#76e3ea", "1;34": "#79c0ff", "2": "#8b949e", "1": "#f0f6fc"}
WIDTH, LINE, SIZE = 8.4, 20, 14


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "notes.md").write_text(NOTE, encoding="utf-8")
        command = [sys.executable, "-m", "nablint", "check", "--no-cache", "--color", "always", "notes.md"]
        environment = {"PYTHONPATH": str(ROOT / "server"), "PATH": "", "PYTHONIOENCODING": "utf-8"}
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    lines = ["\x1b[1m$ nablint check notes.md\x1b[0m", *run.stdout.rstrip().splitlines()]
    (ROOT / "docs" / "picture.svg").write_text(svg(lines), encoding="utf-8")


def svg(lines: list[str]) -> str:
    width = max(columns(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in lines) * WIDTH + 40
    height = len(lines) * LINE + 36
    rows = "\n".join(row(line, 34 + k * LINE) for k, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}" '
        f'role="img" aria-label="nablint check in a terminal">\n'
        f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n'
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="{SIZE}" fill="#c9d1d9" '
        f'xml:space="preserve">\n{rows}\n</g>\n</svg>\n'
    )


def row(line: str, y: int) -> str:
    """One line; each piece is put at its column and stretched to it, so that carets stand under what they mean in any font."""
    out, column, fill = [], 0, ""
    for piece in re.split(r"(\x1b\[[\d;]*m)", line):
        if piece.startswith("\x1b"):
            fill = COLOURS.get(piece[2:-1], "")
        elif piece:
            colour = f' fill="{fill}"' if fill else ""
            length = columns(piece) * WIDTH
            out.append(
                f'<text x="{20 + column * WIDTH:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
                f'{colour} style="white-space:pre">{escape(piece)}</text>'
            )
            column += columns(piece)
    return "".join(out)


def columns(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


if __name__ == "__main__":
    main()
