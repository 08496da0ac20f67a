"""What the rules about values share: how grave a false claim is, what would hold, the counterexample, the fix."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from nablint.base.findings import Edit, Fix, Severity
from nablint.base.shortening import shortened
from nablint.declarations.facts import ShapeFact
from nablint.parse import nodes as n
from nablint.parse.render import render_latex, render_unicode
from nablint.readings.claims import Claim
from nablint.readings.judged import Judged
from nablint.rules import fixes, wording

LONGEST_EXAMPLE = 160


def severity(claim: Claim) -> Severity | None:
    """A value rests on what is firm here. An inferred layout, or letters taken for numbers unsaid, make it a warning."""
    basis = claim.basis
    if not basis.firm:
        return None
    inferred = basis.chosen is not None and bool(basis.chosen.votes)
    declared = any(isinstance(fact.value, ShapeFact) for fact in basis.facts)
    return Severity.ERROR if declared and not inferred else Severity.WARNING


def sides(judged: Judged, claim: Claim) -> tuple[str, str]:
    statement = claim.statement
    return wording.shown(judged, statement.left_region, statement.left), wording.shown(
        judged, statement.region, statement.right
    )


def reason(judged: Judged, claim: Claim) -> str:
    """What would hold, and numbers at which the claim does not."""
    verdict = claim.verdict
    parts = []
    if verdict.repair is not None:
        parts.append(verdict.repair.text)
    if verdict.counterexample is not None and len(verdict.counterexample.text) <= LONGEST_EXAMPLE:
        parts.append(verdict.counterexample.text)
    return "; ".join(parts) or verdict.why


def repaired(judged: Judged, claim: Claim) -> tuple[Fix, ...]:
    """The right side put right, in the author's own notation."""
    repair = claim.verdict.repair
    statement = claim.statement
    if repair is None or repair.node is None:
        return ()
    span = judged.note.place(statement.region, statement.right)
    written = as_written(judged, statement.region, statement.right, repair.node)
    title = shortened(f"Write {render_unicode(repair.node)}", fixes.LONGEST_TITLE)
    return (Fix(title, (Edit(span, written),)),)


def as_written(judged: Judged, region: int, original: n.Node, changed: n.Node) -> str:
    """A changed expression: every part that the author wrote as written, the rest in the same spelling."""
    kept = {id(part): judged.note.text(region, part) for part in n.walk(original)}
    return _spelled(changed, kept, judged.throughout.transpose_sign)


def _spelled(node: n.Node, kept: Mapping[int, str], transposed: str) -> str:
    """`kept`: what the author wrote for a part, by its identity; `transposed`: how the author writes a transpose."""
    if id(node) in kept:
        return kept[id(node)]
    below = partial(_spelled, kept=kept, transposed=transposed)
    match node:
        case n.Negate(_, body):
            return f"-{below(body)}"
        case n.Transpose(_, n.Power(_, base, n.Negate(_, n.Number(_, "1")))) if transposed.startswith("^"):
            return f"{below(base)}^{{-{transposed[1:].strip('{}')}}}"
        case n.Transpose(_, base):
            return f"{below(base)}{transposed}"
        case n.Group(_, body, _):
            return f"\\left({below(body)}\\right)"
        case n.Fraction(_, numerator, denominator):
            return f"\\frac{{{below(numerator)}}}{{{below(denominator)}}}"
        case n.Product(_, factors, signs) if set(signs) <= {"", "cdot"}:
            joined = below(factors[0])
            for factor, sign in zip(factors[1:], signs, strict=True):
                joined += f" \\cdot {below(factor)}" if sign == "cdot" else f" {below(factor)}"
            return joined
        case n.Sum(_, signs, terms):
            first = below(terms[0]) if signs[0] == "+" else f"-{below(terms[0])}"
            return first + "".join(f" {s} {below(t)}" for s, t in zip(signs[1:], terms[1:], strict=True))
        case _:
            return render_latex(node)
