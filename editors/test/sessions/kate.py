"""Kate with the recipe on a display of its own (Xvfb): a picture of the note with its finding and Kate's list of findings."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from sessions.terminal import TEST

SIZE = "900x600"
SECONDS = 60
VERSION = "kate 22."  # later ones keep their windows in other words
CONFIG = """
[General]
Startup Session=none

[lspclient]
AllowedServerCommandLines={server} server,nablint server
"""
# What Kate would have kept of a window in which the list of findings was opened.
WINDOW = """
[Kate Plugins]
lspclientplugin=true

[MainWindow0]
Kate-MDI-Sidebar-3-Bar-0-TvList=kate_lspclient
Kate-MDI-Sidebar-Visible=true
Kate-MDI-ToolView-kate_lspclient-Position=3
Kate-MDI-ToolView-kate_lspclient-Visible=true
Kate-MDI-V-Splitter=0,310,200

[Open MainWindows]
Count=1
"""
# The server's answers are held back until the window was seen without them.
SERVER = """#!/usr/bin/env bash
"{server}" "$@" | {{ until [ -e "{go}" ]; do sleep 0.1; done; tee "{heard}"; }}
"""


class Window:
    """Kate and its display."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder = folder
        self._heard = folder / "heard"
        program = folder / "bin" / "nablint"
        sessions = folder / "data" / "kate" / "sessions"
        config = folder / "config" / "kate" / "lspclient"
        for made in (program.parent, sessions, config, folder / "run"):
            made.mkdir(parents=True, mode=0o700)
        program.write_text(SERVER.format(server=server, go=folder / "go", heard=self._heard), encoding="utf-8")
        program.chmod(0o755)
        (sessions / "shown.katesession").write_text(WINDOW, encoding="utf-8")
        (folder / "config" / "katerc").write_text(CONFIG.format(server=program), encoding="utf-8")
        shutil.copy(Path(os.environ["NABLINT_RECIPES"]) / "kate", config / "settings.json")
        shutil.copy(TEST / "notes" / "session.md", folder)
        with (folder / "display").open("wb") as log:
            # With a reset, a picture taken before Kate came would make the display turn Kate away for a moment.
            self._display = subprocess.Popen(
                ["Xvfb", "-displayfd", "1", "-screen", "0", f"{SIZE}x24", "-nolisten", "tcp", "-noreset"],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._display.stdout is not None
        self._given = {
            **os.environ,
            "DISPLAY": f":{self._display.stdout.readline().strip()}",
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "PATH": f"{program.parent}:{os.environ['PATH']}",
        }
        with (folder / "log").open("wb") as log:
            self._kate = subprocess.Popen(
                ["kate", "-s", "shown", "-b", "-qwindowgeometry", f"{SIZE}+0+0", "-l", "14", "-c", "4", "session.md"],
                cwd=folder,
                env=self._given,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def answer(self) -> None:
        """Lets the server's answers through, and waits for the finding."""
        (self._folder / "go").touch()
        end = time.monotonic() + SECONDS
        while not (self._heard.exists() and "CHN002" in self._heard.read_text(encoding="utf-8", errors="replace")):
            assert time.monotonic() < end, f"no finding reached Kate\n{self._said()}"
            time.sleep(0.1)

    def picture(self, name: str, unlike: Path | None = None) -> Path:
        """The window, once it stands still, and shows other things than in another picture."""
        path = self._folder / f"{name}.png"
        end = time.monotonic() + SECONDS
        before = b""
        while True:
            as_small = ["-dither", "None", "-colors", "64", "-depth", "8", "-strip", f"PNG8:{path}"]
            subprocess.run(["import", "-window", "root", *as_small], env=self._given, check=True)
            seen = path.read_bytes()
            if seen == before and len(seen) > 5000 and (unlike is None or self._differ(path, unlike)):
                return path
            before = seen
            assert time.monotonic() < end, f"nothing new in the window of Kate\n{self._said()}"
            time.sleep(1)

    def _differ(self, one: Path, other: Path) -> bool:
        """In many pixels of the note, and of the list below it: a blinking cursor is nothing new."""
        for part in ("900x370+0+0", "900x200+0+370"):
            command = ["compare", "-metric", "AE", "-extract", part, str(one), "-extract", part, str(other), "null:"]
            said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
            if float(said.split()[0]) < 300:
                return False
        return True

    def _said(self) -> str:
        said = (self._folder / name for name in ("display", "log"))
        return "".join(path.read_text(encoding="utf-8", errors="replace")[-2000:] for path in said)

    def close(self) -> None:
        for process in (self._kate, self._display):
            process.terminate()
            process.wait()


def start(folder: Path) -> Window | None:
    server = shutil.which("nablint")
    if server is None or not all(map(shutil.which, ("kate", "Xvfb", "import", "compare"))):
        return None
    asked = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder / "asked")}
    said = subprocess.run(["kate", "--version"], env=asked, capture_output=True, text=True, check=False).stdout
    return Window(folder, server) if said.startswith(VERSION) else None


def finding_in_window(window: Window) -> str:
    """What comes with the server's answers is new in the note and in the list; the picture's file."""
    without = window.picture("without")
    window.answer()
    return str(window.picture("with", unlike=without))


CASES = {"a finding is marked in the note and stands in the list": finding_in_window}
SHOWN = (finding_in_window,)
