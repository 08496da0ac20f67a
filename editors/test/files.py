"""What is pasted or submitted as a file: it parses, names what exists, agrees with the rest. Prints TAP."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recipes import PAGE, recipes

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EDITORS = ROOT / "editors"
NEOVIM = EDITORS / "neovim"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SERVER = ["nablint", "server"]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def lua_list(text: str, name: str) -> list[str]:
    """The strings of a Lua table `name = { … }`."""
    match = re.search(rf"\b{name} = \{{(.*?)\}}", text)
    assert match, f"no {name}"
    return re.findall(r"'([^']*)'", match.group(1))


def generated() -> None:
    """the settings are those of the server"""
    run = subprocess.run([sys.executable, str(EDITORS / "generate.py"), "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def lspconfig() -> None:
    """nvim-lspconfig's file says the same as the plugin"""
    submitted = read(NEOVIM / "lspconfig" / "lsp" / "nablint.lua")
    own = read(NEOVIM / "lua" / "nablint" / "config.lua")
    for name in ("filetypes", "root_markers"):
        assert lua_list(submitted, name) == lua_list(own, name), name
    assert lua_list(submitted, "cmd") == SERVER
    assert submitted.startswith("---@brief\n")


def mason() -> None:
    """mason's package names this version, its extras and its program"""
    text = read(NEOVIM / "mason" / "package.yaml")
    match = re.search(r"^  id: pkg:pypi/(\w+)@([\d.]+)\?extra=([\w,]+)$", text, re.MULTILINE)
    assert match, "no source"
    assert match.group(1) == PROJECT["name"]
    assert match.group(2) == PROJECT["version"]
    assert set(match.group(3).split(",")) <= set(PROJECT["optional-dependencies"])
    program = re.search(r"^bin:\n  (\w+): pypi:(\w+)$", text, re.MULTILINE)
    assert program and program.group(2) in PROJECT["scripts"]
    keys = re.findall(r"^(\w+):", text, re.MULTILINE)
    assert keys == [
        "name",
        "description",
        "homepage",
        "licenses",
        "languages",
        "categories",
        "source",
        "schemas",
        "bin",
        "neovim",
    ]


def zed() -> None:
    """Zed's extension has this version and knows its server"""
    extension = tomllib.loads(read(EDITORS / "zed" / "extension.toml"))
    cargo = tomllib.loads(read(EDITORS / "zed" / "Cargo.toml"))
    assert extension["version"] == cargo["package"]["version"] == PROJECT["version"]
    assert extension["language_servers"]["nablint"]["languages"] == ["Markdown", "LaTeX"]
    assert (EDITORS / "zed" / cargo["lib"]["path"]).is_file()


def helix() -> None:
    """Helix: the languages use a server that is defined"""
    given = tomllib.loads(recipes()["helix"][1])
    server = given["language-server"]["nablint"]
    assert [server["command"], *server["args"]] == SERVER
    assert {language["name"] for language in given["language"]} == {"markdown", "latex"}
    assert all("nablint" in language["language-servers"] for language in given["language"])


def kate() -> None:
    """Kate: each server has its command and a mode that matches"""
    servers = json.loads(recipes()["kate"][1])["servers"]
    assert {
        re.fullmatch(s["highlightingModeRegex"], name) is not None
        for s, name in zip(servers.values(), ("Markdown", "LaTeX"), strict=True)
    } == {True}
    assert all(s["command"] == SERVER for s in servers.values())


def sublime() -> None:
    """Sublime Text: the client has its command"""
    client = json.loads(recipes()["sublime"][1])["clients"]["nablint"]
    assert client["command"] == SERVER and client["enabled"]


def settings_of_recipes() -> None:
    """settings in the recipes exist"""
    known = set(re.findall(r"^\| `nablint\.([\w.]+)` \|", read(PAGE), re.MULTILINE))
    helix_settings = tomllib.loads(recipes()["helix"][1])["language-server"]["nablint"]["config"]["nablint"]
    zed_settings = json.loads(recipes()["zed"][1])["lsp"]["nablint"]["settings"]["nablint"]
    sublime_settings = [
        key.removeprefix("nablint.") for key in json.loads(recipes()["sublime"][1])["clients"]["nablint"]["settings"]
    ]
    named = {*helix_settings, *zed_settings, *sublime_settings}
    assert named and named <= known, named - known


def kakoune() -> None:
    """kakoune-lsp: the server is TOML inside the recipe"""
    inner = re.search(r"lsp_servers %\{(.*?)\n    \}", recipes()["kakoune-lsp"][1], re.DOTALL)
    assert inner
    server = tomllib.loads("\n".join(line.strip() for line in inner.group(1).splitlines()))["nablint"]
    assert [server["command"], *server["args"]] == SERVER


def page() -> None:
    """links within the page lead somewhere, and so do links to files"""
    text = read(PAGE)
    anchors = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= anchors
    for target in re.findall(r"\]\((?!#|https?:)([^)]+)\)", text):
        assert (PAGE.parent / target).exists(), target
    for name, part in (("neovim", "dL/dx = "), ("emacs", "*eldoc*"), ("vim", "ALEPreviewWindow"), ("kakoune", "CHN002")):
        shown = text.partition(f"<!-- session: {name} -->")[2].partition("<!-- end of session -->")[0]
        assert part in shown, f"no captured session of {name}: run editors/test/screen.py --write"


def lua() -> None:
    """luacheck finds nothing in the plugin"""
    command = ["luacheck", "--quiet", "--no-color", "--config", str(NEOVIM / ".luacheckrc"), str(NEOVIM)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


CASES: list[Callable[[], None]] = [
    generated, lspconfig, mason, zed, helix, kate, sublime, settings_of_recipes, kakoune, page, lua,
]  # fmt: skip


def main() -> int:
    failed = 0
    for case in CASES:
        if case is lua and shutil.which("luacheck") is None:
            print(f"ok - {case.__doc__} # SKIP luacheck is not there")
            continue
        try:
            case()
            print(f"ok - {case.__doc__}")
        except (AssertionError, KeyError, ValueError, OSError) as problem:
            failed += 1
            print(f"not ok - {case.__doc__}")
            print("\n".join(f"# {line}" for line in f"{type(problem).__name__}: {problem}".splitlines()))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
