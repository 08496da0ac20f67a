"""Text for a hover: escaped Markdown or plain text, with formulas as the client can show them. No HTML, no command links."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Literal

from nablint.base.values import dataclass

Formulas = Literal["latex", "unicode"]
# Only what means something in the middle of a line: a terminal shows the backslashes.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&])")
_AT_START = re.compile(r"\A(\d{1,9})?([-+#=.)])")
MAX_FORMULA = 2000


@dataclass
class Markup:
    """Collects paragraphs. `markdown` False gives plain text; `formulas` "latex" writes `$…$` for clients that draw it."""

    markdown: bool = True
    formulas: Formulas = "unicode"
    _paragraphs: list[str] = field(default_factory=list)

    @property
    def draws(self) -> bool:
        """Whether the client draws `$…$`."""
        return self.markdown and self.formulas == "latex"

    def text(self, plain: str) -> str:
        """Words that mean nothing but themselves, whoever wrote them."""
        flat = " ".join(plain.split())
        if not self.markdown:
            return flat
        return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", flat))

    def strong(self, plain: str) -> str:
        return f"**{self.text(plain)}**" if self.markdown else self.text(plain)

    def formula(self, latex: str, unicode: str) -> str:
        """A formula that is known both ways."""
        if self.draws and 0 < len(latex) <= MAX_FORMULA:
            # A dollar or a blank line would end the formula early, wherever it came from.
            return f"${' '.join(latex.replace('$', ' ').split())}$"
        return self.code(unicode[:MAX_FORMULA])

    def code(self, plain: str) -> str:
        flat = " ".join(plain.split())
        if not self.markdown:
            return flat
        # A fence longer than any run of backticks inside.
        longest = max((len(run) for run in re.findall(r"`+", flat)), default=0)
        fence = "`" * (longest + 1)
        pad = " " if flat.startswith("`") or flat.endswith("`") or not flat else ""
        return f"{fence}{pad}{flat}{pad}{fence}"

    def paragraph(self, *parts: str) -> None:
        """Parts were made by the methods above."""
        joined = " ".join(filter(None, parts))
        if joined:
            self._paragraphs.append(joined)

    def drawing(self, rows: tuple[str, ...]) -> None:
        """A formula over several lines, for clients that show text; one line says nothing new."""
        if len(rows) > 1 and not self.draws:
            body = "\n".join(rows)
            self._paragraphs.append(f"```text\n{body}\n```" if self.markdown else body)

    def bullets(self, items: list[str]) -> None:
        if items:
            self._paragraphs.append("\n".join(f"- {item}" for item in items))

    def rule(self) -> None:
        if self._paragraphs:
            self._paragraphs.append("---" if self.markdown else "")

    def __bool__(self) -> bool:
        return bool(self._paragraphs)

    def __str__(self) -> str:
        return "\n\n".join(self._paragraphs)
