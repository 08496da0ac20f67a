"""Fixes in files: applied whole or not at all, and nothing else changes."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nablint.analysis.settings import Settings
from nablint.analysis.snapshot import Snapshot
from nablint.base.findings import Edit, Finding, Fix, Severity
from nablint.base.source import Source
from nablint.base.spans import Span
from nablint.cli import checking, fixing, reading
from nablint.cli.fixing import fix_text
from tests.cli.conftest import Run

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def teh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in analysis: "teh" is safely fixed to "the", "maybe" unsafely to "surely", "ping" and "pong" into each other."""

    def findings(source: Source) -> Iterator[Finding]:
        for word, instead, safe in (
            ("teh", "the", True),
            ("maybe", "surely", False),
            ("ping", "pong", True),
            ("pong", "ping", True),
        ):
            for found in re.finditer(word, source.text):
                span = Span(*found.span())
                fix = Fix(f"Write {instead}", (Edit(span, instead),), safe)
                yield Finding("SHP001", Severity.ERROR, span, f"{word} is wrong", fixes=(fix,))

    real = checking.analysed

    def analysed(source: Source, settings: Settings, every_fix: bool = False) -> Snapshot:
        return replace(real(Source(source.path, "", source.kind), settings), source=source, findings=tuple(findings(source)))

    monkeypatch.setattr(checking, "analysed", analysed)


def test_fix_applies_what_is_safe_and_reports_the_rest(run: Run, note: Write) -> None:
    path = note("a.md", "teh cat, maybe teh dog\n")
    ended = run("check", "--no-cache", "--fix", "a.md")
    assert path.read_text() == "the cat, maybe the dog\n"
    assert ended.code == 1
    assert "maybe is wrong" in ended.out
    assert "2 findings fixed" in ended.out


def test_unsafe_fixes_are_applied_when_asked_for(run: Run, note: Write) -> None:
    path = note("a.md", "teh cat, maybe\n")
    assert run("check", "--no-cache", "--fix", "--unsafe-fixes", "a.md").code == 0
    assert path.read_text() == "the cat, surely\n"


def test_fixing_twice_changes_nothing_and_what_swings_is_left(run: Run, note: Write) -> None:
    path = note("a.md", "teh ping teh\n")
    run("check", "--no-cache", "--fix", "a.md")
    once = path.read_text()
    run("check", "--no-cache", "--fix", "a.md")
    assert once == path.read_text()
    assert once in ("the ping the\n", "the pong the\n")


def test_encoding_line_ends_mode_and_mark_stay(run: Run, note: Write) -> None:
    path = note("a.md", b"\xef\xbb\xbfteh \xe2\x84\x9d\r\nand\rteh\n")
    path.chmod(0o640)
    run("check", "--no-cache", "--fix", "a.md")
    assert path.read_bytes() == b"\xef\xbb\xbfthe \xe2\x84\x9d\r\nand\rthe\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(".") == ["a.md"]


def test_a_link_stays_a_link(run: Run, note: Write, tmp_path: Path) -> None:
    target = note("real/a.md", "teh\n")
    (tmp_path / "link.md").symlink_to(target)
    run("check", "--no-cache", "--fix", "link.md")
    assert (tmp_path / "link.md").is_symlink()
    assert target.read_text() == "the\n"


def test_a_file_that_changed_meanwhile_is_left_alone(run: Run, note: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = note("a.md", "teh\n")
    real = fixing.fix_text

    def slow(source: Source, settings: Settings, unsafe: bool = False) -> tuple[str, int]:
        result = real(source, settings, unsafe)
        path.write_text("teh, and what the author just wrote\n")
        return result

    monkeypatch.setattr(fixing, "fix_text", slow)
    ended = run("check", "--no-cache", "--fix", "a.md")
    assert path.read_text() == "teh, and what the author just wrote\n"
    assert "a.md changed meanwhile and was left as it is" in ended.out


def test_a_write_that_fails_leaves_the_note_whole(note: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = note("a.md", "teh\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reading.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        reading.write_back(str(path), b"teh\n", b"the\n")
    assert path.read_text() == "teh\n"
    assert os.listdir(path.parent) == ["a.md"]


def test_diff_shows_and_changes_nothing(run: Run, note: Write) -> None:
    path = note("a.md", "one\nteh two")
    ended = run("check", "--no-cache", "--diff", "a.md")
    assert ended.code == 1
    assert ended.out.splitlines() == [
        "--- a.md", "+++ a.md", "@@ -1,2 +1,2 @@", " one",
        "-teh two", "\\ No newline at end of file", "+the two", "\\ No newline at end of file",
    ]  # fmt: skip
    assert path.read_text() == "one\nteh two"
    note("b.md", "right\n")
    ended = run("check", "--no-cache", "--diff", "b.md")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "nablint: nothing to fix safely; --unsafe-fixes applies what may change the meaning too\n"
    assert run("check", "--no-cache", "--diff", "-q", "b.md").err == ""


def test_fix_only_and_exit_non_zero_on_fix(run: Run, note: Write) -> None:
    note("a.md", "teh maybe\n")
    ended = run("check", "--no-cache", "--fix-only", "a.md")
    assert (ended.code, ended.out, ended.err) == (0, "", "nablint: 1 finding fixed\n")
    assert "nothing to fix" in run("check", "--no-cache", "--fix-only", "a.md").err
    note("a.md", "teh\n")
    assert run("check", "--no-cache", "--fix", "--exit-non-zero-on-fix", "a.md").code == 1
    assert run("check", "--no-cache", "--fix", "--exit-non-zero-on-fix", "a.md").code == 0


def test_standard_input_is_fixed_to_standard_output(run: Run) -> None:
    ended = run("check", "--fix", "-", stdin=b"teh maybe\r\n")
    assert ended.out == "the maybe\r\n"
    assert "maybe is wrong" in ended.err
    assert run("check", "--fix", "-", stdin=b"right\r\n").out == "right\r\n"


def test_two_fixes_that_touch_are_applied_one_after_the_other() -> None:
    text, count = fix_text(Source("a.md", "tehteh"), Settings())
    assert (text, count) == ("thethe", 2)


def test_a_patch_is_one_that_tools_take(run: Run, note: Write, tmp_path: Path) -> None:
    """Whatever ends a line elsewhere is a character here, and a name stays on its line."""
    before = "a\x0cteh\u2028b\rteh c\r\nd\nlast teh"
    path = note('o"d\tname\n.md', before)
    patch = run("check", "--no-cache", "--diff", ".").out
    assert patch.splitlines()[0] == '--- "o\\"d\\tname\\n.md"'
    (tmp_path / "x.patch").write_bytes(patch.encode())
    subprocess.run(["git", "apply", "-p0", "x.patch"], check=True, cwd=tmp_path)
    assert path.read_bytes().decode() == before.replace("teh", "the")


def test_what_is_write_protected_is_left_alone_and_the_rest_is_fixed(run: Run, note: Write) -> None:
    protected, other = note("a.md", "teh\n"), note("b.md", "teh\n")
    protected.chmod(0o444)
    ended = run("check", "--no-cache", "--fix", ".")
    assert (protected.read_text(), other.read_text()) == ("teh\n", "the\n")
    assert "a.md cannot be written: it is write-protected" in ended.out
    assert "1 finding fixed" in ended.out


def test_where_nothing_could_be_read_nothing_was_fixed(run: Run, note: Write) -> None:
    note("a.md", b"\xff\xfe")
    for option in ("--fix-only", "--diff", "--fix"):
        assert run("check", "--no-cache", option, "missing.md").code == 2
        ended = run("check", "--no-cache", option, "a.md")
        assert (ended.code, "a.md: is in UTF-16" in ended.err) == (2, True)


def test_a_name_in_the_configuration_is_mended_and_then_holds(run: Run, note: Write) -> None:
    note("a.md", "teh\n")
    file = note("nablint.toml", '# ours\r\nignroe = ["SHP"]\r\n')
    assert '+ignore = ["SHP"]' in run("check", "--no-cache", "--diff", "--unsafe-fixes", "a.md").out
    ended = run("check", "--no-cache", "--fix", "--unsafe-fixes", "a.md")
    assert file.read_bytes() == b'# ours\r\nignore = ["SHP"]\r\n'
    assert "NOT002" not in ended.out


def test_notes_in_which_nothing_is_found_are_read_once(run: Run, note: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.md", "b.md", "c.md"):
        note(name, "teh\n" if name == "b.md" else "right\n")
    fixed: list[str] = []
    real = fixing.fix
    monkeypatch.setattr(fixing, "fix", lambda job, unsafe: fixed.append(job.path) or real(job, unsafe))
    assert run("check", "--no-cache", "--fix", ".").code == 0
    assert fixed == ["b.md"]
