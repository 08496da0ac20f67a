"""`nablint graph`: what depends on what, in the languages of drawing tools."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]

NOTE = """# Two branches

We use numerator layout. Let $x \\in \\mathbb{R}^{n}$,
$A \\in \\mathbb{R}^{p \\times n}$ and $B \\in \\mathbb{R}^{q \\times n}$.

$$
u = A x, \\qquad v = B x, \\qquad L = u^\\top u + v^\\top v
$$

$$
\\frac{dL}{dx} = \\frac{dL}{du} \\frac{du}{dx} + \\frac{dv}{dx} \\frac{dL}{dv}
$$

# Another L

Let $t \\in \\mathbb{R}$, with $w = 3t$ and $L = w^2$.
"""


@pytest.fixture(autouse=True)
def in_a_folder(note: Write) -> None:
    note("a.md", NOTE)


def record(run: Run, *arguments: str) -> dict[str, Any]:
    ended = run("graph", *arguments, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    return found


def links(made: dict[str, Any]) -> dict[tuple[str, str], tuple[str, bool]]:
    names = {node["id"]: node["name"] for node in made["nodes"]}
    return {(names[e["whole"]], names[e["part"]]): (e["shape"], e["on_path"]) for e in made["edges"]}


def test_the_ways_from_one_symbol_to_another_are_marked(run: Run) -> None:
    made = record(run, "a.md", "--of", "L", "--wrt", "x")
    assert {node["name"]: (node["shape"], node["defined"]) for node in made["nodes"]} == {
        "L": ("scalar", True),
        "u": ("p×1", True),
        "v": ("q×1", True),
        "x": ("n×1", False),
        "A": ("p×n", False),
        "B": ("q×n", False),
    }
    assert links(made) == {
        ("u", "A"): ("", False),
        ("u", "x"): ("p×n", True),
        ("v", "B"): ("", False),
        ("v", "x"): ("q×n", True),
        ("L", "u"): ("1×p", True),
        ("L", "v"): ("1×q", True),
    }
    assert sorted(len(way) for way in made["paths"]) == [3, 3]
    assert made["layout"] == "numerator layout"
    assert [finding["code"] for finding in made["findings"]] == ["CHN002"]
    assert next(node for node in made["nodes"] if node["name"] == "L")["location"] == {"row": 7, "column": 33}


def test_a_part_of_the_graph(run: Run) -> None:
    assert set(links(record(run, "a.md"))) == {*BOTH, ("w", "t"), ("L", "w")}
    assert set(links(record(run, "a.md:3"))) == BOTH
    assert set(links(record(run, "a.md", "--of", "u"))) == {("u", "A"), ("u", "x")}
    assert set(links(record(run, "a.md", "--wrt", "t"))) == {("w", "t"), ("L", "w")}
    # The last L is another one, unless a line says which.
    assert set(links(record(run, "a.md", "--of", "L"))) == {("w", "t"), ("L", "w")}
    assert set(links(record(run, "a.md:7", "--of", "L"))) == BOTH


BOTH = {("u", "A"), ("u", "x"), ("v", "B"), ("v", "x"), ("L", "u"), ("L", "v")}


def test_mermaid_and_graphviz(run: Run) -> None:
    mermaid = run("graph", "a.md", "--of", "u").out
    assert mermaid == 'graph LR\n  n0["u: p×1"]\n  n1("A: p×n")\n  n2("x: n×1")\n  n1 --> n0\n  n2 -->|"p×n"| n0\n'
    mermaid = run("graph", "a.md", "--of", "L", "--wrt", "x").out
    drawn = [line for line in mermaid.splitlines() if "-->" in line]
    thick = [int(k) for k in re.findall(r"linkStyle (\d+) stroke-width", mermaid)]
    assert len(thick) == 4 and all("|" in drawn[k] for k in thick)
    dot = run("graph", "a.md", "--of", "L", "--wrt", "x", "--format", "dot").out
    assert dot.startswith("digraph nablint {\n") and dot.endswith("}\n")
    assert dot.count(" -> ") == 6 and dot.count("penwidth=3") == 4
    assert 'label="u\\np×1"' in dot


def test_the_picture_is_whole_by_itself(run: Run) -> None:
    svg = run("graph", "a.md", "--of", "L", "--wrt", "x", "--format", "svg").out
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert svg.count('stroke-width="3"') == 4
    assert "L depends on u (derivative: 1×p)" in svg


@pytest.mark.parametrize("format_", ["mermaid", "dot", "svg"])
def test_names_of_a_note_are_only_text(run: Run, note: Write, format_: str) -> None:
    note("b.md", 'Let $\\text{"]; click <script>}_{a} = 2 \\text{x"\\#}$ and $y = \\text{"]; click <script>}_{a} + 1$.\n')
    ended = run("graph", "b.md", "--format", format_)
    assert ended.code == 0
    assert ("<script>" in ended.out) == (format_ == "dot")  # where it is text in quotes
    assert 'x"\\' not in ended.out
    if format_ == "svg":
        ElementTree.fromstring(ended.out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.md", "--of", "q"), "no definition of the note has q; they have u, A, x, v, B, L, w, t"),
        (("a.md", "--of", "u", "--wrt", "t"), "u does not depend on t by the definitions of the note"),
        (("a.md", "--wrt", "+"), "no definition of the note has +; they have u, A, x, v, B, L, w, t"),
        (("empty.md",), "the note defines nothing by anything else"),
        (("none.md",), "none.md: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(run: Run, note: Write, arguments: tuple[str, ...], message: str) -> None:
    note("empty.md", "Nothing.\n")
    ended = run("graph", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"nablint: {message}\n"
