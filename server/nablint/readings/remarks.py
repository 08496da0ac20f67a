"""Does a remark beside a claim say of what it holds? `… = 2 A x \\quad (A \\text{ symmetric})`, "… if $A$ is symmetric"."""

from __future__ import annotations

import re

from nablint.declarations.facts import Statement
from nablint.declarations.wholewords import whole_words
from nablint.documents.model import Document

_STRUCTURE = re.compile(
    whole_words(
        "symmetric|hermitian|antisymmetric|skew-symmetric|orthogonal|orthonormal|diagonal|triangular|definite|semidefinite|"
        "invertible|nonsingular|idempotent|commutes?|commuting|unitary|normali[sz]ed|one-hot|unit|square|symmetrisch|symétrique"
    )
)
_NEAR = 160


def is_restricted(document: Document, statement: Statement) -> bool:
    """Whether words in its formula, or in the rest of its sentence, are words of structure."""
    for k in (statement.left_region, statement.region):
        if _STRUCTURE.search(document.regions[k].text.lower()):
            return True
    region = document.regions[statement.region]
    after = document.source.text[region.span.end : region.span.end + _NEAR]
    if after.lstrip(" \n\t>*_")[:1].isupper():
        return False  # another sentence begins
    rest = re.split(r"[.;:]\s|\n\s*\n", after, maxsplit=1)[0]
    return _STRUCTURE.search(rest.lower()) is not None
