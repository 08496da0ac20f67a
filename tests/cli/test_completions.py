"""Completions as the shells themselves make them: bash, fish, and zsh at a terminal of its own; skipped where one is absent."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nablint.cli.arguments import COMMANDS
from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these shells are not those of Windows")

# What is typed, and what stands there after the key for completion.
CASES = {
    "nablint ba": "nablint baseline",
    "nablint check --sel": "nablint check --select",
    "nablint check --fail-on w": "nablint check --fail-on warning",
    "nablint check --config no": "nablint check --config notes.toml",
    "nablint check les": "nablint check lesson.md",
    "nablint completions f": "nablint completions fish",
    "nablint cache c": "nablint cache clean",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("lesson.md", "notes.toml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_know_every_command_and_its_options(run: Run, shell: str) -> None:
    out = run("completions", shell).out
    assert all(name in out for name in COMMANDS)
    assert "frozen-baseline" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_completes(run: Run, folder: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not there")
    script = folder / f"nablint.{shell}"
    script.write_text(run("completions", shell).out, encoding="utf-8")
    complete = {"bash": in_bash, "fish": in_fish, "zsh": in_zsh}[shell]
    assert dict(zip(CASES, complete(script, list(CASES)), strict=True)) == CASES


def test_zsh_takes_the_completions_from_its_path_too(run: Run, folder: Path) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not there")
    script = folder / "_nablint"
    script.write_text(run("completions", "zsh").out, encoding="utf-8")
    assert at_a_terminal(f"fpath=({folder} $fpath)", script, ["nablint ba", "nablint check --sel"]) == [
        "nablint baseline",
        "nablint check --select",
    ]


def in_bash(script: Path, typed: list[str]) -> list[str]:
    lines = [f"source {script}"]
    for text in typed:
        words = text.split(" ")
        lines += [f"COMP_WORDS=({text}) COMP_CWORD={len(words) - 1}", "_nablint", "echo ${COMPREPLY[*]}"]
    found = _said(["bash", "-c", "\n".join(lines)], script.parent)
    return [f"{text.rpartition(' ')[0]} {word}" for text, word in zip(typed, found, strict=True)]


def in_fish(script: Path, typed: list[str]) -> list[str]:
    lines = [f"source {script}", *(f"complete -C '{text}' | head -n 1" for text in typed)]
    found = _said(["fish", "--no-config", "-c", "\n".join(lines)], script.parent)
    return [f"{text.rpartition(' ')[0]} {word.partition(chr(9))[0]}" for text, word in zip(typed, found, strict=True)]


def in_zsh(script: Path, typed: list[str]) -> list[str]:
    return at_a_terminal("", script, typed, then=f"source {script}")


def _said(command: list[str], folder: Path) -> list[str]:
    environment = {**os.environ, "HOME": str(folder)}
    ended = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, timeout=30)
    assert ended.stderr == ""
    return ended.stdout.splitlines()


def at_a_terminal(before: str, script: Path, typed: list[str], then: str = "") -> list[str]:
    """The lines of an interactive zsh after the key for completion; another key writes each into a file."""
    folder = script.parent
    kept = folder / "kept"
    (folder / ".zshrc").write_text(
        f"{before}\nautoload -Uz compinit\ncompinit -u -d {folder}/dump\n{then}\n"
        f'keep() {{ print -r -- "$BUFFER" >>{kept}; BUFFER= }}\nzle -N keep\n'
        "bindkey '^X' keep\nbindkey '^I' complete-word\nsetopt no_beep\n"
        f"ready() {{ : >{kept} }}\nprecmd_functions+=(ready)\n",
        encoding="utf-8",
    )
    master, slave = os.openpty()
    environment = {**os.environ, "HOME": str(folder), "ZDOTDIR": str(folder), "TERM": "dumb"}
    zsh = subprocess.Popen(["zsh", "-i"], stdin=slave, stdout=slave, stderr=slave, cwd=folder, env=environment)
    os.close(slave)
    try:
        _until(master, kept.exists)
        for count, text in enumerate(typed, start=1):
            os.write(master, f"{text}\t\x18".encode())
            _until(master, lambda count=count: kept.read_text(encoding="utf-8").count("\n") == count)  # type: ignore[misc]
        return [line.rstrip() for line in kept.read_text(encoding="utf-8").splitlines()]
    finally:
        zsh.kill()
        zsh.wait()
        os.close(master)


def _until(master: int, done: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    shown = b""
    while not done():
        if time.monotonic() > end:
            raise AssertionError(f"zsh did not get on:\n{shown.decode(errors='replace')}")
        if select.select([master], [], [], 0.05)[0]:
            shown += os.read(master, 65536)
