"""Hostile notes without end: soups of mathematics, random bytes, and real notes cut, spliced and shuffled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
_PIECES = (
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{pmatrix}",
    "\\end{pmatrix}",
    "&",
    "\\\\",
    "\\frac{",
    "}{",
    "}",
    "{",
    "^",
    "_",
    "^T",
    "^\\top",
    "^{-1}",
    "\\partial ",
    "d",
    "x",
    "y",
    "z",
    "A",
    "W",
    "\\mathbf{",
    "\\nabla ",
    "\\sum_{i=1}^{n}",
    "_{i,:}",
    "\\cdot ",
    "\\odot ",
    "=",
    " := ",
    "+",
    "-",
    "(",
    ")",
    "[",
    "]",
    "|",
    "\\|",
    "\\left(",
    "\\right)",
    "\\in \\mathbb{R}^{m \\times n}",
    "\\in \\mathbb{R}^n",
    ": \\mathbb{R}^n \\to \\mathbb{R}",
    "\\underbrace{",
    "}_{m \\times n}",
    "Let ",
    " be an m × n matrix",
    " is a column vector of length n",
    "if ",
    " is not defined",
    "\n",
    "\n\n",
    "# Notation\n",
    "## 3.4 x\n",
    "- ",
    "1. ",
    "> ",
    "```\n",
    "`",
    "<!-- nablint: ",
    " -->",
    "let x: n",
    "ignore SHP001",
    "% nablint: off\n",
    "\\newcommand{\\R}{\\mathbb{R}}",
    "\\def\\x#1{#1#1}",
    "\\x",
    "\\x{\\x{\\x{x}}}",
    "\\text{",
    "\\dots",
    "\\vdots",
    ",",
    "~",
    "\\quad ",
    "'",
    "\\det",
    "\\operatorname{tr}",
    "log",
    "exp",
    "2",
    "0",
    "∂",
    "𝐱",
    "é",
    "\u202e",
    "\x00",
    "\ufeff",
    "\r\n",
    "\u2028",
    "\t",
    " ",
    "100",
    "\\Box",
    "\\xrightarrow{f}",
)
_SUFFIXES = (".md", ".md", ".md", ".tex", ".ipynb", ".rst", ".qmd")


def real_notes() -> list[str]:
    """The project's own notes, and those of a corpus beside it where there is one."""
    folders = [ROOT / "examples", ROOT / "tests" / "rules", ROOT.parent / "shared" / "corpus"]
    suffixes = {".md", ".tex", ".qmd", ".mdx"}
    files = sorted(
        p for folder in folders if folder.is_dir() for p in folder.rglob("*") if p.suffix in suffixes and p.is_file()
    )
    return [path.read_bytes().decode("utf-8", "replace") for path in files]


def hostile(random: Random, real: list[str]) -> Iterator[tuple[str, str]]:
    """(name, text) without end."""
    while True:
        name = "note" + random.choice(_SUFFIXES)
        kind = random.random()
        if kind < 0.45:
            text = "".join(random.choices(_PIECES, k=random.randrange(1, 60)))
        elif kind < 0.55:
            text = random.randbytes(random.randrange(1, 400)).decode("utf-8", "replace")
        elif kind < 0.6:
            piece = random.choice(_PIECES)
            text = piece * random.randrange(1, 2000)
        else:
            text = _mangled(random, random.choice(real))
        yield name, text


def _mangled(random: Random, text: str) -> str:
    start = random.randrange(max(len(text) - 50, 1))
    text = text[start : start + random.randrange(1, 1500)]
    for _ in range(random.randrange(4)):
        at = random.randrange(len(text) + 1)
        match random.randrange(3):
            case 0:
                text = text[:at] + random.choice(_PIECES) + text[at:]
            case 1:
                text = text[:at] + text[at + random.randrange(1, 9) :]
            case _:
                text = text[at:] + text[:at]
    return text
