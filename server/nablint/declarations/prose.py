"""What sentences declare: "an $m \\times n$ matrix $A$", "$x$ is a vector of length $n$", "$z$ is a function of $y$".

A sentence is a string of parts (see `words`); a phrase is a pattern over it. What the pattern binds is turned into facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations import phrases
from nablint.declarations.facts import SymbolKey
from nablint.declarations.sizetext import STRUCTURE_WORDS
from nablint.declarations.tokens import Token, Tokens, parts
from nablint.declarations.words import FUNCTIONS, ITEMS, OF_NUMBERS
from nablint.parse.nodes import Group, Node
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import SCALAR, Function, Matrix, Shape, Structure, Tensor, column, row


@dataclass(frozen=True, slots=True)
class Said:
    """A shape or a structure (or both) of one symbol."""

    symbol: SymbolKey
    shape: Shape | None
    structure: Structure
    span: Span
    conditional: bool = False  # "if $A$ is an $m \\times n$ matrix": for this sentence only
    anew: bool = False  # "a matrix $A$", "any matrix $A$": no longer the one that was spoken of


@dataclass(frozen=True, slots=True)
class SaidOf:
    """A shape of an expression, which is a claim. `at`: where its formula begins."""

    body: Node
    at: int
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Depends:
    symbol: SymbolKey
    on: tuple[SymbolKey, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class SameAs:
    symbol: SymbolKey
    other: SymbolKey
    span: Span


@dataclass(frozen=True, slots=True)
class SizeBefore:
    """A size that is all a sentence says, or that it gives as "the dimensions": it belongs to the formula before it.

    `start` is where its phrase begins; `alone` where there is no phrase around it.
    """

    shape: Shape
    span: Span
    start: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """ "$n$ is the number of samples": where the letter stands in a formula, it is a number."""

    symbol: SymbolKey


Reading: TypeAlias = Said | SaidOf | Depends | SameAs | SizeBefore | Counts

_SUBJECT_BREAKS = frozenset("oWi*hx")
_CONSTANT = Structure.CONSTANT
_NOUNS = Structure.DIAGONAL | Structure.CONSTANT | Structure.UNIT  # whose words are nouns as well


class Phrases:
    """The phrases of one sentence, read kind by kind."""

    def __init__(self, sentence: Tokens) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.parts = parts(self.tokens)
        self.sized: set[int] = set()  # names whose size a phrase with a noun has stated

    def read(self) -> Iterator[Reading]:
        yield from self._apposed()
        for pattern in (phrases.PREDICATE, phrases.COLON, phrases.LET, phrases.COMMA, phrases.BESIDE):
            yield from self._predicates(pattern)
        yield from self._sizes()
        yield from self._adjectives()
        yield from self._others()

    def _matches(self, pattern: re.Pattern[str]) -> Iterable[re.Match[str]]:
        # Few sentences have a part that the phrase cannot be without.
        return pattern.finditer(self.parts) if phrases.NEEDS[pattern] in self.parts else ()

    def _apposed(self) -> Iterator[Reading]:
        for match in self._matches(phrases.APPOSED):
            noun = self.tokens[match.start("noun")]
            names = self._names(match, singular=not noun.word.plural)
            if self.parts[match.start() - 1 : match.start()] == "x" or (noun.word.plural and match.group("names") == "Q"):
                continue
            if phrases.COLON.match(self.parts, match.start("names")):
                continue  # the name begins the next entry of a list
            yield from self._object(match, noun, names)
        for match in self._matches(phrases.REAL):
            if match.group("noun") and (not match.group("words") or self.tokens[match.start()].text not in _SCALARS):
                continue
            between = {token.text for token in self.tokens[slice(*match.span("words"))]}
            shape: Shape = SCALAR if between.isdisjoint(OF_NUMBERS) else Function((SCALAR,), SCALAR)
            # A function is a number only where it is applied.
            for key in self.tokens[match.start("names")].keys if between.isdisjoint(FUNCTIONS) else ():
                yield Said(key, shape, Structure.NONE, self._span(match))

    def _predicates(self, pattern: re.Pattern[str]) -> Iterator[Reading]:
        for match in self._matches(pattern):
            if pattern is phrases.LET:
                if self.tokens[match.start()].text not in _LETS:
                    continue
            elif pattern not in (phrases.COMMA, phrases.BESIDE) and not self._is_subject(match.start("names")):
                continue
            noun = self.tokens[match.start("noun")]
            following = self.parts[match.end("noun") : match.end("noun") + 1]
            if noun.text == "number" and following == "o":
                yield from (Counts(key) for at in self._names(match, singular=False)[-1:] for key in self.tokens[at].keys)
                continue
            if pattern in (phrases.COMMA, phrases.BESIDE) and self.tokens[match.start("mods")].text not in _INDEFINITE:
                continue
            if following in ("N", "E", "C", "Q") and not phrases.COLON.match(self.parts, match.end("noun")):
                continue  # "$y$ is the vector $x$ …" speaks of x
            if following == "o" and self._stated(match) is None:
                continue  # "is a vector of …" whatever: its shape is not said, but that of a part may be
            names = self._names(match, singular=False)
            if pattern is phrases.PREDICATE and self.tokens[match.end("names")].text in ("is", "ist", "est") and len(names) > 1:
                names = names[-1:]
            yield from self._object(match, noun, names)
            if self.parts[match.start("names")] in "Ff":
                body = self.tokens[match.start("names")].node
                shape = self._shape(match, noun)
                if shape is not None and not _is_free(shape) and body is not None:
                    yield SaidOf(body, self._start(match.start("names")), shape, self._span(match))

    def _object(self, match: re.Match[str], noun: Token, names: list[int]) -> Iterator[Reading]:
        structure = self._structure(match)
        for at in names:
            name = self.tokens[at]
            for key in name.keys:
                shape = self._shape(match, noun, key, structure)
                if name.part == "E" and not (shape == SCALAR == name.shape):
                    shape = None  # its membership says more
                if shape is not None and self._stated(match) is not None:
                    self.sized.add(at)
                if shape is not None or structure is not Structure.NONE:
                    condition = 0 <= self.parts.find("q") < match.start()
                    anew = match.re is phrases.APPOSED and name.part == "N" and self._is_introduced(match)
                    yield Said(key, shape, structure, self._span(match), condition, anew)
                if structure & _CONSTANT:
                    yield Depends(key, (), self._span(match))

    def _structure(self, match: re.Match[str]) -> Structure:
        structure = Structure.NONE
        for start, end in (self._mods(match), match.span("post")):
            for token in self.tokens[start:end]:
                structure |= token.word.structure
        return structure

    def _is_introduced(self, match: re.Match[str]) -> bool:
        start, end = self._mods(match)
        return start < end and self.tokens[start].text.lower() in _NEW

    def _mods(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the words before the noun that belong to it stand: from its article on."""
        start, end = match.span("mods")
        return max(self.parts.rfind("d", start, end), start), end

    def _shape(
        self, match: re.Match[str], noun: Token, key: SymbolKey | None = None, structure: Structure = Structure.NONE
    ) -> Shape | None:
        """What the noun and the sizes around it say together."""
        stated = self._stated(match)
        kind = noun.word.noun
        free = f"?{_letters(key)}" if key else "?"
        if kind == "scalar":
            return SCALAR if stated is None else None
        if kind == "tensor":
            return stated if isinstance(stated, Tensor) else None
        if isinstance(stated, Tensor):
            return None if kind == "matrix" else stated
        if kind == "matrix":
            if isinstance(stated, Matrix):
                one_axis = stated.cols.is_one and self._one_axis(match)
                if one_axis:
                    return Matrix(stated.rows, stated.rows) if structure & STRUCTURE_WORDS["square"] else None
                return stated
            rows = Dim.name(free + ".r")
            return Matrix(rows, rows if structure & Structure.SQUARE else Dim.name(free + ".c"))
        if isinstance(stated, Matrix):
            if self._one_axis(match):
                return row(stated.rows) if kind == "row" else column(stated.rows)
            if (kind == "row" and not stated.rows.is_one) or (kind == "column" and not stated.cols.is_one):
                return None
            return stated
        return row(Dim.name(free + ".c")) if kind == "row" else column(Dim.name(free + ".r"))

    def _one_axis(self, match: re.Match[str]) -> bool:
        """Whether the size was one name ("of length n", "n-dimensional") rather than a shape."""
        start, end = self._mods(match)
        if any(token.part == "S" or token.part == "T" for token in self.tokens[start:end]) or "N*N" in self.parts[start:end]:
            return False
        found = match.groupdict()
        if any(found.get(name) for name in ("psize", "space")):
            return False
        tail = found.get("tsize") or found.get("osize")
        return tail is None or tail == "N"

    def _stated(self, match: re.Match[str]) -> Shape | None:
        groups = match.groupdict()
        for name in ("tsize", "psize", "space", "osize"):
            if groups.get(name):
                start, end = match.span(name)
                if name == "osize" and groups[name] == "N" and self.tokens[end].text not in ITEMS:
                    continue
                return self._size(start, end)
        start, end = self._mods(match)
        for k in range(start, end):
            found = re.compile(phrases.SIZE).match(self.parts, k, end)
            if found:
                return self._size(k, found.end())
        for k in range(start, end):
            token = self.tokens[k]
            if token.part == "N" and self.parts[k + 1 : k + 2] in ("-", "D") and token.dim is not None:
                return column(token.dim)
        return None

    def _size(self, start: int, end: int) -> Shape | None:
        tokens = [token for token in self.tokens[start:end] if token.part in "STPN"]
        if len(tokens) == 1:
            only = tokens[0]
            return only.shape if only.part != "N" else column(only.dim) if only.dim is not None else None
        dims = [token.dim for token in tokens]
        kept = [dim for dim in dims if dim is not None]
        if len(kept) != len(dims) or not kept:
            return None
        return column(kept[0]) if len(kept) == 1 else Matrix(*kept) if len(kept) == 2 else Tensor(tuple(kept))

    def _names(self, match: re.Match[str], singular: bool) -> list[int]:
        """Which tokens name what a phrase speaks of."""
        found = [k for k in range(*match.span("names")) if self.parts[k] in "NCEQ" and self.tokens[k].keys]
        return found[:1] if singular else found

    def _keys(self, match: re.Match[str]) -> Iterator[SymbolKey]:
        for at in self._names(match, singular=False):
            yield from self.tokens[at].keys

    def _start(self, at: int) -> int:
        """Where a token begins in the file."""
        return self.sentence.places[at][0]

    def _is_subject(self, at: int) -> bool:
        """Whether the names at `at` are what the verb speaks of: in "the gradient of $f$ is a vector" they are not."""
        at -= 1
        if self.parts[at : at + 1] == "&" and "b" in self.parts[:at]:
            return True  # "$w$ is a vector of $n$ weights and $A$ is …": after a clause that has its verb another one begins
        while at >= 0 and self.parts[at] in "dwjnNQ&,-D":
            if self.parts[at] == ",":
                return True
            at -= 1
        return at < 0 or self.parts[at] not in _SUBJECT_BREAKS or self.tokens[at].text in _OPENERS

    def _span(self, match: re.Match[str]) -> Span:
        start = match.start()
        while start < match.end() - 1 and self.parts[start] in "w,&":
            start += 1
        return self.sentence.span(start, match.end() - 1)

    def _respectively(self) -> Iterator[Reading]:
        """ "$a$, $b$ and $c$ are $m \\times n$, $n \\times p$ and $m \\times p$"."""
        for match in self._matches(phrases.RESPECTIVELY):
            names = [k for k in range(*match.span("names")) if self.parts[k] in "NCEFQf"]
            sizes = [k for k in range(*match.span("sizes")) if self.parts[k] in "ST"]
            self.sized.update(names)
            if len(names) != len(sizes):
                continue
            for at, place in zip(names, sizes, strict=True):
                name, shape, span = self.tokens[at], self.tokens[place].shape, self.sentence.span(place, place)
                if shape is None:
                    continue
                if name.part in "Ff" and name.node is not None:
                    yield SaidOf(name.node, self._start(at), shape, span)
                for key in name.keys if name.part != "f" else ():
                    yield Said(key, shape, Structure.NONE, span)

    def _sizes(self) -> Iterator[Reading]:
        yield from self._respectively()
        for match in self._matches(phrases.SIZE_EQUALS):
            token = self.tokens[match.start("names")]
            for key in token.keys:
                if token.shape is not None:
                    yield Said(key, token.shape, Structure.NONE, self._span(match))
        for pattern in (
            phrases.HAS_SIZE,
            phrases.SIZE_OF,
            phrases.IS_SIZE,
            phrases.IS_SIZED,
            phrases.NAME_SIZE,
            phrases.IN_SPACE,
        ):
            for match in self._matches(pattern):
                attached = pattern is phrases.SIZE_OF or self.parts[match.end("names") : match.end("names") + 1] == "o"
                attached |= pattern is phrases.NAME_SIZE and self.parts[match.start() - 1 : match.start()] == "h"
                if not attached and not self._is_subject(match.start("names")):
                    continue
                if match.groupdict().get("bracketed") and not self._is_in_brackets(match.start("bracketed")):
                    continue
                shape = self._size(*match.span("size" if match.group("size") else "bracketed"))
                if shape is None or (match.group("size") == "N" and self._is_count(match)):
                    continue
                span = self._span(match)
                first = match.start("names")
                if self.parts[first] in "Ff":
                    body = self.tokens[first].node
                    if first not in self.sized and body is not None and match.group("size") != "N":
                        yield SaidOf(body, self._start(first), shape, span)
                    continue
                for at in self._names(match, singular=False):
                    if self.parts[at] != "E" and at not in self.sized:
                        for key in self.tokens[at].keys:
                            condition = 0 <= self.parts.find("q") < match.start()
                            yield Said(key, shape, Structure.NONE, span, condition)

    def _is_in_brackets(self, at: int) -> bool:
        """Whether a size is a formula in brackets, as in "$X$ $(n \\times k)$": without them it may be a factor."""
        node = self.tokens[at].node
        return isinstance(node, Group) and node.brackets in ("()", "[]")

    def _is_count(self, match: re.Match[str]) -> bool:
        """A single number after "order" or "length" of something that is no vector says too little."""
        between = self.tokens[match.end("names") : match.start("size")]
        return any(token.text in ("order", "size", "sizes") for token in between)

    def _adjectives(self) -> Iterator[Reading]:
        conditional = self.parts.find("q")
        for pattern in (
            phrases.IS_ADJECTIVE,
            phrases.ADJECTIVE_AFTER,
            phrases.ADJECTIVE_BETWEEN,
            phrases.ADJECTIVE_LISTED,
            phrases.ADJECTIVE_NAME,
        ):
            for match in self._matches(pattern):
                if pattern is phrases.IS_ADJECTIVE and not self._is_subject(match.start("names")):
                    continue
                if 0 <= conditional < match.start():
                    continue  # "if $A$ is symmetric, then" holds for that sentence only
                structure = self._structure_in(*match.span("mods"))
                after_with = pattern is phrases.ADJECTIVE_NAME and self.parts[match.start() - 1 : match.start()] == "h"
                if after_with and structure & _NOUNS and self.parts[match.start("names")] != "E":
                    continue  # "with diagonal $d$" speaks of something else
                applied = self.parts[match.start("names")] == "f"
                for key in self.tokens[match.start("names")].keys if applied else self._keys(match):
                    yield Said(key, None, structure, self._span(match))
                    if structure & _CONSTANT:
                        yield Depends(key, (), self._span(match))

    def _structure_in(self, start: int, end: int) -> Structure:
        structure = Structure.NONE
        for token in self.tokens[start:end]:
            structure |= token.word.structure
        return structure

    def _others(self) -> Iterator[Reading]:
        for match in self._matches(phrases.SAME):
            other = self.tokens[match.start("other")]
            for key in self._keys(match):
                if other.keys and key != other.keys[0]:
                    yield SameAs(key, other.keys[0], self._span(match))
        functions = [*self._matches(phrases.FUNCTION), *self._matches(phrases.BESIDE_FUNCTION)]
        for match in functions:
            if (more := phrases.AND_OF.match(self.parts, match.end())) is not None:
                functions.append(more)
            on = tuple(key for token in self.tokens[slice(*match.span("on"))] for key in token.keys)
            start, end = match.span("names")
            for token in self.tokens[start:end]:
                for key in token.keys:
                    if on and key not in on:
                        yield Depends(key, on, self._span(match))
        for match in self._matches(phrases.DEPENDS):
            verb = self.tokens[match.start("verb")].text
            if not self._is_subject(match.start("names")) or self.parts.find("q") >= 0:
                continue
            constant = bool(match.group("not")) or verb in ("independent", "unabhängig")
            on = tuple(key for token in self.tokens[slice(*match.span("on"))] for key in token.keys)
            for key in self._keys(match):
                if key not in on:
                    yield Depends(key, () if constant else on, self._span(match))
        for pattern in (phrases.ALONE, phrases.DIMENSIONS):
            alone = pattern.search(self.parts)
            if alone is not None:
                group = next(name for name, value in alone.groupdict().items() if value)
                start, end = alone.span(group)
                shape = self._size(start, end)
                if shape is not None:
                    span = self.sentence.span(start, end - 1)
                    yield SizeBefore(shape, span, self._start(alone.start()), pattern is phrases.ALONE)
                break


_NEW = frozenset(("a", "an", "any", "every", "each", "some", "arbitrary", "another", "square", "ein", "eine", "un", "une"))
_SCALARS = frozenset(("scalar", "scalars", "skalar", "scalaire"))
_LETS = frozenset(("ist", "sind", "sei", "seien", "soit", "soient", "пусть"))
_INDEFINITE = frozenset(("a", "an", "ein", "eine", "un", "une"))
_OPENERS = frozenset(
    (
        "let",
        "then",
        "suppose",
        "consider",
        "where",
        "since",
        "because",
        "hence",
        "thus",
        "therefore",
        "that",
        "so",
        "if",
        "given",
        "but",
        "as",
    )
)


def _letters(key: SymbolKey) -> str:
    return "_".join(filter(None, (key.name.letter + key.name.font, key.sub, key.sup)))


def _is_free(shape: Shape) -> bool:
    return isinstance(shape, Matrix) and (shape.rows.is_free or shape.cols.is_free)
