"""Neovim with the plugin: finding, shapes, hover, drawn chain rule."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from sessions.terminal import ROOT, WIDTH, Terminal

INIT = """
vim.opt.rtp:prepend('{plugin}')
vim.opt.swapfile = false
vim.opt.winborder = 'rounded'
vim.opt.statusline = "%f %=%{{exists('b:nablint')?b:nablint.text:''}} "
vim.diagnostic.config({{ virtual_lines = {{ current_line = true }} }})
vim.lsp.enable('nablint')
"""


def start(folder: Path) -> Terminal | None:
    nvim = os.environ.get("NABLINT_NVIM")
    if not nvim:
        return None
    init = folder / "init.lua"
    init.write_text(INIT.format(plugin=ROOT / "editors" / "neovim"), encoding="utf-8")
    return Terminal([nvim, "-u", str(init), "-i", "NONE", "session.md"], folder)


def note_on_screen(terminal: Terminal) -> str:
    """The finding under its line, shapes behind the symbols, layout and claims in the statusline."""
    terminal.until("Two branches")
    terminal.keys("14G", "4l")
    seen = terminal.until("a term of dL/dx is dL/dv dv/dx", "numerator layout · 1 claim", "p×1")
    assert re.search(r"u.{0,3}p×1 = A", seen), f"no shape behind u:\n{seen}"
    return seen


def hover_on_screen(terminal: Terminal) -> str:
    terminal.keys("7G0", "K")
    seen = terminal.until("p × 1 column vector", "defined, line 7", "u = Ax", "╰──")
    terminal.keys("j")
    return seen


def graph_on_screen(terminal: Terminal) -> str:
    terminal.keys("13G0", "6l", ":Nablint graph", "Enter")
    seen = terminal.until("∂L/∂u", "∂u/∂x", "∂L/∂v", "✗ ∂v/∂x", "dL/dx = ", "✗ CHN002", "the opposite order")
    assert re.search(r"╭─+┴─+╮", seen), f"no branches:\n{seen}"
    return seen


def narrow_hover_on_screen(terminal: Terminal) -> str:
    """In 40 columns words and names stay whole, and a chain rule breaks between its factors."""
    terminal.keys("q")
    _resize(terminal, 40)
    terminal.keys("13G0", "2l", "K")
    seen = terminal.until("╰──", "numerator layout", "(1×p)")
    box = [line[1 : line.rindex("│")].strip() for line in seen.splitlines() if line.startswith("│")]
    words = " ".join(box)
    assert "numerator layout" in words, seen
    factors = [line for line in box if "∂" in line and "×" in line]
    assert all(line.count("(") == line.count(")") for line in factors), seen
    _resize(terminal, WIDTH)
    return seen


def _resize(terminal: Terminal, width: int) -> None:
    terminal.resize(width)
    # Neovim learns of it a moment later.
    for _ in range(50):
        terminal.keys(":echo &columns", "Enter")
        time.sleep(0.1)
        if str(width) in terminal.screen().splitlines()[-1]:
            return


CASES = {
    "the note shows its finding, shapes and statusline": note_on_screen,
    "hover opens with text that can be read": hover_on_screen,
    "the chain rule is drawn": graph_on_screen,
    "hover fits a narrow window": narrow_hover_on_screen,
}
SHOWN = (note_on_screen, hover_on_screen, graph_on_screen)
