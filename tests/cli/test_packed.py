"""An archive of preprints: packed files in an archive, each one note or an archive of several, read as they stand."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import RIGHT, UNCLOSED, Run

PAPER = (
    "\\documentclass{article}\n\\begin{document}\nLet $x \\in \\mathbb{R}^n$.\n\n$$\ny = A x\n\nand no end.\n\\end{document}\n"
)
MAIN = "\\documentclass{article}\n\\input{notation}\n\\begin{document}\n$$\ny = A^\\top x\n$$\n\\end{document}\n"
NOTATION = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.\n"


def tar_of(files: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as tar:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


PREPRINTS = {
    "9901/9901001.gz": gzip.compress(PAPER.encode()),
    "9901/9901002.gz": gzip.compress(tar_of({"main.tex": MAIN.encode(), "notation.tex": NOTATION.encode(), "f.eps": b"%!PS"})),
    "9901/9901003.pdf": b"%PDF-1.4",
    "9901/9901004.gz": gzip.compress(b"%!PS-Adobe-2.0\n/x {\\begin} def"),
    "9901/9901005.gz": gzip.compress(bytes(range(256)) * 30),
    "9901/plain.md": UNCLOSED.encode(),
    "9901/notes.md.gz": gzip.compress(UNCLOSED.encode()),
}
FOUND = [
    ("9901/9901001.gz/9901001.tex", "NOT001"),
    ("9901/9901002.gz/main.tex", "SHP001"),
    ("9901/notes.md.gz/notes.md", "NOT001"),
    ("9901/plain.md", "NOT001"),
]


def write_archive(name: str, files: dict[str, bytes]) -> None:
    if name.endswith(".zip"):
        with zipfile.ZipFile(name, "w") as archive:
            for inner, data in files.items():
                archive.writestr(inner, data)
    else:
        Path(name).write_bytes(tar_of(files, "w:" + name.rpartition(".tar")[2].lstrip(".")))


def found_in(out: str, name: str) -> list[tuple[str, str]]:
    return [(issue["filename"].removeprefix(f"{name}/"), issue["code"]) for issue in json.loads(out)]


@pytest.mark.parametrize("name", ["p.tar", "p.tar.gz", "p.tar.xz", "p.zip"])
def test_preprints_are_read_as_they_stand(run: Run, name: str) -> None:
    """Also the files of one paper read each other, and what is no note costs no line."""
    write_archive(name, PREPRINTS)
    ended = run("check", "--output-format", "json", "--no-cache", name)
    assert (found_in(ended.out, name), ended.err) == (FOUND, "")
    assert all(note["filename"] == f"{name}/9901/9901002.gz/notation.tex" for note in json.loads(ended.out)[1]["related"])
    assert run("check", "--output-format", "json", "--jobs", "2", "--no-cache", name).out == ended.out
    assert run("check", "--output-format", "json", name).out == run("check", "--output-format", "json", name).out == ended.out


def test_a_paper_alone_is_read_whatever_it_holds(run: Run) -> None:
    """A download is called `.tar.gz` or `.gz`, whether it is one file or several."""
    for name, data in (("a.gz", PREPRINTS["9901/9901001.gz"]), ("b.tar.gz", PREPRINTS["9901/9901001.gz"])):
        Path(name).write_bytes(data)
        assert [code for _, code in found_in(run("check", "--output-format", "json", name).out, name)] == ["NOT001"]
    Path("c.gz").write_bytes(PREPRINTS["9901/9901002.gz"])
    assert found_in(run("check", "--output-format", "json", "c.gz").out, "c.gz") == [("main.tex", "SHP001")]


def test_packed_files_in_packed_files_end_somewhere(run: Run) -> None:
    data = tar_of({"deep.md": UNCLOSED.encode()})
    for k in range(12):
        data = tar_of({f"{k}.tar.gz": gzip.compress(data), f"{k}.md": RIGHT.encode()})
    Path("p.tar").write_bytes(data)
    ended = run("check", "p.tar")
    assert ended.code == 0
    assert ended.err == (
        "nablint: p.tar/11.tar.gz/10.tar.gz/9.tar.gz/8.tar.gz: is packed more than 3 times over, and was not looked at\n"
    )


def test_a_packed_bomb_is_a_line_and_takes_no_time(run: Run) -> None:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as file:
        info = tarfile.TarInfo("zeros.bin")
        info.size = 4_000_000_000
        file.write(info.tobuf())
        for _ in range(150):
            file.write(bytes(1_000_000))
    write_archive("p.tar", {"bomb.gz": out.getvalue(), "wrong.md": UNCLOSED.encode()})
    start = time.monotonic()
    ended = run("check", "--output-format", "json", "p.tar")
    assert ended.err == "nablint: p.tar/bomb.gz: only its first 64 MB were looked at; it unpacks to more\n"
    assert found_in(ended.out, "p.tar") == [("wrong.md", "NOT001")]
    assert time.monotonic() - start < 20  # a hang, not a speed


@pytest.mark.parametrize("name", ["p.tar", "p.tar.gz", "p.zip"])
def test_one_damaged_paper_costs_a_line_and_not_the_others(run: Run, name: str) -> None:
    whole = PREPRINTS["9901/9901002.gz"]
    write_archive(
        name,
        {
            "cut.gz": whole[: len(whole) // 2],
            "none.gz": b"no gzip at all",
            "broken.tar": b"x" * 2000,
            "wrong.md": UNCLOSED.encode(),
        },
    )
    ended = run("check", "--output-format", "json", name)
    assert found_in(ended.out, name)[-1] == ("wrong.md", "NOT001")
    lines = ended.err.splitlines()
    assert [line.split(": ")[1] for line in lines] == [f"{name}/{inner}" for inner in ("cut.gz", "none.gz", "broken.tar")]
    assert all("damaged" in line for line in lines)


@pytest.mark.parametrize("name", ["papers.tar.gz", "papers.tar.bz2", "papers.tar"])
def test_without_a_folder_for_temporary_files_no_archive_is_called_damaged(
    run: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container whose files cannot be written."""

    def nowhere(**_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr("nablint.cli.packed.tempfile.NamedTemporaryFile", nowhere)
    write_archive(name, {"a.md": UNCLOSED.encode(), "b.md.gz": gzip.compress(UNCLOSED.encode())})
    ended = run("check", "--no-cache", "--output-format", "concise", name)
    assert "damaged" not in ended.err
    assert "cannot be unpacked into a temporary file: No usable temporary directory found in ['/tmp']\n" in ended.err
    assert ended.code == (1 if name == "papers.tar" else 2)


def test_a_thousand_damaged_papers_are_not_a_thousand_lines(run: Run) -> None:
    write_archive("p.tar", {f"{k}.gz": b"broken" for k in range(1000)} | {"right.md": RIGHT.encode()})
    ended = run("check", "p.tar")
    assert (ended.code, len(ended.err.splitlines())) == (0, 51)
    assert "950 more packed files that could not be read" in ended.err
