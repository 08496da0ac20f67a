"""`nablint server` is the language server: it answers over standard input and output, with the options that editors give."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nablint.cli.main import main


def frame(message: dict[str, object]) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def talk(*options: str) -> subprocess.CompletedProcess[bytes]:
    said = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]
    command = [sys.executable, "-m", "nablint", "server", *options]
    return subprocess.run(command, input=b"".join(map(frame, said)), capture_output=True, timeout=60)


def test_it_answers_and_ends_well() -> None:
    run = talk()
    assert b'"capabilities"' in run.stdout
    assert run.returncode == 0, run.stderr


def test_it_takes_what_editors_add() -> None:
    run = talk("--stdio", "--log-level=error", "--clientProcessId=1")
    assert b'"capabilities"' in run.stdout
    assert run.returncode == 0, run.stderr


def test_its_help_names_the_transports(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        main(["server", "--help"])
    except SystemExit as end:
        assert end.code == 0
    assert "--tcp" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--tcp", "--ws"])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("foo", "'foo' is not [HOST:]PORT, with a port up to 65535"),
        ("", "'' is not [HOST:]PORT, with a port up to 65535"),
        ("127.0.0.1:65536", "'127.0.0.1:65536' is not [HOST:]PORT, with a port up to 65535"),
        ("192.0.2.1:8000", "cannot listen on 192.0.2.1:8000: "),
    ],
)
def test_an_address_that_cannot_be_served_is_one_line(option: str, value: str, said: str) -> None:
    run = talk(option, value)
    (line,) = run.stderr.decode().splitlines()
    assert line.startswith(f"nablint server: {said}")
    assert run.returncode == 2


def test_a_log_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    run = talk("--log-file", str(tmp_path / "missing" / "log"))
    (line,) = run.stderr.decode().splitlines()
    assert line.endswith("log: cannot be written: No such file or directory")
    assert run.returncode == 2
