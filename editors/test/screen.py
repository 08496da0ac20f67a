"""A session of Neovim in a real terminal (tmux), as a person sees it: finding, shapes, hover, drawn chain rule. Prints TAP.

`screen.py --write` puts what was seen into docs/editors.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "editors.md"
WIDTH, HEIGHT = 100, 30
BEGIN, END = "<!-- session: neovim -->\n```text\n", "```\n<!-- end of session -->"
INIT = """
vim.opt.rtp:prepend('{plugin}')
vim.opt.swapfile = false
vim.opt.winborder = 'rounded'
vim.opt.statusline = "%f %=%{{exists('b:nablint')?b:nablint.text:''}} "
vim.diagnostic.config({{ virtual_lines = {{ current_line = true }} }})
vim.lsp.enable('nablint')
"""


class Terminal:
    """One Neovim in a terminal that nobody looks at but we."""

    def __init__(self, nvim: str, folder: Path) -> None:
        self._socket = f"nablint-{os.getpid()}"
        init = folder / "init.lua"
        init.write_text(INIT.format(plugin=ROOT / "editors" / "neovim"), encoding="utf-8")
        note = folder / "session.md"
        shutil.copy(HERE / "notes" / "session.md", note)
        size = ("-x", str(WIDTH), "-y", str(HEIGHT))
        self._tmux("new-session", "-d", *size, "-c", str(folder), nvim, "-u", str(init), "-i", "NONE", note.name)
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
        # Neovim learns of it a moment later.
        for _ in range(50):
            self.keys(":echo &columns", "Enter")
            time.sleep(0.1)
            if str(width) in self.screen().splitlines()[-1]:
                return

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)


def note_on_screen(terminal: Terminal) -> str:
    """The finding under its line, shapes behind the symbols, layout and claims in the statusline."""
    terminal.until("Two branches")
    terminal.keys("14G", "4l")
    seen = terminal.until("dL/dx is dL/dv dv/dx", "numerator layout · 1 claim", "p×1")
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
    terminal.resize(40)
    terminal.keys("13G0", "2l", "K")
    seen = terminal.until("╰──", "layout:", "(1×p)")
    box = [line[1 : line.rindex("│")].strip() for line in seen.splitlines() if line.startswith("│")]
    words = " ".join(box)
    assert "numerator layout" in words, seen
    factors = [line for line in box if "∂" in line and "×" in line]
    assert all(line.count("(") == line.count(")") for line in factors), seen
    terminal.resize(WIDTH)
    return seen


def write(screens: list[str]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    # What Neovim draws below the end of a note says nothing.
    shown = ["".join(line for line in screen.splitlines(keepends=True) if line != "~\n") for screen in screens]
    PAGE.write_text(before + begin + f"\n{'─' * WIDTH}\n".join(shown) + end + after, encoding="utf-8")


# What the page shows.
SHOWN = (note_on_screen, hover_on_screen, graph_on_screen)


def main() -> int:
    nvim = os.environ.get("NABLINT_NVIM")
    if nvim is None or shutil.which("tmux") is None:
        print("ok - a session in a terminal # SKIP tmux or Neovim 0.11 is not there")
        return 0
    screens: list[str] = []
    failed = 0
    cases: list[tuple[str, Callable[[Terminal], str]]] = [
        ("the note shows its finding, shapes and statusline", note_on_screen),
        ("hover opens with text that can be read", hover_on_screen),
        ("the chain rule is drawn", graph_on_screen),
        ("hover fits a narrow window", narrow_hover_on_screen),
    ]
    with tempfile.TemporaryDirectory(prefix="nablint-screen-", ignore_cleanup_errors=True) as folder:
        terminal = Terminal(nvim, Path(folder))
        try:
            for name, look in cases:
                try:
                    seen = look(terminal)
                    if look in SHOWN:
                        screens.append(seen)
                    print(f"ok - {name}")
                except AssertionError as problem:
                    failed += 1
                    print(f"not ok - {name}")
                    print("\n".join(f"# {line}" for line in str(problem).splitlines()))
        finally:
            terminal.close()
    if "--write" in sys.argv and not failed:
        write(screens)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
