"""The `html` format in a real browser, where there is one: what it parses, shows in light and dark, and prints."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_html import NOTE, Page

Write = Callable[..., Path]
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
DARK, LIGHT = 0, 1  # what Chromium calls `prefers-color-scheme`

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here")


@pytest.fixture
def page(run: Run, note: Write, tmp_path: Path) -> Path:
    note("a.md", NOTE)
    run("check", "--no-cache", "--output-format", "html", "--output-file", "page.html", "a.md")
    return tmp_path / "page.html"


def browse(page: Path, *arguments: str) -> str:
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
    command += [f"--user-data-dir={page.parent / 'profile'}", *arguments, page.as_uri()]
    return subprocess.run(command, cwd=page.parent, capture_output=True, text=True, timeout=120, check=True).stdout


def corner(picture: Path) -> tuple[int, ...]:
    """The colour of the first pixel of a PNG: no filter of a row changes it."""
    data, at, packed = picture.read_bytes(), 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        packed += data[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    return tuple(zlib.decompress(packed)[1:4])


def test_a_browser_sees_what_was_written(page: Path) -> None:
    """Nothing is moved or dropped while it is parsed, and nothing of the note runs."""
    written, seen = Page(page.read_text()), Page(browse(page, "--dump-dom"))
    for tag in ("math", "mfrac", "msup", "mi", "aside", "a", "svg", "script"):
        assert [t for t, _ in seen.tags].count(tag) == [t for t, _ in written.tags].count(tag)
    assert "<script>alert(1)</script>" in seen.words
    assert "cannot multiply A (m × n) by x (m)" in seen.words


def test_it_follows_the_colours_of_the_reader(page: Path) -> None:
    shades = []
    for scheme in (DARK, LIGHT):
        picture = page.with_name(f"{scheme}.png")
        browse(page, f"--blink-settings=preferredColorScheme={scheme}", "--window-size=500,400", f"--screenshot={picture}")
        shades.append(corner(picture))
    dark, light = shades
    assert max(dark) < 64 and min(light) > 192


def test_it_can_be_printed(page: Path) -> None:
    browse(page, f"--print-to-pdf={page.with_name('page.pdf')}", "--blink-settings=preferredColorScheme=0")
    printed = page.with_name("page.pdf").read_bytes()
    assert printed.startswith(b"%PDF") and b"/Page" in printed
