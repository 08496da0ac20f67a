"""The command run in this process, in a folder of its own, as a user would."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from nablint.analysis.patterns import read_ignore_file
from nablint.cli.main import main

UNCLOSED = "# One\n\nLet $x \\in \\mathbb{R}^n$.\n\n$$\ny = A x\n\nand no end.\n"
RIGHT = "# Right\n\nLet $x \\in \\mathbb{R}^n$ and $A \\in \\mathbb{R}^{m \\times n}$.\n\n$$\ny = A x\n$$\n"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Run:
    """`run("check", "a.md")` in an empty folder; `stdin` is what stands on standard input."""
    monkeypatch.chdir(tmp_path)
    # What the command leaves to the end of its process, which is that of the tests here.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("scratch")))
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    read_ignore_file.cache_clear()

    def run_it(*arguments: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ended(code, out.decode(), err.decode())

    return run_it


@pytest.fixture
def note(tmp_path: Path) -> Callable[..., Path]:
    """Writes a note below the folder of the test."""

    def write(name: str, text: str | bytes = UNCLOSED) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write
