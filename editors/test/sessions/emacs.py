"""Emacs with the recipe for eglot: finding in the echo area, hover in a window, the menu of fixes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sessions.terminal import Terminal

INIT = """
(setq inhibit-startup-screen t make-backup-files nil auto-save-default nil create-lockfiles nil)
(setq native-comp-async-report-warnings-errors nil)
(menu-bar-mode -1)
(require 'package)
(package-initialize)
(require 'eglot)
(load "{recipe}" nil t)
"""


def start(folder: Path) -> Terminal | None:
    if shutil.which("emacs") is None:
        return None
    has = '(progn (require \'package) (package-initialize) (kill-emacs (if (locate-library "eglot") 0 1)))'
    if subprocess.run(["emacs", "--batch", "--eval", has], capture_output=True, check=False).returncode:
        return None
    init = folder / "init.el"
    recipe = Path(os.environ["NABLINT_RECIPES"]) / "emacs-eglot"
    init.write_text(INIT.format(recipe=recipe), encoding="utf-8")
    return Terminal(["emacs", "-nw", "-q", "-l", str(init), "session.md"], folder)


def finding_on_screen(terminal: Terminal) -> str:
    """At the place of a finding its message stands in the echo area, and the mode line counts it."""
    terminal.until("[eglot:", "Flymake[0 1]")
    terminal.keys("C-x", "1")
    terminal.keys("M-g", "g", "14", "Enter", "C-a", "C-u", "5", "C-f")
    return terminal.until(
        "L14", "in numerator layout, which is stated, a term of dL/dx is dL/dv dv/dx", "Fix: Reverse the order of the factors"
    )


def hover_on_screen(terminal: Terminal) -> str:
    terminal.keys("M-g", "g", "7", "Enter", "C-a")
    terminal.until("u: p × 1 column vector")
    terminal.keys("C-h", ".")
    return terminal.until("*eldoc*", "u: p × 1 column vector", "defined, line 7: u = Ax")


def fixes_on_screen(terminal: Terminal) -> str:
    """What can be done is listed; the first one is taken, and the finding goes."""
    terminal.keys("C-x", "1")
    terminal.keys("M-g", "g", "14", "Enter", "C-a", "C-u", "5", "C-f")
    terminal.until("L14")
    terminal.keys("M-x", "eglot-code-actions", "Enter")
    terminal.until("Pick an action")
    terminal.keys("Tab", "Tab")
    seen = terminal.until("Reverse the order of the factors", "Ignore CHN002 here")
    terminal.keys("Enter")
    terminal.until("\\frac{dL}{dv} \\frac{dv}{dx}", "Flymake[0 0]")
    return seen


CASES = {
    "a finding is said in the echo area": finding_on_screen,
    "hover opens in a window": hover_on_screen,
    "the fixes are listed, and one is applied": fixes_on_screen,
}
SHOWN = (finding_on_screen, hover_on_screen, fixes_on_screen)
