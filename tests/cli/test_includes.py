"""What a note learns from the files that it reads and from its project, as users see it on the command line."""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]

DECLARED = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.\n"
WRONG = "Then\n\n$$\ny = A^\\top x\n$$\n"
RST = "Let :math:`A \\in \\mathbb{R}^{m \\times n}` and :math:`x \\in \\mathbb{R}^n`.\n"


def issues(run: Run, *arguments: str) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Which file, which code, and the places that it rests on."""
    ended = run("check", "--output-format", "json", *arguments)
    assert ended.err == ""
    return [
        (i["filename"], i["code"], [(r["filename"], r["location"]["row"]) for r in i["related"]]) for i in json.loads(ended.out)
    ]


def tex(body: str, preamble: str = "") -> str:
    return f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


WAYS = {
    "input in the preamble": ("a.tex", tex(WRONG, "\\input{sub/notation}"), "sub/notation.tex", DECLARED),
    "input in the body": ("a.tex", tex(f"\\input{{sub/notation.tex}}\n{WRONG}"), "sub/notation.tex", DECLARED),
    "include": ("a.tex", tex(f"\\include{{notation}}\n{WRONG}"), "notation.tex", f"\\section{{Notation}}\n{DECLARED}"),
    "import": ("a.tex", tex(f"\\import{{sub/}}{{notation}}\n{WRONG}"), "sub/notation.tex", DECLARED),
    "subimport in the preamble": ("a.tex", tex(WRONG, "\\subimport{sub}{notation.tex}"), "sub/notation.tex", DECLARED),
    "input without braces": ("a.tex", tex(f"\\input notation\n{WRONG}"), "notation.tex", DECLARED),
    "subfile": ("a.tex", tex(f"\\subfile{{notation}}\n{WRONG}"), "notation.tex", DECLARED),
    "Quarto": ("a.qmd", f"# One\n\n{{{{< include sub/_n.qmd >}}}}\n\n{WRONG}", "sub/_n.qmd", DECLARED),
    "Quarto, from the top": ("b/a.qmd", f"# One\n\n{{{{< include /sub/_n.qmd >}}}}\n\n{WRONG}", "sub/_n.qmd", DECLARED),
    "MyST": ("a.md", f"# One\n\n```{{include}} sub/n.md\n```\n\n{WRONG}", "sub/n.md", DECLARED),
    "MyST, colons": ("b/a.md", f"# One\n\n```{{include}} ../sub/n.md\n:start-line: 0\n```\n\n{WRONG}", "sub/n.md", DECLARED),
    "reStructuredText": (
        "a.rst",
        "One\n===\n\n.. include:: sub/n.rst\n\nThen\n\n.. math::\n\n   y = A^\\top x\n",
        "sub/n.rst",
        RST,
    ),
    "text in reStructuredText": ("a.rst", ".. include:: n.txt\n\nThen\n\n.. math::\n\n   y = A^\\top x\n", "n.txt", RST),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_note_knows_what_an_included_file_declares(run: Run, note: Write, way: str) -> None:
    name, text, other, said = WAYS[way]
    note("nablint.toml", "")
    note(name, text)
    note(other, said)
    row = said.count("\n", 0, said.index("Let")) + 1
    assert issues(run, name) == [(name, "SHP001", [(other, row), (other, row)])]
    assert f"A is declared in {other}, line {row}: m × n" in run("check", name).out
    note(other, said.replace("m \\times n", "n \\times m"))
    assert issues(run, name) == []  # with the cache: what it keeps rests on the included file too


def test_what_an_include_says_holds_from_there_on_and_in_its_section(run: Run, note: Write) -> None:
    note("n.md", DECLARED)
    include = "{{< include n.md >}}\n"
    note("before.qmd", f"{WRONG}\n{include}")
    note("inside.qmd", f"# One\n\n{include}\n{WRONG}")
    note("other.qmd", f"# One\n\n{include}\n# Two\n\n$A^\\top$\n\n# Three\n\nLet $x \\in \\mathbb{{R}}^m$.\n\n{WRONG}")
    note("commented.qmd", f"# One\n\n<!-- {include} -->\n\n{WRONG}")
    note("code.qmd", f"# One\n\n```\n{include}```\n\n{WRONG}")
    assert [path for path, _, _ in issues(run, ".")] == ["inside.qmd"]


def test_a_later_word_of_the_note_itself_wins(run: Run, note: Write) -> None:
    note("n.md", DECLARED)
    note("a.qmd", f"{{{{< include n.md >}}}}\n\nNow let $A \\in \\mathbb{{R}}^{{n \\times m}}$.\n\n{WRONG}")
    note("b.qmd", "{{< include n.md >}}\n\nHere $m = n$ throughout.\n\n" + WRONG)
    assert issues(run, ".") == []


def test_only_what_is_meant_for_others_comes_over(run: Run, note: Write) -> None:
    """A chapter's own sections, its exercises, its definitions and its marks are its own."""
    for k, said in enumerate(
        (
            f"# Least squares\n\n{DECLARED}",
            f"# A chapter\n\n## Notation\n\n{DECLARED}",
            f"1. {DECLARED}2. Another one.\n",
            "We set $A = B C$ and $x = \\underbrace{C b}_{n \\times 1}$ where $B \\in \\mathbb{R}^{m \\times n}$.\n",
            "If $A$ is an $m \\times n$ matrix and $x$ is a vector of length $n$, then $A x$ exists.\n",
        )
    ):
        note(f"part{k}.md", said)
        note(f"a{k}.qmd", f"{{{{< include part{k}.md >}}}}\n\n{WRONG}")
    note("part9.md", f"# Notation\n\n## Matrices\n\n{DECLARED}")
    note("a9.qmd", f"# One\n\n{{{{< include part9.md >}}}}\n\n# Two\n\n{WRONG}")
    assert [path for path, _, _ in issues(run, ".")] == ["a9.qmd"]


def test_two_files_that_contradict_each_other_say_nothing(run: Run, note: Write) -> None:
    note("n.md", DECLARED)
    note("o.md", DECLARED.replace("m \\times n", "n \\times m"))
    both = "{{< include n.md >}}\n\n{{< include o.md >}}\n\n"
    note("a.qmd", both + WRONG)
    note("b.qmd", both + WRONG.replace("^\\top", ""))
    note("c.qmd", both + "$$\nx^\\top + x\n$$\n")
    assert [path for path, _, _ in issues(run, ".")] == ["c.qmd"]


def test_a_conflict_in_an_included_file_is_said_there_alone(run: Run, note: Write) -> None:
    note("n.md", "Let $A \\in \\mathbb{R}^{m \\times n}$ and $A \\in \\mathbb{R}^{n \\times m}$.\n")
    note("a.qmd", "{{< include n.md >}}\n\n" + WRONG)
    assert [(path, code) for path, code, _ in issues(run, ".")] == [("n.md", "DEC001")]


def test_included_files_include_files(run: Run, note: Write) -> None:
    note("main.tex", tex(WRONG, "\\input{tex/all}"))
    note("tex/all.tex", "\\newcommand{\\R}{\\mathbb{R}}\n\\input{tex/notation}\n")
    note("tex/notation.tex", DECLARED.replace("\\mathbb{R}", "\\R"))
    note("a.qmd", "{{< include q/all.qmd >}}\n\n" + WRONG)
    note("q/all.qmd", "{{< include _n.qmd >}}\n")
    note("q/_n.qmd", DECLARED)
    assert [(path, related[0]) for path, _, related in issues(run, ".")] == [
        ("a.qmd", ("q/_n.qmd", 1)),
        ("main.tex", ("tex/notation.tex", 1)),
    ]


def test_an_included_file_in_latin_1_is_read(run: Run, note: Write) -> None:
    note("n.tex", f"% café\n{DECLARED}".encode("latin-1"))
    note("binary.tex", f"\0{DECLARED}".encode())
    note("a.tex", tex(WRONG, "\\input{n}"))
    note("b.tex", tex(WRONG, "\\input{binary}"))
    assert issues(run, "a.tex") == [("a.tex", "SHP001", [("n.tex", 2), ("n.tex", 2)])]
    assert issues(run, "b.tex") == []


def test_an_authors_own_packages_bring_their_macros(run: Run, note: Write) -> None:
    """Packages beside the note and in a folder, and the class, each with what it asks for; none that is commented out."""
    body = "Let $\\A \\in \\R^{m \\times n}$ and $\\x \\in \\R^n$.\n\n$$\ny = \\tp{\\A} \\x\n$$\n"
    symbols = "\\newcommand{\\A}{\\mathbf{A}}\\newcommand{\\x}{\\mathbf{x}}\n"
    note("a.tex", tex(body, "\\usepackage{amsmath, sty/mine}").replace("{article}", "[11pt]{thesis}"))
    note("thesis.cls", "\\LoadClass{book}\n\\RequirePackage[opt]{spaces}\n")
    note("spaces.sty", "\\newcommand{\\R}{\\mathbb{R}}\n")
    note("sty/mine.sty", "\\newcommand{\\tp}[1]{#1^\\top}\n" + symbols)
    assert issues(run, "a.tex") == [("a.tex", "SHP001", [("a.tex", 4), ("a.tex", 4)])]
    note("sty/mine.sty", "\\newcommand{\\tp}[1]{#1}\n" + symbols)
    assert issues(run, "a.tex") == []
    note("sty/mine.sty", "\\newcommand{\\tp}[1]{#1^\\top}\n" + symbols)
    note("b.tex", tex(body, "% \\usepackage{sty/mine}\n\\usepackage{spaces}"))
    assert issues(run, "b.tex") == []


MAIN = tex(
    "\\input{notation}\n\\include{ch/one}\n\\include{ch/two}\n", "\\newcommand{\\R}{\\mathbb{R}}\n% nablint: let B: p x q\n"
)
CHAPTER = f"\\section{{One}}\n{WRONG}"


@pytest.mark.parametrize("way", ["found", "named", "subfiles", "by way of a part"])
def test_a_chapter_knows_what_its_main_file_says_before_it(run: Run, note: Write, way: str) -> None:
    note("nablint.toml", "")
    note("notation.tex", DECLARED.replace("\\mathbb{R}", "\\R"))
    note("ch/one.tex", "\\section{One}\nHere $x \\in \\R^k$ and $C$.\n")
    main, chapter, after = MAIN, CHAPTER, 2
    if way == "named":
        main, chapter = main.replace("\\include{ch/two}", ""), f"% !TEX root = ../main.tex\n{CHAPTER}"
    elif way == "subfiles":
        chapter = f"\\documentclass[../main.tex]{{subfiles}}\n\\begin{{document}}\n{CHAPTER}\\end{{document}}\n"
    elif way == "by way of a part":
        note("ch/part.tex", "\\input{ch/two}\n")
        main = main.replace("{ch/two}", "{ch/part}")
    note("main.tex", main)
    note("ch/two.tex", chapter)
    found = issues(run, "ch/two.tex")
    if way == "named":
        # Only the preamble is its, where the main file does not include it.
        assert found == []
        note("main.tex", main.replace("\\begin{document}\n\\input{notation}", "\\input{notation}\n\\begin{document}"))
        found = issues(run, "ch/two.tex")
    assert found == [("ch/two.tex", "SHP001", [("notation.tex", 1)] * after)]
    note("main.tex", main.replace("\\input{notation}", ""))
    assert issues(run, "ch/two.tex") == []


def test_a_directive_in_a_preamble_holds_in_the_chapters(run: Run, note: Write) -> None:
    note("main.tex", MAIN)
    note("notation.tex", "")
    note("ch/one.tex", "\\section{One}\nLet $v \\in \\R^p$. $$ B v $$\n")
    note("ch/two.tex", "\\section{Two}\nLet $v \\in \\R^q$. $$ B v $$\n")
    assert issues(run, ".") == [("ch/one.tex", "SHP001", [("main.tex", 3), ("ch/one.tex", 2)])]


def test_what_comes_after_a_chapter_does_not_hold_in_it(run: Run, note: Write) -> None:
    note("main.tex", tex(f"\\input{{one}}\n{DECLARED}\n\\input{{two}}\n"))
    note("one.tex", CHAPTER)
    note("two.tex", CHAPTER)
    assert [path for path, _, _ in issues(run, ".")] == ["two.tex"]


BOOKS = {
    "_quarto.yml": "project:\n  type: book\nbook:\n  chapters:\n    - index.qmd\n    - part: One\n      chapters: [c/one.md]\n"
    "  appendices:\n    - c/00-notation.md # at the end\n",
    "_toc.yml": "format: jb-book\nroot: index\nparts:\n- chapters:\n  - file: c/one\n  - file: c/00-notation\n",
    "myst.yml": "project:\n  toc:\n    - file: index.md\n    - file: c/one.md\n    - file: c/00-notation.md\n",
    "_bookdown.yml": 'rmd_files: ["index.Rmd", "c/one.md", "c/00-notation.md"]\n',
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_chapter_of_a_book_knows_its_notation(run: Run, note: Write, name: str) -> None:
    note(name, BOOKS[name])
    note("c/00-notation.md", f"# Symbols and such\n\n## Matrices\n\n{DECLARED}")
    note("c/one.md", f"# One\n\n{WRONG}")
    note("c/draft.md", f"# No chapter\n\n{WRONG}")
    assert issues(run, ".") == [("c/one.md", "SHP001", [("c/00-notation.md", 5)] * 2)]


def test_a_book_in_an_archive(run: Run) -> None:
    with zipfile.ZipFile("book.zip", "w") as archive:
        archive.writestr("b/_quarto.yml", BOOKS["_quarto.yml"])
        archive.writestr("b/c/00-notation.md", DECLARED)
        archive.writestr("b/c/one.md", f"# One\n\n{WRONG}")
        archive.writestr("t/main.tex", MAIN)
        archive.writestr("t/notation.tex", DECLARED.replace("\\mathbb{R}", "\\R"))
        archive.writestr("t/ch/one.tex", CHAPTER)
    assert issues(run, "book.zip") == [
        ("book.zip/b/c/one.md", "SHP001", [("book.zip/b/c/00-notation.md", 1)] * 2),
        ("book.zip/t/ch/one.tex", "SHP001", [("book.zip/t/notation.tex", 1)] * 2),
    ]


def test_a_project_names_a_note_of_notation(run: Run, note: Write) -> None:
    note("nablint.toml", 'notation-files = ["shared/notation.md", "sizes.txt"]\n')
    note("shared/notation.md", f"# Notation\n\n$\\newcommand{{\\y}}{{y}}$\n\n{DECLARED}")
    note("sizes.txt", "# sizes\nlet b: m\n")
    note("c/one.md", "1. Then\n\n   $$\n   A^\\top x + b\n   $$\n\n2. Now $A b$ too.\n")
    found = issues(run, ".")
    assert [(path, code) for path, code, _ in found] == [("c/one.md", "SHP001"), ("c/one.md", "SHP001")]
    assert found[0][2] == [("shared/notation.md", 5)] * 2
    note("shared/notation.md", "Nothing.\n")
    assert issues(run, ".") == []


@pytest.mark.parametrize("more", [("--jobs", "2", "--no-cache"), ("--jobs", "1", "--no-cache"), (), ("--shard", "1/1")])
def test_a_project_says_the_same_however_it_is_checked(run: Run, note: Write, more: tuple[str, ...]) -> None:
    note("main.tex", tex("".join(f"\\include{{ch/c{k}}}\n" for k in range(30)), "\\input{notation}"))
    note("notation.tex", DECLARED)
    for k in range(30):
        note(f"ch/c{k}.tex", f"\\section{{Chapter {k}}}\n{'Words. ' * 1500}\n{WRONG}")
    expected = [(f"ch/c{k}.tex", "SHP001", [("notation.tex", 1)] * 2) for k in range(30)]
    assert issues(run, *more, ".") == sorted(expected)
    assert issues(run, *more, ".") == sorted(expected)


def test_fixing_knows_the_included_files_and_leaves_them_alone(run: Run, note: Write) -> None:
    text = "{{< include n.md >}}\n\n" + WRONG
    path, other = note("a.qmd", text), note("n.md", DECLARED)
    run("check", "--fix", "--unsafe-fixes", "a.qmd")
    assert path.read_text() == text.replace("A^\\top", "A")
    assert other.read_text() == DECLARED


def test_hostile_trees_of_files_end(run: Run, note: Write, tmp_path: Path) -> None:
    """Rings, missing files, pipes, folders, files without end or outside of the project: silence, and soon."""
    note("p/nablint.toml", "")
    note("p/ring.qmd", "{{< include ring.qmd >}}\n{{< include other.qmd >}}\n\n" + DECLARED + WRONG)
    note("p/other.qmd", "{{< include ring.qmd >}}\n")
    note("outside.md", DECLARED)
    (tmp_path / "p/link.md").symlink_to("link.md")
    (tmp_path / "p/folder.md").mkdir()
    os.mkfifo(tmp_path / "p/pipe.tex")
    with open(tmp_path / "p/large.tex", "wb") as file:
        file.truncate(60_000_000)
    note("p/latin.tex", DECLARED.encode() + b"\xe9\n")
    names = (
        "missing",
        "link.md",
        "folder.md",
        "pipe",
        "large",
        "latin",
        "/dev/zero",
        "/dev/stdin",
        "../outside.md",
        "a\0b",
        "..",
    )
    note("p/a.qmd", "".join(f"{{{{< include {name} >}}}}\n\n" for name in names) + WRONG)
    note("p/a.tex", "".join(f"\\input{{{name}}}\n" for name in names) + WRONG)
    note("p/many.tex", "".join(f"\\input{{f{k % 7}}}\\input{{g{k}}}\n" for k in range(5000)) + WRONG)
    for k in range(7):
        note(f"p/f{k}.tex", "".join(f"\\input{{f{j}}}\n" for j in range(7)) * 50)
    for k in range(60):
        note(f"p/main{k}.tex", tex("".join(f"\\input{{h{j}}}\n" for j in range(400))))
    start = time.monotonic()
    checked = [f"p/{name}" for name in ("ring.qmd", "a.qmd", "a.tex", "many.tex")]
    ended = run("check", "--no-cache", "--output-format", "json", *checked)
    assert time.monotonic() - start < 30  # a hang, not a speed
    assert ended.err == ""
    assert [i["filename"] for i in json.loads(ended.out)] == ["p/ring.qmd"]
    note("outside.md", "")
    note("p/n.md", DECLARED)
    note("p/a.qmd", "{{< include n.md >}}\n" + WRONG)
    assert issues(run, "p/a.qmd")[0][2][0] == ("p/n.md", 1)
