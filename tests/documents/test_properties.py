"""What holds for every text: offsets are exact, regions and blocks are sorted and disjoint, nothing raises."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nablint.base.source import Kind, Source
from nablint.documents.model import Document
from nablint.documents.readable import readable_text
from nablint.documents.scanner import scan

KINDS: tuple[Kind, ...] = ("markdown", "latex", "rst", "notebook")
PIECES = [
    *("$", "$$", "`", "```", "~~~", "\\(", "\\)", "\\[", "\\]", "\\\\(", "\\\\)", "\\\\[", "\\\\]", "\\", "\\\\", "\\$", "%"),
    *("\\begin{align}", "\\end{align}", "\\begin{aligned}", "\\end{aligned}", "\\begin{bmatrix}", "\\end{bmatrix}"),
    *(
        "\\begin{itemize}",
        "\\item",
        "\\end{itemize}",
        "\\begin{verbatim}",
        "\\end{verbatim}",
        "\\section{",
        "\\text{",
        "\\verb|",
    ),
    *(
        "\\begin{document}",
        "\\end{document}",
        "\\newcommand{\\a}",
        "\\def\\b",
        "{",
        "}",
        "[",
        "]",
        "](",
        ")",
        "(",
        "<",
        ">",
        "|",
    ),
    *(
        "<!--",
        "-->",
        "{/*",
        "*/}",
        "%%",
        "<pre>",
        "</pre>",
        "<b a='",
        "'>",
        "nablint: let x: n",
        "{math}`",
        "```math",
        "```{note}",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\n> ",
        "\n>> ",
        "\n- ",
        "\n1. ",
        "\n    ",
        "\n\t",
        "\n# ",
        "\n===",
        "\n---",
        "\n|--|",
        "\n:::",
    ),
    *(
        ":math:`",
        ".. math::",
        "::",
        "\n   ",
        "\\alpha",
        "x",
        "= y_1",
        "^2",
        "5",
        "word ",
        "some words in a row ",
        "é",
        "𝐀",
        "矩阵",
        " ",
    ),
    *(
        "{% raw %}",
        "{% endraw %}",
        "{{< include a >}}",
        "https://a.b/",
        "---\n",
        '"',
        "\u2028",
        "\x0c",
        "\x00",
        "(a) ",
        "5.8c ",
    ),
]
NOTES = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
LINES = st.lists(
    st.sampled_from(
        [
            *(
                "$$",
                "> $$",
                "  $$",
                "x = y",
                "> x = y",
                "- x",
                "  - y",
                "# A",
                "text with $a$ in it",
                "```",
                "```math",
                "> ```",
                "",
            ),
            *(
                "\\begin{align}",
                "\\end{align}",
                "\\[",
                "\\]",
                "| a | $b$ |",
                "|---|---|",
                "<!--",
                "-->",
                "a % b",
                "some words in a row",
            ),
        ]
    ),
    max_size=30,
).map("\n".join)


def check(document: Document) -> None:
    text = document.source.text
    notebook = document.source.kind == "notebook"
    for region in document.regions:
        assert 0 <= region.span.start < region.span.end <= len(text)
        assert list(region.map.here) == sorted(set(region.map.here))
        assert list(region.map.there) == sorted(set(region.map.there))
        for at, sign in enumerate(region.text):
            offset = region.map.offset(at)
            assert region.span.start <= offset < region.span.end
            assert text[offset] == sign or (notebook and text[offset] == "\\")
    for first, second in pairwise(document.regions):
        assert first.span.end <= second.span.start
    for before, after in pairwise(document.blocks):
        assert before.span.end <= after.span.start
    owned = [k for block in document.blocks for k in block.regions]
    assert owned == list(range(len(document.regions)))
    for block in document.blocks:
        assert block.span.start < block.span.end <= len(text)
        scope = document.scopes[block.scope]
        assert scope.span.contains(block.span)
        for k in block.regions:
            assert block.span.contains(document.regions[k].span)
    for scope in document.scopes[1:]:
        parent = document.scopes[scope.parent]
        assert parent.id < scope.id and parent.span.contains(scope.span) and scope.level == parent.level + 1
    for code in document.code:
        assert notebook or code.span.of(text) == code.text
        assert all(not code.span.overlaps(region.span) for region in document.regions)
    for directive in document.directives:
        assert directive.span.contains(directive.body_span)
        assert notebook or directive.body_span.of(text) == directive.body
    for unclosed in document.unclosed:
        assert unclosed.span.of(text) and unclosed.expected
    words = readable_text(document)
    assert len(words) == len(text)


@pytest.mark.parametrize("kind", ["markdown", "latex", "rst"])
@settings(max_examples=400, deadline=None)
@given(note=NOTES)
@example(note="> $$\n>> a\n> $$")
def test_any_text(kind: Kind, note: str) -> None:
    check(scan(Source("note", note, kind)))


@settings(max_examples=300, deadline=None)
@given(note=LINES)
def test_any_lines(note: str) -> None:
    check(scan(Source("note.md", note)))


@settings(max_examples=150, deadline=None)
@given(cells=st.lists(st.one_of(NOTES, LINES), max_size=4))
def test_any_notebook(cells: list[str]) -> None:
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": cell.splitlines(keepends=True)} for cell in cells]})
    document = scan(Source("note.ipynb", text, "notebook"))
    check(document)
    assert [cell.text for cell in document.cells] == [cell for cell in cells if cell]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100, deadline=None)
@given(note=st.text(max_size=200))
def test_any_characters(kind: Kind, note: str) -> None:
    check(scan(Source("note", note, kind)))


SAMPLE = """---
title: A
---
# 1 Sizes

Let $A \\in \\mathbb{R}^{m \\times n}$ and <!-- nablint: let x: n --> `code $5`.

> 1. An item with
>    $$
>    y = A x  % a comment
>    $$
>    of size (m × 1)

| name | size |
|------|------|
| $A$  | $$m \\times n$$ |

\\begin{align}
z &= B y \\\\
  &= B A x
\\end{align}

```math
\\text{if $a$ is}
```

## 1.1 Costs

It is $5 and \\\\(w\\\\), \\[ v = \\alpha \\].
"""


def test_every_truncation_and_every_tail() -> None:
    for cut in range(0, len(SAMPLE), 3):
        for kind in ("markdown", "latex", "rst"):
            check(scan(Source("note", SAMPLE[:cut], kind)))
            check(scan(Source("note", SAMPLE[cut:], kind)))


@settings(max_examples=60, deadline=None)
@given(st.one_of(NOTES, LINES))
def test_what_follows_a_heading_does_not_depend_on_what_stands_above(note: str) -> None:
    """No delimiter reaches over a heading, save the openers that by every renderer's rule reach to the end."""
    greedy = ("```", "~~~", "<!--", "<pre>", "{/*", "{%", "---", "%%", "- ", "1. ", "    ", "\t", ">", "|", "\r")
    if any(sign in note for sign in greedy):
        return
    tail = "\n\n# Heading with words\n\nLet $q$ be in $$r$$.\n"
    texts = [region.text for region in scan(Source("note.md", note + tail)).regions]
    assert texts[-2:] == ["q", "r"]
