"""One note, measured: formulas read, symbols known, statements, claims tried, findings, time; as plain values for JSON."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from nablint.analysis.analyse import judge
from nablint.analysis.settings import DEFAULT, Settings
from nablint.base.source import Source
from nablint.base.spans import LineIndex
from nablint.declarations.facts import Declarations, DefinitionFact, ShapeFact, Statement
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.bysection import JudgedNote
from nablint.readings.claims import is_derivative
from nablint.readings.troubles import expressions
from nablint.rules.run import run
from nablint.sizes.shapes import Function, Shape, Unknown, dims_of

Measured: TypeAlias = dict[str, Any]

CHECKED = ("holds", "fails")
WITHOUT_VALUES = ("VAL", "CHN004")  # the rules that ask for claims
TELLING = 40  # a line of fewer characters ("$$") is told from others by the lines before it


def measured(path: str, text: str, settings: Settings = DEFAULT, values: bool = True) -> Measured:
    """Everything that is counted of one note."""
    source = Source.named(path, text)
    begin = time.process_time()
    judged = judge(source, settings)
    findings = run(judged, lambda code: settings.wants(code) and not code.startswith(WITHOUT_VALUES))
    between = time.process_time()
    claims: Measured = {}
    if values:
        claims = _claims(judged, _Lines(text))
        findings = run(judged, settings.wants)
    end = time.process_time()
    lines = _Lines(text)
    return {
        "bytes": len(text.encode("utf-8", "surrogatepass")),
        "seconds": {"shapes": between - begin, "values": end - between if values else 0.0},
        "formulas": _formulas(judged, lines),
        "symbols": _symbols(judged),
        "statements": dict(sorted(Counter(s.kind for s in judged.note.declarations.statements).items())),
        "claims": claims,
        "findings": [
            {**lines.place(f.span.start), "code": f.code, "severity": f.severity.word, "message": f.message} for f in findings
        ],
    }


class _Lines:
    """Rows from 1, and a fingerprint of a row's text: what stays when rows above are added or removed."""

    def __init__(self, text: str) -> None:
        self._index = LineIndex(text)
        self._text = text

    def row(self, offset: int) -> int:
        return self._index.position(offset)[0] + 1

    def place(self, offset: int) -> dict[str, Any]:
        row, column = self._index.position(offset)
        first = row
        while first > 0 and len("".join(self._between(first, row).split())) < TELLING:
            first -= 1
        return {"line": row + 1, "column": column + 1, "text": fingerprint(self._between(first, row))}

    def _between(self, first: int, last: int) -> str:
        starts = self._index.starts
        return self._text[starts[first] : starts[last + 1] if last + 1 < len(starts) else len(self._text)]


def fingerprint(line: str) -> str:
    return hashlib.blake2b(" ".join(line.split()).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _formulas(judged: JudgedNote, lines: _Lines) -> Measured:
    """`unread` lists where a part was not understood, and why."""
    counts = {"wholly": 0, "partly": 0, "not": 0}
    causes: Counter[str] = Counter()
    unread = []
    for region, tree in zip(judged.note.document.regions, judged.note.trees, strict=True):
        found = sorted({node.why for node in n.walk(tree) if isinstance(node, n.Opaque)})
        counts["not" if isinstance(tree, n.Opaque) else "partly" if found else "wholly"] += 1
        causes.update(found)
        if found:
            unread.append([lines.row(region.span.start), fingerprint(region.text), "; ".join(found)])
    return {**counts, "causes": dict(sorted(causes.items())), "unread": unread}


def _symbols(judged: JudgedNote) -> dict[str, int]:
    """Symbols of expressions, counted once in each section: all, those with a shape, those whose sizes are all known, and
    those of which the note states a shape outright."""
    shapes: dict[tuple[int, object], int] = {}
    sizes = size_names(judged.note.declarations)
    for region, tree in enumerate(judged.note.trees):
        inference = judged.inference(region)
        scope = judged.note.scope(region)
        for expression in expressions(tree):
            for node in symbols_in(expression):
                key = key_of(node)
                if key is None or (not key.sub and not key.sup and key.name.letter in sizes):
                    continue
                known = max(map(_how_known, inference.of(node)), default=0)
                shapes[scope, key] = max(known, shapes.get((scope, key), 0))
    stated = {(f.scope, f.symbol) for f in judged.note.declarations.facts if isinstance(f.value, ShapeFact)}
    known = list(shapes.values())
    return {"used": len(known), "shape": sum(k > 0 for k in known), "sizes": sum(k > 1 for k in known), "stated": len(stated)}


def size_names(declarations: Declarations) -> frozenset[str]:
    """Names that stand for sizes: nobody asks for their shapes."""
    stated = (fact.value.shape for fact in declarations.facts if isinstance(fact.value, ShapeFact))
    return frozenset(name for shape in stated for dim in dims_of(shape) for name in dim.names())


def _how_known(shape: Shape) -> int:
    """0: not at all; 1: its kind, but not all of its sizes; 2: wholly."""
    if isinstance(shape, Unknown):
        return 0
    value = shape.value if isinstance(shape, Function) else shape
    if isinstance(value, Unknown):
        return 0
    return 1 if any(dim.is_free for dim in dims_of(value)) else 2


def symbols_in(node: n.Node) -> Iterator[n.Node]:
    """The symbols of an expression, each with the scripts that may name it; indices and bounds are left out."""
    stack = [node]
    while stack:
        part = stack.pop()
        match part:
            case n.Symbol() | n.Sub() | n.Label() | n.Prime() if key_of(part) is not None:
                yield part
            case n.Sub(_, base, _) | n.Label(_, base, _, _) | n.Prime(_, base, _):
                stack.append(base)
            case n.Big(_, _, _, _, body):
                stack.extend([body] if body is not None else [])
            case n.Text():
                pass
            case _:
                stack.extend(reversed(tuple(n.children(part))))


def _claims(judged: JudgedNote, lines: _Lines) -> Measured:
    """How the claims fared, and of derivatives those of which the note says enough: their function has a definition or a
    signature, and every symbol a shape. `open` lists the claims of derivatives that were not checked: line, why, and whether
    the note says enough."""
    status: Counter[str] = Counter()
    why: Counter[str] = Counter()
    derivatives: Counter[str] = Counter()
    verdicts = {}
    left_open: list[list[Any]] = []
    for claim in judged.claims:
        verdict = verdicts[claim.statement.index] = claim.verdict
        status[verdict.status] += 1
        if verdict.status not in CHECKED:
            why[verdict.why or "no reason given"] += 1
    for statement in judged.note.declarations.statements:
        if not _claims_derivative(judged, statement):
            continue
        found = verdicts.get(statement.index)
        checked = found is not None and found.status in CHECKED
        derivatives["all"] += 1
        derivatives["checked"] += checked
        determined = _is_determined(judged, statement)
        if determined:
            derivatives["determined"] += 1
            derivatives["determined and checked"] += checked
        if not checked:
            reason = "not taken for a claim" if found is None else found.why
            left_open.append([lines.row(statement.span.start), reason, determined])
    return {
        "status": dict(sorted(status.items())),
        "why": dict(sorted(why.items())),
        "derivatives": dict(derivatives),
        "open": left_open,
    }


def _claims_derivative(judged: JudgedNote, statement: Statement) -> bool:
    stated = statement.sign in ("=", "≡") and statement.kind in ("claim", "definition") and is_derivative(statement.left)
    plain = stated and not judged.at(statement.region).is_denied(statement.region) and not _is_number(statement.right)
    return plain and not _is_primed_name(judged, statement)


def _is_primed_name(judged: JudgedNote, statement: Statement) -> bool:
    """`P' = RP + t` names another P: without brackets, a prime derives only what the note calls a function, or what is set
    equal to derivatives (`S' = r r'`)."""
    left = statement.left
    head, after = (left.factors[0], left.factors[1]) if isinstance(left, n.Product) else (left, None)
    key = key_of(head.base) if isinstance(head, n.Prime) else None
    primed = {key_of(part.base) for part in n.walk(statement.right) if isinstance(part, n.Prime)} - {key}
    derives = any(isinstance(part, n.Derivative) for part in n.walk(statement.right))
    if key is None or isinstance(after, n.Group) or derives or any(one is not None for one in primed):
        return False
    definition = judged.note.view(statement.region).definition(key)
    is_defined = definition is not None and isinstance(definition.value, DefinitionFact) and definition.value.parameters
    return not is_defined and not _has_signature(judged, statement.region, key)


def _is_number(node: n.Node) -> bool:
    return isinstance(node, n.Number)


def _is_determined(judged: JudgedNote, statement: Statement) -> bool:
    view = judged.note.view(statement.region)
    derived = [key for node in symbols_in(statement.left) if (key := key_of(node)) is not None]
    if not any(view.definition(key) or _has_signature(judged, statement.region, key) for key in derived):
        return False
    sizes = size_names(judged.note.declarations)
    inference = judged.inference(statement.region)
    for node in (*symbols_in(statement.left), *symbols_in(statement.right)):
        key = key_of(node)
        if key is not None and key.name.letter not in sizes and not any(map(_how_known, inference.of(node))):
            return False
    return True


def _has_signature(judged: JudgedNote, region: int, key: Any) -> bool:
    known = judged.note.view(region).known(key)
    return known is not None and isinstance(known.shape, Function)
