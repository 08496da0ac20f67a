"""Writes what is generated: the README's table of rules, docs/rules.md, the schema of the settings. `--check` only looks."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "server"))

from nablint.analysis.options import schema  # noqa: E402
from nablint.cli.commands.rule import page, table  # noqa: E402
from nablint.rules.registry import all_rules  # noqa: E402

BEGIN, END = "<!-- rules: written by scripts/generate.py -->\n", "<!-- end of rules -->"


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file with the text that it should have."""
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    yield readme, before + BEGIN + "".join(table(all_rules())) + END + after
    text = "# Rules\n\nThe same text as `nablint rule CODE` prints.\n\n" + "".join(page(all_rules()))
    yield ROOT / "docs" / "rules.md", re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"
    yield ROOT / "nablint.schema.json", json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    stale = [path for path, text in generated() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        sys.stdout.write(f"{path.relative_to(ROOT)} is {'stale' if '--check' in sys.argv else 'written'}\n")
    if "--check" in sys.argv:
        return 1 if stale else 0
    for path, text in generated():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
