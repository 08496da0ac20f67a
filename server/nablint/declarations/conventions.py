"""Layouts that a sentence states: "we use the denominator layout", "gradients are columns and Jacobians are m × n"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from nablint.base.values import dataclass
from nablint.base.wholewords import whole_words
from nablint.declarations.passages import FORMULA, FORMULA_REST
from nablint.declarations.sizetext import read_shape
from nablint.declarations.spaces import signature, size_of, space_of
from nablint.parse.nodes import Blank, Node, Relation
from nablint.sizes.layouts import Layout, NablaSide, ScalarByMatrix, ScalarByVector, VectorByVector, stated
from nablint.sizes.shapes import Function, Matrix, Shape

_NAMED = re.compile(
    r"\b(numerator|denominator|mixed)[\s-]+(?:layout|convention|form)\b"
    r"|\b(?:layout|convention)\s+(?:is|of)\s+(?:the\s+)?(numerator|denominator)\b|(分子|分母)布局",
)
# "Jacobian (numerator layout):" says how what follows is written.
_IN_BRACKETS = re.compile(r"\((?:in\s+)?(?:the\s+)?(?:numerator|denominator|mixed)[\s-]+(?:layout|convention)\)")
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
_BE = (
    r"(?:\s+(?:is|are|as|will be|to be)\s+(?:always\s+)?"
    r"(?:(?:defined|written|treated|represented|stored|arranged)\s+as\s+|taken\s+to\s+be\s+)?|\s*:\s*)"
)
_GRADIENT = re.compile(
    "(?:"
    + whole_words(
        r"gradients?|derivatives?\s+of\s+(?:a\s+)?scalars?(?:\s+functions?)?"
        r"(?:\s+(?:by|with respect to)\s+(?:a\s+)?(?:column\s+)?vectors?)?"
    )
    + rf"){_BE}(?:an?\s+)?(row|column)(?:\s+vectors?\b|s\b(?!\s+(?:of|in)\b))",
)
_LIKE_VARIABLE = re.compile(
    whole_words(r"gradients?")
    + r"(?:\s+always)?\s+(?:ha(?:s|ve)|are\s+of|is\s+of|takes?)\s+the\s+(?:same\s+)?shape\s+(?:of|as)\s+"
    r"(?:the|their|its)\s+(?:variable|parameter|argument|input)s?\b"
)
# "Jacobians (of a map) are m × n": what follows the verb is a formula or a size that is typed.
_MAPPED = rf"(?:\s+(?:of|for)\s+(?:an?\s+|the\s+)?(?:map\s+|function\s+)?(?P<map>{FORMULA}{FORMULA_REST}*))?"
_SIZED_JACOBIAN = re.compile(
    "(?:"
    + whole_words(
        r"jacobians?(?:\s+matri(?:x|ces))?|derivatives?\s+of\s+(?:a\s+)?vectors?(?:\s+functions?)?"
        r"(?:\s+(?:by|with respect to)\s+(?:a\s+)?(?:column\s+)?vectors?)?"
    )
    + rf"){_MAPPED}(?:{_BE}|\s+ha(?:s|ve)\s+|\s+)(?:(?:an?|the)\s+)?(?:of\s+)?(?:(?:shape|size|dimensions?)\s+)?"
    rf"(?P<size>{FORMULA}{FORMULA_REST}*|\(?\w+\s?(?:[x×]|by)\s?\w+\)?(?!\w))"
    rf"(?:\s+(?:matri(?:x|ces)\s+)?for\s+(?:an?\s+)?(?:map\s+|function\s+)?(?P<later>{FORMULA}{FORMULA_REST}*))?"
)
_ROW_PER_OUTPUT = re.compile(
    whole_words(r"jacobians?")
    + r"(?:\s+always)?\s+(?:ha(?:s|ve)|with)\s+(?:one|a)\s+(row|column)\s+(?:per|for\s+each|for\s+every)\s+(output|input)\b"
)
_OUTPUTS, _INPUTS = ("m", "output", "outputs"), ("n", "input", "inputs")  # a size that is named alone
_GENERAL = re.compile(
    r"\bconvention|\bthroughout\b|\balways\b|\b(?:gradients|jacobians)\s+(?:are|have)\b|\bwe\s+(?:define|treat|write|take|use|assume|consider)\b",
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


def layout_in(text: str, formula: Callable[[int], Node | None] = lambda at: None, maps: Iterable[Shape] = ()) -> Adopted | None:
    """The layout that a sentence (in lower case) adopts and where it says so. One that compares conventions adopts none.
    `formula` gives the formula whose placeholder begins at a place of `text`, `maps` are the shapes that the note stated."""
    for word in _ABOUT:
        if word in text:
            break
    else:
        return None
    if _HEDGED.search(text):
        return None
    named = list(_NAMED.finditer(text))
    if len(named) == 1 and (jacobians := _JACOBIANS.search(text)) is not None:
        return Adopted(Layout(vv=stated(jacobians.group(1)).vv), named[0].start(), named[0].end())
    words = {
        (m.group(1) or m.group(2) or {"分子": "numerator", "分母": "denominator"}.get(m.group(3) or "", "")).lower()
        for m in named
    }
    adopted = _ADOPTED.search(text) or _ALONE.search(text)
    if len(words) == 1 and (adopted or _TURNED.search(text) or _IN_BRACKETS.search(text)):
        return Adopted(stated(words.pop()), named[0].start(), named[0].end(), here=not adopted)
    parts = list(_parts(text, formula, maps))
    if parts and (_GENERAL.search(text) or len(parts) > 1):
        layout = Layout()
        for part in parts:
            layout = layout.filled(part.layout)
        agrees = len(words) == 1 and layout.filled(preset := stated(words.pop())) == preset.filled(layout)
        if named and not agrees:
            return None
        return Adopted(layout, min(part.start for part in parts), max(part.end for part in parts))
    if named:
        return None
    jacobian = _JACOBIAN.search(text)
    if jacobian is not None and _ADOPTED.search(text):
        rows = VectorByVector.ROWS_Y if jacobian.group(1).lower() == "jacobian" else VectorByVector.ROWS_X
        return Adopted(Layout(vv=rows), jacobian.start(), jacobian.end())
    shaped = _SHAPED.search(text) if "shape" in text else None
    if shaped is not None:
        return Adopted(Layout(sm=ScalarByMatrix.AS_X), shaped.start(), shaped.end())
    return None


def _parts(text: str, formula: Callable[[int], Node | None], maps: Iterable[Shape]) -> Iterator[Adopted]:
    """What a sentence says of how derivatives lie, kind by kind."""
    gradient = _GRADIENT.search(text)
    if gradient is not None:
        row = gradient.group(1) == "row"
        side = ScalarByVector.ROW if row else ScalarByVector.COLUMN
        yield Adopted(Layout(sv=side, nabla=NablaSide.ROW if row else NablaSide.COLUMN), *gradient.span())
    elif (like := _LIKE_VARIABLE.search(text)) is not None:
        layout = Layout(sv=ScalarByVector.COLUMN, sm=ScalarByMatrix.AS_X, nabla=NablaSide.COLUMN)
        yield Adopted(layout, *like.span())
    rows = _ROW_PER_OUTPUT.search(text)
    if rows is not None:
        follows = (
            VectorByVector.ROWS_Y if rows.group(1, 2) in (("row", "output"), ("column", "input")) else VectorByVector.ROWS_X
        )
        yield Adopted(Layout(vv=follows), *rows.span())
    elif (sized := _SIZED_JACOBIAN.search(text)) is not None and (lies := _lies(sized, formula, maps)) is not None:
        yield Adopted(Layout(vv=lies), *sized.span())


def _lies(sized: re.Match[str], formula: Callable[[int], Node | None], maps: Iterable[Shape]) -> VectorByVector | None:
    """Whether the rows of a Jacobian follow the values or the arguments, by its size: of the map that is named, else of those
    that the note declared, else of one from ℝⁿ to ℝᵐ, as everyone calls them."""
    written = sized.group("size")
    shape = _shape(formula(sized.start("size"))) if written.startswith(FORMULA) else read_shape(written)
    if not isinstance(shape, Matrix):
        return None
    for group in ("map", "later"):
        node = formula(sized.start(group)) if sized.group(group) else None
        typed = signature(node) if isinstance(node, Relation) else None
        if typed is not None:
            return _of_map(shape, typed[1])
    declared = {_of_map(shape, one) for one in maps if isinstance(one, Function)} - {None}
    if declared:
        return declared.pop() if len(declared) == 1 else None
    if shape.rows.single_name in _OUTPUTS and shape.cols.single_name in _INPUTS:
        return VectorByVector.ROWS_Y
    # n outputs of m inputs are as good as the other way round.
    words = shape.rows.single_name in _INPUTS[1:] and shape.cols.single_name in _OUTPUTS[1:]
    return VectorByVector.ROWS_X if words else None


def _of_map(shape: Matrix, map_: Function) -> VectorByVector | None:
    if len(map_.domain) != 1 or not isinstance(map_.domain[0], Matrix) or not isinstance(map_.value, Matrix):
        return None
    values, arguments = map_.value.rows, map_.domain[0].rows
    if values == arguments or {shape.rows, shape.cols} != {values, arguments}:
        return None
    return VectorByVector.ROWS_Y if shape.rows == values else VectorByVector.ROWS_X


def _shape(node: Node | None) -> Shape | None:
    """`m \\times n`, `\\mathbb{R}^{m \\times n}`, `\\in \\mathbb{R}^{m \\times n}`."""
    if node is None:
        return None
    if isinstance(node, Relation) and isinstance(node.sides[0], Blank) and node.signs == ("∈",):
        node = node.sides[1]
    space = space_of(node)
    return size_of(node) or (space.shape if space is not None else None)
