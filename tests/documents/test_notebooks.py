"""Notebooks: formulas of Markdown cells with places in the file's JSON, and files that are no notebooks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nablint.base.source import Source
from nablint.documents.json_strings import decode
from nablint.documents.model import Document
from nablint.documents.readable import readable_text
from nablint.documents.scanner import scan

LINES = [
    "# Notation\n",
    'Let $x \\in \\mathbb{R}^n$ be "given" 𝐀\n',
    "\n",
    "$$\n",
    "A = \\begin{bmatrix} 1 \\\\ 2\\end{bmatrix}\n",
    "$$",
]


def read(text: str) -> Document:
    return scan(Source.named("note.ipynb", text))


def notebook(*cells: tuple[str, str | list[str]], **more: object) -> str:
    return json.dumps({"cells": [{"cell_type": kind, "source": source, **more} for kind, source in cells]}, indent=1)


@pytest.mark.parametrize("source", [LINES, "".join(LINES)])
def test_formulas_and_their_places(source: str | list[str]) -> None:
    text = notebook(("markdown", source))
    document = read(text)
    assert [region.text for region in document.regions] == [
        "x \\in \\mathbb{R}^n",
        "\nA = \\begin{bmatrix} 1 \\\\ 2\\end{bmatrix}\n",
    ]
    assert document.regions[0].span.of(text) == "$x \\\\in \\\\mathbb{R}^n$"
    for region in document.regions:
        for at, sign in enumerate(region.text):
            in_file = text[region.map.offset(at)]
            assert in_file == sign or in_file == "\\"


def test_only_markdown_cells_are_read_and_cells_are_counted() -> None:
    document = read(notebook(("markdown", "$x$"), ("code", "a = '$y$'  # (n, m)"), ("raw", "$z$"), ("markdown", "$w$")))
    assert [region.text for region in document.regions] == ["x", "w"]
    assert [cell.number for cell in document.cells] == [1, 4]
    assert [(code.language, code.text) for code in document.code] == [("python", "a = '$y$'  # (n, m)")]
    second = document.cell_at(document.regions[1].span.start)
    assert second is not None and second.number == 4
    assert document.cell_at(0) is None


def test_outputs_and_attachments_are_not_read() -> None:
    text = notebook(("markdown", "$x$"), outputs=[{"source": ["$y$"], "cells": ["$z$"]}], attachments={"source": "$w$"})
    assert [region.text for region in read(text).regions] == ["x"]


def test_keys_may_stand_in_any_order() -> None:
    text = '{"metadata": {"cells": 1}, "cells": [{"source": ["$x$"], "metadata": {}, "cell_type": "markdown"}]}'
    assert [region.text for region in read(text).regions] == ["x"]


def test_sections_go_on_over_cells() -> None:
    document = read(notebook(("markdown", "# A\n"), ("markdown", "$x$"), ("markdown", "## B"), ("markdown", "$y$")))
    assert [document.scopes[block.scope].title for block in document.blocks] == ["A", "A", "B", "B"]


def test_prefixes_of_quotes() -> None:
    (region,) = read(notebook(("markdown", "> $$a\n> b$$"))).regions
    assert region.text == "a\nb"


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2]", "{}", '{"cells": 3}', "[" * 100_000, '{"cells": [1, [2], "a"]}', '"cells"']
)
def test_what_is_no_notebook_has_a_problem_or_no_cells(text: str) -> None:
    document = read(text)
    assert not document.regions
    assert document.problem.startswith("not a notebook") or '"cells": [' in text


def test_words_keep_their_places() -> None:
    text = notebook(("markdown", LINES))
    words = readable_text(read(text))
    assert len(words) == len(text)
    assert words.split() == "".join(LINES).replace("\\", " \\ ").replace('"', ' "').split() or "Notation" in words
    assert words.index("Notation") == text.index("Notation")


@given(st.lists(st.text(), min_size=1), st.booleans())
def test_strings_are_decoded_as_json_decodes_them(parts: list[str], ascii_only: bool) -> None:
    raw = json.dumps(parts, ensure_ascii=ascii_only)
    spans = []
    at = 1
    for part in parts:
        length = len(json.dumps(part, ensure_ascii=ascii_only))
        spans.append((at + 1, at + length - 1))
        at += length + 2
    text, way = decode(raw, spans)
    assert text == "".join(json.loads(raw))
    for k, sign in enumerate(text):
        assert raw[way.offset(k)] in (sign, "\\")
    places = [way.offset(k) for k in range(len(text))]
    assert places == sorted(set(places))
