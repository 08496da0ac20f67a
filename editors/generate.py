"""Writes what mirrors something else: the server's settings in Neovim's settings.lua, its help and docs/editors.md; and the
recipes of that page as files.

`--check` writes nothing and fails where something is stale.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "editors" / "test"))

from recipes import recipes  # noqa: E402

CLIENT = ROOT / "vscode-extension" / "scripts" / "client-settings.json"
LUA = ROOT / "editors" / "neovim" / "lua" / "nablint" / "settings.lua"
HELP = ROOT / "editors" / "neovim" / "doc" / "nablint.txt"
PAGE = ROOT / "docs" / "editors.md"
HELP_MARKS = ("*nablint-settings-list*\n\n", "=" * 78 + "\n")
PAGE_MARKS = ("<!-- settings: written by editors/generate.py -->\n", "<!-- end of settings -->")

# Recipe → the file that holds it, for whoever copies a file rather than a text.
FILES = {
    "emacs-eglot": ("emacs/nablint-eglot.el", ";;"),
    "emacs-lsp-mode": ("emacs/nablint-lsp-mode.el", ";;"),
    "kakoune-lint": ("kakoune/nablint-lint.kak", "#"),
    "kakoune-lsp": ("kakoune/nablint-lsp.kak", "#"),
    "helix": ("helix/languages.toml", "#"),
    "kate": ("kate/settings.json", ""),
    "sublime": ("sublime/LSP.sublime-settings", "//"),
}


def settings() -> dict[str, dict[str, Any]]:
    """The server's settings as VS Code describes them, by name without `nablint.`."""
    path = ROOT / "vscode-extension" / "scripts" / "settings.py"
    spec = importlib.util.spec_from_file_location("vscode_settings", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    own = json.loads(CLIENT.read_text(encoding="utf-8"))["client"]
    properties = module.configuration()["properties"]
    return {name.removeprefix("nablint."): value for name, value in properties.items() if name not in own}


def words(described: dict[str, Any]) -> str:
    return str(described.get("markdownDescription") or described["description"])


def kind(described: dict[str, Any]) -> str:
    """The type in few words; lists that may be left out are lists."""
    if "enum" in described:
        return " | ".join(f'"{value}"' for value in described["enum"])
    given = described["type"]
    name = given[0] if isinstance(given, list) else given
    return {"array": "list", "integer": "number"}.get(name, name)


def lua_kind(described: dict[str, Any]) -> str:
    return {"list": "string[]"}.get(kind(described), kind(described).replace('"', "'"))


def lua(value: object) -> str:
    match value:
        case None:
            return "nil"
        case bool():
            return str(value).lower()
        case str():
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        case list():
            return "{" + ", ".join(map(lua, value)) + "}"
        case _:
            return str(value)


def settings_lua(table: dict[str, dict[str, Any]]) -> str:
    lines = [
        "--- The server's settings, below `nablint`; written by editors/generate.py.",
        "",
        "---@class nablint.Setting",
        "---@field type string",
        "---@field values? string[]",
        "---@field default any",
        "---@field doc string",
        "",
        "---@type table<string, nablint.Setting>",
        "return {",
    ]
    for name, described in table.items():
        fields = [f"type = {lua(kind(described).split(' ')[0] if 'enum' not in described else 'string')}"]
        if "enum" in described:
            fields.append(f"values = {lua(described['enum']).replace('{', '{ ').replace('}', ' }')}")
        if described.get("default") is not None:
            fields.append(f"default = {lua(described['default'])}")
        lines.append(f"  [{lua(name)}] = {{")
        lines += [f"    {field}," for field in fields]
        lines.append(f"    doc = {lua(words(described))},")
        lines.append("  },")
    return "\n".join([*lines, "}", ""])


def help_list(table: dict[str, dict[str, Any]]) -> str:
    entries = []
    for name, described in table.items():
        default = json.dumps(described["default"]) if described.get("default") is not None else "the project's"
        head = f"nablint.{name}"
        tag = f"*nablint-setting-{name}*"
        said = f"{kind(described)}, default: {default}. {words(described)}"
        body = textwrap.fill(said, 78, initial_indent="    ", subsequent_indent="    ")
        entries.append(f"{head}{tag:>{78 - len(head)}}\n{body}\n")
    return "\n".join([*entries, ""])


def page_table(table: dict[str, dict[str, Any]]) -> str:
    rows = ["", "| setting | value | default | |", "|---|---|---|---|"]
    for name, described in table.items():
        default = f"`{json.dumps(described['default'])}`" if described.get("default") is not None else "the project's"
        value = kind(described).replace("|", "\\|").replace('"', "")
        rows.append(f"| `nablint.{name}` | {value} | {default} | {words(described)} |")
    return "\n".join([*rows, "", ""])


def between(path: Path, marks: tuple[str, str], text: str) -> str:
    before, begin, rest = path.read_text(encoding="utf-8").partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not begin or not end:
        raise SystemExit(f"{path.relative_to(ROOT)} has no place for the settings")
    return before + begin + text + end + after


def generated() -> Iterator[tuple[Path, str]]:
    table = settings()
    yield LUA, settings_lua(table)
    yield HELP, between(HELP, HELP_MARKS, help_list(table))
    yield PAGE, between(PAGE, PAGE_MARKS, page_table(table))
    texts = recipes()
    for name, (file, sign) in FILES.items():
        # JSON has no comments, and a file of it says nothing about itself.
        head = f"{sign} nablint, from docs/editors.md; written by editors/generate.py.\n\n" if sign else ""
        yield ROOT / "editors" / file, head + texts[name][1]


def main() -> int:
    stale = [(path, text) for path, text in generated() if not path.exists() or path.read_text(encoding="utf-8") != text]
    check = "--check" in sys.argv
    for path, text in stale:
        sys.stdout.write(f"{path.relative_to(ROOT)} is {'stale: run python editors/generate.py' if check else 'written'}\n")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
