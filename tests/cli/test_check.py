"""`nablint check`: what is checked, what is said, how it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import RIGHT, UNCLOSED, Run

Write = Callable[..., Path]


def test_a_right_note_ends_with_0_and_a_wrong_one_with_1(run: Run, note: Write) -> None:
    note("right.md", RIGHT)
    note("wrong.md")
    assert run("check", "right.md").code == 0
    ended = run("check", "wrong.md")
    assert ended.code == 1
    assert "NOT001 unclosed-math" in ended.out
    assert "--> wrong.md:5:1" in ended.out


def test_exit_zero_and_fail_on(run: Run, note: Write) -> None:
    note("wrong.md")
    assert run("check", "--exit-zero", "wrong.md").code == 0
    assert run("check", "--fail-on", "error", "wrong.md").code == 1
    note("nablint.toml", 'unknwon = 1\nignore = ["NOT001"]\n')
    assert run("check", "--fail-on", "error", "wrong.md").code == 0  # NOT002 is a warning
    assert run("check", "wrong.md").code == 1


def test_json_is_the_published_list(run: Run, note: Write) -> None:
    note("notes/wrong.md")
    (finding,) = json.loads(run("check", "--output-format", "json", "notes").out)
    assert list(finding) == [
        "code", "name", "severity", "message", "filename", "cell", "location", "end_location", "related", "fix", "url",
    ]  # fmt: skip
    assert (finding["code"], finding["name"], finding["severity"]) == ("NOT001", "unclosed-math", "error")
    assert finding["filename"] == "notes/wrong.md"
    assert finding["cell"] is None
    assert finding["location"] == {"row": 5, "column": 1}
    assert finding["end_location"] == {"row": 5, "column": 3}


def test_json_of_nothing_is_an_empty_list(run: Run, note: Write) -> None:
    note("right.md", RIGHT)
    assert json.loads(run("check", "--output-format", "json", ".").out) == []


def test_the_order_is_by_path_and_place_whatever_the_order_of_the_arguments(run: Run, note: Write) -> None:
    for name in ("b.md", "a/z.md", "a.md", "c/d.tex"):
        note(name)
    names = [
        line.partition(":")[0]
        for line in run("check", "c", "b.md", "a.md", "a", "--output-format", "concise", "-q").out.splitlines()
    ]
    assert names == sorted(names)
    assert set(names) >= {"a.md", "a/z.md", "b.md"}


def test_the_same_findings_for_any_number_of_processes_cold_or_cached(run: Run, note: Write) -> None:
    for k in range(12):
        note(f"n{k}.md", RIGHT if k % 3 == 0 else f"{'text ' * k}\n\n$$\ny = A x\n\nend\n")
    alone = run("check", "--jobs", "1", "--no-cache", "--output-format", "json", ".").out
    assert len(json.loads(alone)) == 8
    assert run("check", "--jobs", "3", "--no-cache", "--output-format", "json", ".").out == alone
    assert run("check", "--jobs", "3", "--output-format", "json", ".").out == alone
    assert run("check", "--jobs", "2", "--output-format", "json", ".").out == alone
    assert run("check", "--jobs", "1", "--output-format", "json", ".").out == alone


def test_a_file_given_twice_is_checked_once(run: Run, note: Write) -> None:
    note("d/a.md")
    assert len(json.loads(run("check", "--output-format", "json", "d", "d/a.md", "./d/a.md").out)) == 1
    assert len(json.loads(run("check", "--output-format", "json", "d", os.path.abspath("d/a.md")).out)) == 1


def test_standard_input_has_the_name_it_is_given(run: Run) -> None:
    ended = run("check", "-", "--stdin-filename", "x/y.md", "--output-format", "concise", stdin=b"$$\ny = A x\n\nend\n")
    assert ended.out.startswith("x/y.md:1:1: NOT001")
    assert ended.code == 1
    assert run("check", "-", stdin=RIGHT.encode()).code == 0
    assert run("check", "-q", "--stdin-filename", "x.md", stdin=b"$$\ny = A x\n\nend\n").code == 1


def test_the_suffix_of_the_name_says_which_dialect(run: Run) -> None:
    """`$` in a LaTeX comment opens nothing."""
    text = b"% a lone $$ in a comment\nText.\n"
    assert run("check", "-", "--stdin-filename", "a.tex", stdin=text).code == 0


def test_unreadable_things_are_one_line_each_and_the_rest_is_checked(run: Run, note: Write) -> None:
    note("wrong.md")
    note("latin.md", b"caf\xe9 $x$\n")
    os.mkfifo("pipe.md")
    os.symlink("nowhere.md", "broken.md")
    os.symlink("/proc/self/mem", "refused.md")  # a file that even its owner cannot read from its start
    ended = run("check", "wrong.md", "latin.md", "pipe.md", "missing.md", "broken.md", "refused.md")
    assert ended.code == 1
    assert "NOT001" in ended.out
    lines = ended.err.splitlines()
    assert len(lines) == 5
    assert any("refused.md: cannot be read: Input/output error" in line for line in lines)
    assert any("latin.md: is not UTF-8 (byte 3, line 1)" in line for line in lines)
    assert any("pipe.md: is not a regular file" in line for line in lines)
    assert any("missing.md: no such file or folder" in line for line in lines)
    assert any("broken.md: cannot be read" in line for line in lines)


@pytest.mark.parametrize("name", ["latin.md", "missing.md", "."])
def test_2_only_where_nothing_could_be_checked(run: Run, note: Write, name: str) -> None:
    if name == "latin.md":
        note(name, b"\xff\xff\n")
    ended = run("check", name)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_a_file_of_fifty_megabytes_is_a_line(run: Run, note: Write, tmp_path: Path) -> None:
    note("right.md", RIGHT)
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(50_000_000)
    ended = run("check", ".")
    assert ended.code == 0
    assert ended.err.splitlines() == ["nablint: big.md: has 50 MB; files above 20 MB are not checked"]


def test_a_name_with_a_line_break_stays_on_its_line(run: Run, note: Write) -> None:
    note("bad\nname\x1b[31m.md")
    note("worse\n.md", b"\xff")
    ended = run("check", "--output-format", "concise", "-q", ".")
    assert ended.out.startswith("bad\\nname\\x1b[31m.md:5:1: NOT001")
    assert len(ended.out.splitlines()) == 1
    assert ended.err == "nablint: worse\\n.md: is not UTF-8 (byte 0, line 1); save it as UTF-8\n"


def test_symbolic_links_that_loop_end(run: Run, note: Write, tmp_path: Path) -> None:
    note("d/wrong.md")
    (tmp_path / "d" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    ended = run("check", "--output-format", "json", ".")
    assert len(json.loads(ended.out)) == 1


def test_a_byte_order_mark_and_windows_line_ends_move_nothing(run: Run, note: Write) -> None:
    note("wrong.md", b"\xef\xbb\xbfone\r\n\r\n$$\r\ny = A x\r\n\r\nend\r\n")
    (finding,) = json.loads(run("check", "--output-format", "json", "wrong.md").out)
    assert finding["location"] == {"row": 3, "column": 1}


def test_select_ignore_and_extend_select(run: Run, note: Write) -> None:
    note("wrong.md")
    assert run("check", "--ignore", "NOT", "wrong.md").code == 0
    assert run("check", "--select", "SHP", "wrong.md").code == 0
    assert run("check", "--select", "SHP", "--extend-select", "NOT001", "wrong.md").code == 1
    assert run("check", "--select", "ALL", "wrong.md").code == 1
    ended = run("check", "--select", "SHQ", "wrong.md")
    assert ended.code == 2
    assert "no rule's code begins with SHQ" in ended.err


def test_rules_are_selected_by_name_too_and_again(run: Run, note: Write) -> None:
    note("wrong.md", "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$. Then $A x$.\n\n" + UNCLOSED)
    concise = ("check", "wrong.md", "-q", "--output-format", "concise")
    assert "SHP001" in run(*concise, "--select", "product-mismatch").out
    assert len(run(*concise, "--select", "product-mismatch", "--select", "NOT").out.splitlines()) == 2
    assert run(*concise, "--ignore", "SHP", "--ignore", "unclosed-math").out == ""


def test_a_suppression_by_name_says_the_code(run: Run, note: Write) -> None:
    note("a.md", "<!-- nablint: ignore product-mismatch -->\nText.\n")
    assert "there is no rule product-mismatch; write SHP001" in run("check", "a.md").out


def test_an_empty_selection_is_refused(run: Run, note: Write) -> None:
    note("wrong.md")
    ended = run("check", "--select", "", "wrong.md")
    assert (ended.code, ended.out) == (2, "")
    assert "--select: names no rule" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chek",), "'chek' is none of check, "),
        (("chek",), "; did you mean check? (nablint --help says more)"),
        (("check", "--fixx"), "'--fixx' is not understood; did you mean --fix? (nablint check --help says more)"),
        (("check", "--fail-on", "never"), "--fail-on: 'never' is none of error, warning, hint"),
        (("check", "-j", "many"), "must be a number from 1 to 1000, not 'many'"),
        (("rule", "SHP001", "SHP002"), "'SHP002' is not understood"),
        (("check", "--output-format", "jsn"), "no output format 'jsn'; did you mean json?"),
        (("check", "--output-format", "json="), "expected a file after '='"),
        (("check", "--statistics", "--output-format", "sarif"), "--statistics is written as text or as json, not as sarif"),
        (("check", "--dask", "here"), "here: no address of a Dask scheduler; expected tcp://HOST:PORT"),
        (("doctor", "nowhere"), "nowhere: no such folder"),
        (("rule", "SHQ"), "did you mean SHP?"),
    ],
)
def test_a_wrong_use_is_one_line_that_says_what_was_meant(run: Run, note: Write, words: tuple[str, ...], said: str) -> None:
    note("right.md", RIGHT)
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("nablint: ")
    assert len(ended.err.splitlines()) == 1
    assert said in ended.err


def test_files_stand_on_both_sides_of_options(run: Run, note: Write) -> None:
    note("right.md", RIGHT)
    note("wrong.md")
    assert run("check", "right.md", "-q", "wrong.md").code == 1
    assert "nablint check --help" in run("check", "right.md", "-q", "wrong.md", "--nothing").err


def test_without_a_command_the_commands_are_shown(run: Run) -> None:
    ended = run()
    assert ended.code == 2
    assert "completions for a shell" in ended.err


def test_statistics_count_by_rule(run: Run, note: Write) -> None:
    note("a.md")
    note("b.md")
    assert run("check", "--statistics", ".").out.split() == ["2", "NOT001", "unclosed-math"]
    counted = json.loads(run("check", "--statistics", "--output-format", "json", ".").out)
    assert counted == {
        "findings": [{"code": "NOT001", "name": "unclosed-math", "count": 2, "fixable": 0}],
        "claims": {"verified": 0, "wrong": 0, "unchecked": 0},
    }


def test_statistics_go_where_the_report_would_and_tell_safe_fixes_from_others(run: Run, note: Write, tmp_path: Path) -> None:
    note(
        "a.md",
        "<!-- nablint: ignore SHP001 -->\n\nLet $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$. Then $A x$.\n",
    )
    note("b.md", "<!-- nablint: ignore CHN001 -->\n\nFine.\n")
    assert run("check", "--statistics", "-o", "out/s.txt", ".").out == ""
    assert (tmp_path / "out/s.txt").read_text() == "1  NOT003  [*]  unused-suppression\n"
    note("a.md", "Let $x \\in \\mathbb{R}^n$ and $f = x^\\top x$. Then $\\frac{\\partial f}{\\partial x} = 3 x$.\n")
    assert "VAL001  [~]" in run("check", "--statistics", ".").out


def test_statistics_count_claims(run: Run, note: Write) -> None:
    note("a.md", "Let $f(t) = t^2$. So $f'(t) = 2t$, and $f'(t) = 3t$.\n")
    assert run("check", "--statistics", ".").out.splitlines()[-1] == "2 claims: 1 verified, 1 wrong, 0 not checked"
    assert run("check", "--statistics", ".").out.splitlines()[-1] == "2 claims: 1 verified, 1 wrong, 0 not checked"
    assert "claim" not in run("check", "--statistics", "--no-values", ".").out
    counted = json.loads(run("check", "--statistics", "--output-format", "json", ".").out)
    assert counted["claims"] == {"verified": 1, "wrong": 1, "unchecked": 0}


def test_several_formats_in_one_run(run: Run, note: Write, tmp_path: Path) -> None:
    note("wrong.md")
    ended = run("check", "--output-format", "concise", "--output-format", "json=out/report.json", "wrong.md")
    assert ended.out.startswith("wrong.md:5:1:")
    assert json.loads((tmp_path / "out" / "report.json").read_text())[0]["code"] == "NOT001"
    ended = run("check", "--output-format", "junit", "--output-file", "junit.xml", "wrong.md")
    assert (ended.out, ended.code) == ("", 1)
    assert (tmp_path / "junit.xml").read_text().startswith("<?xml")


def test_formats_that_would_mix_are_refused(run: Run, note: Write) -> None:
    note("wrong.md")
    assert run("check", "--output-format", "json", "--output-format", "sarif", "wrong.md").code == 2
    assert run("check", "--output-format", "pdf", "wrong.md").code == 2
    ended = run("check", "--output-format", "json=a.out", "--output-format", "sarif=./a.out", "wrong.md")
    assert (ended.code, "to one file" in ended.err) == (2, True)


def test_in_github_actions_the_annotations_come_by_themselves(run: Run, note: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    note("wrong.md")
    assert "::error" not in run("check", "wrong.md").out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert (
        "\n::error file=wrong.md,line=5,endLine=5,col=1,endColumn=2,title=NOT001 unclosed-math::"
        in run("check", "wrong.md").out
    )
    assert "::error" not in run("check", "--output-format", "json", "wrong.md").out


def test_colour_only_where_it_is_wanted(run: Run, note: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    note("wrong.md")
    assert "\x1b" not in run("check", "wrong.md").out
    assert "\x1b[" in run("check", "--color", "always", "wrong.md").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", "wrong.md").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check", "wrong.md").out


def test_a_defect_on_one_note_does_not_cost_the_others(run: Run, note: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    from nablint.cli import checking

    real = checking.analysed

    def failing(source, settings):  # type: ignore[no-untyped-def]
        if source.path == "cursed.md":
            raise KeyError("boom")
        return real(source, settings)

    monkeypatch.setattr(checking, "analysed", failing)
    note("cursed.md")
    note("wrong.md")
    ended = run("check", "--no-cache", ".")
    assert "wrong.md:5:1" in ended.out
    assert "cursed.md: not checked, nablint has a defect: KeyError: 'boom'" in ended.err
