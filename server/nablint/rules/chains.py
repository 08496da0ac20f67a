"""What the rules for chain-rule products share: the derivation spelt out, and the edits that reorder or relink it."""

from __future__ import annotations

from nablint.base.findings import Edit, Fix
from nablint.readings.chains import Chain, Link
from nablint.readings.judged import Judged
from nablint.readings.linking import ChainFault
from nablint.rules import wording


def factor_text(judged: Judged, region: int, link: Link) -> str:
    """A factor with the shapes it may have: `dz/dy (m × n)`."""
    shapes = dict.fromkeys(map(wording.shape_text, judged.inference(region).of(link.node)))
    known = " or ".join(shapes)
    text = wording.shown(judged, region, link.node)
    return f"{text} ({known})" if known and known != "unknown" else text


def whole_text(judged: Judged, fault: ChainFault) -> str:
    """What the product should be: `dz/dx`, or one term of it."""
    chain = fault.chain
    whole = wording.shown(judged, fault.region, chain.whole.node) if chain.whole else "the derivative"
    return f"a term of {whole}" if chain.term else whole


def reversed_fix(judged: Judged, region: int, chain: Chain) -> Fix:
    """The derivative factors in the opposite order; numbers keep their places."""
    source = judged.note.document.source.text
    places = [judged.note.place(region, link.node) for link in chain.links]
    texts = [place.of(source) for place in reversed(places)]
    return Fix("Reverse the order of the factors", tuple(Edit(p, t) for p, t in zip(places, texts, strict=True)))
