"""Layouts that a sentence states: "we use the denominator layout", "gradients are column vectors"."""

from __future__ import annotations

import re

from nablint.base.values import dataclass
from nablint.base.wholewords import whole_words
from nablint.sizes.layouts import Layout, NablaSide, ScalarByMatrix, ScalarByVector, VectorByVector, stated

_NAMED = re.compile(
    r"\b(numerator|denominator|mixed)[\s-]+(?:layout|convention|form)\b"
    r"|\b(?:layout|convention)\s+(?:is|of)\s+(?:the\s+)?(numerator|denominator)\b|(分子|分母)布局",
)
_VERBS = (
    r"(?:use[ds]?|using|adopt(?:ed|ing)?|follow(?:ed|ing)?|assum(?:e|ed|ing)|choose|chose|stick|employ(?:ed)?|prefer|"
    r"work(?:ing)?)"
)
_ADOPTED = re.compile(
    r"\b(?:we|i)(?:['’]ll)?\s+(?:(?:will|shall|are|always|mostly|consistently|here|only|going\s+to|therefore|have|"
    rf"generally)\s+){{0,3}}{_VERBS}\b"
    r"|\b(?:this|these)\s+(?:notes?|documents?|write-?up|posts?|articles?|sections?|chapters?)\b[^.]{0,20}"
    r"\b(?:uses?|adopts?|follows?|written)\b"
    r"|\b(?:layout|convention)\s+(?:is|will\s+be)\s+(?:used|adopted|assumed|followed|employed)\b"
    r"|\b(?:derivatives?|everything)\s+(?:is|are)\s+(?:(?:all|always|taken|written|given|stated|to\s+be)\s+){0,3}"
    r"in\s+(?:the\s+)?(?:numerator|denominator|mixed)\b"
    r"|\bthroughout\b|\bour\s+(?:convention|layout)\s+is|^\W*(?:use|convention|layout|notation|all derivatives)\b|使用|采用",
)
# A sentence of its own that says no more: "Numerator layout."
_ALONE = re.compile(
    r"^\W*(?:(?:in|with|using)\s+)?(?:the\s+)?(?:numerator|denominator|mixed)[\s-]+(?:layout|convention)"
    r"(?:\s+(?:here|throughout|everywhere))?\s*\.\W*$"
)
_TURNED = re.compile(r"\bwe\s+(?:now\s+|next\s+)?(?:consider|turn\s+to|switch\s+to|look\s+at|move\s+to)\b")
_GRADIENT = re.compile(
    "(?:"
    + whole_words(
        r"gradients?|derivatives?\s+of\s+(?:a\s+)?scalars?(?:\s+functions?)?"
        r"(?:\s+(?:by|with respect to)\s+(?:a\s+)?(?:column\s+)?vectors?)?"
    )
    + r")\s+"
    r"(?:is|are|as|will be|to be)\s+(?:always\s+)?"
    r"(?:(?:defined|written|treated|represented)\s+as\s+|taken\s+to\s+be\s+)?(?:a\s+)?(row|column)\s+vectors?\b",
)
_GENERAL = re.compile(
    r"\bconvention|\bthroughout\b|\balways\b|\bgradients\s+are\b|\bwe\s+(?:define|treat|write|take|use|assume|consider)\b",
)
_ABOUT = ("layout", "convention", "gradient", "derivative", "jacobian", "布局")
_HEDGED = re.compile(
    r"\bif\b|\bwhen\b|\bwould\b|\banother\b|\bor\b|\bsome\b|\bother\b|\bnot\b|n['’]t\b|\binstead\b|\bwhereas\b|\bunlike\b|\bmany\b|\boften\b|\?",
)
_JACOBIAN = re.compile(rf"({whole_words('jacobian|hessian')})[\s-]+(?:formulation|layout|convention)")
# "Jacobians are in numerator layout" says nothing of gradients, which stand beside them as columns in many notes.
_JACOBIANS = re.compile(
    r"\bjacobians\s+are\s+(?:(?:all|always|taken|written|given|stated|to\s+be)\s+){0,3}in\s+(?:the\s+)?"
    r"(numerator|denominator|mixed)[\s-]+(?:layout|convention)"
)
# "Gradients have the shape of their parameters": of all of them, or of each; of one alone it may be said to set it apart.
_SHAPED = re.compile(
    r"\b(?:gradients|derivatives|(?:every|each|any|a)\s+(?:gradient|derivative))\b"
    r"(?:[\s*_,()\ue000-\uf8ff]|\b(?:of|with|respect|to|by|the|an?|scalar|loss|cost|objective|functions?|matrix|matrices|"
    r"parameters?|weights?|are|is|has|have|having|takes?|always|all|also|stored|kept|written|given|arranged|here|will|be|in|same|"
    r"exactly)\b){1,40}?"
    r"\bshapes?\s+(?:of|as)\s+(?:\ue000|(?:that\s+of\s+)?(?:its|their|the)\s+(?:own\s+|corresponding\s+|respective\s+)?"
    r"(?:variable|parameter|tensor|matrix|matrices|weight|argument|array|quantit|input|thing|object|symbol)"
    r"|what\s+(?:they|it|we)\b)"
)


@dataclass(frozen=True, slots=True)
class Adopted:
    """A layout and where in the sentence it is named; `here`: only for what follows at this place."""

    layout: Layout
    start: int
    end: int
    here: bool = False


def names_another(text: str) -> bool:
    """Whether a sentence (in lower case) speaks of a layout without adopting it: what it writes need not hold in the note's."""
    return ("layout" in text or "convention" in text) and _NAMED.search(text) is not None


def layout_in(text: str) -> Adopted | None:
    """The layout that a sentence (in lower case) adopts and where it says so. One that compares conventions adopts none."""
    for word in _ABOUT:
        if word in text:
            break
    else:
        return None
    named, gradient, jacobian = list(_NAMED.finditer(text)), _GRADIENT.search(text), _JACOBIAN.search(text)
    shaped = _SHAPED.search(text) if "shape" in text else None
    if (not named and gradient is None and jacobian is None and shaped is None) or _HEDGED.search(text):
        return None
    jacobians = _JACOBIANS.search(text)
    if jacobians is not None and len(named) == 1:
        return Adopted(Layout(vv=stated(jacobians.group(1)).vv), named[0].start(), named[0].end())
    words = {
        (m.group(1) or m.group(2) or {"分子": "numerator", "分母": "denominator"}.get(m.group(3) or "", "")).lower()
        for m in named
    }
    adopted = _ADOPTED.search(text) or _ALONE.search(text)
    if len(words) == 1 and (adopted or _TURNED.search(text)):
        return Adopted(stated(words.pop()), named[0].start(), named[0].end(), here=not adopted)
    if gradient is not None and not named and _GENERAL.search(text):
        row = gradient.group(1).lower() == "row"
        side = ScalarByVector.ROW if row else ScalarByVector.COLUMN
        layout = Layout(sv=side, nabla=NablaSide.ROW if row else NablaSide.COLUMN)
        return Adopted(layout, gradient.start(), gradient.end())
    if jacobian is not None and _ADOPTED.search(text) and not named:
        rows = VectorByVector.ROWS_Y if jacobian.group(1).lower() == "jacobian" else VectorByVector.ROWS_X
        return Adopted(Layout(vv=rows), jacobian.start(), jacobian.end())
    if shaped is not None and not named:
        return Adopted(Layout(sm=ScalarByMatrix.AS_X), shaped.start(), shaped.end())
    return None
