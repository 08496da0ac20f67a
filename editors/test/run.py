"""Runs every suite in its editor, each with a home of its own, and counts the lines of TAP that they print.

`run.py [PART…]` runs the suites whose names hold one of the parts. The last line is 'N passed, N failed, N skipped'.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from recipes import recipes

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PLUGIN = ROOT / "editors" / "neovim"
LIMIT = 150  # seconds for a suite
LINE = re.compile(r"^(not ok|ok) - (.*?)(?:\s+# SKIP (.*))?$", re.MULTILINE)


@dataclass(frozen=True)
class Suite:
    """`needs` are programs and files; without one of them the suite is skipped."""

    name: str
    command: tuple[str, ...]
    needs: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    shell: str = ""  # a recipe that is run before, in the suite's home
    init: str = ""  # what the editor starts with


@dataclass(frozen=True)
class Outcome:
    passed: int
    failed: int
    skipped: int
    text: str


def neovims() -> dict[str, str]:
    """The Neovims to test: version → program."""
    found = {}
    for program in filter(None, (os.environ.get("NABLINT_NVIM"), shutil.which("nvim"))):
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        match = re.match(r"NVIM v(\d+\.\d+)", said)
        if match:
            found.setdefault(match.group(1), program)
    return found


def neovim(name: str, program: str, spec: str, environment: dict[str, str], plugin: bool = True) -> Suite:
    command = [program, "--headless", "-u", "NONE", "-i", "NONE", "-n"]
    if plugin:
        command += ["--cmd", f"set rtp^={PLUGIN}", "--cmd", "runtime! plugin/nablint.lua"]
    command += ["--cmd", "filetype plugin on", "-S", str(HERE / "neovim" / "run.lua")]
    return Suite(name, tuple(command), (program,), {**environment, "NABLINT_SPEC": str(HERE / "neovim" / spec)})


def of_neovim(version: str, program: str) -> Iterator[Suite]:
    modern = tuple(map(int, version.split("."))) >= (0, 11)
    title = f"neovim {version}"
    for way in ("enable", "setup") if modern else ("setup",):
        yield neovim(f"{title} session {way}", program, "session_spec.lua", {"NABLINT_START": way})
    yield neovim(f"{title} settings", program, "settings_spec.lua", {})
    yield neovim(f"{title} drawing", program, "draw_spec.lua", {})
    yield neovim(f"{title} wrapping", program, "wrap_spec.lua", {})
    if modern:
        for encoding in ("utf-8", "utf-16", "utf-32"):
            yield neovim(f"{title} {encoding}", program, "encodings_spec.lua", {"NABLINT_ENCODING": encoding})
        yield Suite(
            f"{title} recipe packages",
            (program, "--headless", "-i", "NONE", "-n", "-S", str(HERE / "neovim" / "run.lua")),
            (program,),
            {"NABLINT_WAY": "packages", "NABLINT_SPEC": str(HERE / "neovim" / "recipe_spec.lua")},
            shell="neovim-packages",
            init="neovim-enable",
        )
    for way in ("lazy", "plug"):
        command = (program, "--headless", "-u", str(HERE / "neovim" / "first.lua"), "-i", "NONE", "-n")
        given = (*command, str(HERE / "notes" / "lesson.md"))
        yield Suite(f"{title} recipe {way} first", given, (program,), {"NABLINT_WAY": way})
    for way in ("setup", "older", "lazy", "plug", "lspconfig") if modern else ("setup", "lazy", "plug", "plain"):
        yield neovim(f"{title} recipe {way}", program, "recipe_spec.lua", {"NABLINT_WAY": way}, plugin=False)


def emacs_has(feature: str) -> bool:
    if shutil.which("emacs") is None:
        return True
    form = f'(progn (require \'package) (package-initialize) (kill-emacs (if (locate-library "{feature}") 0 1)))'
    return subprocess.run(["emacs", "--batch", "--eval", form], capture_output=True, check=False).returncode == 0


def suites() -> list[Suite]:
    found = [suite for version, program in neovims().items() for suite in of_neovim(version, program)]
    for name in ("eglot", "lsp-mode"):
        command = ("emacs", "--batch", "-L", str(HERE / "emacs"), "-l", str(HERE / "emacs" / f"{name}-test.el"))
        needs = ("emacs", *(() if emacs_has(name) else (f"the Emacs package {name}",)))
        found.append(Suite(f"emacs {name}", command, needs, {"NABLINT_RECIPE": f"emacs-{name}"}))
    vim = ("vim", "-N", "-u", "NONE", "-i", "NONE", "-es", "-S", str(HERE / "vim" / "ale.vim"))
    found.append(Suite("vim ale", vim, ("vim", "/usr/share/vim-ale"), {"NABLINT_RECIPE": "vim-ale"}))
    kakoune = ("bash", str(HERE / "kakoune" / "lint.sh"))
    found.append(Suite("kakoune lint", kakoune, ("kak",), {"NABLINT_RECIPE": "kakoune-lint"}))
    kate = ("bash", str(HERE / "kate" / "open.sh"))
    found.append(Suite("kate", kate, ("kate",), {"NABLINT_RECIPE": "kate"}))
    found.append(Suite("files", (sys.executable, str(HERE / "files.py")), ()))
    for name in ("neovim", "emacs", "vim", "kakoune", "kate"):
        found.append(Suite(f"screen {name}", (sys.executable, str(HERE / "screen.py"), name), ()))
    return found


def environment(home: Path, suite: Suite) -> dict[str, str]:
    """A home with nothing in it, the recipes in files, and `nablint` on the path."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "VIM", "NVIM", "EMACS"))}
    folder = home / "recipes"
    folder.mkdir()
    for name, (_, text) in recipes().items():
        (folder / name).write_text(text, encoding="utf-8")
    given = {
        **inherited,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "NABLINT_ROOT": str(ROOT),
        "NABLINT_NOTES": str(HERE / "notes"),
        "NABLINT_RECIPES": str(folder),
        "LUA_PATH": f"{HERE / 'neovim'}/?.lua;;",
        **suite.environment,
    }
    if "NABLINT_RECIPE" in given:
        given["NABLINT_RECIPE"] = str(folder / given["NABLINT_RECIPE"])
    share = home / ".local" / "share"
    share.mkdir(parents=True)
    if suite.shell:
        # The recipe clones; what it would get is this checkout.
        clone = home / "bin" / "git"
        clone.parent.mkdir()
        clone.write_text(f'#!/bin/sh\nexec ln -s "{ROOT}" "$3"\n', encoding="utf-8")
        clone.chmod(0o755)
        shell = {**given, "PATH": f"{clone.parent}:{given['PATH']}"}
        subprocess.run(["sh", "-e", str(folder / suite.shell)], env=shell, check=True)
    else:
        (share / "nablint").symlink_to(ROOT)
    if suite.init:
        config = home / ".config" / "nvim"
        config.mkdir(parents=True)
        shutil.copy(folder / suite.init, config / "init.lua")
    return given


def run(suite: Suite) -> Outcome:
    missing = [need for need in suite.needs if shutil.which(need) is None and not Path(need).exists()]
    if missing:
        return Outcome(0, 0, 1, f"=== {suite.name}\nskipped: {', '.join(missing)} is not there\n")
    with tempfile.TemporaryDirectory(prefix="nablint-editors-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        given = environment(home, suite)
        with (home / "output").open("w+b") as output:
            process = subprocess.Popen(
                suite.command,
                env=given,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
            try:
                code: int | str = process.wait(timeout=LIMIT)
            except subprocess.TimeoutExpired:
                code = f"no end after {LIMIT} s"
            end_group(process)
            output.seek(0)
            text = output.read().decode("utf-8", "replace").replace("\r", "")
    return judged(suite, code, text)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends what the editor left running, itself too where it hangs."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def judged(suite: Suite, code: int | str, text: str) -> Outcome:
    lines = LINE.findall(text)
    failed = sum(state == "not ok" for state, _, _ in lines)
    skipped = sum(bool(why) for _, _, why in lines)
    report = [f"=== {suite.name}"]
    report += [f"{state} - {name}{f' (skipped: {why})' if why else ''}" for state, name, why in lines]
    if failed or code != 0 or not lines:
        report += [f"ended with {code}; all that was said:", *(f"  {line}" for line in text.splitlines() if line.strip())]
    # A suite that breaks off has failed, whatever it counted before.
    failed = failed or int(code != 0 or not lines)
    passed = sum(state == "ok" for state, _, _ in lines) - skipped
    return Outcome(passed, failed, skipped, "\n".join(report) + "\n")


def main(parts: list[str]) -> int:
    chosen = [suite for suite in suites() if not parts or any(part in suite.name for part in parts)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = []
        for outcome in pool.map(run, chosen):
            outcomes.append(outcome)
            print(outcome.text, flush=True)
    passed, failed, skipped = (sum(getattr(o, word) for o in outcomes) for word in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
