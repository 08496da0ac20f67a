"""LaTeX files: formulas, paragraphs, items and sections, without comments, verbatim text and arguments of references."""

from __future__ import annotations

import re
from dataclasses import replace

from nablint.base.spans import Span
from nablint.documents.definitions import DEFINES, definition_end, group_end
from nablint.documents.delimiters import MATH_ENVIRONMENTS
from nablint.documents.gathered import Draft, Gathered
from nablint.documents.included import READS, command_in, name_in
from nablint.documents.labels import label_of_formula, label_of_text
from nablint.documents.latex_formulas import LatexFormulas
from nablint.documents.model import BlockKind, Include, MacroText
from nablint.documents.sections import Heading
from nablint.documents.slides import Slides

_LEVELS = {"part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "paragraph": 6, "subparagraph": 7}
_SKIPPED = (
    r"label|[a-zA-Z]*ref|[a-zA-Z]*cite[a-zA-Z]*|url|path|includegraphics|bibliography|bibliographystyle|addbibresource|usepackage"
    r"|documentclass|hypersetup|graphicspath|pagestyle|thispagestyle|setlength|setcounter|addtocounter|vspace|hspace|href|input"
    r"|addcontentsline|hyperref|index|tag|cline|cmidrule|colorbox|color|bibitem"
)
# Every alternative begins with one certain character: only then the search passes over all others at once.
_TOKEN = re.compile(
    r"%(?P<comment>[^\n]*)"
    r"|\\begin[ \t]*\{(?P<begin>[^{}\n]*)\}|\\end[ \t]*\{(?P<end>[^{}\n]*)\}"
    r"|\\(?P<section>part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?[ \t]*(?:\[[^\]\n]*\][ \t]*)?(?=\{)"
    r"|\\(?P<column>column)[ \t]*\{[^{}\n]*\}"
    r"|\\item(?![A-Za-z])[ \t]*(?:\[(?P<label>[^\]\n]*)\])?"
    r"|" + READS + r"|\\(?P<skip>" + _SKIPPED + r")\*?[ \t]*(?:\[[^\]\n]*\][ \t]*)*\{[^{}]{0,2000}\}"
    r"|\\(?P<define>" + DEFINES + r")(?![A-Za-z])"
    r"|\\(?P<verb>verb\*?|lstinline(?:\[[^\]\n]*\])?|mintinline(?:\[[^\]\n]*\])?\{\w*\})(?![A-Za-z])"
    r"|\\[(\[]|\\[^\n]|\$\$?|\n(?P<blank>[ \t]*\n)"
)
_PREAMBLE = re.compile(r"%(?P<comment>[^\n]*)|" + READS + r"|\\[^\n]")
_VERBATIM = frozenset(
    ("verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "alltt", "pycode", "python", "juliacode", "filecontents")
)
_UNREAD = frozenset(("comment", "tikzpicture", "tikzcd", "asy", "pgfpicture", "filecontents*", "thebibliography", "CJK"))
_LISTS = frozenset(("itemize", "enumerate", "description", "compactitem", "compactenum", "parts", "questions", "subparts"))
_TABLES = frozenset(("tabular", "tabular*", "tabularx", "longtable", "tabu"))
_QUOTES = frozenset(("quote", "quotation"))
_LANGUAGE = re.compile(r"(?:\[[^\]\n]*?(?:language=\{?(?P<option>\w+))?[^\]\n]*\])?[ \t]*(?:\{(?P<argument>\w+)\})?")
_ARGUMENT = re.compile(r"(?:[ \t]*\[[a-zA-Z!]{0,6}\])?(?:[ \t]*\{[^{}\n]{0,200}\}){0,2}")
_OPTION = re.compile(r"[ \t]*\[[htbpH!]{1,6}\]")
_NO_PROSE = re.compile(
    r"%[^\n]*|\\(?:begin|end|[a-zA-Z]*ref|label|[a-zA-Z]*cite[a-zA-Z]*)\*?\s*(?:\[[^\]]*\])?\{[^{}]*\}|\\[A-Za-z@]+"
)
_LEADING = re.compile(r"(?:\s+|%[^\n]*\n)+")
_ALIAS = re.compile(
    r"\\(?:newcommand|renewcommand|def)\*?[ \t]*\{?[ \t]*\\(?P<name>[A-Za-z]+)[ \t]*\}?[ \t]*"
    r"\{[ \t]*\\(?P<side>begin|end)[ \t]*\{(?P<environment>[A-Za-z]+\*?)\}[ \t]*\}"
)
_NAME = re.compile(r"[A-Za-z]+")
_MOST_NESTED = 40
_LONGEST_TITLE = 600


class LatexScanner:
    def __init__(self, out: Gathered) -> None:
        self.out = out
        self.text = out.source.text
        self.formulas = LatexFormulas(out)
        self.slides = Slides(out.source.text)
        self.start = 0
        self.kind: BlockKind = "paragraph"
        self.label = ""
        self.contexts: list[str] = []
        self.begins: dict[str, str] = {}  # an author's own commands that begin an environment: \be
        self.ends: dict[str, str] = {}  # for an environment the command that ends it: \ee
        for alias in _ALIAS.finditer(self.text):
            if alias.group("environment") in MATH_ENVIRONMENTS:
                if alias.group("side") == "begin":
                    self.begins[alias.group("name")] = alias.group("environment")
                else:
                    self.ends[alias.group("environment")] = "\\" + alias.group("name")

    def scan(self) -> None:
        text = self.text
        at = self._preamble()
        self.start = at
        while True:
            found = _TOKEN.search(text, at)
            if found is None:
                break
            if found.group("end") == "document":
                self._close(found.start())
                self.start = len(text)
                break
            at = self._token(found)
        self._close(len(text))
        if self.slides.marks:
            self.out.headings[:] = sorted((*self.out.headings, *self.slides.in_order()), key=lambda heading: heading.start)
        self._raise_levels()

    def _preamble(self) -> int:
        """Everything before `\\begin{document}` is text for the macro table; where the body begins."""
        text = self.text
        place = text.find("\\begin{document}")
        if place < 0:
            return 0
        self.out.macros.append(MacroText(Span(0, place), text[:place]))
        for found in _PREAMBLE.finditer(text, 0, place):
            if found.group("comment") is not None:
                self.out.comment(found.start(), found.end(), found.start("comment"), found.end())
            elif command_in(found):
                self._include(found)
        return place + len("\\begin{document}")

    def _include(self, found: re.Match[str]) -> None:
        name = name_in(found)
        if name:
            self.out.includes.append(Include(Span(found.start(), found.end()), name, command_in(found)))

    def _token(self, found: re.Match[str]) -> int:
        group = found.lastgroup
        start, end = found.span()
        if found.group("comment") is not None:
            self.out.comment(start, end, found.start("comment"), end)
            return end
        if group == "begin":
            return self._begin(found)
        if group == "end":
            return self._end(found)
        if group == "section":
            return self._section(found)
        if group in ("name", "file", "bare"):
            self._include(found)
            return end
        if group == "column":
            self._close(start)
            self.slides.column(start)
            self.start = end
            return end
        if group == "skip":
            return end
        if group == "define":
            stop = definition_end(self.text, start, len(self.text))
            self.out.macros.append(MacroText(Span(start, stop), self.text[start:stop]))
            if not self.text[self.start : start].strip():
                self.start = stop
            return stop
        if group == "verb":
            return self._verb(end)
        if group == "blank":
            self._close(start)
            self.start = end
            if self.kind == "item":
                self.kind = "paragraph"
            return end - 1
        token = found.group()
        if token.startswith("\\item"):
            self._close(start)
            self.start = start
            self.kind = "item"
            self.label = found.group("label") or ""
            return found.start("label") if self.label else end
        if token in ("$", "\\("):
            return self.formulas.inline(start, token)
        if token in ("$$", "\\["):
            return self._display(start, end, token, "")
        if self.begins and token[-1].isalpha():
            name = _NAME.match(self.text, start + 1)
            environment = self.begins.get(name.group(), "") if name else ""
            if name and environment in self.ends:
                return self._display(start, name.end(), "\\begin{" + environment + "}", environment, self.ends[environment])
        return end

    def _display(self, start: int, end: int, opener: str, environment: str, closer: str = "") -> int:
        region, stop = self.formulas.display(start, end, opener, environment, closer)
        if region is None:
            return stop
        self._close(start)
        label = label_of_formula(region.text) or self.label
        self.out.drafts.append(Draft("display", start, stop, 0, label))
        self.label = ""
        self.start = stop
        if self.kind == "item":
            self.kind = "paragraph"
        return stop

    def _begin(self, found: re.Match[str]) -> int:
        name = found.group("begin").strip()
        start, end = found.span()
        if name in MATH_ENVIRONMENTS:
            return self._display(start, end, "\\begin{" + name + "}", name)
        if name in _VERBATIM or name in _UNREAD:
            closer = "\\end{" + name + "}"
            close = self.formulas.finder.find(closer, end)
            if close < 0:
                return end
            self._close(start)
            stop = close + len(closer)
            if name in _VERBATIM:
                language = _LANGUAGE.match(self.text, end, close)
                word = (language.group("argument") or language.group("option") or "") if language else ""
                self.out.drafts.append(Draft("code", start, stop))
                self.out.code_text(language.end() if language else end, close, word.lower())
            self.start = stop
            return stop
        self._close(start)
        self.slides.begin(name, start, end)
        if len(self.contexts) < _MOST_NESTED:
            self.contexts.append(name)
        argument = (_ARGUMENT if name in _TABLES else _OPTION).match(self.text, end)
        end = argument.end() if argument else end
        self._set_kind()
        self.start = end
        return end

    def _end(self, found: re.Match[str]) -> int:
        self._close(found.start())
        name = found.group("end").strip()
        self.slides.end(name, *found.span())
        if name in self.contexts:
            while self.contexts.pop() != name:
                pass
        self._set_kind()
        self.start = found.end()
        return found.end()

    def _set_kind(self) -> None:
        self.kind = "paragraph"
        for name in reversed(self.contexts):
            if name in _TABLES:
                self.kind = "table"
                return
            if name in _QUOTES:
                self.kind = "quote"
                return

    def _section(self, found: re.Match[str]) -> int:
        start, brace = found.span()
        self._close(start)
        stop = group_end(self.text, brace, len(self.text), -1, _LONGEST_TITLE)
        if stop < 0:
            self.start = brace
            return brace
        level = _LEVELS[found.group("section")]
        title = " ".join(self.text[brace + 1 : stop - 1].split())
        self.out.headings.append(Heading(start, title, level))
        self.out.drafts.append(Draft("heading", start, stop, level))
        for dollar in re.finditer(r"(?<!\\)\$|\\\(", self.text[brace:stop]):
            place = brace + dollar.start()
            if place >= self.formulas.last_end:
                self.formulas.inline(place, dollar.group(), stop)
        self.start = stop
        return stop

    def _verb(self, at: int) -> int:
        text = self.text
        sign = text[at : at + 1]
        if not sign or sign.isspace():
            return at
        closer = "}" if sign == "{" else sign
        newline = text.find("\n", at)
        close = text.find(closer, at + 1, len(text) if newline < 0 else newline)
        if close < 0:
            return at
        self.out.code_text(at + 1, close)
        return close + 1

    def _close(self, end: int) -> None:
        """Ends the block of text that began at `start`, if anything of it is to be read."""
        text = self.text
        leading = _LEADING.match(text, self.start, end)
        start = leading.end() if leading else self.start
        self.start = end
        if start >= end:
            return
        piece = text[start:end].rstrip()
        if not piece or not any(c.isalnum() or c in "$\\" for c in piece):
            return
        if "$" not in piece and "\\(" not in piece and not any(c.isalnum() for c in _NO_PROSE.sub("", piece)):
            return
        kind: BlockKind = self.kind
        label = self.label if kind == "item" else ""
        body = start + len("\\item") if piece.startswith("\\item") else start
        label = label or label_of_text(text, body, start + len(piece))
        level = sum(name in _LISTS for name in self.contexts) if kind == "item" else 0
        self.out.drafts.append(Draft(kind, start, start + len(piece), level, label))
        self.label = ""

    def _raise_levels(self) -> None:
        """The outermost kind of section that the file has becomes level 1."""
        above = min((heading.level for heading in self.out.headings if not heading.closes), default=1) - 1
        if above:
            self.out.headings[:] = [replace(heading, level=heading.level - above) for heading in self.out.headings]
            for draft in self.out.drafts:
                if draft.kind == "heading":
                    draft.level -= above
