"""After an edit only what it can have changed is looked at again, and all is as in a look at the whole note."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from nablint.analysis.analyse import examine
from nablint.base.room import Roomy
from nablint.base.source import Source
from nablint.declarations.collect import collected, collected_again
from nablint.documents.model import Document
from nablint.documents.rescan import rescan
from nablint.documents.scanner import scan
from nablint.parse.macros import collect_macros
from nablint.parse.nodes import Node
from nablint.parse.parser import parse
from tests.analysis.test_incremental import NOTE, said

MORE = r"""

## 4 More of it

> Quoted: let $g: \mathbb{R}^n \to \mathbb{R}$ with $x \mapsto x^\top x$.

Here $\frac{\partial f}{\partial v} \in \mathbb{R}^{1 \times p}$ for the $f$ of the exercises. Repeated indices are summed over.

| symbol | shape |
|--------|-------|
| $Q$    | $n \times n$ |
| $r$    | $n$ |

Then $Q r$ fits. With $h(x) = x^\top Q x$ we have

$$h'(x) = 2 Q x,$$

where $Q$ is symmetric. <!-- nablint: let q: n -->

```python
A = np.zeros((n, m))  # A: (n, m)
```

### 4.1 Solved

Setting the gradient to zero, $Q r = q$, gives $r = Q^{-1} q$. If $X'X$ is invertible, $X'$ is a transpose.

We use the denominator layout here.
"""
PIECES = (
    "x", " ", "a", "b c", "\n", "\n\n", "- ", "1. ", "(a) ", "$x$", "$", "$$", "**", "=", ".", "?", "|", "not ", "where ",
    " if ", "^T", "_i", "\\top", "= b", "n = m", "2", "'", "\\sum_i", "x^\\top A x", "\\frac{\\partial f}{\\partial v}", "`",
    "```\n", "> ", "Let $x \\in \\mathbb{R}^k$. ", "Let $f: \\mathbb{R}^n \\to \\mathbb{R}$. ", "$y = A x$ ", "<!--",
    "<!-- nablint: let W: n x n -->", "We use the numerator layout. ", "symmetric ", "# New\n\n", "\\newcommand{\\top}{T}",
    "the covariance matrix $W$ ", "transposes ",
)  # fmt: skip


def versions(seed: int, text: str = NOTE + MORE, count: int = 12) -> Iterator[Roomy]:
    """A note with room, and what becomes of it edit by edit; room for all of it anew where there is too little."""
    random = Random(seed)
    spans = [region.span for region in scan(Source("note.md", text)).regions]
    room = Roomy.of(text, spans)
    yield room
    for _ in range(count):
        at = random.randrange(len(text) + 1)
        if random.random() < 0.4:
            at = random.choice(spans).start + random.randrange(8)
        text = text[:at] + random.choice(PIECES) + text[at + random.choice((0, 0, 0, 1, 4)) :]
        room = room.edited(text) or Roomy.of(text)
        yield room


def trees_of(document: Document) -> tuple[Node, ...]:
    macros = collect_macros((*(m.text for m in document.macros), *(region.text for region in document.regions)))
    return tuple(parse(region.text, macros) for region in document.regions)


def source_of(room: Roomy) -> Source:
    return Source("note.md", room.text, "markdown")


@pytest.mark.parametrize("seed", range(24))
def test_a_note_is_scanned_from_seam_to_seam(seed: int) -> None:
    former, again = None, 0
    for room in versions(seed):
        whole = scan(source_of(room))
        found = rescan(source_of(room), former) if former is not None else None
        if found is not None:
            assert found.document == whole
            again += 1
        former = whole
    assert again


@pytest.mark.parametrize("seed", range(24))
def test_what_a_note_states_is_read_from_where_it_changed(seed: int) -> None:
    former = None
    for room in versions(seed):
        document = scan(source_of(room))
        whole = collected(document, trees_of(document), {})
        rescanned = rescan(source_of(room), former.passages.document) if former is not None else None
        if rescanned is not None and former is not None:
            found = collected_again(rescanned, trees_of(document), {}, former)
            assert found.declarations == whole.declarations
            assert found.passages.sentences == whole.passages.sentences
            assert (found.passages.text, found.passages.lower) == (whole.passages.text, whole.passages.lower)
            assert (found.lists, found.standings, found.equal) == (whole.lists, whole.standings, whole.equal)
            former = found
        else:
            former = whole


@pytest.mark.parametrize("seed", range(24))
def test_an_edited_note_is_judged_as_a_note_that_was_never_edited(seed: int) -> None:
    former = None
    for room in versions(seed):
        found = examine(source_of(room), edited=True, former=former)
        assert said(found) == said(examine(source_of(room)))
        former = found


@pytest.mark.parametrize("seed", range(6))
def test_an_edited_paper_is_judged_as_one_that_was_never_edited(seed: int) -> None:
    text = (
        NOTE.replace("# Notes on a small network", "\\section{Notes}").replace("## ", "\\section{Next} % ").replace("<!--", "%")
    )
    former = None
    for room in versions(seed, text):
        source = Source("note.tex", room.text, "latex")
        found = examine(source, edited=True, former=former)
        assert said(found) == said(examine(source))
        former = found


@pytest.mark.parametrize("seed", range(6))
def test_room_changes_nothing(seed: int) -> None:
    for room in versions(seed, count=4):
        plain, roomy = examine(Source("note.md", room.plain, "markdown")), examine(source_of(room))
        told = [(f.code, f.message, f.span.start, f.span.end) for f in plain.snapshot.findings]
        assert told == [
            (f.code, f.message, room.outside(f.span.start), room.outside(f.span.end)) for f in roomy.snapshot.findings
        ]
        verdicts = sorted((c.statement.index, c.verdict.status) for c in plain.judged.claims)
        assert verdicts == sorted((c.statement.index, c.verdict.status) for c in roomy.judged.claims)


def kept_after(old: str, new: str) -> list[bool]:
    """Of each section of the note after an edit, whether it is the one that was judged before."""
    room = Roomy.of(NOTE)
    former = examine(source_of(room), edited=True)
    edited = room.edited(NOTE.replace(old, new))
    assert edited is not None
    found = examine(source_of(edited), edited=True, former=former).judged
    return [found.section(scope) is former.judged.section(scope) for scope in found.note.sections]


def test_a_word_leaves_all_sections_as_they_were() -> None:
    kept = kept_after("counts entries.", "counts entries and no more.")
    assert kept == [True] * len(kept)


def test_a_formula_has_its_own_section_judged_again() -> None:
    kept = kept_after("Here $x W$ is wrong", "Here $x W W$ is wrong")
    assert kept.count(False) == 1 and len(kept) > 2
