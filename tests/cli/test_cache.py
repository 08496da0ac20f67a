"""The cache: same answers, never in the way, bounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nablint.analysis.settings import Settings
from nablint.cli import cache as module
from nablint.cli import checking, drawers
from nablint.cli.cache import Cache
from nablint.cli.report import FileReport
from tests.cli.conftest import RIGHT, Run
from tests.cli.test_formats import HINT, ISSUE

Write = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[2]
EMPTY = FileReport("a.md")


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were really analysed."""
    seen: list[str] = []
    real = checking.analysed

    def watched(source, settings):  # type: ignore[no-untyped-def]
        seen.append(source.path)
        return real(source, settings)

    monkeypatch.setattr(checking, "analysed", watched)
    return seen


def test_a_note_is_analysed_again_only_when_it_or_its_settings_change(run: Run, note: Write, analysed: list[str]) -> None:
    note("a.md")
    note("b.md", RIGHT)
    first = run("check", ".")
    assert analysed == ["a.md", "b.md"]
    assert run("check", ".") == first
    assert analysed == ["a.md", "b.md"]
    note("b.md", RIGHT + "\nmore\n")
    run("check", ".")
    assert analysed == ["a.md", "b.md", "b.md"]
    run("check", "--ignore", "SHP", "a.md")
    assert analysed[3:] == ["a.md"]
    run("check", "--no-cache", "a.md")
    assert analysed[4:] == ["a.md"]


def test_claims_are_counted_once_for_a_note_and_then_kept(run: Run, note: Write, analysed: list[str]) -> None:
    note("a.md", "Let $f(t) = t^2$. So $f'(t) = 2t$.\n")
    run("check", ".")
    first = run("check", "--statistics", ".")
    assert first.out == "1 claim: 1 verified, 0 wrong, 0 not checked\n"
    assert analysed == ["a.md", "a.md"]
    assert run("check", "--statistics", ".") == first
    run("check", ".")
    assert analysed == ["a.md", "a.md"]


def test_a_moved_note_is_found_under_its_new_name(run: Run, note: Write, analysed: list[str]) -> None:
    note("a.md")
    run("check", ".")
    os.rename("a.md", "z.md")
    assert run("check", "--output-format", "concise", ".").out.startswith("z.md:5:1")
    assert analysed == ["a.md"]


def test_an_entry_holds_all_of_an_issue(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    cache.store("ab" * 20, FileReport(ISSUE.path, (ISSUE, HINT), claims=(3, 1, 2)))
    found = FileReport(ISSUE.path, (ISSUE, replace(HINT, path=ISSUE.path)), claims=(3, 1, 2))
    assert cache.load("ab" * 20, ISSUE.path) == found
    assert cache.load("cd" * 20, ISSUE.path) is None


@pytest.mark.parametrize(
    "damage", [b"", b"[", b"[[1]]", b"{}", b'[["a","b","c","d",[1,2],[],[],null]]', b"\xff", b"[" * 50_000]
)
def test_a_damaged_entry_is_a_miss(run: Run, note: Write, tmp_path: Path, analysed: list[str], damage: bytes) -> None:
    note("a.md")
    first = run("check", ".")
    (drawer,) = (tmp_path / ".nablint_cache").rglob("*.jsonl")
    key = drawer.read_bytes()[:40].decode()
    drawer.unlink()
    # With the sum that it should have, so that the reading of the entry itself is put to the test.
    drawers.put(str(drawer.parent), key, damage)
    assert run("check", ".") == first
    assert analysed == ["a.md", "a.md"]


SPOILED: list[Callable[[bytes], bytes]] = [
    lambda whole: b"",
    lambda whole: whole[:-9],
    lambda whole: whole.replace(b"NOT001", b"NOT002"),
    lambda whole: whole.replace(b" ", b"", 1),
    lambda whole: b"\xff" + whole[1:],
    lambda whole: b"torn" + whole,
]


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_damaged_drawer_is_a_miss(
    run: Run, note: Write, tmp_path: Path, analysed: list[str], spoil: Callable[[bytes], bytes]
) -> None:
    note("a.md")
    first = run("check", ".")
    (drawer,) = (tmp_path / ".nablint_cache").rglob("*.jsonl")
    drawer.write_bytes(spoil(drawer.read_bytes()))
    assert run("check", ".") == first
    assert analysed == ["a.md", "a.md"]


def test_the_folder_keeps_itself_out_of_version_control_and_out_of_the_notes(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    run("check", ".")
    assert (tmp_path / ".nablint_cache" / ".gitignore").read_text() == "*\n"


def test_no_cache_where_the_folder_cannot_be_made(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    note(".nablint_cache", "a file in the way")
    assert run("check", "a.md").code == 1


def test_a_read_only_folder_is_left_alone(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    tmp_path.chmod(0o555)
    try:
        assert run("check", "a.md").code == 1
        assert os.listdir(tmp_path) == ["a.md"]
    finally:
        tmp_path.chmod(0o755)


def test_clean_removes_only_what_the_cache_made(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    run("check", ".")
    assert "1 report removed" in run("cache", "clean").out
    assert not (tmp_path / ".nablint_cache").exists()
    note("other/mine.md")
    run("cache", "clean", "--cache-dir", "other")
    assert (tmp_path / "other" / "mine.md").exists()


def _key(k: int) -> str:
    return f"ab{k:016x}{0:022}"


def test_it_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawers, "MAX_BYTES", 5000)
    cache = Cache(str(tmp_path / "cache"))
    for k in range(500):
        cache.store(_key(k), EMPTY)
        assert cache.load(_key(k), "a.md") == EMPTY
    (drawer,) = (tmp_path / "cache").rglob("*.jsonl")
    assert drawer.stat().st_size <= 5000
    kept = [k for k in range(500) if cache.load(_key(k), "a.md") is not None]
    assert kept == list(range(kept[0], 500))
    assert len(kept) > 30


def test_what_others_left_is_removed(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    cache.store(_key(1), EMPTY)
    lost = tmp_path / "cache" / ".new-lost"
    old = tmp_path / "cache" / "0.0-other" / "ab.jsonl"
    old.parent.mkdir()
    for path in (lost, old):
        path.write_text("half")
        os.utime(path, (0, 0))
    cache.prune()
    assert not lost.exists()
    assert not old.exists()
    assert cache.load(_key(1), "a.md") == EMPTY


def test_what_another_process_adds_is_found_and_later_words_win(tmp_path: Path) -> None:
    here = Cache(str(tmp_path / "cache"))
    here.store(_key(1), EMPTY)
    assert here.load(_key(2), "a.md") is None
    for k, issues in ((2, ()), (1, (ISSUE,))):
        program = "from nablint.cli.cache import Cache; from nablint.cli.report import FileReport; "
        program += f"from tests.cli.test_formats import ISSUE; k = {_key(k)!r}; "
        program += f"Cache({here.folder!r}).store(k, FileReport('a.md', {'(ISSUE,)' if issues else '()'}))"
        subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
    assert here.load(_key(2), "a.md") == EMPTY
    assert here.load(_key(1), ISSUE.path) == FileReport(ISSUE.path, (ISSUE,))


def test_many_notes_need_few_files(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    for k in range(2000):
        cache.store(cache.key(".md", str(k).encode(), Settings()), EMPTY)
    assert len(list((tmp_path / "cache").rglob("*.jsonl"))) <= 256


def test_the_key_depends_on_content_kind_settings_and_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(str(tmp_path))
    keys = {
        cache.key(".md", b"a", Settings()),
        cache.key(".md", b"b", Settings()),
        cache.key(".tex", b"a", Settings()),
        cache.key(".md", b"a", Settings(declarations=("let x: n",))),
    }
    assert len(keys) == 4
    cache.store("ab" * 20, EMPTY)
    monkeypatch.setattr(module, "__version__", "99")
    assert Cache(str(tmp_path)).load("ab" * 20, "a.md") is None


def test_entries_are_plain_json(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    run("check", ".")
    (drawer,) = (tmp_path / ".nablint_cache").rglob("*.jsonl")
    assert isinstance(json.loads(drawer.read_bytes().split(b" ", 2)[2]), list)
