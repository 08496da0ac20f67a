"""As many small made-up papers as are asked for, each another text: TeX and Markdown, some with mistakes, some broken."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

MATRICES = "ABCDGHKMQSW"
VECTORS = "abcuvwxyz"
SIZES = "mnpqrkd"
_TEXT = """model weights noise sample error bound rate kernel signal basis mean layer graph prior update step term order norm
estimate residual system input output limit variance search data method result proof lemma case class point region"""
WORDS = _TEXT.split()


def packed_papers(number: int, archive: Path) -> int:
    """Writes so many papers into a compressed tar; how many bytes their texts have."""
    size = 0
    with tarfile.open(archive, "w:gz", compresslevel=3) as tar:
        for k in range(number):
            for name, data in paper(k):
                info = tarfile.TarInfo(f"{k // 1000:03}/{name}")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
                size += len(data)
    return size


def paper(k: int) -> Iterator[tuple[str, bytes]]:
    """The files of one paper: mostly one; of every twentieth a main file and its macros; every fiftieth is packed."""
    rng = Random(k)
    markdown = k % 2 == 0
    text = _markdown(k, rng) if markdown else _tex(k, rng)
    if k % 20 == 7:
        yield f"{k}/macros.tex", b"\\newcommand{\\R}{\\mathbb{R}}\n\\newcommand{\\mat}[1]{\\mathbf{#1}}\n"
        included = text.replace("\\newcommand{\\R}{\\mathbb{R}}", "\\input{macros}")
        yield f"{k}/main.tex", included.replace("\\end{document}", "\\input{missing}\n\\end{document}").encode()
    elif k % 50 == 9:
        yield f"{k}.gz", gzip.compress(text.encode(), 1, mtime=0)
    else:
        yield f"{k}.{'md' if markdown else 'tex'}", _broken(k, rng, text.encode())


def _broken(k: int, rng: Random, data: bytes) -> bytes:
    """One in twenty-five is no good text: bytes that are no UTF-8, an end in the middle, or brackets that were lost."""
    if k % 25 != 3:
        return data
    way, at = rng.randrange(3), rng.randrange(len(data))
    if way == 0:
        return data[:at] + bytes(rng.randrange(128, 256) for _ in range(9)) + data[at:]
    return data[:at] if way == 1 else data.replace(b"}", b"", 3)


def _markdown(k: int, rng: Random) -> str:
    return f"# Paper {k}: {_prose(rng, 4)}\n\n{_body(rng, '$$', '$$', '`', '`')}"


def _tex(k: int, rng: Random) -> str:
    return (
        "\\documentclass{article}\n\\newcommand{\\R}{\\mathbb{R}}\n\\newcommand{\\mat}[1]{\\mathbf{#1}}\n"
        f"\\begin{{document}}\n\\section{{Paper {k}: {_prose(rng, 4)}}}\n"
        f"{_body(rng, chr(92) + 'begin{equation}', chr(92) + 'end{equation}', '', '')}\\end{{document}}\n"
    ).replace("\\mathbb{R}^", "\\R^")


def _body(rng: Random, begin: str, end: str, *quote: str) -> str:
    """Declarations, a definition, its derivative, a system; three in twenty papers hold a mistake."""
    a, b = rng.sample(MATRICES, 2)
    x, y, c = rng.sample(VECTORS, 3)
    m, n, p = rng.sample(SIZES, 3)
    k = rng.randrange(2, 999)
    mistake = rng.randrange(20)
    product = f"{a} {y}" if mistake == 0 else f"{a} {x}"
    gradient = f"{b} {x} + {k} {x}" if mistake == 1 else f"2 {b} {x} + {2 * k} {x}"
    back = f"{a} {c}" if mistake == 2 else f"{a}^\\top {c}"
    return f"""{_prose(rng, 24)}
Let ${a} \\in \\mathbb{{R}}^{{{m} \\times {n}}}$ and ${x} \\in \\mathbb{{R}}^{{{n}}}$, let ${c} \\in \\mathbb{{R}}^{{{m}}}$,
and let ${b}$ be a symmetric ${n} \\times {n}$ matrix. {_prose(rng, 14)}
The {quote[0]}{rng.choice(WORDS)}{quote[1]} is ${y} = {product} + {c}$, of size ${m}$, where ${p} = {k}$.

{begin}
f({x}) = {x}^\\top {b} {x} + {k} {x}^\\top {x}
{end}

{_prose(rng, 16)}

{begin}
\\nabla f({x}) = {gradient}
{end}

{_prose(rng, 12)} We write $g = {back}$, so that ${x}^\\top g = ({a} {x})^\\top {c}$, and

{begin}
\\|{a} {x} - {c}\\|^2 \\le \\sum_{{i=1}}^{{{m}}} {c}_i^{{{k % 4 + 2}}} + {k} \\, {x}^\\top {b} {x} .
{end}

{_prose(rng, 40)}
"""


def _prose(rng: Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."
