"""Sections: nesting by levels and by numbers, sections of notation and of solutions in several languages."""

from __future__ import annotations

import pytest

from nablint.base.source import Source
from nablint.documents.model import Document
from nablint.documents.scanner import scan


def read(note: str) -> Document:
    return scan(Source("note.md", note))


def tree(document: Document) -> list[tuple[str, str]]:
    """Every section's title with the title of the one around it."""
    return [(scope.title, document.scopes[scope.parent].title) for scope in document.scopes[1:]]


def test_levels_nest() -> None:
    document = read("# A\n## B\n### C\n## D\n# E\n")
    assert tree(document) == [("A", ""), ("B", "A"), ("C", "B"), ("D", "A"), ("E", "")]
    assert [scope.level for scope in document.scopes] == [0, 1, 2, 3, 2, 1]


def test_a_section_reaches_to_the_next_of_its_level() -> None:
    note = "# A\na\n## B\nb\n# C\nc\n"
    document = read(note)
    assert document.scopes[1].span.of(note) == "# A\na\n## B\nb\n"
    assert document.scopes[2].span.of(note) == "## B\nb\n"
    assert document.scopes[3].span.of(note) == "# C\nc\n"
    assert [block.scope for block in document.blocks] == [1, 1, 2, 2, 3, 3]


def test_text_before_the_first_heading_belongs_to_the_document() -> None:
    assert [block.scope for block in read("a\n\n# B\nb").blocks] == [0, 1, 1]


def test_numbers_nest_headings_of_one_level() -> None:
    document = read("# 1 A\n# 1.1 B\n# 1.1.1 C\n# 1.2 D\n# 2 E\n# 2.1 F\n")
    assert tree(document) == [
        ("1 A", ""),
        ("1.1 B", "1 A"),
        ("1.1.1 C", "1.1 B"),
        ("1.2 D", "1 A"),
        ("2 E", ""),
        ("2.1 F", "2 E"),
    ]
    assert [scope.number for scope in document.scopes] == ["", "1", "1.1", "1.1.1", "1.2", "2", "2.1"]


def test_numbers_win_over_levels_that_jump() -> None:
    document = read("# 2 A\n## 2.1 B\n#### 2.1.1 C\n# 2.2 D\n### 2.3 E\n")
    assert tree(document) == [("2 A", ""), ("2.1 B", "2 A"), ("2.1.1 C", "2.1 B"), ("2.2 D", "2 A"), ("2.3 E", "2 A")]


def test_a_heading_without_number_stays_inside_where_all_have_one_level() -> None:
    document = read("# 1 A\n# 1.1 B\n# Proof\n# 1.2 C\n")
    assert tree(document) == [("1 A", ""), ("1.1 B", "1 A"), ("Proof", "1.1 B"), ("1.2 C", "1 A")]


def test_steps_that_are_counted_inside_a_section_do_not_end_it() -> None:
    document = read("# 1 A\n## 1.1 B\n### 1. first\n### 2. second\n## 1.2 C\n")
    assert tree(document)[2:] == [("1. first", "1.1 B"), ("2. second", "1.1 B"), ("1.2 C", "1 A")]


@pytest.mark.parametrize("title", ["3.4 Maps", "**3.4** Maps", "§ 3.4 Maps", "Section 3.4: Maps", "Abschnitt 3.4 Abbildungen"])
def test_numbers_of_headings(title: str) -> None:
    assert read("# " + title).scopes[1].number == "3.4"


@pytest.mark.parametrize("title", ["3D maps", "2024-01-02", "Maps", "1st maps"])
def test_no_numbers(title: str) -> None:
    assert read("# " + title).scopes[1].number == ""


@pytest.mark.parametrize(
    "title",
    [
        "Notation",
        "2.1 Setup",
        "Notations and conventions",
        "Preliminaries",
        "Bezeichnungen",
        "Préliminaires",
        "符号约定",
        "Обозначения",
    ],
)
def test_setup(title: str) -> None:
    document = read(f"# {title}\n## Sizes\n# Next")
    assert [scope.setup for scope in document.scopes] == [False, True, True, False]


@pytest.mark.parametrize("title", ["Solutions", "4 Solutions", "Answers", "Lösungen", "Solution 3", "答案", "Решения"])
def test_solutions(title: str) -> None:
    document = read(f"# {title}\n## 1.1 First\n# Next")
    assert [scope.solutions for scope in document.scopes] == [False, True, True, False]


def test_a_question_about_solutions_is_no_section_of_them() -> None:
    assert not read("# When should I read the solutions?").scopes[1].solutions
