"""A matrix literal is ragged, lies the wrong way, its blocks do not fit, or its entries run past the size it is said to have.

What: a matrix written out entry by entry. Its size is read from its first and last entries, through dots, blocks, rules and
blank cells, and compared with what the note states of the symbol or expression it is set equal to. A list from `r_0` to `r_N`
has one entry more than N, whatever its entries are. Blocks in one row are equally high, those in one column equally wide.

Why: a literal shows the size to the reader. One more column, or a row where a column was declared, is copied into every later
step.

Example: with x of size n declared as a column, `x = \\begin{bmatrix} x_1 & \\cdots & x_n \\end{bmatrix}` lies the wrong way.

Use instead: a transposed literal, or entries that end at the declared size.

Fix safety: transposing the literal is offered where that alone makes it fit; it is never applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Related, Severity
from nablint.parse import nodes as n
from nablint.readings.judged import Judged
from nablint.readings.troubles import Trouble
from nablint.rules import fixes, wording
from nablint.sizes.dims import ONE


def check(judged: Judged) -> Iterator[Finding]:
    for trouble in judged.troubles:
        if trouble.problem.kind == "literal":
            message = f"the matrix is ragged: {trouble.problem.detail}"
            yield Finding("SHP007", Severity.ERROR, trouble.span, message)
        elif trouble.problem.kind == "block" and (grave := wording.severity_of(trouble)) is not None:
            nodes = [operand.node for operand in trouble.problem.operands]
            yield Finding(
                "SHP007",
                grave,
                trouble.span,
                _apart(judged, trouble),
                wording.related(trouble.basis),
                tuple(fixes.transposes(judged, trouble.region, nodes)),
            )
        elif is_literal(trouble) and (grave := wording.severity_of(trouble)) is not None:
            yield Finding(
                "SHP007",
                grave,
                trouble.span,
                _message(judged, trouble),
                wording.related(trouble.basis),
                fixes.turned_to_fit(judged, trouble, _literals(trouble)),
            )

    for fault in judged.index_faults:
        grave = wording.severity(fault.basis)
        if fault.kind != "past" or grave is None or fault.base is None or fault.upper is None or fault.size is None:
            continue
        base = wording.shown(judged, fault.region, fault.base)
        message = (
            f"the entries of {base} are written out up to {fault.upper}, but {base} has {fault.size} there: "
            f"{wording.differ_text((fault.upper, fault.size))}"
        )
        yield Finding("SHP007", grave, judged.note.place(fault.region, fault.at), message, wording.related(fault.basis))

    for one in judged.one_too_many:
        base = wording.shown(judged, one.region, one.base)
        shape = wording.shape_text(one.shape)
        message = (
            f"the entries of {base} are counted from 0 to {one.last}, so there are {one.last + ONE}, but the whole is "
            f"said to be {shape}: {one.last + ONE} and {one.last} differ"
        )
        related = (Related(one.stated, f"the whole is said to be {shape} here"),)
        yield Finding("SHP007", Severity.WARNING, judged.note.place(one.region, one.at), message, related)


def is_literal(trouble: Trouble) -> bool:
    """Whether an equation fails because of a literal on one of its sides."""
    return trouble.problem.kind == "equation" and trouble.statement is not None and bool(_literals(trouble))


def _literals(trouble: Trouble) -> tuple[n.Node, ...]:
    return tuple(o.node for o in trouble.problem.operands if _written_out(o.node))


def _written_out(node: n.Node) -> bool:
    inner = node.base if isinstance(node, n.Transpose) else node
    return isinstance(inner, n.Matrix) or (isinstance(inner, n.Group) and isinstance(inner.body, n.Sequence))


def _apart(judged: Judged, trouble: Trouble) -> str:
    """`A (p × n) cannot stand beside H (n × n): …`."""
    first, second = (wording.operand_text(judged, trouble.region, operand) for operand in trouble.problem.operands)
    place = "beside" if trouble.problem.detail == "beside" else "below"
    return f"{second} cannot stand {place} {first}: {wording.differ_text(trouble.problem.sizes)}"


def _message(judged: Judged, trouble: Trouble) -> str:
    statement = trouble.statement
    assert statement is not None
    left, right = trouble.problem.operands
    literal, other, region = (
        (right, left, statement.left_region) if _written_out(right.node) else (left, right, statement.region)
    )
    return (
        f"the entries written out make {wording.shapes_text(literal)}, but {wording.shown(judged, region, other.node)} "
        f"is {wording.shapes_text(other)}: {wording.differ_text(trouble.problem.sizes)}"
    )
