"""The language of directives: `let x: n; A: m × n symmetric`, `layout denominator`, `ignore SHP001 -- reason` …

The same sentences serve the configuration and the command line. What is not understood is an error with its place and
with what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from difflib import get_close_matches
from enum import Enum
from typing import TypeAlias

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DirectiveError, SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.signatures import named_sizes, space, with_numbers
from nablint.declarations.sizetext import STRUCTURE_WORDS, SizeError, SizeReader
from nablint.parse.nodes import Group, Name, Node, Opaque, Product, Relation, items_of, walk
from nablint.parse.parser import parse
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import (
    PRESETS,
    Layout,
    MatrixByScalar,
    NablaSide,
    ScalarByMatrix,
    ScalarByVector,
    VectorByScalar,
    VectorByVector,
    stated,
)
from nablint.sizes.shapes import Function, Matrix, Shape, Structure


@dataclass(frozen=True, slots=True)
class Let:
    symbol: SymbolKey
    shape: Shape
    structure: Structure
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Def:
    symbol: SymbolKey
    parameters: tuple[SymbolKey, ...]
    value: Node
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Constant:
    symbol: SymbolKey
    span: Span


@dataclass(frozen=True, slots=True)
class Convention:
    layout: Layout
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class SizeRelation:
    left: str
    right: Dim | str  # a Dim where they are equal, a name where they are apart
    equal: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Ignore:
    codes: tuple[str, ...]
    reason: str
    whole_file: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Switch:
    on: bool
    span: Span


Sentence: TypeAlias = Let | Def | Constant | Convention | SizeRelation | Ignore | Switch


@dataclass(frozen=True, slots=True)
class Parsed:
    """Spans are offsets in the text that was parsed."""

    sentences: tuple[Sentence, ...] = ()
    errors: tuple[DirectiveError, ...] = field(default=())


CHOICES: dict[str, tuple[str, dict[str, Enum]]] = {
    "scalar-by-vector": ("sv", {"row": ScalarByVector.ROW, "column": ScalarByVector.COLUMN}),
    "vector-by-scalar": ("vs", {"column": VectorByScalar.COLUMN, "row": VectorByScalar.ROW}),
    "vector-by-vector": ("vv", {"m×n": VectorByVector.ROWS_Y, "n×m": VectorByVector.ROWS_X}),
    "scalar-by-matrix": ("sm", {"p×q": ScalarByMatrix.AS_X, "q×p": ScalarByMatrix.TRANSPOSED}),
    "matrix-by-scalar": ("ms", {"same": MatrixByScalar.AS_Y, "transposed": MatrixByScalar.TRANSPOSED}),
    "nabla": ("nabla", {"column": NablaSide.COLUMN, "row": NablaSide.ROW}),
}  # fmt: skip
_CODE = re.compile(r"[A-Z]{3}\d{3}$|[a-z]+(?:-[a-z]+)+$")
_DASHES = re.compile(r"\s(?:--|—|–)\s?")
_WORD = re.compile(r"\S+")
_MEMBER = re.compile(r"∈|\\in\b|\bin\b")
_GREEK = dict(
    zip(
        re.findall(
            r"\w+",
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau phi chi psi omega "
            "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega",
        ),
        "αβγδϵζηθικλμνξρστϕχψωΓΔΘΛΞΠΣΦΨΩ",
        strict=True,
    )
)


class _Bad(Exception):
    def __init__(self, span: Span, message: str) -> None:
        super().__init__(message)
        self.error = DirectiveError(span, message)


def parse_directive(text: str, sizes: Iterable[str] = ()) -> Parsed:
    """The sentences of one directive; each wrong part is one error, the right ones beside it still count.

    The R of `f: m -> R` is a size where it is among `sizes` or stands in another size of the directive, else the numbers."""
    first = _WORD.search(text)
    if first is None:
        return Parsed(errors=(DirectiveError(Span(0, len(text)), f"expected one of {_listed(_VERBS)}"),))
    verb = first.group()
    reader = _VERBS.get(verb)
    if reader is None:
        message = f"unknown directive {verb!r}{_nearest(verb, _VERBS)} (known: {_listed(_VERBS)})"
        return Parsed(errors=(DirectiveError(Span(*first.span()), message),))
    parsed = reader(text, first.end())
    if not any(isinstance(sentence, Let) and isinstance(sentence.shape, Function) for sentence in parsed.sentences):
        return parsed
    taken = {*sizes, *sizes_in(parsed)}
    sentences = (replace(s, shape=with_numbers(s.shape, taken)) if isinstance(s, Let) else s for s in parsed.sentences)
    return Parsed(tuple(sentences), parsed.errors)


def sizes_in(parsed: Parsed) -> frozenset[str]:
    """The names of the sizes that a directive speaks of."""
    related = [s for s in parsed.sentences if isinstance(s, SizeRelation)]
    names = {name for s in related for name in (s.left, *([s.right] if isinstance(s.right, str) else s.right.names()))}
    return named_sizes(s.shape for s in parsed.sentences if isinstance(s, Let)) | names


def _each(text: str, start: int, read: Callable[[str, Span], Iterator[Sentence]], separator: str = ";") -> Parsed:
    """`read` over the parts of `text` between separators outside brackets, its errors gathered."""
    sentences: list[Sentence] = []
    errors: list[DirectiveError] = []
    for span in _split(text, start, separator):
        try:
            sentences.extend(read(text, span))
        except _Bad as bad:
            errors.append(bad.error)
    if not sentences and not errors:
        errors.append(DirectiveError(Span(0, len(text.rstrip())), "expected something after the directive's name"))
    return Parsed(tuple(sentences), tuple(errors))


def _split(text: str, start: int, separator: str) -> list[Span]:
    parts: list[Span] = []
    depth, begin = 0, start
    for at in range(start, len(text)):
        char = text[at]
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth = max(depth - 1, 0)
        elif char == separator and depth == 0:
            parts.append(_trimmed(text, begin, at))
            begin = at + 1
    parts.append(_trimmed(text, begin, len(text)))
    return [part for part in parts if len(part)]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def symbol_of(text: str) -> SymbolKey | None:
    """The symbol that a name in a directive means: LaTeX as in a formula, a Greek letter by its name, or a whole word."""
    plain = text.strip().strip("$").strip()
    if plain in _GREEK:
        plain = _GREEK[plain]
    if re.fullmatch(r"[^\W\d_]+", plain):
        return SymbolKey(Name(plain))
    word = re.fullmatch(r"([^\W\d_]{2,})_(\w+)", plain)
    if word:
        return SymbolKey(Name(_GREEK.get(str(word.group(1)), str(word.group(1)))), str(word.group(2)))
    short = re.fullmatch(r"([^\W\d_])_(\w{2,})", plain)
    if short:
        return SymbolKey(Name(short.group(1)), short.group(2))
    return key_of(parse(plain), powers=True) if plain else None


def _symbol(text: str, span: Span) -> SymbolKey:
    key = symbol_of(span.of(text))
    if key is None:
        raise _Bad(span, f"expected a symbol such as x, W_h or \\theta, found {span.of(text)!r}")
    return key


def _read_let(text: str, span: Span) -> Iterator[Sentence]:
    colon = _top_level(text, span, ":")
    between = Span(colon, colon + 1) if colon is not None else None
    member = _MEMBER.search(text, span.start, span.end)
    if member is not None and between is None:
        between = Span(*member.span())
    if between is None:
        raise _Bad(span, "expected 'NAME: SIZE', such as x: n or A: m × n symmetric")
    names, type_ = _trimmed(text, span.start, between.start), _trimmed(text, between.end, span.end)
    if not len(names) or not len(type_):
        raise _Bad(span, "expected a name before ':' and a size after it")
    shape, structure = _type(text, type_)
    for name in _split(text[: names.end], names.start, ","):
        yield Let(_symbol(text, name), shape, structure, span, span.of(text))


def _top_level(text: str, span: Span, wanted: str) -> int | None:
    depth = 0
    for at in range(span.start, span.end):
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}":
            depth -= 1
        elif text[at] == wanted and depth <= 0:
            return at
    return None


def _type(text: str, span: Span) -> tuple[Shape, Structure]:
    """A size with words of structure; the words alone leave the size open (`A: symmetric`)."""
    # ℝⁿ would pass for the name of a size.
    named = space(span.of(text)) if "ℝ" in span.of(text) else None
    if named is not None:
        return named
    try:
        shape, structure = SizeReader(span.of(text)).shape()
    except SizeError as error:
        named = space(span.of(text))
        if named is not None:
            return named
        if re.search(r",\s*[^\s,]+\s*:", span.of(text)):
            raise _Bad(span, "expected ';' between declarations: x: n; A: m × n") from error
        words = list(_WORD.finditer(span.of(text)))
        if words and all(m.group() in STRUCTURE_WORDS for m in words):
            structure = Structure.NONE
            for m in words:
                structure |= STRUCTURE_WORDS[m.group()]
            name = f"?{span.start}"
            return Matrix(Dim.name(name + ".r"), Dim.name(name + (".r" if Structure.SQUARE in structure else ".c"))), structure
        place = error.span.shifted(span.start)
        hint = _nearest(place.of(text), STRUCTURE_WORDS)
        if not hint and place.of(text).isalpha() and error.message.startswith("expected the end"):
            hint = "; a product of sizes is written with a sign, such as n·p"
        raise _Bad(place if len(place) else span, error.message + hint) from error
    if Structure.SQUARE in structure and isinstance(shape, Matrix) and shape.cols.is_one:
        raise _Bad(span, f"{span.of(text)!r} is a column, expected two equal sides for a square matrix")
    return shape, structure


def _read_def(text: str, span: Span) -> Iterator[Sentence]:
    equals = _top_level(text, span, "=")
    if equals is None:
        raise _Bad(span, "expected 'NAME = FORMULA', such as z = x^T x")
    end = equals - 1 if text[equals - 1] == ":" else equals
    left, right = _trimmed(text, span.start, end), _trimmed(text, equals + 1, span.end)
    if not len(left) or not len(right):
        raise _Bad(span, "expected a name before '=' and a formula after it")
    value = parse(right.of(text))
    if isinstance(value, Relation) or any(isinstance(node, Opaque) for node in walk(value)):
        raise _Bad(right, f"could not read the formula {right.of(text)!r}")
    symbol, parameters = _head(text, left)
    yield Def(symbol, parameters, value, span, span.of(text))


def _head(text: str, span: Span) -> tuple[SymbolKey, tuple[SymbolKey, ...]]:
    function = function_head(parse(span.of(text)))
    return function if function else (_symbol(text, span), ())


def function_head(node: Node) -> tuple[SymbolKey, tuple[SymbolKey, ...]] | None:
    """`f(x, y)` as a function with its parameters."""
    if not isinstance(node, Product) or len(node.factors) != 2 or node.signs != ("",):
        return None
    function, group = key_of(node.factors[0]), node.factors[1]
    if function is None or not isinstance(group, Group) or group.brackets != "()":
        return None
    items = items_of(group)
    keys = [key_of(item) for item in items]
    known = tuple(key for key in keys if key is not None)
    return (function, known) if len(known) == len(keys) else None


def _read_constant(text: str, span: Span) -> Iterator[Sentence]:
    for name in _split(text[: span.end], span.start, ","):
        yield Constant(_symbol(text, name), name)


def _read_dims(text: str, span: Span) -> Iterator[Sentence]:
    match = re.compile(r"!=|≠|\\ne\b|=").search(text, span.start, span.end)
    if match is None:
        raise _Bad(span, "expected 'n = N' or 'n != m'")
    left, right = _trimmed(text, span.start, match.start()), _trimmed(text, match.end(), span.end)
    sides = [_size(text, left), _size(text, right)]
    if match.group() == "=":
        if sides[0].single_name is None:
            sides.reverse()
        name = sides[0].single_name
        if name is None:
            raise _Bad(span, "expected a name on one side, such as d_model = h·d_v")
        yield SizeRelation(name, sides[1], True, span)
        return
    names = [side.single_name for side in sides]
    if names[0] is None or names[1] is None:
        raise _Bad(span, "expected two names, such as n != m")
    yield SizeRelation(names[0], names[1], False, span)


def _size(text: str, span: Span) -> Dim:
    if not len(span):
        raise _Bad(span, "expected a size such as n or 2n")
    try:
        shape, structure = SizeReader(span.of(text)).shape()
    except SizeError as error:
        raise _Bad(error.span.shifted(span.start), error.message) from error
    if not isinstance(shape, Matrix) or not shape.cols.is_one or structure is not Structure.NONE:
        raise _Bad(span, f"expected one size, found {span.of(text)!r}")
    return shape.rows


def _layout(text: str, start: int) -> Parsed:
    words = list(_WORD.finditer(text, start))
    if not words:
        message = f"expected one of {_listed((*PRESETS, *CHOICES))}"
        return Parsed(errors=(DirectiveError(_trimmed(text, 0, len(text)), message),))
    layout = Layout()
    at = 0
    try:
        while at < len(words):
            word, span = words[at].group().rstrip(";,"), Span(*words[at].span())
            if word in PRESETS:
                layout = stated(word).filled(layout)
            elif word == "collapsed":
                layout = replace(layout, collapsed=True)
            elif word in CHOICES:
                at += 1
                layout = _chosen(layout, word, words[at] if at < len(words) else None, span)
            else:
                every = (*PRESETS, *CHOICES, "collapsed")
                raise _Bad(span, f"unknown layout {word!r}{_nearest(word, every)} (known: {_listed(every)})")
            at += 1
    except _Bad as bad:
        return Parsed(errors=(bad.error,))
    whole = Span(words[0].start(), words[-1].end())
    return Parsed((Convention(layout, whole, whole.of(text)),))


def _chosen(layout: Layout, choice: str, match: re.Match[str] | None, place: Span) -> Layout:
    name, values = CHOICES[choice]
    if match is None:
        raise _Bad(place, f"expected {_listed(values)} after {choice!r}")
    word = match.group().rstrip(";,").replace("x", "×")
    if word not in values:
        raise _Bad(Span(*match.span()), f"unknown choice {word!r} for {choice}; expected one of {_listed(values)}")
    return Layout(**{name: values[word]}).filled(layout)  # type: ignore[arg-type]


def _ignore(text: str, start: int, whole_file: bool) -> Parsed:
    dashes = _DASHES.search(text, start)
    end = dashes.start() if dashes else len(text)
    reason = text[dashes.end() :].strip() if dashes else ""
    codes: list[str] = []
    errors: list[DirectiveError] = []
    for match in re.compile(r"[^\s,]+").finditer(text, start, end):
        if _CODE.match(match.group()):
            codes.append(match.group())
        else:
            capitals = match.group().upper()
            meant = f"; write {capitals}" if _CODE.match(capitals) else "; a reason follows ' -- '"
            message = f"expected a rule's code such as SHP001, found {match.group()!r}{meant}"
            errors.append(DirectiveError(Span(*match.span()), message))
    if not codes and not errors:
        errors.append(DirectiveError(_trimmed(text, 0, len(text)), "expected a rule's code such as SHP001"))
    whole = _trimmed(text, 0, len(text))
    return Parsed((Ignore(tuple(codes), reason, whole_file, whole),) if codes else (), tuple(errors))


def _switch(text: str, start: int, on: bool) -> Parsed:
    rest = _trimmed(text, start, len(text))
    if len(rest):
        return Parsed(errors=(DirectiveError(rest, f"expected nothing after {'on' if on else 'off'!r}"),))
    return Parsed((Switch(on, _trimmed(text, 0, len(text))),))


_VERBS: dict[str, Callable[[str, int], Parsed]] = {
    "let": lambda text, start: _each(text, start, _read_let),
    "def": lambda text, start: _each(text, start, _read_def),
    "constant": lambda text, start: _each(text, start, _read_constant),
    "layout": _layout,
    "dims": lambda text, start: _each(text, start, _read_dims),
    "ignore": lambda text, start: _ignore(text, start, False),
    "ignore-file": lambda text, start: _ignore(text, start, True),
    "off": lambda text, start: _switch(text, start, False),
    "on": lambda text, start: _switch(text, start, True),
}


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _nearest(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f", did you mean {close[0]!r}?" if close else ""
