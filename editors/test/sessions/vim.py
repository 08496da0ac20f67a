"""Vim with ALE and the recipe: finding behind its line, hover in the preview window."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sessions.terminal import Terminal

INIT = """
set nocompatible encoding=utf-8 noswapfile laststatus=2 shortmess+=F
filetype plugin on
packadd ale
source {recipe}
"""


def start(folder: Path) -> Terminal | None:
    if shutil.which("vim") is None or not Path("/usr/share/vim-ale").exists():
        return None
    init = folder / "vimrc"
    init.write_text(INIT.format(recipe=Path(os.environ["NABLINT_RECIPES"]) / "vim-ale"), encoding="utf-8")
    return Terminal(["vim", "-u", str(init), "-i", "NONE", "session.md"], folder)


def finding_on_screen(terminal: Terminal) -> str:
    """A mark beside the line, the message behind it, and below once the cursor is there."""
    terminal.until("Two branches", "--  + ")
    terminal.keys("14G", "5l")
    return terminal.until("> in numerator layout", "CHN002: in numerator layout", "in the opposite order")


def hover_on_screen(terminal: Terminal) -> str:
    terminal.keys("7G0", ":ALEHover", "Enter")
    seen = terminal.until("ALEPreviewWindow", "u: p × 1 column vector", "defined, line 7: u = Ax")
    terminal.keys(":pclose", "Enter")
    return seen


def fixes_on_screen(terminal: Terminal) -> str:
    terminal.keys("14G", "5l", ":ALECodeAction", "Enter")
    seen = terminal.until("1) Reverse the order of the factors", "Ignore CHN002 here", "Type number")
    terminal.keys("1", "Enter")
    terminal.until("\\frac{dL}{dv} \\frac{dv}{dx}")
    return seen


CASES = {
    "a finding stands behind its line": finding_on_screen,
    "hover opens in the preview window": hover_on_screen,
    "the fixes are listed, and one is applied": fixes_on_screen,
}
SHOWN = (finding_on_screen, hover_on_screen, fixes_on_screen)
