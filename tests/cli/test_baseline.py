"""The baseline: known findings by path, rule and column."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import RIGHT, UNCLOSED, Run

Write = Callable[..., Path]


def entries(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((path / "nablint-baseline.json").read_text())["findings"]
    return found


def test_what_is_recorded_is_not_reported_and_what_is_new_is(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    assert run("baseline").out == "1 finding recorded in nablint-baseline.json\n"
    assert entries(tmp_path) == [{"path": "a.md", "code": "NOT001", "column": 1}]
    ended = run("check")
    assert ended.code == 0
    assert "1 finding already in the baseline" in ended.out
    note("b.md")
    ended = run("check", "--output-format", "concise", "-q")
    assert ended.code == 1
    assert ended.out.startswith("b.md:5:1")
    assert run("check", "--no-baseline").out.count("NOT001") == 2


def test_lines_may_move_and_columns_may_not(run: Run, note: Write) -> None:
    note("a.md")
    run("baseline")
    note("a.md", "More text.\n\n" * 5 + UNCLOSED)
    assert run("check").code == 0
    note("a.md", UNCLOSED.replace("$$", "and $$"))
    assert run("check").code == 1


def test_it_shrinks_with_what_is_mended_and_never_grows(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    note("b.md")
    note("c.md")
    run("baseline")
    assert len(entries(tmp_path)) == 3
    note("a.md", RIGHT)
    (tmp_path / "b.md").unlink()
    note("d.md")
    assert run("check").code == 1
    assert entries(tmp_path) == [{"path": "c.md", "code": "NOT001", "column": 1}]


def test_a_run_over_a_part_keeps_the_rest(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md", RIGHT)
    note("b.md")
    run("baseline")
    before = entries(tmp_path)
    run("check", "a.md")
    run("check", "--select", "SHP")
    assert entries(tmp_path) == before


def test_a_frozen_baseline_is_never_written_and_fails_where_it_is_out_of_date(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    run("baseline")
    assert run("check", "--frozen-baseline").code == 0
    before = (tmp_path / "nablint-baseline.json").read_bytes()
    note("a.md", RIGHT)
    ended = run("check", "--frozen-baseline")
    assert ended.code == 1
    assert "no longer occur" in ended.out
    assert (tmp_path / "nablint-baseline.json").read_bytes() == before


def test_a_baseline_that_shrinks_says_so(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    run("baseline")
    note("a.md", RIGHT)
    assert run("check").err == "nablint: 1 finding mended, and taken out of nablint-baseline.json\n"
    assert entries(tmp_path) == []
    assert run("check").err == ""


def test_several_alike_are_counted(run: Run, note: Write, tmp_path: Path) -> None:
    line = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$.\n\n## One\n\n$y = A x$\n\n## Two\n\n$w = A x$\n"
    note("a.md", line)
    run("baseline")
    (entry,) = entries(tmp_path)
    assert (entry["code"], entry["count"]) == ("SHP001", 2)
    assert run("check").code == 0
    note("a.md", line + "\n## Three\n\n$u = A x$\n")
    assert run("check").code == 1


def test_paths_are_relative_to_the_file(run: Run, note: Write, tmp_path: Path) -> None:
    note("sub/a.md")
    run("baseline", "--baseline", "sub/known.json", "sub")
    assert json.loads((tmp_path / "sub" / "known.json").read_text())["findings"][0]["path"] == "a.md"
    assert run("check", "--baseline", "sub/known.json", "sub").code == 0


def test_what_is_no_baseline_is_a_line_and_2(run: Run, note: Write) -> None:
    note("a.md")
    for text in ("{", "[]", '{"findings": [1]}', '{"findings": {"a": 1}}'):
        note("nablint-baseline.json", text)
        ended = run("check")
        assert (ended.code, ended.err) == (2, "nablint: nablint-baseline.json is not a baseline that nablint wrote\n")
    assert run("check", "--baseline", "missing.json").code == 2


def test_a_first_run_with_many_findings_names_the_baseline(run: Run, note: Write) -> None:
    for k in range(101):
        note(f"n{k}.md")
    assert run("check").out.splitlines()[-1] == "to begin from here and see only what is new: nablint baseline"
