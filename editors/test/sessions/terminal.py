"""A program in a terminal (tmux) that nobody looks at but we: keys go in, the screen comes out as text."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from itertools import count
from pathlib import Path

TEST = Path(__file__).resolve().parents[1]
ROOT = TEST.parents[1]
WIDTH, HEIGHT = 100, 30
_numbers = count()


class Terminal:
    """Runs `command` in `folder`, beside a copy of the note that every session looks at."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._socket = f"nablint-{os.getpid()}-{next(_numbers)}"
        shutil.copy(TEST / "notes" / "session.md", folder)
        size = ("-x", str(WIDTH), "-y", str(HEIGHT))
        self._tmux("new-session", "-d", *size, "-c", str(folder), *command)
        self._tmux("set-option", "-g", "status", "off")

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-u", "-L", self._socket, "-f", "/dev/null", *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def keys(self, *words: str) -> None:
        self._tmux("send-keys", *words)

    def screen(self) -> str:
        return "\n".join(line.rstrip() for line in self._tmux("capture-pane", "-p").splitlines()).rstrip() + "\n"

    def until(self, *parts: str, seconds: float = 20) -> str:
        """The screen, once it shows all parts."""
        end = time.monotonic() + seconds
        while True:
            seen = self.screen()
            missing = [part for part in parts if part not in seen]
            if not missing:
                return seen
            if time.monotonic() > end:
                raise AssertionError(f"not on the screen: {missing}\n{seen}")
            time.sleep(0.1)

    def resize(self, width: int) -> None:
        self._tmux("resize-window", "-x", str(width), "-y", str(HEIGHT))

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)
