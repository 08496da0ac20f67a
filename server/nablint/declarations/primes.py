"""Are the primes of a note transposes? `X'X`, of an X that is not square, shows it: then its trees are read so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nablint.base.memory import Memory, by_identity
from nablint.base.values import dataclass
from nablint.declarations.facts import Declarations, DefinitionFact, ShapeFact, SymbolKey
from nablint.declarations.keys import key_of
from nablint.documents.model import Document
from nablint.parse import nodes as n
from nablint.parse.equality import same
from nablint.parse.rebuilding import rebuilt
from nablint.sizes.shapes import Matrix, Shape

_SAID = re.compile(
    r"(?:\bprimes?\b|['′]\W{0,3})\s*(?:denotes?|means?|is|are|stands?\s+for|indicates?)\s+(?:the\s+|its\s+|a\s+)?transpos"
)
_BY_NAME = re.compile(r"\\prime|\{'\}")  # as macros write them
_TURNED: Memory[tuple[int, frozenset[SymbolKey]], tuple[n.Node, n.Node]] = Memory(4096)


def with_transposes(trees: Sequence[n.Node], declared: Declarations, document: Document) -> tuple[n.Node, ...] | None:
    """The trees with a transpose for every prime that is one; None where the note shows no such primes.

    Only a prime of what the note says to be an array is turned, and of no letter of which x' is another one: it has facts of
    its own, or stands beside x in a list or a sum of vectors.
    """
    text = document.source.text
    if not any("'" in region.text or "′" in region.text for region in document.regions) and not _BY_NAME.search(text):
        return None
    primed = [tree for tree in trees if _primes(tree)]
    if not primed:
        return None
    arrays = _arrays(declared)
    said = _says(text)
    if not said and not any(_shows(arrays, part) for tree in primed for part in n.walk(tree) if isinstance(part, n.Product)):
        return None
    loose = {key for tree in primed for part in n.walk(tree) for key in _loose(arrays, part)}
    letters = frozenset(arrays.letters - loose)
    return tuple(_turned(tree, letters) if _primes(tree) else tree for tree in trees)


def may_show_primes(words: str, formulas: Iterable[str]) -> bool:
    """Whether a stretch of a note, or formulas in it, may show that primes are transposes, or have some."""
    return any("'" in text or "′" in text or "prime" in text for text in formulas) or _says(words)


def _says(text: str) -> bool:
    return "ranspos" in text and _SAID.search(text.lower()) is not None


@by_identity(8192)
def _primes(tree: n.Node) -> bool:
    return any(isinstance(part, n.Prime) for part in n.walk(tree))


@dataclass(frozen=True, slots=True)
class _Arrays:
    """`letters`: what is declared as arrays, or defined in terms of these; `oblong`: those that are not square."""

    letters: frozenset[SymbolKey]
    oblong: frozenset[SymbolKey]
    vectors: frozenset[SymbolKey]


def _arrays(declared: Declarations) -> _Arrays:
    shapes: dict[SymbolKey, set[Shape]] = {}
    defined: dict[SymbolKey, list[DefinitionFact]] = {}
    for fact in declared.facts:
        if isinstance(fact.value, ShapeFact):
            shapes.setdefault(fact.symbol, set()).add(fact.value.shape)
        elif isinstance(fact.value, DefinitionFact):
            defined.setdefault(fact.symbol, []).append(fact.value)
    own = {key.with_sup(key.sup[:-1]) for key in (*shapes, *defined) if key.sup.endswith("'")}
    matrices = {key: found for key, found in shapes.items() if all(isinstance(s, Matrix) and not s.is_scalar for s in found)}
    letters = {key for key in matrices if not any(value.parameters for value in defined.get(key, ()))}
    for key, values in defined.items():
        if key not in shapes and not any(value.parameters for value in values):
            named = {key_of(part) for value in values for part in n.walk(value.value)}
            if named & letters:
                letters.add(key)
    oblong = {key for key in letters & matrices.keys() if all(_is_oblong(shape) for shape in matrices[key])}
    vectors = {key for key in oblong if any(isinstance(s, Matrix) and (s.is_column or s.is_row) for s in matrices[key])}
    return _Arrays(frozenset(letters - own), frozenset(oblong - own), frozenset(vectors))


def _is_oblong(shape: Shape) -> bool:
    return isinstance(shape, Matrix) and shape.rows != shape.cols and not shape.rows.is_free and not shape.cols.is_free


def _shows(arrays: _Arrays, product: n.Product) -> bool:
    """`x'x`, `(y - Ax)'(y - Ax)`: what is not square has no product with itself."""
    for prime, after, sign in zip(product.factors, product.factors[1:], product.signs, strict=False):
        if not isinstance(prime, n.Prime) or prime.count != 1 or sign or not same(prime.base, after):
            continue
        inside = n.walk(prime.base) if isinstance(prime.base, n.Group) else (prime.base,)
        if any(key_of(part) in arrays.oblong for part in inside):
            return True
    return False


def _loose(arrays: _Arrays, node: n.Node) -> Iterator[SymbolKey]:
    """The letters whose primes stand where a letter of its own would: in a list, as a term beside vectors, or as a vector
    that an equation is about."""
    match node:
        case n.Sequence(_, parts, _) | n.Sum(_, _, parts) | n.Relation(_, parts, _, _):
            pass
        case _:
            return
    for part in parts:
        key = key_of(part.base) if isinstance(part, n.Prime) else None
        if key is not None and (isinstance(node, n.Sequence) or key in arrays.vectors or key not in arrays.letters):
            yield key


def _turned(tree: n.Node, letters: frozenset[SymbolKey]) -> n.Node:
    known = _TURNED.get((id(tree), letters))
    if known is None:

        def change(node: n.Node) -> n.Node:
            if not isinstance(node, n.Prime) or node.count != 1:
                return node
            inside = n.walk(node.base) if isinstance(node.base, n.Group) else (node.base,)
            return n.Transpose(node.span, node.base) if any(key_of(part) in letters for part in inside) else node

        known = _TURNED.put((id(tree), letters), (tree, rebuilt(tree, change)))
    return known[1]
