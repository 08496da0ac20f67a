"""Does a text between two delimiters read as mathematics, as prose, as money or as a shell variable?

Dollars and brackets are ambiguous outside LaTeX; these judgements are the only place where that is decided.
"""

from __future__ import annotations

import re

_FUNCTIONS = frozenset(
    (
        "mod", "log", "ln", "lg", "exp", "sin", "cos", "tan", "sec", "csc", "cot", "tanh", "sinh", "cosh", "max",
        "min", "sup", "inf", "det", "tr", "diag", "dim", "rank", "ker", "lim", "arg", "argmin", "argmax", "vec",
        "span", "sgn", "sign", "var", "cov", "Var", "Cov", "ReLU", "relu", "softmax", "st", "if", "or", "and", "in",
        "of", "is",
    )
)  # fmt: skip
_STOPWORDS = frozenset(["if", "or", "and", "in", "of", "is"])
_COMMAND = re.compile(r"\\[A-Za-z]+")
_SIGN = re.compile(r"\\[A-Za-z]|[\^_=<>+≤≥∈→×·∂∇]")
# Text arguments, names in indices and commands say nothing about the words around them.
_NOT_WORDS = re.compile(
    r"\\(?:text\w*|mbox|hbox|mathrm|mathit|mathsf|operatorname\*?|label|tag|ref|eqref|begin|end|color|textcolor)\s*\{[^{}]{0,300}\}"
    r"|\\[A-Za-z]+|[_^]\s*(?:\{[^{}]{0,80}\}|[A-Za-z]+)"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}|[\u4e00-\u9fff]{4,}")
_BLANK = re.compile(r"\n[ \t\r]*\n")
# The letter comes first, so that a search passes over all other signs; what must not stand before it is looked for afterwards.
_LONG_RUN = re.compile(r"[^\W\d_](?<![\\\w{].)[^\W\d_]+(?:,? [^\W\d_]{2,}){4,}")
_LONG_RUN_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{10,}")
_SENTENCE = re.compile(r"(?<![\\\w{])[^\W\d_]{2,}(?:,? [^\W\d_]{2,}){2,}|[\u3040-\u30ff\u4e00-\u9fff]{12,}")
_SHELL = re.compile(r"(?:[A-Z][A-Z0-9_]+(?:[/:.][\w/.:-]*)?|\{\w+\}|\(\w+[^()\\]*\))[^A-Za-z0-9\\^]*\Z")
_MONEY = re.compile(r"[\d.,]*\d\s?(?:[kKMB]\b|bn\b|million\b|billion\b|thousand\b|USD\b|dollars\b)?")


def is_prose(line: str) -> bool:
    """Five words in a row that stand in no \\text{}: a sentence, not a line of a formula."""
    return _runs_long(line) and _runs_long(_NOT_WORDS.sub(";", line))


def _runs_long(text: str) -> bool:
    """Whether words stand in a long run, commands among them; five words have four spaces."""
    if text.count(" ") >= 4 and _LONG_RUN.search(text) is not None:
        return True
    return not text.isascii() and _LONG_RUN_UNSPACED.search(text) is not None


def has_prose(body: str) -> bool:
    """Whether some line of a formula that spans lines reads as a sentence."""
    if not _runs_long(body):
        return False
    return any(is_prose(line) for line in body.split("\n"))


def prose_after_blank(body: str) -> bool:
    """Whether words without any sign of mathematics follow an empty line: a heading or sentence behind a lost delimiter."""
    return any(is_plain_words(chunk) for chunk in _BLANK.split(body)[1:])


def is_plain_words(chunk: str) -> bool:
    plain = _NOT_WORDS.sub(";", chunk)
    return len(_LONG_WORD.findall(plain)) >= 2 and _SIGN.search(chunk) is None


def has_tex(text: str) -> bool:
    return _COMMAND.search(text) is not None


def reads_as_math(body: str) -> bool:
    """The strict judgement, for `$ x $`, and for \\( and \\[ in Markdown, where they may be escaped brackets."""
    words = [word for word in _WORD.findall(_NOT_WORDS.sub(";", body)) if word not in _FUNCTIONS or word in _STOPWORDS]
    if not words:
        return not body.isspace() and bool(body)
    if _COMMAND.search(body):
        return not has_prose(body)
    return _SIGN.search(body) is not None and len(words) <= 2 and not any(word in _STOPWORDS for word in words)


def is_number(body: str) -> bool:
    """A bare number or word in brackets, like a footnote mark: `\\[1\\]`."""
    return body.strip().isdecimal()


def closes_tightly(body: str, before: str, after: str) -> bool:
    """The judgement for `$body$` without spaces at its ends: mathematics, unless it reads as money, shell or a sentence."""
    if "0" <= after <= "9" and not (_COMMAND.search(body) or (body[0] in "=<>±≈" and len(body) <= 2)):
        return False
    if after and (after.isascii() and (after.isalpha() or after in "_{(")) and _SHELL.match(body):
        return False
    first = body[0]
    if first.isdigit() or first == ".":
        if before.isascii() and before.isalpha():
            return False
        if not _COMMAND.search(body):
            rest = body[_MONEY.match(body).end() :] if _MONEY.match(body) else body  # type: ignore[union-attr]
            plain = _NOT_WORDS.sub(";", rest)
            if any(word not in _FUNCTIONS or word in _STOPWORDS for word in _WORD.findall(plain)):
                return False
            if rest[-1:] in ("(", "-", "–", "~", "/") and not _SIGN.search(rest):
                return False
    if _SIGN.search(body):
        return not (has_prose(body) and not _COMMAND.search(body))
    return first not in ")]},;:.!?" and _SENTENCE.search(body) is None


def closes_loosely(body: str, both: bool) -> bool:
    """The judgement for `$ body $` (both ends spaced) and `$body $`: it must read as mathematics by itself."""
    if not reads_as_math(body):
        return False
    bare = body.strip()
    return both or _SIGN.search(body) is not None or (len(bare) <= 12 and not bare[0].isdigit())
