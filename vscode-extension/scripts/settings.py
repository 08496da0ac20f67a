"""Writes the settings into package.json: the client's from client-settings.json, the server's from its own table of options.

`--check` writes nothing and fails where package.json is out of date, or where the server does not understand a setting.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT.parent / "server"))

from nablint.analysis.options import schema  # noqa: E402
from nablint.lsp.client import Options  # noqa: E402

OTHER_VALUES: dict[str, Any] = {"boolean": (True, False), "string": ("\\def\\x{y}", "mixed"), "array": (["VAL"], [])}


def understood(name: str, described: dict[str, Any]) -> bool:
    """Whether some value of the setting changes what the server does."""
    values = described.get("enum") or OTHER_VALUES.get(described.get("type", ""), ())
    return any(Options().updated({name: value}) != Options() for value in values)


def configuration() -> dict[str, Any]:
    given = json.loads((ROOT / "scripts/client-settings.json").read_text(encoding="utf-8"))
    unknown = [name for name, described in given["server"].items() if not understood(name.removeprefix("nablint."), described)]
    if unknown:
        raise SystemExit(f"the server does not understand {', '.join(unknown)}")
    properties = dict(given["client"])
    table = schema()["properties"]
    assert isinstance(table, dict)
    for key, option in table.items():
        name = f"nablint.{key}"
        if name in given["server"] or not understood(key, option):
            continue
        described = {"type": option["type"], "markdownDescription": option["description"], "scope": "resource"}
        if option["type"] == "array":
            described["items"] = option["items"]
        if key in ("select", "ignore"):
            # Left empty, the project's own choice holds; the server takes a list from here over it.
            described["type"] = ["array", "null"]
            described["default"] = None
        else:
            described["default"] = option.get("default")
        properties[name] = described
    properties.update(given["server"])
    for order, described in enumerate(properties.values()):
        described["order"] = order
    return {"title": "nablint", "properties": properties}


def main() -> int:
    manifest = ROOT / "package.json"
    before = manifest.read_text(encoding="utf-8")
    data = json.loads(before)
    data["contributes"]["configuration"] = configuration()
    after = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        if json.loads(before) != data:
            print("package.json is out of date: run python scripts/settings.py", file=sys.stderr)
            return 1
        return 0
    manifest.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
