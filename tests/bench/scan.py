"""How fast the scanner is, and whether its time grows with the text alone.

Run from the project's folder:  PYTHONPATH=server python tests/bench/scan.py [FOLDER_OF_NOTES]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from nablint.base.source import KIND_OF_SUFFIX, Kind, Source
from nablint.documents.scanner import scan

NOTE = """## 2.{k} The map

Let $A_{k} \\in \\mathbb{{R}}^{{m \\times n}}$ and $x$ be given, as *before*; see [the book](https://a.b/c).

$$
\\begin{{aligned}}
y &= A_{k} x \\\\
\\frac{{\\partial y}}{{\\partial x}} &= A_{k}
\\end{{aligned}}
$$

- an item with `code` and $z$,
- another, which costs $5, not more.

> The size of $y$ is (m × 1), where $$m$$ is the number of rows of the matrix.
"""

HOSTILE: dict[str, tuple[Kind, str, str, str]] = {
    "nested braces": ("markdown", "$", "{", "$"),
    "nested braces, LaTeX": ("latex", "$", "{", "$"),
    "one line": ("markdown", "", "a $x$ and ", ""),
    "words in one line": ("markdown", "", "word ", ""),
    "dollars": ("markdown", "", "$", ""),
    "spaced dollars": ("markdown", "", "$ ", ""),
    "dollars and letters": ("markdown", "", "$a ", ""),
    "display dollars in lines": ("markdown", "", "$$\n\n# A b\n", ""),
    "open displays": ("markdown", "", "\\[ x\n", ""),
    "open displays, one closer": ("markdown", "", "\\[ x\n", "\\]"),
    "open environments": ("markdown", "", "\\begin{align}\n", ""),
    "open environments, one closer": ("markdown", "", "\\begin{aligned}\n", "\\end{aligned}"),
    "open brackets in a line": ("markdown", "", "\\( ", "\\)"),
    "two kinds of openers": ("markdown", "", "\\[\n\\begin{align}\n", ""),
    "text arguments": ("markdown", "", "$\\text{", ""),
    "text arguments, LaTeX": ("latex", "", "$\\text{", ""),
    "openers, LaTeX": ("latex", "", "\\[ $ \\( ", ""),
    "openers, one closer, LaTeX": ("latex", "", "\\[ ", "\\]"),
    "environments, LaTeX": ("latex", "", "\\begin{align}", "\\end{align}"),
    "inner environments, LaTeX": ("latex", "", "\\begin{aligned}", "\\end{aligned}"),
    "other environments, LaTeX": ("latex", "", "\\begin{theorem}", ""),
    "comments, LaTeX": ("latex", "", "% $\n", ""),
    "percent signs in a display, LaTeX": ("latex", "\\[", "% \\] ", "\n\\]"),
    "definitions": ("latex", "", "\\newcommand{\\a}{", ""),
    "definitions, Markdown": ("markdown", "", "\\newcommand{\\a}{", ""),
    "sections": ("latex", "", "\\section{", ""),
    "backticks of all lengths": ("markdown", "", "` `` ``` ", ""),
    "backticks": ("markdown", "", "`", ""),
    "fences": ("markdown", "", "```math\n", ""),
    "quoted fences": ("markdown", "", "> ```math\n", ""),
    "quotes in quotes": ("markdown", "", ">", ""),
    "quote lines": ("markdown", "", "> a\n", ""),
    "items": ("markdown", "", "- ", ""),
    "nested items": ("markdown", "", "- a\n ", ""),
    "headings": ("markdown", "", "# 1.1 a\n", ""),
    "tables": ("markdown", "", "|a|\n|-|\n", ""),
    "comments": ("markdown", "", "<!-- ", ""),
    "comments in lines": ("markdown", "", "a <!--\n", ""),
    "tags": ("markdown", "", "<a b='", ""),
    "tag with blanks": ("markdown", "<a", " ", ""),
    "raw tags": ("markdown", "", "<pre>\n", ""),
    "raw tags in a line": ("markdown", "", "a <code>", ""),
    "liquid": ("markdown", "", "{% raw %}\n", ""),
    "expressions of MDX": ("markdown", "", "{/*\n", ""),
    "comments of Obsidian": ("markdown", "", "a %% b\n\n", ""),
    "links": ("markdown", "", "](", ""),
    "link targets": ("markdown", "", "](a", ""),
    "backslashes": ("markdown", "", "\\", ""),
    "backslashes, LaTeX": ("latex", "", "\\", ""),
    "blanks": ("markdown", "", " ", "a"),
    "empty lines": ("markdown", "$$", "\n", "$$"),
    "roles": ("rst", "", ":math:`", ""),
    "literals": ("rst", "", "``", ""),
    "underlines": ("rst", "", "a\n=\n", ""),
    "directives": ("rst", "", ".. math::\n", ""),
    "brackets of JSON": ("notebook", "", "[", ""),
    "quotes of JSON": ("notebook", '{"cells": [', '"', ""),
}


def seconds(kind: Kind, text: str) -> float:
    began = time.process_time()
    scan(Source("note", text, kind))
    return time.process_time() - began


def main() -> int:
    text = "".join(NOTE.format(k=k) for k in range(600))
    best = min(seconds("markdown", text) for _ in range(3))
    ten = seconds("markdown", text * 10)
    print(f"own note: {len(text) / best / 1e6:.1f} MB/s; ten copies take {ten / best:.1f} times as long")
    if len(sys.argv) > 1:
        paths = [path for path in Path(sys.argv[1]).rglob("*") if path.is_file()]
        notes = [path for path in paths if path.suffix.lower() in KIND_OF_SUFFIX]
        sources = [Source.named(str(path), path.read_text("utf-8", "replace")) for path in notes]
        began = time.process_time()
        documents = [scan(source) for source in sources]
        spent = time.process_time() - began
        size = sum(len(source.text) for source in sources)
        print(f"{len(notes)} notes: {size / spent / 1e6:.1f} MB/s, {sum(len(d.regions) for d in documents)} formulas")
    slow = 0
    for name, (kind, head, unit, tail) in HOSTILE.items():
        count = 25_000 // len(unit) + 1
        small = seconds(kind, head + unit * count + tail)
        large = seconds(kind, head + unit * count * 8 + tail)
        ratio = large / max(small, 1e-4)
        mark = "  <- more than linear" if ratio > 20 and large > 0.1 else ""
        slow += bool(mark)
        print(f"{name:40} {large:8.3f} s for 200 KB, {ratio:5.1f} times that of 25 KB{mark}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
