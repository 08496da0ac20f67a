"""The recipes of docs/editors.md: the fenced block behind `<!-- recipe: NAME -->`, as a reader would paste it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "editors.md"
BLOCK = re.compile(r"<!-- recipe: ([\w-]+) -->\n```(\w+)\n(.*?)```\n", re.DOTALL)


def recipes(page: Path = PAGE) -> dict[str, tuple[str, str]]:
    """Name → (language, text)."""
    return {name: (language, text) for name, language, text in BLOCK.findall(page.read_text(encoding="utf-8"))}


if __name__ == "__main__":
    sys.stdout.write(recipes()[sys.argv[1]][1])
