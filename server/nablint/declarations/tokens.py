"""A sentence as tokens with their parts: words by the table, formulas by what they can stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence as Many
from functools import lru_cache
from typing import NamedTuple

from nablint.base.memory import by_identity
from nablint.base.spans import Span
from nablint.declarations.directives import function_head, symbol_of
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.passages import CODE, CODE_REST, FORMULA, FORMULA_REST, Passages, Sentence
from nablint.declarations.sizetext import read_shape, shape_of_axes
from nablint.declarations.spaces import dim_of, size_of, space_of
from nablint.declarations.words import CHINESE, FILLER, FUNCTION_OF, NO_OBJECT, PHRASE, PHRASE_BEGINS, TELLING, WORDS, Word
from nablint.parse.nodes import Blank, Group, Name, Node, Relation, Sequence, Symbol, Text
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import SCALAR, Shape, dims_of

_SIMPLE = r"(?:\d{1,4}|[a-zα-ω](?:_\w+)?)"
_LONG = r"(?:\d{1,5}|[a-zα-ω]\w{0,16})"
# For text in lower case. Most words are just that: the first alternative takes those that can begin nothing longer, before
# all others are tried.
_TOKEN = re.compile(
    rf"""\s*(?:(?P<plain>(?!(?:{PHRASE_BEGINS}|resp)(?![a-z])|.x)[a-zäöüéèà]{{2,}}(?=[\s,.;:)])(?!\s?×))
    |(?P<formula>{FORMULA}{FORMULA_REST}*)
    |(?P<code>{CODE}{CODE_REST}*)
    |(?P<abbreviation>\b(?:i\.\s?e\.|e\.\s?g\.|w\.\s?r\.\s?t\.|s\.\s?t\.|resp\.|z\.\s?b\.|d\.\s?h\.|т\.\s?е\.))
    |(?P<real>(?:ℝ|(?<!\w)r(?=\^))\^?(?:\{{[^{{}}\n]{{1,24}}\}}|\([^()\n]{{1,24}}\)|[\w×⁰¹²³ⁿᵐ]{{1,9}})?)
    |(?P<tuple>\(\s*{_LONG}\s*,\s*(?:{_LONG}\s*(?:,\s*{_LONG}\s*){{0,4}},?\s*)?\))
    |(?P<size>(?<![\w×]){_LONG}(?:\s?×\s?{_LONG}){{1,4}}(?![\w×])
        |(?<!\w){_SIMPLE}(?:x{_SIMPLE}){{1,3}}(?!\w)
        |(?<!\w){_SIMPLE}\ x\ {_SIMPLE}(?:\ x\ {_SIMPLE})?(?![\w(]))
    |(?P<phrase>(?<!\w)(?:{PHRASE})(?!\w))
    |(?P<chinese>{CHINESE})
    |(?P<number>\d+)
    |(?P<times>\\times(?![a-z]))
    |(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)
    |(?P<sign>[()\[\],:;.*_`\-–—∈×!?])
    |(?P<other>\S))""",
    re.VERBOSE,
)  # fmt: skip
_AXES = re.compile(rf"\(\s*{_LONG}\s*,\s*(?:{_LONG}\s*(?:,\s*{_LONG}\s*){{0,4}},?\s*)?\)", re.I)  # `(m, n)` in code
_WORDS = frozenset(_TOKEN.groupindex[kind] for kind in ("plain", "word", "phrase", "chinese"))
_KINDS = {number: kind for kind, number in _TOKEN.groupindex.items()}
# Where a size or a space may be typed: never less than `_TOKEN` finds, and quicker to find, since every alternative begins
# with one certain character.
_MAY_BE_SIZE = re.compile(
    rf"×|ℝ|\\times|r\^|\(\s*{_LONG}\s*,| x |_\w*x|x(?=\d|[a-zα-ω](?:x|_|(?!\w)))(?:(?<=\dx)|(?<=\b[a-zα-ω]x))"
    rf"|by(?=[\s*_`]+(?:[{FORMULA}\d]|[^\W\d_](?![^\W\d_])))|{FUNCTION_OF}"
)
_CHINESE = re.compile("[\u4e00-\u9fff]")  # whose words no letters end
_LETTERS = re.compile(r"[^\W\d_]+")
_DROPPED = frozenset("*_`")
_SUPERSCRIPTS = str.maketrans("⁰¹²³ⁿᵐ", "0123nm")


class Token(NamedTuple):
    """`part` as in `words`, and: N names or a single size, S a size, T a tuple, P a space, E names declared in the formula
    itself, Q a name with what it equals, f a function applied, F any other formula, : , ( ) - . as written, ~ the rest.

    A token knows no place, so that equal words and equal formulas share one.
    """

    part: str
    word: Word = FILLER
    text: str = ""
    keys: tuple[SymbolKey, ...] = ()
    dim: Dim | None = None
    shape: Shape | None = None
    node: Node | None = None


class Tokens(NamedTuple):
    """The tokens of one sentence, and from where to where in the file each of them goes."""

    tokens: list[Token]
    places: list[tuple[int, int]]

    def span(self, first: int, last: int) -> Span:
        """From the token `first` to the token `last`."""
        return Span(self.places[first][0], self.places[last][1])


_REST = Token("~")
_SIGNS = {sign: Token(part, text=sign) for part, sign in zip("-,...i*()", "–—;!?∈×[]", strict=True)}
_TIMES = Token("*", text="×")


def may_tell(sentence: Sentence, lower: str, trees: Many[Node]) -> bool:
    """Whether a sentence has a word or a size without which no phrase of `prose` tells anything. Half of those that are worth
    reading have none, and to ask takes a tenth of the time of their tokens. `lower`: its words in lower case."""
    if not TELLING.isdisjoint(_LETTERS.findall(lower)) or _MAY_BE_SIZE.search(lower) or _CHINESE.search(lower):
        return True
    return any(region < len(trees) and formula_token(trees[region]).part in "STP" for region in sentence.regions)


def tokens_of(sentence: Sentence, passages: Passages, trees: Many[Node]) -> Tokens:
    text, start = passages.text, sentence.span.start
    # No blanks at the end: each match takes those before it.
    end = start + len(text[start : sentence.span.end].rstrip())
    found: list[Token] = []
    places: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(passages.lower, start, end):
        kind = match.lastindex or 0
        place = match.span(kind)
        written = text[place[0] : place[1]]
        token = _word(written) if kind in _WORDS else _token(_KINDS[kind], written, place[0], passages, trees)
        if token is not None:
            found.append(token)
            places.append(place)
    if any(token.part == "C" for token in found) and not any(token.part == "C" and token.keys for token in found):
        # Of the names of a program such a size is said of the program.
        found = [_sized("tuple", token.text) if token.part == "C" and _AXES.fullmatch(token.text) else token for token in found]
    return Tokens(_settled(found), places)


def _token(kind: str, text: str, start: int, passages: Passages, trees: Many[Node]) -> Token | None:
    if kind == "formula":
        region = passages.region_at(start)
        return _REST if region is None or region >= len(trees) else formula_token(trees[region])
    if kind == "sign":
        if text in _DROPPED:
            return None
        return _SIGNS.get(text) or _sign(text)
    if kind == "other":
        return _REST
    if kind == "code":
        code = passages.document.source.text[start : start + len(text)].strip("`")
        key = symbol_of(code) if re.fullmatch(r"[A-Za-z]\w{0,15}", code) else None
        return Token("C", text=code, keys=(key,) if key else ())
    return _sized(kind, text)


@lru_cache(maxsize=64)
def _sign(text: str) -> Token:
    return Token(text, text=text)


@lru_cache(maxsize=2048)
def _sized(kind: str, text: str) -> Token:
    """A size, a space or a number that is typed outside of formulas, or an abbreviation."""
    if kind in ("size", "tuple"):
        shape = read_shape(re.sub(r"\s+", " ", text))
        return Token("S" if kind == "size" else "T", text=text, shape=shape)
    if kind == "real":
        return _real(text)
    if kind == "number":
        return Token("N", text=text, dim=Dim.of(int(text)) if len(text) < 7 else None)
    if kind == "times":
        return _TIMES
    return Token("W", text=text.lower())


@lru_cache(maxsize=8192)
def _word(text: str) -> Token:
    plain = text.lower()
    if " " in plain or "\n" in plain:
        plain = " ".join(plain.split())
    word = WORDS.get(plain)
    if len(text) == 1 and text.isalpha() and text not in ("a", "I", "A") and not "\u4e00" <= text <= "\u9fff":
        return Token("L", text=text, keys=(SymbolKey(Name(text)),), dim=Dim.name(text))
    if word is None:
        return Token("~" if "\u4e00" <= text[0] <= "\u9fff" else "w", text=plain)
    return Token(word.part, word, text if text == "A" else plain)


def _real(text: str) -> Token:
    """`ℝ^D`, `R^{m×n}`, `ℝⁿ` typed outside a formula."""
    exponent = text.lstrip("ℝRr^").translate(_SUPERSCRIPTS).strip("{}()")
    return Token("P", text=text, shape=read_shape(exponent) if exponent else read_shape("scalar"))


@by_identity(8192)
def formula_token(tree: Node) -> Token:
    part = "F"
    keys: tuple[SymbolKey, ...] = ()
    shape: Shape | None = None
    dim: Dim | None = None
    names = _names(tree)
    if names and not (isinstance(tree, Symbol) and tree.name.font == "bb"):
        part, keys = "N", names
        dim = dim_of(tree)
    elif (size := size_of(tree)) is not None:
        part, shape = "S", size
    elif (space := space_of(tree)) is not None and not (space.interval and _named_tuple(tree)):
        part, shape = "P", space.shape
    elif isinstance(tree, Relation) and _tuple(tree) is None:
        part, keys, shape = _relation_part(tree)
    elif (members := _members(tree)) != ():
        part, keys = "E", members
    elif (tuple_ := _tuple(tree)) is not None:
        part, shape = "T", tuple_
    elif (head := function_head(tree)) is not None:
        part, keys = "f", (head[0],)
    elif (dim := dim_of(tree)) is not None:
        part = "N"
    return Token(part, keys=keys, dim=dim, shape=shape, node=tree)


def _names(tree: Node) -> tuple[SymbolKey, ...]:
    items = tree.items if isinstance(tree, Sequence) else (tree,)
    keys = []
    for item in items:
        key = key_of(item)
        if key is None:
            if isinstance(item, Text) and not item.formulas and item.text.strip() in ("and", "и", "和", "und", "et"):
                continue
            return ()
        keys.append(key)
    return tuple(keys)


def _members(tree: Node) -> tuple[SymbolKey, ...]:
    """What the last membership of `x \\in V, A, B \\in W` speaks of, and what lies in the same space: of
    these a word after it is said."""
    if not isinstance(tree, Sequence) or not isinstance(tree.items[-1], Relation):
        return ()
    found: list[SymbolKey] = []
    waiting: list[SymbolKey] = []
    space = space_of(tree.items[-1].sides[-1])
    for item in tree.items:
        if not isinstance(item, Relation):
            key = key_of(item)
            if key is None:
                return ()
            waiting.append(key)
            continue
        key = key_of(item.sides[0])
        if item.signs != ("∈",) or key is None or space is None:
            return ()
        own = space_of(item.sides[1])
        if own is not None and own.shape == space.shape:
            found += [*waiting, key]
        waiting = []
    return tuple(found)


def _relation_part(tree: Relation) -> tuple[str, tuple[SymbolKey, ...], Shape | None]:
    left = tree.sides[0]
    if isinstance(left, Blank) and tree.signs == ("∈",):
        space = space_of(tree.sides[1])
        return ("P", (), space.shape) if space else ("F", (), None)
    names = _names(left)
    if not names:
        head = function_head(left)
        names = (head[0],) if head else ()
        return ("f" if head else "F"), names, None
    if "∈" in tree.signs or ":" in tree.signs:
        return "E", names, SCALAR if _in_interval(tree) else None
    if tree.signs[0] in ("=", ":=", "≡", "≜"):
        return "Q", names, _tuple(tree.sides[-1])
    return "F", (), None


def _in_interval(tree: Relation) -> bool:
    """`θ ∈ (0, 1)`, which people also write of arrays, entry by entry."""
    space = space_of(tree.sides[1]) if tree.signs == ("∈",) else None
    return space is not None and space.interval


def _named_tuple(tree: Node) -> bool:
    """`[1, E]` is a size where `[0, 1]` is an interval."""
    shape = _tuple(tree)
    return shape is not None and any(dim.number is None for dim in dims_of(shape))


def _tuple(tree: Node) -> Shape | None:
    if isinstance(tree, Relation) and all(sign == "=" for sign in tree.signs):
        sides = [_tuple(side) for side in tree.sides]
        return sides[-1] if None not in sides else None  # `(n, d) = (20, 6)`
    if not isinstance(tree, Group) or tree.brackets not in ("()", "[]"):
        return None
    if not isinstance(tree.body, Sequence) or any(sign != "," for sign in tree.body.separators):
        return None
    dims = [dim_of(item) for item in tree.body.items]
    kept = [dim for dim in dims if dim is not None]
    return shape_of_axes(kept) if len(kept) == len(dims) and len(kept) <= 6 else None


def _settled(tokens: list[Token]) -> list[Token]:
    """Typed letters become names where their place says so, and nouns lose their meaning before words that change it."""
    found = tokens.copy()
    for k, token in enumerate(tokens):
        part = token.part
        if part != "n" and part != "L" and part != "d":
            continue
        before = tokens[k - 1].part if k else ""
        after = tokens[k + 1] if k + 1 < len(tokens) else None
        if part == "L":
            named = before in _BEFORE_NAME or (after is not None and after.part in _AFTER_NAME)
            found[k] = token._replace(part="N" if named else "~")
        elif part == "d":
            if token.text == "A" and (before == "n" or (after is not None and after.part in _AFTER_A)):
                found[k] = _A
        elif after is not None and (
            after.part == "-" or (after.text in NO_OBJECT and not after.word.noun and after.part != "o")
        ):
            found[k] = token._replace(part="w")
    return found


_BEFORE_NAME = frozenset(("n", "j", ",", "&", "L", "-", "*"))
_AFTER_NAME = frozenset(("b", "i", "h", "-", ",", "&", "*"))
_AFTER_A = frozenset("b&,hi")
_A = Token("N", text="A", keys=(SymbolKey(Name("A")),), dim=Dim.name("A"))


def parts(tokens: list[Token]) -> str:
    return "".join([token.part for token in tokens])
