"""Kakoune with the recipe for `:lint`: marks beside the lines, and the message in a box."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from sessions.terminal import Terminal


def start(folder: Path) -> Terminal | None:
    if shutil.which("kak") is None:
        return None
    config = folder / ".config" / "kak"
    config.mkdir(parents=True)
    shutil.copy(Path(os.environ["NABLINT_RECIPES"]) / "kakoune-lint", config / "kakrc")
    run = folder / "run"
    run.mkdir(mode=0o700)
    given = [f"XDG_CONFIG_HOME={config.parent}", f"XDG_RUNTIME_DIR={run}"]
    return Terminal(["env", *given, "kak", "session.md"], folder)


def finding_on_screen(terminal: Terminal) -> str:
    terminal.until("Two branches")
    for _ in range(20):
        # Nothing is to be seen of the linting before it has ended.
        terminal.keys(":lint-next-message", "Enter")
        time.sleep(0.5)
        if "CHN002" in terminal.screen():
            break
    return terminal.until("CHN002", "these factors", "opposite order", seconds=1)


CASES = {"a finding is shown in a box": finding_on_screen}
SHOWN = (finding_on_screen,)
