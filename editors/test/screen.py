"""Sessions of editors in a real terminal, or a window, as a person sees them. Prints TAP.

`screen.py [--write] [EDITOR…]` looks at these editors, else at all; `--write` puts what was seen into docs/editors.md, and the
picture of a window beside it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from recipes import recipes
from sessions import emacs, kakoune, kate, neovim, vim
from sessions.kate import Window
from sessions.terminal import ROOT, WIDTH, Terminal

PAGE = ROOT / "docs" / "editors.md"
END = "```\n<!-- end of session -->"
SESSIONS: dict[str, ModuleType] = {"neovim": neovim, "emacs": emacs, "vim": vim, "kakoune": kakoune, "kate": kate}
NEEDS = {"kate": "Kate 22, Xvfb or ImageMagick"}


def write(name: str, screens: list[str]) -> None:
    """Puts the screens of an editor into the page, between the marks of that editor; a picture into a file beside the page."""
    if SESSIONS[name] is kate:
        shutil.copy(screens[-1], PAGE.parent / f"{name}.png")
        return
    text = PAGE.read_text(encoding="utf-8")
    before, begin, rest = text.partition(f"<!-- session: {name} -->\n```text\n")
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{PAGE} has no place for a session of {name}")
    # What is drawn below the end of a note says nothing.
    shown = ["".join(line for line in screen.splitlines(keepends=True) if line != "~\n") for screen in screens]
    PAGE.write_text(before + begin + f"\n{'─' * WIDTH}\n".join(shown) + end + after, encoding="utf-8")


def look(name: str, session: ModuleType, folder: Path, keep: bool) -> int:
    """How many cases failed."""
    possible = session is kate or shutil.which("tmux")
    terminal: Terminal | Window | None = session.start(folder) if possible else None
    if terminal is None:
        print(f"ok - {name}: a session # SKIP {NEEDS.get(name, 'tmux or the editor')} is not there")
        return 0
    cases: dict[str, Callable[[Terminal | Window], str]] = session.CASES
    screens: list[str] = []
    failed = 0
    try:
        for title, case in cases.items():
            try:
                seen = case(terminal)
                if case in session.SHOWN:
                    screens.append(seen)
                print(f"ok - {name}: {title}", flush=True)
            except AssertionError as problem:
                failed += 1
                print(f"not ok - {name}: {title}")
                print("\n".join(f"# {line}" for line in str(problem).splitlines()), flush=True)
    finally:
        terminal.close()
    if keep and not failed:
        write(name, screens)
    return failed


def main(words: list[str]) -> int:
    chosen = [word for word in words if word in SESSIONS] or list(SESSIONS)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="nablint-screen-", ignore_cleanup_errors=True) as work:
        if "NABLINT_RECIPES" not in os.environ:
            given = Path(work) / "recipes"
            given.mkdir()
            for name, (_, text) in recipes().items():
                (given / name).write_text(text, encoding="utf-8")
            share = Path(work) / ".local" / "share"
            share.mkdir(parents=True)
            (share / "nablint").symlink_to(ROOT)
            os.environ.update(NABLINT_RECIPES=str(given), HOME=work)
        for name in chosen:
            folder = Path(work) / name
            folder.mkdir()
            failed += look(name, SESSIONS[name], folder, "--write" in words)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
