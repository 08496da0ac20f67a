"""Notes in tar and zip archives: checked as they stand, and whatever an archive holds it harms nothing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nablint.cli.archives import listing
from tests.cli.conftest import RIGHT, UNCLOSED, Run

Write = Callable[..., Path]
FILES = {"a/wrong.md": UNCLOSED, "a/right.md": RIGHT, "b.tex": "$$\ny = A x\n\nend\n", "picture.png": "$$\n", "z.md": UNCLOSED}
ARCHIVES = ["p.zip", "p.tar", "p.tar.gz", "p.tgz", "p.tar.bz2", "p.tar.xz"]


def pack(name: str, files: dict[str, str]) -> None:
    if name.endswith(".zip"):
        with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, text in files.items():
                archive.writestr(inner, text)
        return
    mode = {"tar": "w", "gz": "w:gz", "tgz": "w:gz", "bz2": "w:bz2", "xz": "w:xz"}[name.rpartition(".")[2]]
    with tarfile.open(name, mode) as tar:  # type: ignore[call-overload]
        for inner, text in files.items():
            info = tarfile.TarInfo(inner)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))


@pytest.mark.parametrize("name", ARCHIVES)
@pytest.mark.parametrize("more", [(), ("--jobs", "2", "--no-cache"), ("--jobs", "1", "--no-cache")])
def test_an_archive_says_what_its_unpacked_files_say(run: Run, note: Write, name: str, more: tuple[str, ...]) -> None:
    for inner, text in FILES.items():
        note(f"unpacked/{inner}", text)
    pack(name, FILES)
    loose = run("check", "--output-format", "json", "unpacked")
    ended = run("check", *more, "--output-format", "json", name)
    assert ended.out == loose.out.replace('"unpacked/', f'"{name}/')
    assert (ended.code, ended.err, len(json.loads(ended.out))) == (1, "", 3)


@pytest.mark.parametrize("name", ARCHIVES)
def test_notes_in_an_archive_read_each_other(run: Run, note: Write, name: str) -> None:
    """A macro that the main file reads from another one; a file outside the archive is not read."""
    main = "\\input{macros}\nLet $A \\in \\R^{m \\times n}$ and $x \\in \\R^m$.\n\n$$\ny = A x\n$$\n"
    pack(name, {"p/main.tex": main, "p/macros.tex": "\\newcommand{\\R}{\\mathbb{R}}\n"})
    assert "SHP001" in run("check", name).out
    note("macros.tex", "\\newcommand{\\V}{\\mathbb{R}}\n")
    outside = main.replace("\\R", "\\V").replace("{macros}", "{../../macros}")
    pack(name, {"p/main.tex": outside})
    assert run("check", name).code == 0


def test_what_stands_beside_an_archive_configures_it(run: Run, note: Write) -> None:
    pack("p.zip", FILES)
    note("nablint.toml", '[per-file."p.zip/a/**"]\nignore = ["NOT001"]\n')
    found = json.loads(run("check", "--output-format", "json", "p.zip").out)
    assert [finding["filename"] for finding in found] == ["p.zip/b.tex", "p.zip/z.md"]
    assert [f["filename"] for f in json.loads(run("check", "--output-format", "json", "--exclude", "z.md", "p.zip").out)] == [
        "p.zip/b.tex"
    ]


def test_an_archive_is_never_written_to(run: Run) -> None:
    pack("p.zip", FILES)
    before = Path("p.zip").read_bytes()
    assert "nothing is fixed inside archives" in run("check", "--fix", "--unsafe-fixes", "p.zip").out
    assert Path("p.zip").read_bytes() == before


def test_archives_are_read_only_where_they_are_named(run: Run, note: Write) -> None:
    pack("p.zip", FILES)
    note("right.md", RIGHT)
    assert run("check", ".").code == 0


@pytest.mark.parametrize("name", ARCHIVES)
def test_half_an_archive_is_a_line_and_never_a_trace(run: Run, name: str) -> None:
    pack(name, {f"n{k}.md": UNCLOSED + "".join(chr(97 + k * j * j % 26) for j in range(5000)) for k in range(40)})
    data = Path(name).read_bytes()
    for broken in (data[: len(data) // 2], b"", b"no archive", data[:50] + b"\xff" * 400 + data[450:]):
        Path(name).write_bytes(broken)
        ended = run("check", "--no-cache", "--output-format", "concise", name)
        assert "Traceback" not in ended.err
        assert ended.code in (1, 2) and ended.err
        assert (ended.code == 1) == bool(ended.out)


def test_hostile_names_and_kinds_stay_in_their_place(run: Run, tmp_path: Path) -> None:
    with tarfile.open("p.tar", "w") as tar:
        for inner in ("../../up.md", "/etc/abs.md", "line\nbreak\x1b.md", "deep/" * 1500 + "x.md"):
            info = tarfile.TarInfo(inner)
            info.size = len(UNCLOSED)
            tar.addfile(info, io.BytesIO(UNCLOSED.encode()))
        for kind, inner in ((tarfile.SYMTYPE, "link.md"), (tarfile.FIFOTYPE, "pipe.md"), (tarfile.LNKTYPE, "hard.md")):
            info = tarfile.TarInfo(inner)
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
    ended = run("check", "--output-format", "concise", "-q", "p.tar")
    lines = ended.out.splitlines()
    names = [line.partition(":")[0] for line in lines[1:]]
    assert names == ["p.tar/etc/abs.md", "p.tar/line\\nbreak\\x1b.md", "p.tar/up.md"]
    assert lines[0].startswith("p.tar/deep/deep/")
    assert (ended.err, len(lines)) == ("", 4)
    assert [path.name for path in tmp_path.iterdir() if path.name != ".nablint_cache"] == ["p.tar"]


@pytest.mark.parametrize("name", ["p.zip", "p.tar.xz"])
def test_a_bomb_is_a_line(run: Run, name: str) -> None:
    pack(name, {"bomb.md": "\n" * 30_000_000, "wrong.md": UNCLOSED})
    ended = run("check", name)
    assert ended.err == f"nablint: {name}/bomb.md: has 30 MB; files above 20 MB are not checked\n"
    assert (ended.code, "wrong.md" in ended.out) == (1, True)


def test_a_locked_note_is_a_line(run: Run) -> None:
    pack("p.zip", FILES)
    data = bytearray(Path("p.zip").read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag of encryption, in the directory and before the file
    data[6] |= 1
    Path("p.zip").write_bytes(bytes(data))
    ended = run("check", "p.zip")
    assert "p.zip/a/wrong.md: cannot be read from the archive:" in ended.err and "password" in ended.err
    assert ended.code == 1


def test_an_archive_that_is_replaced_is_listed_anew(run: Run) -> None:
    pack("p.tar", FILES)
    assert len(listing("p.tar").members) == 4
    pack("p.tar", {"only.md": RIGHT})
    assert list(listing("p.tar").members) == ["p.tar/only.md"]


def test_what_is_laid_down_of_a_compressed_archive_goes_away(run: Run, tmp_path: Path) -> None:
    pack("p.tar.gz", FILES)
    (tmp_path / "t").mkdir()
    server = Path(__file__).resolve().parents[2] / "server"
    environment = {**os.environ, "TMPDIR": str(tmp_path / "t"), "PYTHONPATH": str(server)}
    command = [sys.executable, "-m", "nablint", "check", "--jobs", "2", "--no-cache", "--statistics", "p.tar.gz"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert ended.stdout.split() == ["3", "NOT001", "unclosed-math"], ended.stderr
    assert list((tmp_path / "t").iterdir()) == []
