"""Does a remark say of what a claim holds: "… if $A$ is symmetric", "the covariance $S$", "$Q$ with orthonormal columns"?"""

from __future__ import annotations

import re
from bisect import bisect_left

from nablint.base.room import after, before
from nablint.base.wholewords import whole_words
from nablint.declarations.facts import Statement, StructureFact, SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.note import Note
from nablint.readings.troubles import ReadNote
from nablint.sizes.shapes import Structure

_STRUCTURE = re.compile(
    whole_words(
        "symmetric|hermitian|antisymmetric|skew-symmetric|orthogonal|orthonormal|diagonal|triangular|definite|semidefinite|"
        "invertible|nonsingular|idempotent|commutes?|commuting|unitary|normali[sz]ed|one-hot|unit|square|symmetrisch|symétrique"
    )
)
# Kinds of matrices that are symmetric, or of which more holds than a structure of ours says.
_KINDS = re.compile(
    whole_words(
        r"normali[sz]ed|unit[\s-]+(?:norm|length)|norm\s+(?:1|one)|of\s+length\s+(?:1|one)|"
        r"cost\s+matri(?:x|ces)|weighting\s+matri(?:x|ces)|mass|rotations?|fisher|"
        "covariances?|correlation|precision|kernel|gram|gramian|hessian|laplacian|adjacency|metric|inertia|stiffness|"
        "projections?|projectors?|idempotent|orthonormal|unitary|hermitian|involution|involutory|nilpotent|commutes?|quaternion|"
        "kovarianzmatrix"
    )
)
# Whoever draws from 𝒩(m, C) has a symmetric C.
_SYMMETRY = re.compile(
    r"symm|hermit|self-?adjoint|definite|\\succ|\\top\s*=|its\s+(?:own\s+)?transpose|\\mathcal\s*\{?n|gaussian|对称|"
    r"\bspd\b|\bpsd\b"
)
_IDEMPOTENT = re.compile(r"([a-z])\^\{?2\}?\s*=\s*\1")
_NEAR = 160
_ENDS = re.compile(r"[.;:!?]\s|\n\s*\n")


def is_restricted(note: ReadNote, statement: Statement) -> bool:
    """Whether words in its formula, in the rest of its sentence, or where its symbols are declared, say more of these than the
    claim was tried with."""
    return note.note.ask(_is_restricted, statement)


def _is_restricted(note: Note, statement: Statement) -> bool:
    document = note.document
    for k in (statement.left_region, statement.region):
        if _STRUCTURE.search(document.regions[k].text.lower()):
            return True
    text = document.source.text
    region = document.regions[statement.region]
    behind = after(text, region.span.end, _NEAR)
    # Where it begins with a capital, another sentence begins.
    parts = [part for side in (statement.left, statement.right) for part in n.walk(side)]
    if not behind.lstrip(" \n\t>*_")[:1].isupper():
        rest = _ENDS.split(behind, maxsplit=1)[0].lower()
        if any(_is_of(note, parts, region.span.end + word.end()) for word in _STRUCTURE.finditer(rest)):
            return True
    view = note.view(statement.region)
    keys = {key_of(part) for part in parts if isinstance(part, n.Symbol | n.Sub)}
    # What is defined was tried as that, so that nothing more need be known of it.
    drawn = (key for key in keys if key is not None and view.definition(key) is None)
    facts = (f for key in drawn for f in view.index.by_symbol.get(key, ()))
    said = (_sentence(text, fact.span.start) for fact in facts if fact.origin is None and fact.span.start < region.span.end)
    return any(_KINDS.search(sentence) or _IDEMPOTENT.search(sentence) for sentence in said)


def _is_of(note: Note, parts: list[n.Node], at: int) -> bool:
    """Whether a word that ends at `at` may speak of what is in the claim: "for one-hot $y$" speaks of a y alone."""
    document = note.document
    k = bisect_left(document.regions, at, key=lambda region: region.span.start)
    if k == len(document.regions) or document.source.text[at : document.regions[k].span.start].strip(" \n$\\(`"):
        return True
    named = {part.name.letter for part in n.walk(note.trees[k]) if isinstance(part, n.Symbol)}
    return bool(named & {part.name.letter for part in parts if isinstance(part, n.Symbol)})


def speaks_of_symmetry(note: ReadNote, symbol: SymbolKey) -> bool:
    """Whether some sentence that names a symbol speaks of what is symmetric, in words that declare nothing to us."""
    return note.note.ask(_speaks_of_symmetry, symbol)


def _speaks_of_symmetry(note: Note, symbol: SymbolKey) -> bool:
    document = note.document
    text = document.source.text
    read = [
        fact.span.start
        for fact in note.declarations.facts
        if isinstance(fact.value, StructureFact) and Structure.SYMMETRIC in fact.value.structure
    ]
    for region, tree in zip(document.regions, note.trees, strict=True):
        if any(isinstance(part, n.Symbol) and part.name.letter == symbol.name.letter for part in n.walk(tree)):
            ahead, behind = _around(text, region.span.start)
            sentence = ahead + behind
            if not _SYMMETRY.search(sentence) and not _KINDS.search(sentence):
                continue
            start = region.span.start - len(ahead)
            if not any(start <= place < start + len(sentence) for place in read):
                return True
    return False


def _sentence(text: str, at: int) -> str:
    """The sentence around a place, in lower case, as far as it is near."""
    return "".join(_around(text, at))


def _around(text: str, at: int) -> tuple[str, str]:
    """What stands before and after a place in its sentence, in lower case."""
    return _ENDS.split(before(text, at, _NEAR))[-1].lower(), _ENDS.split(after(text, at, _NEAR), maxsplit=1)[0].lower()
