"""The cache: same answers, never in the way, bounded."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nablint.analysis.settings import Settings
from nablint.cli import cache as module
from nablint.cli import checking
from nablint.cli.cache import Cache
from tests.cli.conftest import RIGHT, Run
from tests.cli.test_formats import HINT, ISSUE

Write = Callable[..., Path]


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


def test_a_moved_note_is_found_under_its_new_name(run: Run, note: Write, analysed: list[str]) -> None:
    note("a.md")
    run("check", ".")
    os.rename("a.md", "z.md")
    assert run("check", "--output-format", "concise", ".").out.startswith("z.md:5:1")
    assert analysed == ["a.md"]


def test_an_entry_holds_all_of_an_issue(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    cache.store("ab" * 20, (ISSUE, HINT))
    assert cache.load("ab" * 20, ISSUE.path) == (ISSUE, replace(HINT, path=ISSUE.path))
    assert cache.load("cd" * 20, ISSUE.path) is None


@pytest.mark.parametrize(
    "damage", [b"", b"[", b"[[1]]", b"{}", b'[["a","b","c","d",[1,2],[],[],null]]', b"\xff", b"[" * 50_000]
)
def test_a_damaged_entry_is_a_miss(run: Run, note: Write, tmp_path: Path, analysed: list[str], damage: bytes) -> None:
    note("a.md")
    first = run("check", ".")
    (entry,) = (tmp_path / ".nablint_cache").rglob("*.json")
    entry.write_bytes(damage)
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


def test_it_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 3)
    cache = Cache(str(tmp_path / "cache"))
    for k in range(6):
        cache.store(f"{k:02}" + "0" * 38, ())
        at = time.time() - 100 + k
        os.utime(cache._path(f"{k:02}" + "0" * 38), (at, at))
    lost = tmp_path / "cache" / ".new-lost"
    lost.write_text("half")
    os.utime(lost, (0, 0))
    cache.prune()
    kept = [k for k in range(6) if cache.load(f"{k:02}" + "0" * 38, "a.md") is not None]
    assert kept == [3, 4, 5]
    assert not lost.exists()


def test_the_key_depends_on_content_kind_settings_and_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(str(tmp_path))
    keys = {
        cache.key(".md", b"a", Settings()),
        cache.key(".md", b"b", Settings()),
        cache.key(".tex", b"a", Settings()),
        cache.key(".md", b"a", Settings(declarations=("let x: n",))),
    }
    assert len(keys) == 4
    before = cache._path("ab" * 20)
    monkeypatch.setattr(module, "__version__", "99")
    assert Cache(str(tmp_path))._path("ab" * 20) != before


def test_entries_are_plain_json(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md")
    run("check", ".")
    for entry in (tmp_path / ".nablint_cache").rglob("*.json"):
        assert isinstance(json.loads(entry.read_text()), list)
